#include "core/engine/session/modelworker.h"

#include <QTimer>

namespace headwaters {

namespace {

// The hash waits for the first run; where nobody runs anything, it is taken after this many milliseconds.
constexpr int hashDelay = 1000;

} // namespace

Problem problemOf(const std::exception_ptr& exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const Error& error) {
        return error.problem();
    } catch (const std::exception& error) {
        return failure(QStringLiteral("The model thread failed: %1").arg(QString::fromUtf8(error.what())))
            .problem();
    }
}

ModelWorker::ModelWorker(ModelSession& session) : m_session(session)
{
    m_thread.setObjectName(QStringLiteral("model"));
    m_place.moveToThread(&m_thread);
    m_thread.start();
    QObject::connect(&m_hash, &WeightHash::ready, &session, &ModelSession::hashReady);
}

ModelWorker::~ModelWorker()
{
    for (const ModelRequest* request : {&m_opening, &m_run, &m_head, &m_map, &m_effects, &m_generation})
        request->cancel.cancel();
    m_thread.quit();
    m_thread.wait();
}

void ModelWorker::open(Opening opening)
{
    m_opening.renew();
    m_run.cancel.cancel();
    m_generation.cancel.cancel();
    silenceQuestions();
    post([this, opening = std::move(opening), number = m_opening.number, cancel = m_opening.cancel] {
        doOpen(opening, number, cancel);
    });
}

void ModelWorker::doOpen(const Opening& opening, quint64 number, const CancelToken& cancel)
{
    try {
        cancel.throwIfCancelled();
        const auto progress = [this, number](int done, int total) {
            answer([this, number, done, total] {
                if (m_opening.isNewest(number))
                    Q_EMIT m_session.modelProgressed(done, total);
            });
        };
        const auto announce = [this, number](const MemoryEstimate& memory) {
            answer([this, number, memory] {
                if (m_opening.isNewest(number))
                    Q_EMIT m_session.memoryAnnounced(memory);
            });
        };
        opening(m_runner, cancel, progress, announce);
        m_openedNumber = number;
        // A newer opening may be under way; this model is open all the same, should that one fail.
        answer([this, info = m_runner.info(), tokenizer = m_runner.tokenizer(), weights = m_runner.weights(),
                number] {
            if (m_opening.isNewest(number))
                m_opening.isPending = false;
            m_shownOpening = number;
            opened(info, tokenizer, weights);
        });
    } catch (...) {
        answer([this, number, problem = problemOf(std::current_exception())] {
            if (!m_opening.isNewest(number))
                return;
            m_opening.isPending = false;
            Q_EMIT m_session.modelFailed(problem);
        });
    }
}

void ModelWorker::opened(
    const ModelInfo& info, std::shared_ptr<const Tokenizer> tokenizer,
    std::shared_ptr<const TensorFile> weights)
{
    m_shownRun = 0;
    m_shownSnapshot.reset();
    silenceQuestions();
    m_hash.stop();
    m_hashPath = info.path;
    m_unhashed = std::move(weights);
    QTimer::singleShot(hashDelay, &m_session, [this, path = info.path] {
        if (path == m_hashPath)
            startHash();
    });
    Q_EMIT m_session.modelOpened(info, std::move(tokenizer));
}

void ModelWorker::startHash()
{
    if (m_unhashed)
        m_hash.start(m_hashPath, std::exchange(m_unhashed, nullptr));
}

quint64 ModelWorker::run(const RunRequest& request)
{
    m_run.renew();
    m_generation.cancel.cancel();
    silenceQuestions();
    const quint64 waitsForOpening = m_opening.isPending ? m_opening.number : 0;
    post([this, request, waitsForOpening, number = m_run.number, cancel = m_run.cancel] {
        doRun(number, request, waitsForOpening, cancel);
    });
    return m_run.number;
}

void ModelWorker::doRun(
    quint64 number, const RunRequest& request, quint64 waitsForOpening, const CancelToken& cancel)
{
    const auto layerReady = [this, number](std::shared_ptr<const LayerResult> layer) {
        answer([this, number, layer = std::move(layer)] {
            if (m_run.isNewest(number))
                Q_EMIT m_session.layerReady(number, layer);
        });
    };
    const auto progress = [this, number](int done, int total) {
        answer([this, number, done, total] {
            if (m_run.isNewest(number))
                Q_EMIT m_session.progressed(number, done, total);
        });
    };
    try {
        cancel.throwIfCancelled();
        // Asked of a model that did not open: running it on the one before would answer another question.
        if (waitsForOpening != 0 && waitsForOpening != m_openedNumber)
            throw headwaters::cancelled();
        tellRun(number, m_runner.run(number, request, cancel, layerReady, progress));
    } catch (...) {
        failRun(number, problemOf(std::current_exception()));
    }
}

