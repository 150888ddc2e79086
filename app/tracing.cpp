#include "app/tracing.h"

#include "app/circuitfiles.h"
#include "core/circuit/edgeinprompt.h"
#include "core/circuit/keptparts.h"
#include "core/engine/trace/edgechange.h"
#include "core/engine/trace/edgeevidence.h"
#include "core/engine/trace/faithfulness.h"
#include "core/engine/trace/familyprompts.h"
#include "core/engine/trace/neighbours.h"
#include "core/files/graphml.h"
#include "core/files/writing.h"
#include "widgets/prompt/promptdock.h"

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

/// Prompts of a family of the library, the same as the prompt dock's first; empty where it has no such
/// family.
std::vector<TracePrompt> promptsOf(const QString& family, bool beginOfText, const Tokenizer& tokenizer)
{
    constexpr int count = 32;
    const PromptLibrary library = PromptLibrary::load();
    const PromptFamily* found = library.find(family);
    return found ? familyPrompts(*found, PromptDock::librarySeed, count, beginOfText, tokenizer)
                 : std::vector<TracePrompt>();
}

/// Means over prompts of its family stand for what a circuit leaves out. Without a family, for a text of
/// one's own, the prompt's own positions give them.
std::vector<std::vector<TokenId>>
relatives(const QString& family, bool beginOfText, const Tokenizer& tokenizer)
{
    std::vector<std::vector<TokenId>> all;
    for (TracePrompt& prompt : promptsOf(family, beginOfText, tokenizer))
        all.push_back(std::move(prompt.ids));
    return all;
}

} // namespace

Tracing::Tracing(Document& document, QObject* parent) : QObject(parent), m_document(document)
{
    connect(&m_model, &CircuitModel::traceWanted, this, &Tracing::trace);
    connect(&m_model, &CircuitModel::cancelWanted, this, &Tracing::cancel);
    connect(&m_model, &CircuitModel::evidenceWanted, this, &Tracing::explain);
    connect(&m_model, &CircuitModel::readingWanted, this, [this](HeadIndex head, int direction) {
        m_document.directions().read(
            head, direction, [this](std::shared_ptr<const DirectionReading> reading) {
                m_model.setReading(std::move(reading));
            });
    });
    connect(&document.selection(), &Selection::changed, this, &Tracing::wantNeighbours);
    connect(&document.directions().model(), &DirectionModel::wantsChanged, this, &Tracing::wantNeighbours);
    connect(&document.runModel(), &RunModel::effectsChanged, this, &Tracing::wantNeighbours);
    connect(&m_model, &CircuitModel::changeWanted, this, &Tracing::change);
    connect(&m_model, &CircuitModel::faithfulnessWanted, this, &Tracing::measureFaithfulness);
    connect(&m_model, &CircuitModel::openWanted, this, &Tracing::open);
    connect(&m_model, &CircuitModel::saveWanted, this, &Tracing::save);
    connect(&m_thread, &SnapshotThread::failed, this, &Tracing::fail);
    connect(
        &m_thread, &SnapshotThread::cancelled, this, [this](int job) { fail(job, cancelled().problem()); });
    connect(&m_thread, &SnapshotThread::progressed, this, [this](int job, int done, int total) {
        if (static_cast<Job>(job) == Job::Trace)
            m_model.setProgress(done, total);
        Q_EMIT progressed(job, done, total);
    });
    connect(&document.runModel(), &RunModel::runChanged, this, &Tracing::runChanged);
    connect(&document.runModel(), &RunModel::modelChanged, this, &Tracing::modelChanged);
}

/// What the run in front is traced from; null where the views show none or an older one.
std::shared_ptr<const RunSnapshot> Tracing::snapshot() const
{
    return m_document.runModel().state() == RunModel::State::Ready ? m_document.snapshot() : nullptr;
}

// After the job was asked for, so that those who hear of it find it pending.
void Tracing::begin(Job job, const QString& what)
{
    Q_EMIT started(static_cast<int>(job), what);
}

