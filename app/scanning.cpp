#include "app/scanning.h"

#include "core/engine/detect/headexample.h"
#include "core/engine/session/snapshotmodel.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

QString secondsText(double seconds)
{
    if (seconds < 90)
        return Scanning::tr("about %n s left", nullptr, std::max(1, static_cast<int>(std::lround(seconds))));
    return Scanning::tr("about %n min left", nullptr, static_cast<int>(std::lround(seconds / 60)));
}

} // namespace

Scanning::Scanning(Document& document, QObject* parent) : QObject(parent), m_document(document)
{
    connect(&m_model, &StagesModel::costWanted, this, &Scanning::wantCost);
    connect(&m_model, &StagesModel::scanWanted, this, &Scanning::scan);
    connect(&m_model, &StagesModel::cancelWanted, this, &Scanning::cancel);
    connect(&m_model, &StagesModel::exampleWanted, this, &Scanning::explain);
    connect(&m_model, &StagesModel::keptWanted, this, &Scanning::openKept);
    connect(&m_thread, &SnapshotThread::failed, this, &Scanning::fail);
    connect(
        &m_thread, &SnapshotThread::cancelled, this, [this](int job) { fail(job, cancelled().problem()); });
    connect(&document.runModel(), &RunModel::modelChanged, this, &Scanning::followModel);
    connect(&document.runModel(), &RunModel::runChanged, this, &Scanning::followModel);
}

void Scanning::keepIn(const ScanStore& steps, const KeptReports& reports)
{
    m_steps = steps;
    m_reports = reports;
}

std::shared_ptr<Scan> Scanning::scanOf(const ScanSettings& settings)
{
    const auto front = m_document.snapshot();
    if (!m_open || modelOf(front) != m_open)
        return nullptr;
    if (!m_scan || m_scanSettings != settings) {
        m_scan = std::make_shared<Scan>(m_open, tokenizerOf(front), settings);
        m_scanSettings = settings;
    }
    return m_scan;
}

void Scanning::wantCost(const ScanSettings& settings)
{
    const std::shared_ptr<Scan> scan = scanOf(settings);
    if (!scan) {
        m_model.setCost(std::nullopt);
        return;
    }
    m_thread.ask<ScanEstimate>(
        static_cast<int>(Job::Cost),
        [scan, steps = m_steps, hash = m_sha256](const CancelToken& cancel, const ProgressFunction&) {
            if (steps)
                scan->keepIn(*steps, hash);
            return scan->estimate(cancel);
        },
        [this](const ScanEstimate& estimate) {
            m_model.setCost(ScanCost{static_cast<int>(std::lround(estimate.forwards)), estimate.seconds});
        });
}

void Scanning::scan(const ScanSettings& settings)
{
    const std::shared_ptr<Scan> scan = scanOf(settings);
    if (!scan) {
        m_model.failScan(
            {Problem::Kind::Failed, tr("Run a prompt first; then its model can be scanned."), {}});
        return;
    }
    m_model.startScan();
    const auto toHere = [this](auto say) { QMetaObject::invokeMethod(this, say, Qt::QueuedConnection); };
    const auto isNewest = [this, scan] { return m_scan == scan && isBusy(); };
    m_thread.ask<std::shared_ptr<const ScanReport>>(
        static_cast<int>(Job::Scan),
        [scan, toHere, isNewest, this, steps = m_steps, reports = m_reports, hash = m_sha256,
         scheme = m_model.shown().scheme](const CancelToken& cancel, const ProgressFunction&) {
            if (steps)
                scan->keepIn(*steps, hash);
            const auto tellProgress = [&](const ScanProgress& progress) {
                toHere([this, isNewest, progress] {
                    if (isNewest())
                        tell(progress);
                });
            };
            const auto tellPart = [&](ScanReport part) {
                toHere([this, isNewest, part = std::make_shared<const ScanReport>(std::move(part))] {
                    if (isNewest())
                        m_model.setPart(part);
                });
            };
            auto report =
                std::make_shared<const ScanReport>(scan->run(scheme, cancel, tellProgress, tellPart));
            if (reports)
                reports->save(*report);
            return report;
        },
        [this, scan](const std::shared_ptr<const ScanReport>& report) {
            Q_EMIT ended();
            m_model.finishScan(report);
            listKept();
            for (const QString& remark : scan->remarks())
                Q_EMIT problemOccurred({Problem::Kind::Failed, remark, {}});
        });
    Q_EMIT started();
}

void Scanning::tell(const ScanProgress& progress)
{
    const QString what = progress.secondsLeft > 0
        ? tr("%1 · %2").arg(progress.what, secondsText(progress.secondsLeft))
        : progress.what;
    const int done = static_cast<int>(std::lround(progress.forwardsDone));
    const int total = std::max(1, static_cast<int>(std::lround(progress.forwards)));
    m_model.setProgress(done, total, what);
    Q_EMIT progressed(done, total, progress.what, progress.secondsLeft);
}