quint64 ModelWorker::adopt(std::shared_ptr<const RunSnapshot> made)
{
    m_run.renew();
    silenceQuestions();
    post([this, made = std::move(made), number = m_run.number] {
        tellRun(number, m_runner.adopt(number, *made));
    });
    return m_run.number;
}

void ModelWorker::tellRun(quint64 number, const std::shared_ptr<const RunResult>& result)
{
    answer([this, number, result, snapshot = m_runner.snapshot()] {
        if (!m_run.isNewest(number))
            return;
        m_shownRun = number;
        m_shownSnapshot = snapshot;
        runEnded(number);
        Q_EMIT m_session.finished(number, result);
    });
}

void ModelWorker::failRun(quint64 number, const Problem& problem)
{
    answer([this, number, problem] {
        if (!m_run.isNewest(number))
            return;
        runEnded(number);
        if (problem.kind == Problem::Kind::Cancelled)
            Q_EMIT m_session.cancelled(number);
        else
            Q_EMIT m_session.failed(number, problem);
    });
}

void ModelWorker::runEnded(quint64 number)
{
    if (m_run.isNewest(number))
        m_run.isPending = false;
    startHash();
}

void ModelWorker::holdRun(quint64 number, const RunSnapshot& shown)
{
    const auto held = m_runner.lastRun();
    if (!held || held->run != number)
        static_cast<void>(m_runner.adopt(number, shown));
}

/// A question about the run that the views show: `work` makes its answer in the model thread.
void ModelWorker::ask(ModelRequest& request, quint64 run, std::function<Job(const CancelToken&)> work)
{
    request.renew();
    if (run != m_shownRun || m_shownRun == 0) {
        request.isPending = false; // stale: nobody waits for it
        return;
    }
    post([this, &request, run, opening = m_shownOpening, shown = m_shownSnapshot, number = request.number,
          cancel = request.cancel, work = std::move(work)] {
        if (opening != m_openedNumber)
            return; // about a model that has just been replaced
        Job told;
        try {
            cancel.throwIfCancelled();
            holdRun(run, *shown);
            told = work(cancel);
        } catch (...) {
            told = [this, problem = problemOf(std::current_exception())] {
                Q_EMIT m_session.requestFailed(problem);
            };
        }
        answer([&request, number, told = std::move(told)] {
            if (!request.isNewest(number))
                return;
            request.isPending = false;
            told();
        });
    });
}

void ModelWorker::requestHead(quint64 run, HeadIndex head, TokenId target, TokenId rival)
{
    ask(m_head, run, [this, head, target, rival](const CancelToken& cancel) -> Job {
        return [this, detail = m_runner.headDetail(head, target, rival, cancel)] {
            Q_EMIT m_session.headReady(detail);
        };
    });
}

void ModelWorker::requestAggregate(
    quint64 run, Quantity quantity, Aggregation aggregation, HeadIndex head, TokenId target, TokenId rival)
{
    ask(m_map, run, [=, this](const CancelToken& cancel) -> Job {
        const auto map = m_runner.aggregate(quantity, aggregation, head, target, rival, cancel);
        return [this, run, map] { Q_EMIT m_session.mapReady(run, map); };
    });
}

void ModelWorker::requestEffects(quint64 run, TokenId target, TokenId rival)
{
    ask(m_effects, run, [this, target, rival](const CancelToken& cancel) -> Job {
        return [this, effects = m_runner.effects(target, rival, cancel)] {
            Q_EMIT m_session.effectsReady(effects);
        };
    });
}

void ModelWorker::silenceQuestions()
{
    for (ModelRequest* request : {&m_head, &m_map, &m_effects})
        request->silence();
}

void ModelWorker::cancel()
{
    for (const ModelRequest* request : {&m_opening, &m_run, &m_map, &m_generation})
        request->cancel.cancel();
}

} // namespace headwaters
