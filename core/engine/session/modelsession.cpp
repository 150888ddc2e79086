#include "core/engine/session/modelsession.h"

#include "core/engine/session/modelworker.h"

namespace headwaters {

ModelSession::ModelSession(QObject* parent) : QObject(parent)
{
    qRegisterMetaType<Problem>();
    qRegisterMetaType<ModelInfo>();
    qRegisterMetaType<EffectSummary>();
    qRegisterMetaType<MemoryEstimate>();
    qRegisterMetaType<Generation>();
    qRegisterMetaType<GeneratedToken>();
    qRegisterMetaType<std::shared_ptr<const Tokenizer>>();
    qRegisterMetaType<std::shared_ptr<const LayerResult>>();
    qRegisterMetaType<std::shared_ptr<const RunResult>>();
    qRegisterMetaType<std::shared_ptr<const HeadDetail>>();
    qRegisterMetaType<std::shared_ptr<const AttentionMap>>();
    m_worker = std::make_unique<ModelWorker>(*this);
}

ModelSession::~ModelSession() = default;

void ModelSession::open(const QString& path)
{
    m_worker->open([path](
                       Runner& runner, const CancelToken& cancel, const ProgressFunction& progress,
                       const MemoryFunction& announce) { runner.open(path, cancel, progress, announce); });
}

void ModelSession::share(std::shared_ptr<const RunSnapshot> other)
{
    m_worker->open([other = std::move(other)](Runner& runner, const auto&, const auto&, const auto&) {
        runner.share(*other);
    });
}

std::shared_ptr<const RunSnapshot> ModelSession::snapshot() const
{
    return m_worker->snapshot();
}

quint64 ModelSession::run(const RunRequest& request)
{
    return m_worker->run(request);
}

quint64 ModelSession::adopt(std::shared_ptr<const RunSnapshot> made)
{
    return m_worker->adopt(std::move(made));
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
