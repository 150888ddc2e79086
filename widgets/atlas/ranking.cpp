#include "widgets/atlas/ranking.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headwaters {

namespace {

/// The smallest of 1, 2, 2.5, 5, 10 times a power of ten that is no less than `value`.
double roundUp(double value)
{
    if (!(value > 0))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0})
        if (value <= step * power)
            return step * power;
    return 10 * power;
}

/// What is sorted: smaller is better.
double cost(RankBy by, double score)
{
    switch (by) {
    case RankBy::Entropy:
        return score;
    case RankBy::Effect:
        return -std::abs(score);
    case RankBy::ReceivedMass:
    case RankBy::Difference:
        break;
    }
    return -score;
}

} // namespace

HeadRanking::HeadRanking(RankBy by, int nLayers, int nHeads, std::vector<std::optional<double>> scores)
    : m_by(by),
      m_nLayers(nLayers),
      m_nHeads(nHeads),
      m_scores(std::move(scores))
{
    m_scores.resize(static_cast<std::size_t>(nLayers) * static_cast<std::size_t>(nHeads));
    m_ranks.resize(m_scores.size());
    for (int layer = 0; layer < nLayers; ++layer)
        for (int head = 0; head < nHeads; ++head) {
            std::optional<double>& score = m_scores[*place({layer, head})];
            if (score && !std::isfinite(*score))
                score.reset();
            if (score)
                m_order.push_back({layer, head});
        }
    std::stable_sort(m_order.begin(), m_order.end(), [this](HeadIndex a, HeadIndex b) {
        return cost(m_by, *m_scores[*place(a)]) < cost(m_by, *m_scores[*place(b)]);
    });
    for (std::size_t rank = 0; rank < m_order.size(); ++rank)
        m_ranks[*place(m_order[rank])] = static_cast<int>(rank);
}

std::optional<std::size_t> HeadRanking::place(HeadIndex head) const
{
    if (head.layer < 0 || head.layer >= m_nLayers || head.head < 0 || head.head >= m_nHeads)
        return std::nullopt;
    return static_cast<std::size_t>(head.layer) * static_cast<std::size_t>(m_nHeads)
        + static_cast<std::size_t>(head.head);
}

std::optional<double> HeadRanking::score(HeadIndex head) const
{
    const auto at = place(head);
    return at ? m_scores[*at] : std::nullopt;
}

std::optional<int> HeadRanking::rank(HeadIndex head) const
{
    const auto at = place(head);
    return at ? m_ranks[*at] : std::nullopt;
}

bool HeadRanking::isKept(HeadIndex head, int top) const
{
    const auto at = place(head);
    if (at && *at < m_sought.size() && !m_sought[*at])
        return false;
    const auto order = rank(head);
    return !order || *order < top;
}

bool HeadRanking::cuts(int top) const
{
    return std::cmp_less(top, m_order.size());
}

std::optional<double> HeadRanking::threshold(int top) const
{
    if (m_order.empty() || top < 1)
        return std::nullopt;
    const std::size_t last = std::min(static_cast<std::size_t>(top), m_order.size()) - 1;
    const double score = *m_scores[*place(m_order[last])];
    return m_by == RankBy::Effect ? std::abs(score) : score;
}

const HeadSummary* headSummary(const Layers& layers, HeadIndex head)
{
    if (head.layer < 0 || std::cmp_greater_equal(head.layer, layers.size()))
        return nullptr;
    const auto& layer = layers[static_cast<std::size_t>(head.layer)];
    if (!layer || head.head < 0 || std::cmp_greater_equal(head.head, layer->heads.size()))
        return nullptr;
    return &layer->heads[static_cast<std::size_t>(head.head)];
}

