#include "core/engine/session/modelsession.h"

#include "core/engine/session/generator.h"
#include "core/engine/session/runner.h"
#include "core/engine/session/runsnapshot.h"
#include "core/engine/session/weighthash.h"

#include <QThread>
#include <QTimer>

namespace headwaters {

namespace {

// The hash waits for the first run; where nobody runs anything, it is taken after this many milliseconds.
constexpr int hashDelay = 1000;

/// The newest request of one kind. Only its answer is passed on.
struct Request {
    quint64 number = 0;
    bool isPending = false;
    CancelToken cancel;

    /// Silences the request before and begins a new one.
    void renew()
    {
        silence();
        isPending = true;
        cancel = {};
    }

    /// Nobody waits for an answer any more.
    void silence()
    {
        cancel.cancel();
        isPending = false;
        ++number;
    }

    [[nodiscard]] bool isNewest(quint64 asked) const { return isPending && number == asked; }
};

/// What an exception says, as a value that can cross threads.
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

bool isCancelled(const Problem& problem)
{
    return problem.kind == Problem::Kind::Cancelled;
}

} // namespace

/// Two halves. What stands in `m_runner` belongs to the model thread, which does one job after the other in
/// the order of the requests. All else belongs to the owner's thread: the newest number of each kind, by
/// which answers of older ones are dropped when they arrive.
///
/// The owner may have silenced a run that the model thread had just finished. Its runner then holds another
/// run than the one the views show, so a question about a run carries that run's request, and the model
/// thread does it again where it holds another: rare, and the views never wait in vain.
class ModelSession::Worker {
public:
    explicit Worker(ModelSession& session);
    ~Worker();

    /// How the runner gets its model.
    using Opening = std::function<void(Runner&, const CancelToken&, const ProgressFunction&)>;

    void open(Opening opening);
    [[nodiscard]] std::shared_ptr<const RunSnapshot> snapshot() const { return m_shownSnapshot; }
    quint64 run(const RunRequest& request);
    void requestHead(quint64 run, HeadIndex head, TokenId target, TokenId rival);
    void requestAggregate(
        quint64 run, Quantity quantity, Aggregation aggregation, HeadIndex head, TokenId target,
        TokenId rival);
    void requestEffects(quint64 run, TokenId target, TokenId rival);
    quint64 generate(const GenerationRequest& request);
    void cancel();

private:
    using Job = std::function<void()>;

    void post(Job job) { QMetaObject::invokeMethod(&m_place, std::move(job), Qt::QueuedConnection); }
    void answer(Job job) { QMetaObject::invokeMethod(&m_session, std::move(job), Qt::QueuedConnection); }
    void ask(Request& request, quint64 run, std::function<Job(const CancelToken&)> work);

    // In the model thread.
    void doOpen(const Opening& opening, quint64 number, const CancelToken& cancel);
    void doRun(quint64 number, const RunRequest& request, quint64 waitsForOpening, const CancelToken& cancel);
    void holdRun(quint64 number, const RunRequest& request, const CancelToken& cancel);
    void
    stepGeneration(quint64 number, const std::shared_ptr<Generator>& generator, const CancelToken& cancel);
    void generationFailed(quint64 number, const std::exception_ptr& exception);

    // In the owner's thread.
    void opened(
        const ModelInfo& info, std::shared_ptr<const Tokenizer> tokenizer,
        std::shared_ptr<const TensorFile> weights);
    void runEnded(quint64 number);
    void startHash();
    void silenceQuestions();

    ModelSession& m_session;
    QThread m_thread;
    QObject m_place; // lives in the model thread; jobs are its events
    Runner m_runner;
    quint64 m_openedNumber = 0; // in the model thread: the last opening that succeeded

