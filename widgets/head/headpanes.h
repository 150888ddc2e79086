#pragma once

#include "widgets/compare/comparison.h"
#include "widgets/head/headside.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <array>

namespace headwaters {

class HeadMap;
class HeadPane;

/// The Head view side by side: the same quantity of A at the left and of B at the right. Hovering and locking
/// a pair of tokens on one side shows it on both.
class HeadPanes : public QWidget {
    Q_OBJECT

public:
    HeadPanes(const Theme& theme, HeadSide& a, HeadSide& b, QWidget* parent = nullptr);

    /// Shows what the sides hold of the choice, as maps or as tables.
    void show(const HeadChoice& choice, bool asTables);
    /// Does something to both maps: `&HeadMap::zoomIn`.
    void forMaps(void (HeadMap::*what)());

    [[nodiscard]] HeadPane& a() const { return *m_panes[0]; }
    [[nodiscard]] HeadPane& b() const { return *m_panes[1]; }

Q_SIGNALS:
    void sinkToggled(int position);

private:
    void connectPane(HeadPane& pane, HeadSide& side);
    void showPane(HeadPane& pane, const HeadSide& side, const QString& name);

    std::array<HeadSide*, 2> m_sides;
    std::array<HeadPane*, 2> m_panes;
    HeadChoice m_choice;
};

} // namespace headwaters