std::optional<double> headEffect(const EffectSummary* effects, HeadIndex head)
{
    if (!effects || head.layer < 0 || std::cmp_greater_equal(head.layer, effects->heads.size()))
        return std::nullopt;
    const std::vector<float>& layer = effects->heads[static_cast<std::size_t>(head.layer)];
    if (head.head < 0 || std::cmp_greater_equal(head.head, layer.size()))
        return std::nullopt;
    return static_cast<double>(layer[static_cast<std::size_t>(head.head)]);
}

HeadRanking rankHeads(RankBy by, int nLayers, int nHeads, const Layers& layers, const EffectSummary* effects)
{
    std::vector<std::optional<double>> scores;
    scores.reserve(static_cast<std::size_t>(nLayers) * static_cast<std::size_t>(nHeads));
    for (int layer = 0; layer < nLayers; ++layer)
        for (int head = 0; head < nHeads; ++head) {
            const HeadSummary* summary = headSummary(layers, {layer, head});
            if (by == RankBy::Effect)
                scores.push_back(summary ? headEffect(effects, {layer, head}) : std::nullopt);
            else if (!summary)
                scores.emplace_back();
            else
                scores.emplace_back(by == RankBy::Entropy ? summary->entropy : summary->receivedMass);
        }
    return {by, nLayers, nHeads, std::move(scores)};
}

const HeadDifference*
differenceOf(const std::vector<std::shared_ptr<const LayerDifference>>& differences, HeadIndex head)
{
    if (head.layer < 0 || std::cmp_greater_equal(head.layer, differences.size()))
        return nullptr;
    const auto& layer = differences[static_cast<std::size_t>(head.layer)];
    if (!layer || head.head < 0 || std::cmp_greater_equal(head.head, layer->heads.size()))
        return nullptr;
    return &layer->heads[static_cast<std::size_t>(head.head)];
}

HeadRanking rankDifferences(
    int nLayers, int nHeads, const std::vector<std::shared_ptr<const LayerDifference>>& differences)
{
    std::vector<std::optional<double>> scores;
    for (int layer = 0; layer < nLayers; ++layer)
        for (int head = 0; head < nHeads; ++head) {
            const HeadDifference* difference = differenceOf(differences, {layer, head});
            scores.push_back(difference ? std::optional<double>(difference->meanAbsolute) : std::nullopt);
        }
    return {RankBy::Difference, nLayers, nHeads, std::move(scores)};
}

ScoreAxis scoreAxis(const HeadRanking& ranking)
{
    if (ranking.by() == RankBy::ReceivedMass)
        return {0, 1};
    double largest = 0;
    for (const HeadIndex head : ranking.order())
        largest = std::max(largest, std::abs(*ranking.score(head)));
    const double bound = roundUp(largest);
    return {ranking.by() == RankBy::Effect ? -bound : 0, bound};
}

QString rankKey(RankBy by)
{
    switch (by) {
    case RankBy::Entropy:
        return QStringLiteral("entropy");
    case RankBy::Effect:
        return QStringLiteral("effect");
    case RankBy::Difference:
        return QStringLiteral("mean |A − B|");
    case RankBy::ReceivedMass:
        break;
    }
    return QStringLiteral("received mass");
}

QString thresholdText(const HeadRanking& ranking, int top)
{
    const auto threshold = ranking.threshold(top);
    if (!threshold || !ranking.cuts(top))
        return {};
    switch (ranking.by()) {
    case RankBy::Entropy:
        return QCoreApplication::translate("Atlas", "entropy ≤ %1 bits").arg(*threshold, 0, 'f', 2);
    case RankBy::Effect:
        return QCoreApplication::translate("Atlas", "|effect| ≥ %1").arg(*threshold, 0, 'f', 2);
    case RankBy::Difference:
        return QCoreApplication::translate("Atlas", "mean |A − B| ≥ %1").arg(*threshold, 0, 'f', 4);
    case RankBy::ReceivedMass:
        break;
    }
    return QCoreApplication::translate("Atlas", "mass ≥ %1").arg(*threshold, 0, 'f', 3);
}

} // namespace headwaters
