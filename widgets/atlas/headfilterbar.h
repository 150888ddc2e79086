#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QPushButton;

namespace headwaters {

class ElidedLabel;

/// Ctrl+Shift+F: which heads keep their full colour, by type, stage or number. Hidden until `open`; Esc
/// clears and closes it.
class HeadFilterBar : public QWidget {
    Q_OBJECT

public:
    explicit HeadFilterBar(const Theme& theme, QWidget* parent = nullptr);

    /// Shows the field and puts the cursor into it.
    void open();
    void dismiss();
    [[nodiscard]] QString text() const;
    void setText(const QString& text);
    /// `16 of 36 heads. Enter locks the next one.`
    void setAnswer(const QString& answer);
    [[nodiscard]] QString answer() const;
    /// Offers the scan that the answer speaks of.
    void setScanOffered(bool offered);
    [[nodiscard]] QPushButton& scanButton() { return *m_scan; }
    /// What the scan found, to choose from; filled by whoever knows it.
    [[nodiscard]] QMenu& choices() { return *m_choices; }
    void setChoicesOffered(bool offered);

Q_SIGNALS:
    void textChanged(const QString& text);
    /// Enter was pressed in the field.
    void entered();
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLineEdit* m_field;
    QPushButton* m_choose;
    QMenu* m_choices;
    ElidedLabel* m_answer;
    QPushButton* m_scan;
};

} // namespace headwaters
