#pragma once

#include "core/engine/session/generator.h"
#include "core/engine/session/modelrequest.h"
#include "core/engine/session/modelsession.h"
#include "core/engine/session/runner.h"
#include "core/engine/session/runsnapshot.h"
#include "core/engine/session/weighthash.h"

#include <QThread>

#include <functional>

namespace headwaters {

/// Two halves. What stands in `m_runner` belongs to the model thread, which does one job after the other in
/// the order of the requests. All else belongs to the owner's thread: the newest number of each kind, by
/// which answers of older ones are dropped when they arrive.
///
/// The owner may have silenced a run that the model thread had just finished. Its runner then holds another
/// run than the one the views show, so a question about a run carries that run, and the runner takes it over
/// where it holds another: the views never wait in vain.
class ModelWorker {
public:
    explicit ModelWorker(ModelSession& session);
    ~ModelWorker();
    ModelWorker(const ModelWorker&) = delete;
    ModelWorker& operator=(const ModelWorker&) = delete;

    /// How the runner gets its model.
    using Opening =
        std::function<void(Runner&, const CancelToken&, const ProgressFunction&, const MemoryFunction&)>;

    void open(Opening opening);
    [[nodiscard]] std::shared_ptr<const RunSnapshot> snapshot() const { return m_shownSnapshot; }
    quint64 run(const RunRequest& request);
    quint64 adopt(std::shared_ptr<const RunSnapshot> made);
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
    void ask(ModelRequest& request, quint64 run, std::function<Job(const CancelToken&)> work);

    // In the model thread.
    void doOpen(const Opening& opening, quint64 number, const CancelToken& cancel);
    void doRun(quint64 number, const RunRequest& request, quint64 waitsForOpening, const CancelToken& cancel);
    void tellRun(quint64 number, const std::shared_ptr<const RunResult>& result);
    void failRun(quint64 number, const Problem& problem);
    void holdRun(quint64 number, const RunSnapshot& shown);
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

    ModelRequest m_opening;
    ModelRequest m_run;
    ModelRequest m_head;
    ModelRequest m_map;
    ModelRequest m_effects;
    ModelRequest m_generation;
    quint64 m_shownOpening = 0; // the last opening that was passed on
    quint64 m_shownRun = 0; // the last run whose result was passed on
    std::shared_ptr<const RunSnapshot> m_shownSnapshot;
    WeightHash m_hash;
    QString m_hashPath;
    std::shared_ptr<const TensorFile> m_unhashed; // of the open model, until its hash is begun
};

} // namespace headwaters
