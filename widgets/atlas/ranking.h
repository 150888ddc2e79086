#pragma once

#include "core/base/headindex.h"
#include "core/results/comparison.h"
#include "core/results/runresult.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// By which number the wall ranks its heads.
enum class RankBy {
    ReceivedMass, ///< largest first
    Entropy, ///< lowest first: the most pointed head is the best
    Effect, ///< largest magnitude first, the sign is shown
    Difference, ///< of two runs, mean |A − B|: largest first
};

using Layers = std::vector<std::shared_ptr<const LayerResult>>;

/// The heads of a run in order of one score. Heads without a score (their layer has not arrived, their effect
/// is not known, the number is not finite) stand in no order; a score never filters them away.
class HeadRanking {
public:
    HeadRanking() = default;
    /// `scores` is [layer, head]; equal scores rank by layer, then head.
    HeadRanking(RankBy by, int nLayers, int nHeads, std::vector<std::optional<double>> scores);

    [[nodiscard]] RankBy by() const { return m_by; }
    [[nodiscard]] std::optional<double> score(HeadIndex head) const;
    /// 0 for the best head; none without a score.
    [[nodiscard]] std::optional<int> rank(HeadIndex head) const;
    /// Heads that have a score, best first.
    [[nodiscard]] const std::vector<HeadIndex>& order() const { return m_order; }
    /// Only heads that are true in `sought` [layer, head] can be kept; empty: all can.
    void seek(const std::vector<bool>& sought) { m_sought = sought; }
    /// Among the best `top`, or without a score; and sought.
    [[nodiscard]] bool isKept(HeadIndex head, int top) const;
    /// True where `top` leaves a head out.
    [[nodiscard]] bool cuts(int top) const;
    /// The score of the last head that `top` keeps; for effects its magnitude. None where nothing is ranked.
    [[nodiscard]] std::optional<double> threshold(int top) const;

private:
    [[nodiscard]] std::optional<std::size_t> place(HeadIndex head) const;

    RankBy m_by = RankBy::ReceivedMass;
    int m_nLayers = 0;
    int m_nHeads = 0;
    std::vector<std::optional<double>> m_scores;
    std::vector<std::optional<int>> m_ranks;
    std::vector<HeadIndex> m_order;
    std::vector<bool> m_sought;
};

/// Reads the score of every head from the layers that have arrived and, for effects, from `effects` (may be
/// null).
[[nodiscard]] HeadRanking
rankHeads(RankBy by, int nLayers, int nHeads, const Layers& layers, const EffectSummary* effects);

/// Ranks by mean |A − B|; a layer that has not arrived has no scores.
[[nodiscard]] HeadRanking rankDifferences(
    int nLayers, int nHeads, const std::vector<std::shared_ptr<const LayerDifference>>& differences);

/// The difference of a head; null where its layer has not arrived.
[[nodiscard]] const HeadDifference*
differenceOf(const std::vector<std::shared_ptr<const LayerDifference>>& differences, HeadIndex head);
/// The summary of a head; null where its layer has not arrived.
[[nodiscard]] const HeadSummary* headSummary(const Layers& layers, HeadIndex head);
/// The effect of a head in logits; none where `effects` is null or holds no such head.
[[nodiscard]] std::optional<double> headEffect(const EffectSummary* effects, HeadIndex head);

/// The common scale of the score strip: 0 to 1 for received mass, 0 to a round number for entropy, symmetric
/// about zero for effects.
struct ScoreAxis {
    double low = 0;
    double high = 1;

    bool operator==(const ScoreAxis&) const = default;
    /// 0 at `low`, 1 at `high`.
    [[nodiscard]] double position(double score) const { return (score - low) / (high - low); }
};
[[nodiscard]] ScoreAxis scoreAxis(const HeadRanking& ranking);

/// `received mass`, `entropy`, `effect`, `mean |A − B|`: the words of tables and files.
[[nodiscard]] QString rankKey(RankBy by);
/// `mass ≥ 0.456`, `entropy ≤ 1.32 bits`, `|effect| ≥ 0.46`: what the heads in front have in common; empty
/// where nothing is ranked or nothing left out.
[[nodiscard]] QString thresholdText(const HeadRanking& ranking, int top);

} // namespace headwaters
