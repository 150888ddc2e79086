#pragma once

#include "widgets/theme/theme.h"

#include <QStyledItemDelegate>

namespace headwaters {

/// Draws the cells of the next-token list, bars included.
class NextTokenDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// Length of the bar of probability 1, and the space between the bar and its value.
    static constexpr int barLength = 50;
    static constexpr int barGap = 4;

    NextTokenDelegate(const Theme& theme, QObject* parent);

    /// The rows up to this one are the likeliest; a line stands below them. 0 for no line.
    void setListed(int listed) { m_listed = listed; }

    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintToken(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintProbability(QPainter& painter, const QRect& cell, const QModelIndex& index) const;

    const Theme& m_theme;
    int m_listed = 0;
};

} // namespace headwaters
