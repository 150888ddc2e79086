#pragma once

#include "core/text/token.h"

#include <functional>
#include <optional>
#include <queue>
#include <vector>

namespace headwaters {

/// A merge of two neighbours: how soon it comes, and what it gives.
template <typename Rank> struct PairMerge {
    Rank rank{}; ///< the smallest comes first
    TokenId result = 0;
};

/// The loop that all pair-merging models share. The piece is a linked list of symbols, and every possible
/// merge waits in a heap ordered by rank, then by position. A merge that is carried out makes at most two new
/// candidates; candidates whose symbols have changed since are recognised and dropped when they come up,
/// which is cheaper than finding them in the heap.
template <typename Rank> class PairQueue {
public:
    using Merge = std::optional<PairMerge<Rank>>;

    static constexpr int none = -1;
    /// Merged symbols stay in place, not alive, so that positions never move.
    struct Symbol {
        TokenId id = 0;
        int previous = none;
        int next = none;
        bool alive = true;
    };

    explicit PairQueue(const std::vector<TokenId>& start)
    {
        const int count = static_cast<int>(start.size());
        m_symbols.reserve(start.size());
        for (int i = 0; i < count; ++i)
            m_symbols.push_back(
                {start[static_cast<std::size_t>(i)], i - 1, i + 1 < count ? i + 1 : none, true});
    }

    [[nodiscard]] const Symbol& at(int position) const
    {
        return m_symbols[static_cast<std::size_t>(position)];
    }
    [[nodiscard]] int first() const { return m_symbols.empty() ? none : 0; }

    /// Merges until nothing can be merged. `find(left, right)` answers the merge of the symbols at two
    /// neighbouring positions; `merged(left, right)` is called before the right one joins the left one.
    template <typename Find, typename Merged> void run(const Find& find, const Merged& merged)
    {
        std::vector<Candidate> candidates;
        for (int i = 0; i + 1 < static_cast<int>(m_symbols.size()); ++i) {
            if (const Merge found = find(i, i + 1))
                candidates.push_back({found->rank, i, found->result});
        }
        std::priority_queue<Candidate> queue(std::less<Candidate>(), std::move(candidates));
        const auto consider = [&](int position) {
            if (position == none || at(position).next == none)
                return;
            if (const Merge found = find(position, at(position).next))
                queue.push({found->rank, position, found->result});
        };
        while (!queue.empty()) {
            const Candidate best = queue.top();
            queue.pop();
            Symbol& left = m_symbols[static_cast<std::size_t>(best.position)];
            if (!left.alive || left.next == none)
                continue;
            const Merge still = find(best.position, left.next);
            if (!still || still->result != best.result)
                continue;
            merged(best.position, left.next);
            Symbol& right = m_symbols[static_cast<std::size_t>(left.next)];
            left.id = best.result;
            left.next = right.next;
            right.alive = false;
            if (left.next != none)
                m_symbols[static_cast<std::size_t>(left.next)].previous = best.position;
            consider(left.previous);
            consider(best.position);
        }
    }

private:
    // A merge that was possible when it was queued; it is checked again when its turn comes.
    struct Candidate {
        Rank rank;
        int position;
        TokenId result;
        bool operator<(const Candidate& other) const
        {
            return rank != other.rank ? rank > other.rank : position > other.position;
        }
    };

    std::vector<Symbol> m_symbols;
};

} // namespace headwaters
