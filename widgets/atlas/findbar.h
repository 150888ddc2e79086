#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;

namespace headwaters {

class ElidedLabel;

/// A line above the wall with a field and what it finds. Hidden until `open`; Esc or its button clears and
/// closes it.
class FindBar : public QWidget {
    Q_OBJECT

public:
    /// `word` stands before the field, whose answer has the colour `answerColour`; the button says `close`.
    FindBar(
        const Theme& theme, const QString& word, const QString& close, QColor Colours::*answerColour,
        QWidget* parent);

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

    [[nodiscard]] QLineEdit& field() { return *m_field; }
    void addBehindField(QWidget* widget);
    void addBehindAnswer(QWidget* widget);

private:
    QLineEdit* m_field;
    ElidedLabel* m_answer;
    QHBoxLayout* m_row;
};

} // namespace headwaters
