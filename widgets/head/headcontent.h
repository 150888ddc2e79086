#pragma once

#include "core/results/attentionmap.h"
#include "core/results/directions.h"
#include "core/results/headdetail.h"
#include "core/results/headstatistics.h"
#include "core/results/runresult.h"
#include "widgets/head/mapscale.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace headwaters {

/// A map as it left `core`, with the words that go with it.
struct HeadSource {
    AttentionMap map;
    std::vector<float> pattern; ///< [query, key] after softmax of the same head or mean of heads; empty: none
    QStringList labels; ///< [T] `·Mary`; the beginning-of-text token is `bos`
    QStringList texts; ///< [T] as running text: spaces as they are, a line break as `↵`
    QString target; ///< `·Mary`
    QString rival; ///< `·John`
    std::optional<HeadIndex> headB{}; ///< of a difference: B's head where it is not A's

    /// One quantity of one head of a run; with `partial`, from its first singular directions.
    [[nodiscard]] static HeadSource
    of(const RunResult& run, const HeadDetail& detail, Quantity quantity, const QString& target,
       const QString& rival, const PartialScores* partial = nullptr);
    /// A map over several heads of a run. Its masses are known only for the mean of patterns.
    [[nodiscard]] static HeadSource
    of(const RunResult& run, const AttentionMap& map, const QString& target, const QString& rival);
};

/// What is done with the sinks and which positions they are (sorted).
struct SinkSettings {
    SinkMode mode = SinkMode::Show;
    std::vector<int> positions;
};

/// What the Head view shows, as one value: map, text, lines, figure and table all draw from it.
struct HeadContent {
    HeadSource source;
    SinkSettings sinks;
    AttentionMap map; ///< the source's map after the sinks were treated
    MapScale scale;
    double removedShare = 0; ///< share of all attention that renormalising removed, 0 to 1
    std::vector<float> received; ///< [T] attention received, in queries; empty where the mass is not known
    std::vector<float> given; ///< [T] attention given to positions that are no sinks; empty likewise

    [[nodiscard]] static HeadContent of(HeadSource source, SinkSettings sinks);
    /// A − B of what two runs show, sinks treated on each side before; a position is a sink that is one on
    /// either side. A label where the prompts differ is `·Mary/·Anna`. \throws Error where there is no
    /// difference, see differenceMap.
    [[nodiscard]] static HeadContent difference(const HeadContent& a, const HeadContent& b);

    [[nodiscard]] int size() const { return map.size; }
    [[nodiscard]] bool isSink(int position) const;
    /// True where the column was taken out of the map.
    [[nodiscard]] bool isRemoved(int key) const;
    [[nodiscard]] bool isFaded(int key) const;
    [[nodiscard]] bool hasMasses() const { return !received.empty(); }
    /// The strongest source of a row (largest magnitude, removed columns apart); 0 for an empty row.
    [[nodiscard]] int strongestSource(int query) const;
    /// The strongest destination of a column, likewise.
    [[nodiscard]] int strongestDestination(int key) const;
    /// What a cell looks like: panel where it is masked, removed, NaN or infinite, faded sinks at 34 %.
    [[nodiscard]] QColor colourAt(int query, int key, const Palette& palette) const;
    /// `L5H1 · attention · after softmax`, or with the words of the effect: `L5H1 · effect on ·Mary − ·John ·
    /// ...`.
    [[nodiscard]] QString title() const;
    /// `head 5.5`, `mean of 6 heads`, in sentences.
    [[nodiscard]] QString subject() const;
    /// The numbers are what a run holds, and not made of them.
    [[nodiscard]] bool isMeasured() const;
    /// `bos`, `bos, ·the`, `3 positions`.
    [[nodiscard]] QString sinkNames() const;
    /// What the strip of given mass left out: `bos left out`; empty where nothing.
    [[nodiscard]] QString leftOutText() const;
    /// What the sink mode did: `removed 41 % of the mass on bos`; empty in SinkMode::Show.
    [[nodiscard]] QString sinkText() const;
    /// `head 5.5, attention from ·to to ·Mary 0.997`.
    [[nodiscard]] QString describe(int query, int key) const;
    /// `attention`, `score`, ...: the quantity in a sentence.
    [[nodiscard]] QString quantityWord() const;
};

/// Position 0, and any that takes more than half of the mass where it is known.
[[nodiscard]] std::vector<int> defaultSinks(const HeadSource& source);
/// The labels of a run's positions, the beginning-of-text token as `bos`.
[[nodiscard]] QStringList positionLabels(const RunResult& run);
/// The tokens of a run as running text.
[[nodiscard]] QStringList positionTexts(const RunResult& run);

} // namespace headwaters