void Tracing::trace(TraceRequest request)
{
    const auto front = snapshot();
    if (!front) {
        failTrace(tr("Run the prompt first; then it can be traced."));
        return;
    }
    const quint64 run = m_document.runModel().result()->run;
    m_model.startTrace();
    m_thread.ask<std::shared_ptr<const Circuit>>(
        static_cast<int>(Job::Trace),
        [front, request, tracers = m_tracers](const CancelToken& cancel, const ProgressFunction& progress) {
            const SnapshotTracer::Traced traced =
                tracers->traced(front, cancel, [&](int done, int total) { progress(done, 2 * total); });
            const TracePrompt prompt = tracePrompt(*traced.tokenizer, traced.ids, request);
            return std::make_shared<const Circuit>(
                traced.tracer->trace(*traced.run, prompt, request, cancel, [&](int done, int total) {
                    progress(total + done, 2 * total);
                }));
        },
        [this, run](const std::shared_ptr<const Circuit>& circuit) {
            Q_EMIT ended(static_cast<int>(Job::Trace));
            m_model.finishTrace(circuit, run);
        });
    begin(Job::Trace, tr("Trace a circuit by %1").arg(methodName(request.method)));
}

void Tracing::failTrace(const QString& why)
{
    m_model.failTrace({Problem::Kind::Failed, why, {}});
}

void Tracing::traceFamily()
{
    const auto front = snapshot();
    if (!front || m_family.isEmpty()) {
        failTrace(
            front ? tr("The prompt is no example of a family of the library.")
                  : tr("Run the prompt first; then its family can be traced."));
        return;
    }
    TraceRequest request = m_model.request();
    request.targets.clear(); // each prompt has its own
    request.rival.reset();
    request.position.reset();
    const bool beginOfText = m_document.runModel().result()->startsWithBeginOfText;
    m_model.startTrace();
    m_thread.ask<std::shared_ptr<const Circuit>>(
        static_cast<int>(Job::Trace),
        [front, request, beginOfText, family = m_family,
         tracers = m_tracers](const CancelToken& cancel, const ProgressFunction& progress) {
            const SnapshotTracer::Traced traced = tracers->traced(front, cancel);
            const auto prompts = promptsOf(family, beginOfText, *traced.tokenizer);
            return std::make_shared<const Circuit>(
                traced.tracer->traceFamily(prompts, request, cancel, progress));
        },
        [this](const std::shared_ptr<const Circuit>& circuit) {
            Q_EMIT ended(static_cast<int>(Job::Trace));
            m_model.finishTrace(circuit, 0); // of no one run, so that no other makes it stale
        });
    begin(Job::Trace, tr("Trace the family by %1").arg(methodName(request.method)));
}

std::optional<EdgeTarget> Tracing::edgeInFront(int edge) const
{
    const RunResult& run = *m_document.runModel().result();
    std::vector<TokenId> ids;
    for (const Token& token : run.tokens)
        ids.push_back(token.id);
    const TracePrompt prompt = tracePrompt(*m_document.runModel().tokenizer(), ids, {});
    const Circuit& circuit = *m_model.circuit();
    return edgeInPrompt(circuit, circuit.edges[static_cast<std::size_t>(edge)], prompt.labels);
}

void Tracing::explain(int edge)
{
    const auto front = snapshot();
    if (!front) {
        m_model.failEvidence(edge, tr("The evidence of an edge is taken in the run that it belongs to."));
        return;
    }
    const std::optional<EdgeTarget> found = edgeInFront(edge);
    if (!found) {
        m_model.failEvidence(edge, tr("The prompt in front does not have the tokens that the edge names."));
        return;
    }
    m_explained = edge;
    m_thread.ask<std::shared_ptr<const EdgeEvidence>>(
        static_cast<int>(Job::Evidence),
        [front, target = *found, method = m_model.circuit()->request.method,
         tracers = m_tracers](const CancelToken& cancel, const ProgressFunction&) {
            const SnapshotTracer::Traced traced = tracers->traced(front, cancel);
            return std::make_shared<const EdgeEvidence>(edgeEvidence(*traced.run, target, method, cancel));
        },
        [this, edge](const std::shared_ptr<const EdgeEvidence>& evidence) {
            m_model.setEvidence(edge, evidence);
        });
}

