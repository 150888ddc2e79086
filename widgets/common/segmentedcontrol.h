#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;

namespace headwaters {

/// Two to four choices of which one is on: one border, hairlines between. Arrow keys move the choice.
class SegmentedControl : public QWidget {
    Q_OBJECT

public:
    /// `name` is what the choice is about, for the screen reader: `Quantity`.
    SegmentedControl(const Theme& theme, const QString& name, QWidget* parent = nullptr);

    /// Adds a choice at the right end and returns its index; the first one is chosen.
    int addSegment(const QString& text, const QString& tip = {});
    [[nodiscard]] int count() const;
    void setText(int index, const QString& text);
    [[nodiscard]] QString text(int index) const;
    /// A disabled segment says why in its tooltip.
    void setSegmentEnabled(int index, bool enabled, const QString& why = {});

    [[nodiscard]] int current() const;
    /// Chooses without telling: for what follows the selection or the settings.
    void setCurrent(int index);

Q_SIGNALS:
    /// The person chose another segment.
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QButtonGroup* m_group;
    QHBoxLayout* m_row;
    QStringList m_tips;
};

} // namespace headwaters
