#include "core/results/composition.h"

#include <algorithm>

namespace headwaters {

namespace {

std::vector<CompositionEdge>
edgesOf(const HeadComposition& composition, CompositionKind kind, bool fromEarlier, int most)
{
    std::vector<CompositionEdge> edges;
    const int own = composition.head.layer;
    const int end = fromEarlier ? own : composition.nLayers;
    for (int layer = fromEarlier ? 0 : own + 1; layer < end; ++layer) {
        for (int head = 0; head < composition.nHeads; ++head) {
            const HeadIndex other{layer, head};
            const double value = composition.value(kind, other);
            if (value > composition.byChance)
                edges.push_back(
                    {kind, fromEarlier ? other : composition.head, fromEarlier ? composition.head : other,
                     value});
        }
    }
    std::stable_sort(edges.begin(), edges.end(), [](const CompositionEdge& a, const CompositionEdge& b) {
        return a.value > b.value;
    });
    if (edges.size() > static_cast<std::size_t>(most))
        edges.resize(static_cast<std::size_t>(most));
    return edges;
}

} // namespace

QString compositionLetter(CompositionKind kind)
{
    switch (kind) {
    case CompositionKind::Key:
        return QStringLiteral("K");
    case CompositionKind::Value:
        return QStringLiteral("V");
    case CompositionKind::Query:
        break;
    }
    return QStringLiteral("Q");
}

std::vector<CompositionEdge> strongestCompositions(const HeadComposition& composition, int most)
{
    std::vector<CompositionEdge> strongest;
    for (const bool fromEarlier : {true, false}) {
        for (const CompositionKind kind :
             {CompositionKind::Query, CompositionKind::Key, CompositionKind::Value}) {
            const auto edges = edgesOf(composition, kind, fromEarlier, most);
            strongest.insert(strongest.end(), edges.begin(), edges.end());
        }
    }
    return strongest;
}

} // namespace headwaters