void Tracing::wantNeighbours()
{
    DirectionModel& directions = m_document.directions().model();
    const SelectionState& locked = m_document.selection().locked();
    const auto front = snapshot();
    const auto effects = m_document.runModel().effects();
    if (!directions.isWanted() || !front || !effects || !locked.head || !locked.destination || !locked.source)
        return;
    const LockedPair pair{
        m_document.runModel().result()->run,
        *locked.head,
        *locked.destination,
        *locked.source,
        effects->target,
        effects->rival};
    if (std::exchange(m_pair, pair) == pair)
        return;
    TraceRequest request;
    request.targets = {pair.target};
    request.rival = pair.rival;
    directions.setTracing(true);
    m_thread.ask<std::shared_ptr<const HeadNeighbours>>(
        static_cast<int>(Job::Neighbours),
        [front, pair, request, tracers = m_tracers](const CancelToken& cancel, const ProgressFunction&) {
            const SnapshotTracer::Traced traced = tracers->traced(front, cancel);
            HeadNeighbours neighbours =
                headNeighbours(*traced.run, pair.head, pair.destination, pair.source, request, cancel);
            neighbours.run = pair.run;
            return std::make_shared<const HeadNeighbours>(std::move(neighbours));
        },
        [this](const std::shared_ptr<const HeadNeighbours>& neighbours) {
            m_document.directions().model().setTracing(false);
            m_document.directions().model().setNeighbours(neighbours);
        });
}

void Tracing::change(const EdgeChange& change)
{
    const auto front = snapshot();
    const auto locked = m_model.locked();
    const auto found = front && locked ? edgeInFront(locked->index) : std::nullopt;
    if (!found) {
        m_model.failChange();
        if (front)
            Q_EMIT problemOccurred(
                {Problem::Kind::Failed,
                 tr("The prompt in front does not have the tokens that the edge names."),
                 {}});
        return;
    }
    // A circuit out of a file names the tokens; where they stand says the prompt in front.
    EdgeChange here = change;
    here.edges.front().upstream = found->upstream;
    here.edges.front().downstream = found->downstream;
    const Job job = change.randomDirections ? Job::Control : Job::Change;
    m_thread.ask<EdgeChangeResult>(
        static_cast<int>(job),
        [front, here, tracers = m_tracers](const CancelToken& cancel, const ProgressFunction& progress) {
            const SnapshotTracer::Traced traced = tracers->traced(front, cancel);
            return changeEdges(*traced.run, here, cancel, progress);
        },
        [this, change, job](const EdgeChangeResult& result) {
            Q_EMIT ended(static_cast<int>(job));
            m_model.setChangeResult(change, result);
        });
    begin(job, change.randomDirections ? tr("Change an edge, random directions") : tr("Change an edge"));
}

void Tracing::measureFaithfulness()
{
    const auto front = snapshot();
    if (!front) {
        m_model.setFaithfulness(std::nullopt);
        return;
    }
    begin(Job::Faithfulness, tr("Measure faithfulness"));
    const Circuit shown = shownPart(*m_model.circuit(), m_model.kept());
    const auto effects = m_document.runModel().effects();
    const bool beginOfText = m_document.runModel().result()->startsWithBeginOfText;
    m_thread.ask<Faithfulness>(
        static_cast<int>(Job::Faithfulness),
        [front, shown, beginOfText, family = m_family, target = effects->target, rival = effects->rival,
         tracers = m_tracers](const CancelToken& cancel, const ProgressFunction& progress) {
            const SnapshotTracer::Traced traced = tracers->traced(front, cancel);
            const std::vector<QString> labels = tracePrompt(*traced.tokenizer, traced.ids, {}).labels;
            const int nLayers = traced.tracer->info().nLayers;
            return faithfulness(
                *traced.tracer, {{traced.ids, target, rival, keptParts(shown, labels, nLayers)}}, cancel,
                progress, relatives(family, beginOfText, *traced.tokenizer));
        },
        [this](const Faithfulness& result) {
            Q_EMIT ended(static_cast<int>(Job::Faithfulness));
            m_model.setFaithfulness(result);
        });
}

