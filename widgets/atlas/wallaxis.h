#pragma once

#include "core/base/headgroups.h"

namespace headwaters {

/// A run of rows or columns: `first` up to, not including, `end`.
struct IndexRange {
    int first = 0;
    int end = 0;
};

/// Equal cells in a line, each followed by a gap; between groups of cells the gap is wider. Positions are
/// measured from the first cell.
class WallAxis {
public:
    /// The guide's gap, narrowed for cells so small that it would outgrow the picture.
    struct Gap {
        double full = 0;
        double share = 0; ///< of the cell, at most

        [[nodiscard]] double at(double cell) const;
    };

    WallAxis() = default;
    /// `groups` may be empty: then nothing is grouped.
    WallAxis(int count, const HeadGroups& groups, double cell, const Gap& gap);

    /// The cell with which `count` cells fill `length`.
    [[nodiscard]] static double
    cellFilling(double length, int count, const HeadGroups& groups, const Gap& gap);

    [[nodiscard]] double gap() const { return m_gap; }
    [[nodiscard]] double pitch() const { return m_cell + m_gap; }
    [[nodiscard]] double length() const;
    /// Where a cell begins.
    [[nodiscard]] double position(int index) const;
    /// The cell at a place or the last one before it.
    [[nodiscard]] int indexAt(double at) const;
    /// The cell whose edge is nearest.
    [[nodiscard]] int nearest(double at) const;
    /// The cells that touch a stretch.
    [[nodiscard]] IndexRange touching(double from, double to) const;
    /// Where the place `at` lies on `other`, whose cells have another size.
    [[nodiscard]] double placeOn(const WallAxis& other, double at) const;

private:
    int m_count = 0;
    int m_groupSize = 0; ///< cells in a group; all of them where nothing is grouped
    double m_cell = 0;
    double m_gap = 0;
    double m_groupGap = 0; ///< on top of the gap
};

} // namespace headwaters
