#include "app/intervening.h"

#include "core/engine/session/changedrun.h"
#include "core/text/promptlibrary.h"
#include "widgets/prompt/promptdock.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr int job = 0; // each thread has one kind of job, but that of the stack
constexpr int runJob = 1; // of the stack's thread: the whole changed run
constexpr int examples = 64; // of a family that are looked through
constexpr std::size_t mostReferences = 24;
constexpr int likeliest = 200; // so that a token that falls far still has its probability

std::vector<TokenId> idsOf(const RunResult& result)
{
    std::vector<TokenId> ids;
    for (const Token& token : result.tokens)
        ids.push_back(token.id);
    return ids;
}

StackOutcome measured(CausalRun& run, const InterventionStack& stack, const CancelToken& cancel)
{
    StackOutcome outcome;
    outcome.stack = stack;
    outcome.target = run.question().target;
    outcome.rival = run.question().rival;
    outcome.clean = run.clean();
    outcome.before = run.tokens(CausalBase::Clean, likeliest);
    outcome.end = run.clean();
    outcome.after = outcome.before;
    if (!stack.isEmpty()) {
        const CausalOutcome end = run.apply(stack, CausalBase::Clean, cancel, likeliest);
        outcome.end = end.measures;
        outcome.after = end.tokens;
    }
    outcome.along = run.applyEach(stacksAlong(stack), CausalBase::Clean, cancel);
    return outcome;
}

} // namespace

Intervening::Intervening(Document& document, QObject* parent) : QObject(parent), m_document(document)
{
    connect(&m_model, &InterventionModel::outcomeWanted, this, &Intervening::measure);
    connect(&m_model, &InterventionModel::sweepWanted, this, &Intervening::sweep);
    connect(&m_model, &InterventionModel::stopWanted, this, &Intervening::cancel);
    connect(&m_model, &InterventionModel::otherWanted, this, [this](const QString& text) {
        setOther(text);
        follow();
    });
    connect(&m_stackThread, &SnapshotThread::failed, this, [this](int, const Problem& problem) {
        m_model.failOutcome(problem.summary);
    });
    connect(&m_sweepThread, &SnapshotThread::progressed, this, [this](int, int done, int total) {
        Q_EMIT progressed(done, total);
    });
    connect(&m_sweepThread, &SnapshotThread::failed, this, [this](int, const Problem& problem) {
        endSweep();
        m_model.failSweep(problem.summary);
    });
    connect(&m_sweepThread, &SnapshotThread::cancelled, this, [this] {
        endSweep();
        m_model.cancelSweep();
    });
    connect(&document.runModel(), &RunModel::runChanged, this, &Intervening::follow);
    connect(&document.runModel(), &RunModel::effectsChanged, this, &Intervening::follow);
    connect(&document.runModel(), &RunModel::modelChanged, this, &Intervening::modelChanged);
}

std::shared_ptr<const RunSnapshot> Intervening::snapshot() const
{
    return m_document.runModel().state() == RunModel::State::Ready ? m_document.snapshot() : nullptr;
}

std::optional<CausalQuestion> Intervening::question() const
{
    const RunModel& run = m_document.runModel();
    const auto effects = run.effects();
    if (run.state() != RunModel::State::Ready || !run.result() || !effects
        || effects->run != run.result()->run)
        return std::nullopt;
    CausalQuestion question;
    question.prompt.ids = idsOf(*run.result());
    question.corrupted = m_other;
    question.references = m_references;
    question.target = effects->target;
    question.rival = effects->rival;
    return question;
}

void Intervening::setFamily(const QString& key)
{
    m_family = key;
}

/// The other prompts of the family that are as long, and the twin of this one.
void Intervening::readFamily()
{
    const RunModel& run = m_document.runModel();
    m_result = run.result();
    m_references.clear();
    setOther({});
    if (!m_result || m_family.isEmpty() || !run.tokenizer())
        return;
    const PromptLibrary library = PromptLibrary::load();
    const PromptFamily* family = library.find(m_family);
    if (family == nullptr)
        return;
    QString other;
    for (const Prompt& prompt : family->examples(PromptDock::librarySeed, examples)) {
        if (prompt.text == m_result->request.text) {
            other = prompt.corrupted;
            continue;
        }
        CausalPrompt reference{
            run.tokenizer()->encodePrompt(prompt.text, m_result->startsWithBeginOfText), {}};
        if (reference.ids.size() == m_result->tokens.size() && m_references.size() < mostReferences)
            m_references.push_back(std::move(reference));
    }
    setOther(other);
}

void Intervening::setOther(const QString& text)
{
    m_other.reset();
    const RunModel& run = m_document.runModel();
    if (text.isEmpty() || !run.result() || !run.tokenizer()) {
        m_model.setOther(text, {});
        return;
    }
    CausalPrompt other{run.tokenizer()->encodePrompt(text, run.result()->startsWithBeginOfText), {}};
    if (other.ids.size() != run.result()->tokens.size()) {
        m_model.setOther(
            text,
            tr("The other prompt has %1 tokens and the prompt %2; a patch needs as many.")
                .arg(other.ids.size())
                .arg(run.result()->tokens.size()));
        return;
    }
    m_other = std::move(other);
    m_model.setOther(text, {});
}