void Tracing::open(const QString& path)
{
    try {
        OpenedCircuit opened = readGraphml(path);
        if (!opened.remark.isEmpty() && opened.circuit.note.isEmpty())
            opened.circuit.note = opened.remark;
        // A trace that was asked for before must not take its place.
        if (m_thread.isPending(static_cast<int>(Job::Trace))) {
            m_thread.silence(static_cast<int>(Job::Trace));
            Q_EMIT ended(static_cast<int>(Job::Trace));
        }
        m_model.setOpened(std::make_shared<const Circuit>(std::move(opened.circuit)), path);
    } catch (const Error& error) {
        Q_EMIT problemOccurred(error.problem());
    }
}

void Tracing::save(const QString& path)
{
    const auto& circuit = m_model.circuit();
    if (!circuit)
        return;
    const CircuitDesk& desk = m_model.desk();
    const RunModel& run = m_document.runModel();
    CircuitFigure::Source source{run.model(), nullptr, desk.path};
    if (desk.run != 0 && run.result() && run.result()->run == desk.run)
        source.run = run.result();
    try {
        writeCircuit(path, circuit, source);
    } catch (const Error& error) {
        Q_EMIT problemOccurred(error.problem());
    }
}

void Tracing::runChanged()
{
    const RunModel& run = m_document.runModel();
    if (run.state() == RunModel::State::Running || run.state() == RunModel::State::Stale) {
        m_model.setRunInFront(0);
        return;
    }
    m_model.setRunInFront(run.result() ? run.result()->run : 0);
    wantNeighbours();
}

void Tracing::modelChanged()
{
    const auto tokenizer = m_document.runModel().tokenizer();
    if (tokenizer == m_tokenizer)
        return; // only its hash has arrived
    m_tokenizer = tokenizer;
    m_pair.reset();
    for (const Job job : allJobs) {
        if (!m_thread.isPending(static_cast<int>(job)))
            continue;
        m_thread.silence(static_cast<int>(job));
        Q_EMIT ended(static_cast<int>(job));
    }
    m_model.clear();
}

bool Tracing::isBusy() const
{
    return std::any_of(std::begin(allJobs), std::end(allJobs), [this](Job job) {
        return m_thread.isPending(static_cast<int>(job));
    });
}

void Tracing::cancel()
{
    for (const Job job : allJobs)
        m_thread.cancel(static_cast<int>(job));
}

void Tracing::fail(int job, const Problem& problem)
{
    Q_EMIT ended(job);
    const bool isCancelled = problem.kind == Problem::Kind::Cancelled;
    switch (static_cast<Job>(job)) {
    case Job::Trace:
        if (isCancelled)
            m_model.cancelTrace();
        else
            m_model.failTrace(problem);
        break;
    case Job::Evidence:
        m_model.failEvidence(
            m_explained,
            isCancelled ? tr("This was cancelled; lock the edge again to see it.") : problem.summary);
        break;
    case Job::Faithfulness:
        m_model.setFaithfulness(std::nullopt);
        if (!isCancelled)
            Q_EMIT problemOccurred(problem);
        break;
    case Job::Neighbours:
        m_document.directions().model().setTracing(false);
        m_pair.reset(); // so that it is asked for again
        if (!isCancelled)
            Q_EMIT problemOccurred(problem);
        break;
    case Job::Change:
    case Job::Control:
        m_model.failChange();
        if (!isCancelled)
            Q_EMIT problemOccurred(problem);
        break;
    }
}

} // namespace headwaters
