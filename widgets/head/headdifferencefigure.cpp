#include "widgets/head/headdifferencefigure.h"

#include "core/results/comparison.h"

#include <cmath>
#include <utility>

namespace headwaters {

namespace {

HeadFigureSide differenceSide(const HeadFigureSide& a, const HeadFigureSide& b)
{
    return {a.model, a.run, HeadContent::difference(a.content, b.content)};
}

struct Pair {
    int query = 0;
    int key = 0;
};

Pair strongestPair(const AttentionMap& map)
{
    Pair strongest;
    for (int query = 0; query < map.size; ++query) {
        for (int key = 0; key <= query; ++key) {
            if (std::abs(map.at(query, key)) > std::abs(map.at(strongest.query, strongest.key)))
                strongest = {query, key};
        }
    }
    return strongest;
}

} // namespace

HeadDifferenceFigure::HeadDifferenceFigure(HeadFigureSide a, HeadFigureSide b, HeadFigureOptions options)
    : HeadFigure(differenceSide(a, b), options),
      m_a(std::move(a), options),
      m_b(std::move(b), options)
{
}

QString HeadDifferenceFigure::caption() const
{
    const HeadContent& shown = content();
    const Provenance from = provenance();
    const int size = shown.size();
    QString quantity = m_a.content().quantityWord();
    quantity[0] = quantity[0].toUpper();
    QString text =
        QStringLiteral("%1 of %2, A minus B, on prompts of %3 %4: blue where A has more, orange where B has.")
            .arg(quantity, shown.subject())
            .arg(size)
            .arg(size == 1 ? QStringLiteral("token") : QStringLiteral("tokens"));
    if (from.modelName != from.other->modelName)
        text += QStringLiteral(" A is %1, B %2.").arg(from.modelName, from.other->modelName);
    text += QStringLiteral(" Rows: the position that reads; columns: the position read.");
    if (!shown.sinkText().isEmpty())
        text += QStringLiteral(" Sinks: %1.").arg(shown.sinkText());
    if (size == 0)
        return text;
    const Pair pair = strongestPair(shown.map);
    const double value = static_cast<double>(shown.map.at(pair.query, pair.key));
    if (value == 0)
        return text + QStringLiteral(" The two do not differ.");
    return text
        + QStringLiteral(" The largest difference is %1, from %2 to %3.")
              .arg(
                  shown.scale.valueText(value), shown.source.labels.value(pair.query),
                  shown.source.labels.value(pair.key));
}

Provenance HeadDifferenceFigure::provenance() const
{
    Provenance a = m_a.provenance();
    Provenance b = m_b.provenance();
    // The range that is drawn is the difference's, not that of either side.
    for (Provenance* side : {&a, &b}) {
        side->settings.removeIf(
            [](const QString& setting) { return setting.startsWith(QLatin1String("linear ")); });
    }
    Provenance both = comparedProvenance(a, b);
    both.origin = Origin::Derived;
    both.settings.prepend(QStringLiteral("A − B"));
    both.settings
        << QStringLiteral("linear %1 to %2").arg(content().scale.lowText(), content().scale.highText());
    return both;
}

QString HeadDifferenceFigure::fileStem() const
{
    return HeadFigure::fileStem() + QStringLiteral("-a-minus-b");
}

FigureData HeadDifferenceFigure::data() const
{
    const HeadContent& shown = content();
    const AttentionMap& a = m_a.content().map;
    const AttentionMap& b = m_b.content().map;
    const std::vector<std::int64_t> shape{shown.size(), shown.size()};
    FigureData data;
    data.tensors = {
        {QStringLiteral("a"), shape, a.values},
        {QStringLiteral("b"), shape, b.values},
        {QStringLiteral("difference"), shape, shown.map.values}};
    data.table.header = {
        QStringLiteral("query"),
        QStringLiteral("key"),
        QStringLiteral("query_token_a"),
        QStringLiteral("key_token_a"),
        QStringLiteral("query_token_b"),
        QStringLiteral("key_token_b"),
        QStringLiteral("a"),
        QStringLiteral("b"),
        QStringLiteral("difference")};
    const QStringList& labelsA = m_a.content().source.labels;
    const QStringList& labelsB = m_b.content().source.labels;
    for (int query = 0; query < shown.size(); ++query) {
        for (int key = 0; key <= query; ++key) {
            if (!shown.isRemoved(key))
                data.table.rows.push_back(
                    {QString::number(query), QString::number(key), labelsA.value(query), labelsA.value(key),
                     labelsB.value(query), labelsB.value(key), numberText(a.at(query, key)),
                     numberText(b.at(query, key)), numberText(shown.map.at(query, key))});
        }
    }
    return data;
}

} // namespace headwaters