void Intervening::follow()
{
    const RunModel& run = m_document.runModel();
    if (run.state() != RunModel::State::Ready)
        return; // what is there stays until the next run is
    if (run.result() != m_result)
        readFamily();
    const std::optional<CausalQuestion> asked = question();
    if (!asked || asked == m_question)
        return;
    m_question = asked;
    cancel(); // a sweep of another question
    const ModelInfo& info = run.model();
    m_model.setPlace(
        {info.nLayers, info.nHeads, info.nKeyValueHeads, static_cast<int>(asked->prompt.ids.size()),
         static_cast<int>(asked->references.size()), asked->corrupted.has_value()});
}

void Intervening::measure(const InterventionStack& stack)
{
    const auto front = snapshot();
    if (!front || !m_question) {
        m_model.failOutcome(tr("The prompt has changed; run it first."));
        return;
    }
    m_stackThread.ask<std::shared_ptr<const StackOutcome>>(
        job,
        [front, stack, question = *m_question,
         kept = m_stackRun](const CancelToken& cancel, const ProgressFunction&) {
            return kept->with(front, question, cancel, [&](CausalRun& run) {
                return std::make_shared<const StackOutcome>(measured(run, stack, cancel));
            });
        },
        [this](const std::shared_ptr<const StackOutcome>& outcome) { m_model.setOutcome(outcome); });
    if (m_isRunWanted)
        makeRun();
}

void Intervening::setRunWanted(bool wanted)
{
    if (m_isRunWanted == wanted)
        return;
    m_isRunWanted = wanted;
    if (wanted)
        makeRun();
    else
        m_stackThread.silence(runJob);
}

void Intervening::makeRun()
{
    const auto front = snapshot();
    const InterventionStack& stack = m_model.stack();
    if (!front || !m_question || stack.isEmpty() || !m_model.outcomeNote().isEmpty())
        return;
    m_stackThread.ask<std::shared_ptr<const RunSnapshot>>(
        runJob,
        [front, stack, question = *m_question,
         kept = m_stackRun](const CancelToken& cancel, const ProgressFunction&) {
            return kept->with(front, question, cancel, [&](CausalRun& run) {
                return changedRun(run, *front, stack, cancel);
            });
        },
        [this](const std::shared_ptr<const RunSnapshot>& changed) { Q_EMIT changedRunReady(changed); });
}

void Intervening::sweep(const SweepRequest& request)
{
    const auto front = snapshot();
    if (!front || !m_question) {
        m_model.failSweep(tr("Run the prompt first; then it can be swept."));
        return;
    }
    const int number = ++m_sweep;
    m_model.startSweep();
    const auto grown = [this, number](const SweepMap& map) {
        auto copy = std::make_shared<const SweepMap>(map);
        QMetaObject::invokeMethod(
            this,
            [this, number, copy] {
                if (number == m_sweep)
                    m_model.growSweep(copy);
            },
            Qt::QueuedConnection);
    };
    m_sweepThread.ask<std::shared_ptr<const SweepMap>>(
        job,
        [front, request, grown, question = *m_question,
         kept = m_sweepRun](const CancelToken& cancel, const ProgressFunction& progress) {
            return kept->with(front, question, cancel, [&](CausalRun& run) {
                return std::make_shared<const SweepMap>(
                    run.sweep(request, cancel, progress, grown, InterventionModel::controlDraws));
            });
        },
        [this](const std::shared_ptr<const SweepMap>& map) {
            endSweep();
            m_model.finishSweep(map);
        });
    Q_EMIT started(tr("Sweep %1 · %2")
                       .arg(
                           sweepName(m_model.mapChoice().kind, m_model.mapChoice().head),
                           replacementName(m_model.mapChoice().replacement)));
}

void Intervening::endSweep()
{
    ++m_sweep;
    Q_EMIT ended();
}

void Intervening::modelChanged()
{
    const auto tokenizer = m_document.runModel().tokenizer();
    if (tokenizer == m_tokenizer)
        return; // only its hash has arrived
    m_tokenizer = tokenizer;
    m_stackThread.silence(job);
    m_stackThread.silence(runJob);
    if (m_sweepThread.isPending(job)) {
        m_sweepThread.silence(job);
        endSweep();
    }
    m_question.reset();
    m_other.reset();
    m_references.clear();
    m_result.reset();
    m_stackRun = std::make_shared<KeptCausalRun>();
    m_sweepRun = std::make_shared<KeptCausalRun>();
    m_model.forget();
}

bool Intervening::isBusy() const
{
    return m_sweepThread.isPending(job);
}

void Intervening::cancel()
{
    m_sweepThread.cancel(job);
}

} // namespace headwaters
