#pragma once

#include "core/results/generation.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace headwaters {

/// How the next tokens are drawn and when that ends: number of tokens, temperature, top-p, seed, stop text,
/// end of text.
class GenerationForm : public QWidget {
    Q_OBJECT

public:
    explicit GenerationForm(const Theme& theme, QWidget* parent = nullptr);

    /// The settings alone: a request without a prompt.
    [[nodiscard]] GenerationRequest settings() const;
    /// Sets them without a signal; what is out of range is brought into it.
    void setSettings(const GenerationRequest& settings);

Q_SIGNALS:
    void changed();

private:
    QSpinBox* m_count;
    QDoubleSpinBox* m_temperature;
    QDoubleSpinBox* m_topP;
    QSpinBox* m_seed;
    QLineEdit* m_stop;
    QCheckBox* m_stopAtEnd;
};

/// A stop text as it is typed in one line: `\n`, `\t` and `\\` stand for a line break, a tab and a backslash.
[[nodiscard]] QString stopTextTyped(const QString& text);
[[nodiscard]] QString stopTextMeant(const QString& typed);

} // namespace headwaters
