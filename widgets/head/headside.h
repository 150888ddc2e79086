#pragma once

#include "core/results/directions.h"
#include "widgets/common/runmodel.h"
#include "widgets/head/headcontent.h"
#include "widgets/head/headfigure.h"
#include "widgets/selection/selection.h"

#include <memory>
#include <optional>
#include <set>

namespace headwaters {

/// What the Head view is asked to show, of each run that it shows.
struct HeadChoice {
    Quantity quantity = Quantity::Pattern;
    Aggregation aggregation = Aggregation::OneHead;
    SinkMode sinkMode = SinkMode::Show;
    std::shared_ptr<const PartialScores>
        partial{}; ///< the map of one head from its first directions; null: all
};

/// One run as the Head view reads it: asks for the maps it needs, takes over what has arrived and keeps it
/// until something newer is there.
class HeadSide {
public:
    HeadSide(RunModel& model, Selection& selection) : m_model(model), m_selection(selection) { }

    [[nodiscard]] RunModel& model() const { return m_model; }
    [[nodiscard]] Selection& selection() const { return m_selection; }
    /// The head of the selection, else the one that was read last.
    [[nodiscard]] HeadIndex shownHead() const;

    /// Locks the head before or after, across layers.
    void stepHead(int by);
    /// Marks a position as a sink, or unmarks it; forgotten with the next run.
    void toggleSink(int position);
    /// The run in front is another one, or none.
    void followRun();
    /// Asks for the map over several heads where the choice needs one that was not asked for yet.
    void askForAggregate(const HeadChoice& choice);
    /// Takes over what has arrived for the choice, where anything has. True where it did.
    bool take(const HeadChoice& choice);

    /// What is shown; null before anything has arrived.
    [[nodiscard]] std::shared_ptr<const HeadContent> content() const { return m_content; }
    /// The run and the head that the content is of; the head is null for a map over several.
    [[nodiscard]] std::shared_ptr<const RunResult> run() const { return m_run; }
    [[nodiscard]] std::shared_ptr<const HeadDetail> detail() const { return m_detail; }
    /// The content is of an older run.
    [[nodiscard]] bool isOld() const;
    /// The content is of another map than the choice asks for, or of another head than is selected.
    [[nodiscard]] bool isOther(const HeadChoice& choice) const;
    /// The content, with its model and run, for a figure; none without content.
    [[nodiscard]] std::optional<HeadFigureSide> figureSide() const;
    /// What could be shown now, whether or not it was taken over.
    [[nodiscard]] std::optional<HeadFigureSide> currentSide(const HeadChoice& choice) const;

private:
    /// A map over several heads that was asked for; what was there before does not answer it.
    struct Asked {
        Quantity quantity = Quantity::Pattern;
        Aggregation aggregation = Aggregation::OneHead;
        int layer = -1;
        quint64 run = 0;
        TokenId target = -1;
        TokenId rival = -1;

        bool operator==(const Asked&) const = default;
    };

    /// The map that can be shown now; none while nothing fits.
    [[nodiscard]] std::optional<HeadSource> source(const HeadChoice& choice) const;
    [[nodiscard]] SinkSettings sinks(const HeadSource& source, SinkMode mode) const;

    RunModel& m_model;
    Selection& m_selection;
    std::set<int> m_toggledSinks;
    std::shared_ptr<const HeadContent> m_content;
    std::shared_ptr<const RunResult> m_run;
    std::shared_ptr<const HeadDetail> m_detail;
    Asked m_asked;
    std::shared_ptr<const AttentionMap> m_outdated; ///< the aggregate before the one that was asked for
};

/// The pair of tokens that a selection shows, as far as it lies within a content (which may be null).
struct SelectedPair {
    std::optional<int> query;
    std::optional<int> key;
    bool isLocked = false;
};
[[nodiscard]] SelectedPair selectedPair(const Selection& selection, const HeadContent* content);

/// Over the heads of one layer, not of the whole model.
[[nodiscard]] bool isOfLayer(Aggregation aggregation);

} // namespace headwaters
