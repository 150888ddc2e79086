#pragma once

#include "core/base/error.h"
#include "core/heads/report.h"
#include "core/results/composition.h"
#include "core/results/directions.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// What a scan will take, before it starts.
struct ScanCost {
    int forwards = 0; ///< prompts through the whole model
    double seconds = 0; ///< on this computer; 0: not known yet
};

/// A scan of this model that is kept on disk and can be compared with.
struct KeptScan {
    QString key; ///< what it is asked for by
    QString label; ///< `mechanistic, seed 2, 26 November 14:05`
};

/// The example of a finding, run again: what the head attends to and what it writes.
struct HeadExample {
    HeadIndex head;
    HeadType type = HeadType::PreviousToken;
    EvidenceExample prompt; ///< tokens, and the pair that the finding is about
    std::vector<float> pattern; ///< [query, key], T x T
    std::vector<double> attribution; ///< [source] on the logits at `prompt.destination`; empty: not measured
    /// What a unit of attention to the source adds to the logits, less their mean; `lowered` negated.
    std::vector<TokenReading> raised = {}, lowered = {};
    QString attributionOf = {}; ///< `logit of ·ring at the second ·John`; or why it was not measured
};

/// How the Stages view shows a report.
struct StagesShown {
    enum class Mode {
        Stage, ///< wedges
        Type, ///< strength of one type
        RawScore, ///< the type's score
        Difference, ///< change of stage strengths from A to B
    };
    /// A side of a difference.
    struct Side {
        QString kept; ///< key of a kept scan; empty: the scan in front
        QString task; ///< key of a task; empty: all of them
        bool operator==(const Side&) const = default;
    };

    Mode mode = Mode::Stage;
    HeadType type = HeadType::Induction; ///< for Type and RawScore, and for the table's score
    QString task; ///< only what this task says; empty: all of them
    bool onlyOfType = false; ///< heads that do not have `type` fade
    bool composition = false; ///< what the locked head composes with
    Side a, b;
    StageScheme scheme;

    bool operator==(const StagesShown&) const = default;
};

/// What the Stages view shows and what a person does with it. The views read and change it; it says by
/// signals what it wants to be computed, and the application answers through the setters. Neither knows the
/// other.
class StagesModel : public QObject {
    Q_OBJECT

public:
    enum class State {
        Empty, ///< nothing was scanned
        Scanning, ///< `done()` of `total()`; `report()` holds the types that are finished, or the scan before
        Ready, ///< `report()` is of the open model
        Failed, ///< `problem()` says why; the report before, if any, stays in front
    };

    explicit StagesModel(QObject* parent = nullptr);

    // --- read by the views
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Problem& problem() const { return m_problem; }
    [[nodiscard]] bool isRunning() const { return m_state == State::Scanning; }
    [[nodiscard]] int done() const { return m_done; }
    [[nodiscard]] int total() const { return m_total; }
    /// What the scan is at: `name movers`; may be empty.
    [[nodiscard]] const QString& progressText() const { return m_progressText; }
    /// Under `shown().scheme`; null before the first. While scanning it may be a part.
    [[nodiscard]] const std::shared_ptr<const ScanReport>& report() const { return m_report; }
    /// True while `report()` holds only some of the types that were asked for.
    [[nodiscard]] bool isPart() const { return m_isPart; }
    /// What the next scan will be.
    [[nodiscard]] const ScanSettings& settings() const { return m_settings; }
    /// Of `settings()`; none before the application has told.
    [[nodiscard]] const std::optional<ScanCost>& cost() const { return m_cost; }
    [[nodiscard]] const std::vector<KeptScan>& kept() const { return m_kept; }
    [[nodiscard]] const StagesShown& shown() const { return m_shown; }
    /// The report of a side of the difference; null until it is there.
    [[nodiscard]] std::shared_ptr<const ScanReport> reportOf(const StagesShown::Side& side) const;
    /// Of the head and type that was asked for last; null until it is there.
    [[nodiscard]] const std::shared_ptr<const HeadExample>& example() const { return m_example; }
    /// Why there is none; empty while it is on its way.
    [[nodiscard]] const QString& exampleNote() const { return m_exampleNote; }
    /// The head whose composition was asked for last; none: of no head.
    [[nodiscard]] const std::optional<HeadIndex>& composed() const { return m_composed; }
    /// Of `composed()`; null until it is there.
    [[nodiscard]] std::shared_ptr<const HeadComposition> composition() const;
    /// Why there is none; empty while it is on its way.
    [[nodiscard]] const QString& compositionNote() const { return m_compositionNote; }

