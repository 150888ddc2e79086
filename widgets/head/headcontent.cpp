#include "widgets/head/headcontent.h"

#include "core/results/comparison.h"
#include "widgets/common/numberformat.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace headwaters {

namespace {

constexpr double fadedOpacity = 0.34;

QColor blend(const QColor& from, const QColor& to, double part)
{
    const auto mix = [part](int a, int b) { return static_cast<int>(std::lround(a + part * (b - a))); };
    return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

/// A score is a logit: the strongest is the largest, not the farthest from zero. NaN ranks below everything.
double rank(const AttentionMap& map, int query, int key)
{
    const double value = map.at(query, key);
    if (std::isnan(value))
        return -std::numeric_limits<double>::infinity();
    return map.quantity == Quantity::Score && !map.isDifference ? value : std::abs(value);
}

/// What both sides have; where they differ, both.
QString joined(const QString& a, const QString& b)
{
    return a == b ? a : a + u'/' + b;
}

QStringList joined(const QStringList& a, const QStringList& b)
{
    QStringList both;
    for (qsizetype i = 0; i < a.size(); ++i)
        both << joined(a[i], b.value(i));
    return both;
}

bool isMean(Aggregation aggregation)
{
    return aggregation == Aggregation::LayerMean || aggregation == Aggregation::ModelMean;
}

} // namespace

HeadSource HeadSource::of(
    const RunResult& run, const HeadDetail& detail, Quantity quantity, const QString& target,
    const QString& rival, const PartialScores* partial)
{
    return {
        partial ? rebuiltMap(detail, quantity, *partial) : attentionMap(detail, quantity),
        partial ? partial->pattern : detail.pattern,
        positionLabels(run),
        positionTexts(run),
        target,
        rival};
}

HeadSource
HeadSource::of(const RunResult& run, const AttentionMap& map, const QString& target, const QString& rival)
{
    HeadSource source{map, {}, positionLabels(run), positionTexts(run), target, rival};
    if (map.quantity == Quantity::Pattern && isMean(map.aggregation))
        source.pattern = map.values;
    return source;
}

HeadContent HeadContent::of(HeadSource source, SinkSettings sinks)
{
    HeadContent content;
    content.source = std::move(source);
    content.sinks = std::move(sinks);
    std::sort(content.sinks.positions.begin(), content.sinks.positions.end());
    const HeadSource& from = content.source;
    const std::vector<int>& positions = content.sinks.positions;
    const bool removes = content.sinks.mode == SinkMode::Renormalise;

    content.map = removes ? withoutSinks(from.map, positions, nullptr) : from.map;
    content.scale =
        MapScale::of(content.map, content.sinks.mode == SinkMode::Show ? std::vector<int>() : positions);
    if (from.pattern.empty())
        return content;
    content.given = givenMass(from.pattern, from.map.size, positions);
    content.received = receivedMass(from.pattern, from.map.size, {});
    if (removes) {
        AttentionMap pattern = from.map;
        pattern.quantity = Quantity::Pattern;
        pattern.values = from.pattern;
        const AttentionMap kept = withoutSinks(pattern, positions, &content.removedShare);
        content.received = receivedMass(kept.values, kept.size, positions);
    }
    return content;
}

HeadContent HeadContent::difference(const HeadContent& a, const HeadContent& b)
{
    HeadContent content;
    content.map = differenceMap(a.map, b.map);
    content.source.map = content.map;
    content.source.labels = joined(a.source.labels, b.source.labels);
    content.source.texts = joined(a.source.texts, b.source.texts);
    content.source.target = joined(a.source.target, b.source.target);
    content.source.rival = joined(a.source.rival, b.source.rival);
    if (b.map.head != a.map.head)
        content.source.headB = b.map.head;
    content.sinks.mode = a.sinks.mode;
    std::set_union(
        a.sinks.positions.begin(), a.sinks.positions.end(), b.sinks.positions.begin(),
        b.sinks.positions.end(), std::back_inserter(content.sinks.positions));
    content.scale = MapScale::of(
        content.map, content.sinks.mode == SinkMode::Show ? std::vector<int>() : content.sinks.positions);
    return content;
}

bool HeadContent::isSink(int position) const
{
    return std::binary_search(sinks.positions.begin(), sinks.positions.end(), position);
}

bool HeadContent::isRemoved(int key) const
{
    return sinks.mode == SinkMode::Renormalise && isSink(key);
}

bool HeadContent::isFaded(int key) const
{
    return sinks.mode == SinkMode::Fade && isSink(key);
}

int HeadContent::strongestSource(int query) const
{
    int best = 0;
    double strength = -std::numeric_limits<double>::infinity();
    for (int key = 0; key <= query && query < size(); ++key) {
        if (rank(map, query, key) > strength && !isRemoved(key)) {
            best = key;
            strength = rank(map, query, key);
        }
    }
    return best;
}

int HeadContent::strongestDestination(int key) const
{
    int best = key;
    double strength = -std::numeric_limits<double>::infinity();
    for (int query = key; query < size(); ++query) {
        if (rank(map, query, key) > strength) {
            best = query;
            strength = rank(map, query, key);
        }
    }
    return best;
}

QColor HeadContent::colourAt(int query, int key, const Palette& palette) const
{
    const QColor& panel = palette.colours.panel;
    const double value = map.at(query, key);
    if (map.isMasked(query, key) || isRemoved(key) || !std::isfinite(value))
        return panel;
    const QColor colour = scale.colour(value, palette);
    return isFaded(key) ? blend(panel, colour, fadedOpacity) : colour;
}

QString HeadContent::title() const
{
    QString title = mapTitle(map);
    if (source.headB && map.aggregation == Aggregation::OneHead)
        title.replace(
            0, map.head.title().size(), map.head.title() + QStringLiteral(" − ") + source.headB->title());
    if (map.quantity == Quantity::Effect && !source.target.isEmpty()) {
        const QString words = QStringLiteral("target − rival");
        const QString pair = QStringLiteral("%1 − %2").arg(source.target, source.rival);
        title.replace(QStringLiteral("target minus rival"), pair);
        title.replace(words, pair);
    }
    return title;
}

QString HeadContent::subject() const
{
    if (map.isRebuilt())
        return QStringLiteral("head %1 from the first %2 of %3 directions")
            .arg(map.head.text())
            .arg(map.firstDirections)
            .arg(map.ofDirections);
    if (map.aggregation == Aggregation::OneHead && source.headB)
        return QStringLiteral("head %1 of A and %2 of B").arg(map.head.text(), source.headB->text());
    if (map.aggregation == Aggregation::OneHead)
        return QStringLiteral("head %1").arg(map.head.text());
    const bool overLayer =
        map.aggregation == Aggregation::LayerMean || map.aggregation == Aggregation::LayerMax;
    const QString what =
        QStringLiteral("%1 of %2 heads")
            .arg(isMean(map.aggregation) ? QStringLiteral("mean") : QStringLiteral("maximum"))
            .arg(map.nHeads);
    return overLayer ? QStringLiteral("%1 of layer %2").arg(what).arg(map.head.layer) : what;
}

bool HeadContent::isMeasured() const
{
    return map.aggregation == Aggregation::OneHead && !map.isDifference && !map.isRebuilt()
        && (map.quantity == Quantity::Pattern || map.quantity == Quantity::Score)
        && sinks.mode != SinkMode::Renormalise;
}

QString HeadContent::sinkNames() const
{
    if (sinks.positions.size() > 3)
        return QStringLiteral("%1 positions").arg(sinks.positions.size());
    QStringList names;
    for (const int position : sinks.positions)
        names << source.labels.value(position);
    return names.join(QStringLiteral(", "));
}

QString HeadContent::leftOutText() const
{
    return sinks.positions.empty() ? QString() : QStringLiteral("%1 left out").arg(sinkNames());
}

QString HeadContent::sinkText() const
{
    if (sinks.mode == SinkMode::Show)
        return {};
    if (sinks.positions.empty())
        return QStringLiteral("no sink is marked");
    if (sinks.mode == SinkMode::Fade)
        return QStringLiteral("%1 faded, numbers unchanged").arg(sinkNames());
    if (map.isDifference)
        return map.quantity == Quantity::Pattern
            ? QStringLiteral("removed %1 and scaled rows to sum to 1 on both sides").arg(sinkNames())
            : QStringLiteral("removed %1 on both sides").arg(sinkNames());
    if (map.quantity == Quantity::Pattern && hasMasses())
        return QStringLiteral("removed %1 of the mass on %2").arg(shareText(removedShare), sinkNames());
    if (map.quantity == Quantity::Pattern)
        return QStringLiteral("removed %1, rows scaled to sum to 1").arg(sinkNames());
    return QStringLiteral("removed %1, not rescaled: only attention sums to 1").arg(sinkNames());
}

QString HeadContent::quantityWord() const
{
    const QString difference = map.isDifference ? QStringLiteral(", A − B,") : QString();
    switch (map.quantity) {
    case Quantity::Pattern:
        return QStringLiteral("attention") + difference;
    case Quantity::Score:
        return QStringLiteral("score") + difference;
    case Quantity::ValueWeighted:
        return QStringLiteral("value-weighted attention") + difference;
    case Quantity::Effect:
        return QStringLiteral("effect on %1 − %2").arg(source.target, source.rival) + difference;
    }
    return {};
}

QString HeadContent::describe(int query, int key) const
{
    return QStringLiteral("%1, %2 from %3 to %4 %5")
        .arg(
            subject(), quantityWord(), source.labels.value(query), source.labels.value(key),
            scale.valueText(map.at(query, key)));
}

std::vector<int> defaultSinks(const HeadSource& source)
{
    if (source.map.size == 0)
        return {};
    return source.pattern.empty() ? std::vector<int>{0} : sinkPositions(source.pattern, source.map.size);
}

QStringList positionLabels(const RunResult& run)
{
    QStringList labels;
    labels.reserve(static_cast<qsizetype>(run.tokens.size()));
    for (std::size_t i = 0; i < run.tokens.size(); ++i)
        labels << (i == 0 && run.startsWithBeginOfText ? QStringLiteral("bos") : tokenLabel(run.tokens[i]));
    return labels;
}

QStringList positionTexts(const RunResult& run)
{
    QStringList texts;
    texts.reserve(static_cast<qsizetype>(run.tokens.size()));
    for (std::size_t i = 0; i < run.tokens.size(); ++i) {
        if (i == 0 && run.startsWithBeginOfText) {
            texts << QStringLiteral("bos");
            continue;
        }
        QString text = tokenText(run.tokens[i].bytes);
        text.replace(u'\n', QChar(0x21B5)).replace(u'\t', QChar(0x21E5));
        texts << text;
    }
    return texts;
}

} // namespace headwaters
