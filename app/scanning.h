#pragma once

#include "app/document.h"
#include "core/engine/detect/scan.h"
#include "core/engine/session/snapshotthread.h"
#include "core/files/keptreports.h"
#include "widgets/stages/stagesmodel.h"

#include <QObject>

#include <memory>
#include <optional>

namespace headwaters {

/// Answers what the Stages view wants: what a scan costs, the scan, scans that are kept, examples of
/// findings. All is computed in a thread beside the model thread.
class Scanning : public QObject {
    Q_OBJECT

public:
    explicit Scanning(Document& document, QObject* parent = nullptr);

    [[nodiscard]] StagesModel& model() { return m_model; }
    /// Keeps finished steps and scans for the next time, as soon as the hash of the weights is known.
    void keepIn(const ScanStore& steps, const KeptReports& reports);
    /// A scan is under way.
    [[nodiscard]] bool isBusy() const;
    /// Stops the scan; its finished steps stay.
    void cancel();

Q_SIGNALS:
    void started();
    /// `what` names the step under way; `secondsLeft` is how long the rest takes, 0: not known yet.
    void progressed(int done, int total, const QString& what, double secondsLeft);
    void ended();
    /// One sentence for the error bar; never for what was cancelled.
    void problemOccurred(const headwaters::Problem& problem);

private:
    enum class Job { Cost, Scan, Example, Opened, Kept };
    static constexpr Job allJobs[] = {Job::Cost, Job::Scan, Job::Example, Job::Opened, Job::Kept};

    /// The scan with these settings of the model in front, with what is finished of it; null without a model.
    [[nodiscard]] std::shared_ptr<Scan> scanOf(const ScanSettings& settings);
    void wantCost(const ScanSettings& settings);
    void scan(const ScanSettings& settings);
    void tell(const ScanProgress& progress);
    void explain(HeadIndex head, HeadType type, const EvidenceExample& prompt);
    void openKept(const QString& key);
    /// Shows the scan of this model that was finished last, whenever that was.
    void showKept();
    void listKept();
    void followModel();
    void fail(int job, const Problem& problem);

    Document& m_document;
    StagesModel m_model;
    std::optional<ScanStore> m_steps;
    std::optional<KeptReports> m_reports;
    std::shared_ptr<const Model> m_open; ///< whose scans these are
    QString m_sha256; ///< its hash; empty: not yet known
    std::shared_ptr<Scan> m_scan; ///< of `m_scanSettings`
    ScanSettings m_scanSettings;
    HeadIndex m_exampleHead; ///< that was asked for last
    HeadType m_exampleType = HeadType::PreviousToken;
    SnapshotThread m_thread{QStringLiteral("scans")};
};

} // namespace headwaters
