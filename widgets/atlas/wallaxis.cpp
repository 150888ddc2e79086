#include "widgets/atlas/wallaxis.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

double WallAxis::Gap::at(double cell) const
{
    return std::min(full, share * cell);
}

// The gap around a group is twice the gap inside of it, so that groups are seen without a line.
WallAxis::WallAxis(int count, const HeadGroups& groups, double cell, const Gap& gap)
    : m_count(count),
      m_groupSize(groups.isGrouped() ? groups.size() : std::max(1, count)),
      m_cell(cell),
      m_gap(gap.at(cell)),
      m_groupGap(m_gap)
{
}

double WallAxis::cellFilling(double length, int count, const HeadGroups& groups, const Gap& gap)
{
    if (count < 1)
        return 0;
    const int gaps = count + (groups.isGrouped() ? groups.count() - 1 : 0);
    const double cell = (length - gaps * gap.full) / count;
    return gap.share * cell >= gap.full ? cell : length / (count + gaps * gap.share);
}

double WallAxis::length() const
{
    return m_count < 1 ? 0 : position(m_count - 1) + pitch();
}

double WallAxis::position(int index) const
{
    return index * pitch() + (m_groupSize > 0 ? index / m_groupSize : 0) * m_groupGap;
}

int WallAxis::indexAt(double at) const
{
    if (m_count < 1 || pitch() <= 0)
        return 0;
    const double groupPitch = m_groupSize * pitch() + m_groupGap;
    const double group = std::max(0.0, std::floor(at / groupPitch));
    const double inGroup = std::floor((at - group * groupPitch) / pitch());
    const double index = group * m_groupSize + std::min<double>(inGroup, m_groupSize - 1);
    return static_cast<int>(std::clamp<double>(index, 0, m_count - 1));
}

int WallAxis::nearest(double at) const
{
    const int index = indexAt(at);
    if (index + 1 >= m_count)
        return index;
    const double middle = (position(index) + m_cell + position(index + 1)) / 2;
    return at >= middle ? index + 1 : index;
}

IndexRange WallAxis::touching(double from, double to) const
{
    if (m_count < 1 || to < 0 || from > length())
        return {};
    return {indexAt(from), indexAt(to) + 1};
}

double WallAxis::placeOn(const WallAxis& other, double at) const
{
    const int index = indexAt(at);
    const double inside = at - position(index);
    if (inside <= m_cell || m_gap <= 0)
        return other.position(index) + std::min(1.0, inside / m_cell) * other.m_cell;
    const double gapHere = position(index + 1) - position(index) - m_cell;
    const double gapThere = other.position(index + 1) - other.position(index) - other.m_cell;
    return other.position(index) + other.m_cell + (inside - m_cell) / gapHere * gapThere;
}

} // namespace headwaters
