#pragma once

#include "core/base/headgroups.h"
#include "core/base/provenance.h"
#include "core/results/headdetail.h"
#include "core/results/headstatistics.h"
#include "core/results/runresult.h"
#include "widgets/common/valuerow.h"
#include "widgets/selection/selection.h"

#include <QString>
#include <QVector>

#include <vector>

namespace headwaters {

/// What the card needs of a head whatever is selected in it; taken once per detail, since each of them reads
/// the whole matrix.
struct HeadNumbers {
    AttentionMap valueWeighted;
    AttentionMap effect;
    std::vector<int> sinks; ///< left out of received and given mass: position 0, the default sink
    std::vector<float> received; ///< [T]
    std::vector<float> given; ///< [T]
    std::vector<float> entropy; ///< [T], bits
    std::vector<float> profile; ///< [T], mean attention at distance 0, 1, 2, ...
};
[[nodiscard]] HeadNumbers headNumbers(const HeadDetail& detail);

/// The card of one head as a value: what it says is settled here, the Inspector only lays it out. Every
/// number comes from the head's detail, the effects of all heads, and core/results/headstatistics.h.
struct HeadCard {
    struct Section {
        QString title;
        Origin origin = Origin::Derived;
        QVector<ValueRow::Content> rows;
        QString note; ///< a line below the rows; may be empty
    };

    HeadIndex head;
    QString hookName; ///< `blocks.5.attn.hook_pattern[5]`
    QVector<ValueRow::Content> group; ///< its key/value group; empty where heads share none
    Section prompt; ///< attention and score of the shown pair
    Section strength; ///< value-weighted attention, effects, entropies
    Section mass; ///< mass received by source position, mass given by the shown destination
    Section distance; ///< has no rows; `profile` is drawn
    std::vector<float> profile; ///< mean attention at distance 0, 1, 2, ...
    Section getsFrom; ///< upstream parts of the pair's attention; without a title where nothing is traced
    Section givesTo; ///< who reads the head; likewise
    Section sources; ///< effect of each source at the last position, their sum against the head's effect

    /// All of it as text: a title line per section, label and value apart by a tab.
    [[nodiscard]] QString text() const;
};

/// At most this many rows of a long list are shown; the rest is counted.
inline constexpr int shownRows = 8;

/// The card of `detail.head` on the run that `detail` belongs to. `effects` may be null or of another pair of
/// tokens; then the head's effect is unknown (`–`) and nothing is compared with it. `target` and `rival` are
/// the labels of the tokens in `detail`; of `selection` the shown destination and source count. `groups` are
/// the model's.
[[nodiscard]] HeadCard makeHeadCard(
    const RunResult& run, const HeadDetail& detail, const HeadNumbers& numbers, const EffectSummary* effects,
    const SelectionState& selection, const QString& target, const QString& rival,
    const HeadGroups& groups = {});

} // namespace headwaters
