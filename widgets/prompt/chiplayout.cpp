#include "widgets/prompt/chiplayout.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace headwaters {

namespace {

std::vector<bool> staying(int count, const std::vector<int>& kept, const std::vector<bool>& open)
{
    std::vector<bool> stays(static_cast<std::size_t>(count), false);
    std::copy_n(open.begin(), std::min(open.size(), stays.size()), stays.begin());
    for (const int position : kept) {
        const int last = std::min(count - 1, position + foldContext);
        for (int near = std::max(0, position - foldContext); near <= last; ++near)
            stays[static_cast<std::size_t>(near)] = true;
    }
    return stays;
}

} // namespace

std::vector<StripItem> foldTokens(int count, const std::vector<int>& kept, const std::vector<bool>& open)
{
    std::vector<StripItem> items;
    const bool folds = count >= longStrip && !kept.empty();
    const std::vector<bool> stays = folds ? staying(count, kept, open) : std::vector<bool>();
    for (int position = 0; position < count;) {
        int end = position;
        while (folds && end < count && !stays[static_cast<std::size_t>(end)])
            ++end;
        const int run = end - position;
        if (run >= shortestFold) {
            items.push_back({StripItem::Kind::Fold, position, run});
            position = end;
            continue;
        }
        const int next = std::max(end, position + 1);
        for (; position < next; ++position)
            items.push_back({StripItem::Kind::Token, position, 1});
    }
    return items;
}

ChipFlow flowChips(const std::vector<int>& widths, int available, const FlowMetrics& metrics)
{
    ChipFlow flow;
    int x = 0;
    int row = 0;
    for (const int wanted : widths) {
        const int width = std::min(wanted, available);
        if (x > 0 && x + width > available) {
            x = 0;
            ++row;
        }
        flow.rects.emplace_back(x, row * metrics.rowPitch + metrics.above, width, metrics.chipHeight);
        flow.rows.push_back(row);
        x += width + metrics.gap;
    }
    if (!widths.empty()) {
        flow.rowCount = row + 1;
        flow.height = row * metrics.rowPitch + metrics.above + metrics.chipHeight;
    }
    return flow;
}

int verticalNeighbour(const ChipFlow& flow, int index, int dRow)
{
    const auto at = static_cast<std::size_t>(index);
    const int middle = flow.rects[at].center().x();
    int best = index;
    int bestDistance = std::numeric_limits<int>::max();
    for (std::size_t i = 0; i < flow.rects.size(); ++i) {
        const int distance = std::abs(flow.rects[i].center().x() - middle);
        if (flow.rows[i] == flow.rows[at] + dRow && distance < bestDistance) {
            best = static_cast<int>(i);
            bestDistance = distance;
        }
    }
    return best;
}

std::optional<int> chipAt(const ChipFlow& flow, const QPoint& point)
{
    const auto found = std::find_if(
        flow.rects.begin(), flow.rects.end(), [&point](const QRect& rect) { return rect.contains(point); });
    if (found == flow.rects.end())
        return std::nullopt;
    return static_cast<int>(found - flow.rects.begin());
}

} // namespace headwaters