    // --- done by the person
    void setSettings(const ScanSettings& settings);
    /// Wants the scan that `settings()` describes.
    void scan();
    void cancel();
    /// Goes back from a failure to the report before, or to nothing.
    void dismissProblem();
    void setShown(const StagesShown& shown);
    /// Wants the example of a head's finding, where the finding has one.
    void wantExample(HeadIndex head, HeadType type);
    /// Wants what a head composes with, where it is not known yet; none: of no head any more.
    void wantComposition(std::optional<HeadIndex> head);

    // --- answered by the application
    /// Of `settings()`: what the scan would take.
    void setCost(const std::optional<ScanCost>& cost);
    void startScan();
    void setProgress(int done, int total, const QString& text);
    /// What is finished of the scan under way.
    void setPart(std::shared_ptr<const ScanReport> report);
    void finishScan(std::shared_ptr<const ScanReport> report);
    void failScan(const Problem& problem);
    /// The scan was cancelled: back to the report before, if any.
    void cancelScan();
    void setKept(std::vector<KeptScan> kept);
    void setKeptReport(const QString& key, std::shared_ptr<const ScanReport> report);
    /// An answer that comes after another one was asked for is dropped.
    void setExample(std::shared_ptr<const HeadExample> example);
    void failExample(HeadIndex head, HeadType type, const QString& why);
    /// Kept as long as the model is open; it comes in front where it is of `composed()`.
    void setComposition(std::shared_ptr<const HeadComposition> composition);
    void failComposition(HeadIndex head, const QString& why);
    /// Another model: everything of the one before goes.
    void clear();

Q_SIGNALS:
    /// State, progress or problem.
    void stateChanged();
    /// The report in front, or that of a side of the difference.
    void reportChanged();
    void settingsChanged();
    void costChanged();
    void keptChanged();
    void shownChanged();
    void exampleChanged();
    void compositionChanged();

    void scanWanted(const headwaters::ScanSettings& settings);
    void costWanted(const headwaters::ScanSettings& settings);
    void cancelWanted();
    /// `prompt` of the finding of this head and type.
    void exampleWanted(
        headwaters::HeadIndex head, headwaters::HeadType type, const headwaters::EvidenceExample& prompt);
    void compositionWanted(headwaters::HeadIndex head);
    void keptWanted(const QString& key);

private:
    void setState(State state);
    void showReport(std::shared_ptr<const ScanReport> report, bool isPart);
    [[nodiscard]] std::shared_ptr<const ScanReport>
    underScheme(std::shared_ptr<const ScanReport> report) const;
    void wantSides();

    State m_state = State::Empty;
    Problem m_problem;
    int m_done = 0;
    int m_total = 0;
    QString m_progressText;
    std::shared_ptr<const ScanReport> m_report;
    std::shared_ptr<const ScanReport> m_finished; ///< the last that was complete
    bool m_isPart = false;
    ScanSettings m_settings;
    std::optional<ScanCost> m_cost;
    std::vector<KeptScan> m_kept;
    std::vector<std::pair<QString, std::shared_ptr<const ScanReport>>> m_keptReports; ///< by key
    StagesShown m_shown;
    std::optional<std::pair<HeadIndex, HeadType>> m_wanted; ///< the example that was asked for last
    std::shared_ptr<const HeadExample> m_example;
    QString m_exampleNote;
    std::optional<HeadIndex> m_composed;
    std::map<HeadIndex, std::shared_ptr<const HeadComposition>> m_compositions; ///< of the open model
    QString m_compositionNote;
};

} // namespace headwaters
