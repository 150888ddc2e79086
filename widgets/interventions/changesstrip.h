#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace headwaters {

class ElidedLabel;

/// `2 changes on`, above a view while a stack of interventions is on: what they do to the answer, what the
/// view in front shows of it, and the way to switch them off.
class ChangesStrip : public QWidget {
    Q_OBJECT

public:
    explicit ChangesStrip(const Theme& theme, QWidget* parent = nullptr);

    /// `Mary − John +6.81 → +3.20`; left out where there is little room.
    void setEffect(const QString& effect);
    /// What the view shows; `action` is what it could show instead, empty: nothing else.
    void setView(const QString& sentence, const QString& action);
    void setCount(int count);

    [[nodiscard]] QString heading() const;
    [[nodiscard]] QString effect() const;
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QPushButton& action() { return *m_action; }
    [[nodiscard]] QPushButton& switchOff() { return *m_off; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshIcon();

    const Theme& m_theme;
    QLabel* m_icon;
    ElidedLabel* m_heading;
    ElidedLabel* m_effect;
    ElidedLabel* m_sentence;
    QPushButton* m_action;
    QPushButton* m_off;
};

} // namespace headwaters
