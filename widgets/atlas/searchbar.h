#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QLineEdit;

namespace headwaters {

class ElidedLabel;

/// Ctrl+F: a token to light in all heads, or the name of a head to go to. Hidden until `open`; Esc closes it
/// and puts the light out.
class SearchBar : public QWidget {
    Q_OBJECT

public:
    explicit SearchBar(const Theme& theme, QWidget* parent = nullptr);

    /// Shows the field and puts the cursor into it.
    void open();
    void dismiss();
    [[nodiscard]] QString text() const;
    void setText(const QString& text);
    /// `2 positions matched: 2, 10`
    void setAnswer(const QString& answer);
    [[nodiscard]] QString answer() const;

Q_SIGNALS:
    void textChanged(const QString& text);
    /// Enter was pressed in the field.
    void entered();
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLineEdit* m_field;
    ElidedLabel* m_answer;
};

} // namespace headwaters
