#include "core/results/attribution.h"

#include <cmath>
#include <numeric>

namespace headwaters {

double Attribution::head(HeadIndex head) const
{
    return heads[static_cast<std::size_t>(head.layer * nHeads + head.head)];
}

double Attribution::bySource(HeadIndex head, int source) const
{
    const auto row = static_cast<std::size_t>(head.layer * nHeads + head.head);
    return headsBySource[row * static_cast<std::size_t>(sources) + static_cast<std::size_t>(source)];
}

std::vector<double> Attribution::sourceTotals() const
{
    std::vector<double> totals(static_cast<std::size_t>(sources));
    for (std::size_t at = 0; at < headsBySource.size(); ++at)
        totals[at % totals.size()] += headsBySource[at];
    return totals;
}

double Attribution::biases() const
{
    return std::accumulate(attentionBias.begin(), attentionBias.end(), finalNormShift);
}

double Attribution::tolerance() const
{
    // The forward rounds each sum that the parts take exactly, so what is explained grows with them.
    double size = 1;
    for (const AttributedPart& part : attributedParts(*this))
        size += std::abs(part.value);
    return 1e-5 * size;
}

bool Attribution::isWithinTolerance() const
{
    return std::abs(residual()) <= tolerance();
}

std::vector<AttributedPart> attributedParts(const Attribution& attribution)
{
    using Kind = AttributedPart::Kind;
    std::vector<AttributedPart> parts{
        {Kind::Embedding, {}, attribution.embedding}, {Kind::Position, {}, attribution.position}};
    for (int layer = 0; layer < attribution.nLayers; ++layer) {
        const auto at = static_cast<std::size_t>(layer);
        for (int head = 0; head < attribution.nHeads; ++head)
            parts.push_back({Kind::Head, {layer, head}, attribution.head({layer, head})});
        parts.push_back({Kind::AttentionBias, {layer, 0}, attribution.attentionBias[at]});
        parts.push_back({Kind::Mlp, {layer, 0}, attribution.mlp[at]});
    }
    parts.push_back({Kind::FinalNormShift, {}, attribution.finalNormShift});
    return parts;
}

QString partName(const AttributedPart& part)
{
    switch (part.kind) {
    case AttributedPart::Kind::Embedding:
        return QStringLiteral("embedding");
    case AttributedPart::Kind::Position:
        return QStringLiteral("position");
    case AttributedPart::Kind::Head:
        return QStringLiteral("head %1").arg(part.head.text());
    case AttributedPart::Kind::Mlp:
        return QStringLiteral("MLP %1").arg(part.head.layer);
    case AttributedPart::Kind::AttentionBias:
        return QStringLiteral("bias of attention %1").arg(part.head.layer);
    case AttributedPart::Kind::FinalNormShift:
        return QStringLiteral("final norm");
    }
    return {};
}

} // namespace headwaters