    Request m_opening;
    Request m_run;
    Request m_head;
    Request m_map;
    Request m_effects;
    Request m_generation;
    quint64 m_shownOpening = 0; // the last opening that was passed on
    quint64 m_shownRun = 0; // the last run whose result was passed on
    RunRequest m_shownRequest;
    std::shared_ptr<const RunSnapshot> m_shownSnapshot;
    WeightHash m_hash;
    QString m_hashPath;
    std::shared_ptr<const TensorFile> m_unhashed; // of the open model, until its hash is begun
};

ModelSession::Worker::Worker(ModelSession& session) : m_session(session)
{
    m_thread.setObjectName(QStringLiteral("model"));
    m_place.moveToThread(&m_thread);
    m_thread.start();
    QObject::connect(&m_hash, &WeightHash::ready, &session, &ModelSession::hashReady);
}

ModelSession::Worker::~Worker()
{
    for (const Request* request : {&m_opening, &m_run, &m_head, &m_map, &m_effects, &m_generation})
        request->cancel.cancel();
    m_thread.quit();
    m_thread.wait();
}

void ModelSession::Worker::open(Opening opening)
{
    m_opening.renew();
    m_run.cancel.cancel();
    m_generation.cancel.cancel();
    silenceQuestions();
    post([this, opening = std::move(opening), number = m_opening.number, cancel = m_opening.cancel] {
        doOpen(opening, number, cancel);
    });
}

void ModelSession::Worker::doOpen(const Opening& opening, quint64 number, const CancelToken& cancel)
{
    try {
        cancel.throwIfCancelled();
        opening(m_runner, cancel, [this, number](int done, int total) {
            answer([this, number, done, total] {
                if (m_opening.isNewest(number))
                    Q_EMIT m_session.modelProgressed(done, total);
            });
        });
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

void ModelSession::Worker::opened(
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

void ModelSession::Worker::startHash()
{
    if (m_unhashed)
        m_hash.start(m_hashPath, std::exchange(m_unhashed, nullptr));
}

quint64 ModelSession::Worker::run(const RunRequest& request)
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

void ModelSession::Worker::doRun(
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
        const auto result = m_runner.run(number, request, cancel, layerReady, progress);
        answer([this, number, result, snapshot = m_runner.snapshot()] {
            if (!m_run.isNewest(number))
                return;
            m_shownRun = number;
            m_shownSnapshot = snapshot;
            m_shownRequest = result->request;
            runEnded(number);
            Q_EMIT m_session.finished(number, result);
        });
    } catch (...) {
        answer([this, number, problem = problemOf(std::current_exception())] {
            if (!m_run.isNewest(number))
                return;
            runEnded(number);
            if (isCancelled(problem))
                Q_EMIT m_session.cancelled(number);
            else
                Q_EMIT m_session.failed(number, problem);
        });
    }
}

void ModelSession::Worker::runEnded(quint64 number)
{
    if (m_run.isNewest(number))
        m_run.isPending = false;
    startHash();
}

void ModelSession::Worker::holdRun(quint64 number, const RunRequest& request, const CancelToken& cancel)
{
    const auto held = m_runner.lastRun();
    if (!held || held->run != number)
        static_cast<void>(m_runner.run(number, request, cancel));
}

/// A question about the run that the views show: `work` makes its answer in the model thread.
void ModelSession::Worker::ask(Request& request, quint64 run, std::function<Job(const CancelToken&)> work)
{
    request.renew();
    if (run != m_shownRun || m_shownRun == 0) {
        request.isPending = false; // stale: nobody waits for it
        return;
    }
    post([this, &request, run, opening = m_shownOpening, shown = m_shownRequest, number = request.number,
          cancel = request.cancel, work = std::move(work)] {
        if (opening != m_openedNumber)
            return; // about a model that has just been replaced
        Job told;
        try {
            cancel.throwIfCancelled();
            holdRun(run, shown, cancel);
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

void ModelSession::Worker::requestHead(quint64 run, HeadIndex head, TokenId target, TokenId rival)
{
    ask(m_head, run, [this, head, target, rival](const CancelToken& cancel) -> Job {
        return [this, detail = m_runner.headDetail(head, target, rival, cancel)] {
            Q_EMIT m_session.headReady(detail);
        };
    });
}

void ModelSession::Worker::requestAggregate(
    quint64 run, Quantity quantity, Aggregation aggregation, HeadIndex head, TokenId target, TokenId rival)
{
    ask(m_map, run, [=, this](const CancelToken& cancel) -> Job {
        const auto map = m_runner.aggregate(quantity, aggregation, head, target, rival, cancel);
        return [this, run, map] { Q_EMIT m_session.mapReady(run, map); };
    });
}

void ModelSession::Worker::requestEffects(quint64 run, TokenId target, TokenId rival)
{
    ask(m_effects, run, [this, target, rival](const CancelToken& cancel) -> Job {
        return [this, effects = m_runner.effects(target, rival, cancel)] {
            Q_EMIT m_session.effectsReady(effects);
        };
    });
}

quint64 ModelSession::Worker::generate(const GenerationRequest& request)
{
    m_generation.renew();
    const quint64 waitsForOpening = m_opening.isPending ? m_opening.number : 0;
    post([this, request, waitsForOpening, number = m_generation.number, cancel = m_generation.cancel] {
        try {
            cancel.throwIfCancelled();
            if (waitsForOpening != 0 && waitsForOpening != m_openedNumber)
                throw headwaters::cancelled();
            if (!m_runner.isOpen())
                throw failure(QStringLiteral("No model is open."));
            const auto generator =
                std::make_shared<Generator>(m_runner.model(), m_runner.tokenizer(), request);
            stepGeneration(number, generator, cancel);
        } catch (...) {
            generationFailed(number, std::current_exception());
        }
    });
    return m_generation.number;
}

/// Each token is a job of its own, so that a question about a head waits for one token and not for all.
void ModelSession::Worker::stepGeneration(
    quint64 number, const std::shared_ptr<Generator>& generator, const CancelToken& cancel)
{
    try {
        cancel.throwIfCancelled();
        generator->step(cancel);
    } catch (...) {
        generationFailed(number, std::current_exception());
        return;
    }
    answer([this, number, token = generator->generation().tokens.back()] {
        if (m_generation.isNewest(number))
            Q_EMIT m_session.tokenReady(number, token);
    });
    if (!generator->hasEnded()) {
        post([this, number, generator, cancel] { stepGeneration(number, generator, cancel); });
        return;
    }
    answer([this, number, result = generator->generation()] {
        if (!m_generation.isNewest(number))
            return;
        m_generation.isPending = false;
        Q_EMIT m_session.generated(number, result);
    });
}

void ModelSession::Worker::generationFailed(quint64 number, const std::exception_ptr& exception)
{
    answer([this, number, problem = problemOf(exception)] {
        if (!m_generation.isNewest(number))
            return;
        m_generation.isPending = false;
        if (isCancelled(problem))
            Q_EMIT m_session.generationCancelled(number);
        else
            Q_EMIT m_session.generationFailed(number, problem);
    });
}

void ModelSession::Worker::silenceQuestions()
{
    for (Request* request : {&m_head, &m_map, &m_effects})
        request->silence();
}

void ModelSession::Worker::cancel()
{
    for (const Request* request : {&m_opening, &m_run, &m_map, &m_generation})
        request->cancel.cancel();
}

ModelSession::ModelSession(QObject* parent) : QObject(parent)
{
    qRegisterMetaType<Problem>();
    qRegisterMetaType<ModelInfo>();
    qRegisterMetaType<EffectSummary>();
    qRegisterMetaType<Generation>();
    qRegisterMetaType<GeneratedToken>();
    qRegisterMetaType<std::shared_ptr<const Tokenizer>>();
    qRegisterMetaType<std::shared_ptr<const LayerResult>>();
    qRegisterMetaType<std::shared_ptr<const RunResult>>();
    qRegisterMetaType<std::shared_ptr<const HeadDetail>>();
    qRegisterMetaType<std::shared_ptr<const AttentionMap>>();
    m_worker = std::make_unique<Worker>(*this);
}

ModelSession::~ModelSession() = default;

void ModelSession::open(const QString& path)
{
    m_worker->open([path](Runner& runner, const CancelToken& cancel, const ProgressFunction& progress) {
        runner.open(path, cancel, progress);
    });
}

void ModelSession::share(std::shared_ptr<const RunSnapshot> other)
{
    m_worker->open(
        [other = std::move(other)](Runner& runner, const auto&, const auto&) { runner.share(*other); });
}

std::shared_ptr<const RunSnapshot> ModelSession::snapshot() const
{
    return m_worker->snapshot();
}

quint64 ModelSession::run(const RunRequest& request)
{
    return m_worker->run(request);
}

void ModelSession::requestHead(quint64 run, HeadIndex head, TokenId target, TokenId rival)
{
    m_worker->requestHead(run, head, target, rival);
}

void ModelSession::requestAggregate(
    quint64 run, Quantity quantity, Aggregation aggregation, HeadIndex head, TokenId target, TokenId rival)
{
    m_worker->requestAggregate(run, quantity, aggregation, head, target, rival);
}

void ModelSession::requestEffects(quint64 run, TokenId target, TokenId rival)
{
    m_worker->requestEffects(run, target, rival);
}

quint64 ModelSession::generate(const GenerationRequest& request)
{
    return m_worker->generate(request);
}

void ModelSession::cancel()
{
    m_worker->cancel();
}

} // namespace headwaters
