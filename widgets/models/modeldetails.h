#pragma once

#include "core/files/foundmodels.h"
#include "widgets/common/surface.h"

class QLabel;

namespace headwaters {

class ElidedLabel;
class TextLabel;

/// The chosen model below the list: where it lies and what opening it takes, or why it cannot be opened.
class ModelDetails : public Surface {
    Q_OBJECT

public:
    explicit ModelDetails(const Theme& theme, QWidget* parent = nullptr);

    /// Null: none is chosen.
    void setFoundModel(const FoundModel* model);
    [[nodiscard]] QString sentence() const;

private:
    void refreshIcon();

    const Theme& m_theme;
    QString m_iconName;
    QColor Colours::*m_iconColour;
    ElidedLabel* m_name;
    ElidedLabel* m_path;
    QLabel* m_icon;
    TextLabel* m_sentence;
};

/// What opening a model takes, in a sentence: its size, its peak memory and what is available.
[[nodiscard]] QString memorySentence(const MemoryEstimate& memory);

} // namespace headwaters