void Scanning::explain(HeadIndex head, HeadType type, const EvidenceExample& prompt)
{
    m_exampleHead = head;
    m_exampleType = type;
    const auto front = m_document.snapshot();
    if (!m_open || modelOf(front) != m_open) {
        m_model.failExample(head, type, tr("The model is not open any more."));
        return;
    }
    m_thread.ask<std::shared_ptr<const HeadExample>>(
        static_cast<int>(Job::Example),
        [model = m_open, tokenizer = tokenizerOf(front), head, type,
         prompt](const CancelToken& cancel, const ProgressFunction&) {
            const HeadExampleReading reading = readExample(model, head, prompt, cancel);
            const auto label = [&](TokenId id) { return tokenLabel(tokenizer->token(id)); };
            const auto at = static_cast<std::size_t>(reading.shown.destination);
            HeadExample example{head, type, reading.shown, reading.pattern, reading.attribution};
            // Rows of the unembedding that are no token have no name.
            const auto named = [size = tokenizer->size()](std::vector<TokenReading> tokens) {
                std::erase_if(tokens, [size](const TokenReading& one) { return one.id >= size; });
                return tokens;
            };
            example.raised = named(reading.raised);
            example.lowered = named(reading.lowered);
            example.attributionOf = reading.isNext
                ? tr("logit of %1, which follows %2")
                      .arg(label(reading.target), label(static_cast<TokenId>(prompt.ids[at])))
                : tr("logit of %1, which it looks at, after %2")
                      .arg(label(reading.target), label(static_cast<TokenId>(prompt.ids[at])));
            return std::make_shared<const HeadExample>(std::move(example));
        },
        [this](const std::shared_ptr<const HeadExample>& example) { m_model.setExample(example); });
}

void Scanning::openKept(const QString& key)
{
    if (!m_reports || !m_open)
        return;
    ModelInfo info = m_open->info();
    info.sha256 = m_sha256;
    m_thread.ask<std::pair<std::shared_ptr<const ScanReport>, QString>>(
        static_cast<int>(Job::Kept),
        [reports = *m_reports, key, info](const CancelToken&, const ProgressFunction&) {
            QString problem;
            auto report = reports.load(key, info, &problem);
            return std::pair(
                report ? std::make_shared<const ScanReport>(std::move(*report)) : nullptr, problem);
        },
        [this, key](const std::pair<std::shared_ptr<const ScanReport>, QString>& answer) {
            if (answer.first)
                m_model.setKeptReport(key, answer.first);
            else
                listKept();
            if (!answer.second.isEmpty())
                Q_EMIT problemOccurred({Problem::Kind::Failed, answer.second, {}});
        });
}

void Scanning::showKept()
{
    const std::vector<KeptReports::Entry> entries = m_reports->of(m_sha256);
    if (entries.empty() || m_model.state() != StagesModel::State::Empty)
        return;
    ModelInfo info = m_open->info();
    info.sha256 = m_sha256;
    m_thread.ask<std::shared_ptr<const ScanReport>>(
        static_cast<int>(Job::Opened),
        [reports = *m_reports, key = entries.front().key, info](const CancelToken&, const ProgressFunction&) {
            auto report = reports.load(key, info);
            return report ? std::make_shared<const ScanReport>(std::move(*report)) : nullptr;
        },
        [this](const std::shared_ptr<const ScanReport>& report) {
            if (!report || m_model.state() != StagesModel::State::Empty)
                return;
            m_model.setSettings(report->settings);
            m_model.finishScan(report);
        });
}

void Scanning::listKept()
{
    std::vector<KeptScan> kept;
    if (m_reports) {
        for (const KeptReports::Entry& entry : m_reports->of(m_sha256))
            kept.push_back({entry.key, entry.label});
    }
    m_model.setKept(std::move(kept));
}

/// The model in front is another one, or its hash is known now.
void Scanning::followModel()
{
    const auto front = m_document.snapshot();
    const std::shared_ptr<const Model> model = modelOf(front);
    if (model && model != m_open) {
        for (const Job job : allJobs)
            m_thread.silence(static_cast<int>(job));
        Q_EMIT ended();
        m_scan = nullptr;
        m_sha256.clear();
        m_open = model;
        m_model.clear();
        wantCost(m_model.settings());
    }
    const QString& hash = m_document.runModel().model().sha256;
    if (!m_open || hash.isEmpty() || hash == m_sha256 || !model)
        return;
    m_sha256 = hash;
    listKept();
    if (m_reports)
        showKept();
}

bool Scanning::isBusy() const
{
    return m_thread.isPending(static_cast<int>(Job::Scan));
}

void Scanning::cancel()
{
    m_thread.cancel(static_cast<int>(Job::Scan));
}

void Scanning::fail(int job, const Problem& problem)
{
    const bool isCancelled = problem.kind == Problem::Kind::Cancelled;
    switch (static_cast<Job>(job)) {
    case Job::Scan:
        Q_EMIT ended();
        if (isCancelled) {
            m_model.cancelScan();
            wantCost(m_model.settings()); // less is left now
        } else {
            m_model.failScan(problem);
        }
        break;
    case Job::Example:
        m_model.failExample(m_exampleHead, m_exampleType, problem.summary);
        break;
    case Job::Cost:
        m_model.setCost(std::nullopt);
        break;
    case Job::Opened:
    case Job::Kept:
        if (!isCancelled)
            Q_EMIT problemOccurred(problem);
        break;
    }
}

} // namespace headwaters
