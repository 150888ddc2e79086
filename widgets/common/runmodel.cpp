#include "widgets/common/runmodel.h"

#include <algorithm>
#include <utility>

namespace headwaters {

RunModel::RunModel(QObject* parent) : QObject(parent) { }

int RunModel::layersArrived() const
{
    return static_cast<int>(
        std::count_if(m_layers.begin(), m_layers.end(), [](const auto& layer) { return layer != nullptr; }));
}

QString RunModel::label(TokenId id) const
{
    return m_tokenizer ? tokenLabel(m_tokenizer->token(id)) : QStringLiteral("#%1").arg(id);
}

void RunModel::wantAggregate(Quantity quantity, Aggregation aggregation, HeadIndex head)
{
    Q_EMIT aggregateWanted(quantity, aggregation, head);
}

void RunModel::setModel(const ModelInfo& model, std::shared_ptr<const Tokenizer> tokenizer)
{
    m_model = model;
    m_tokenizer = std::move(tokenizer);
    m_result.reset();
    m_pinned.reset();
    m_compared.reset();
    m_effects.reset();
    m_detail.reset();
    m_aggregate.reset();
    m_layers.clear();
    m_state = State::Empty; // who hears of the model must not look for a result
    Q_EMIT modelChanged();
    Q_EMIT pinnedChanged();
    setState(State::Empty);
}

void RunModel::setHash(const QString& sha256)
{
    m_model.sha256 = sha256;
    Q_EMIT modelChanged();
}

void RunModel::startRun()
{
    m_layers.assign(static_cast<std::size_t>(m_model.nLayers), nullptr);
    setState(State::Running);
}

void RunModel::addLayer(std::shared_ptr<const LayerResult> layer)
{
    const int index = layer->layer;
    if (m_state != State::Running || index < 0 || std::cmp_greater_equal(index, m_layers.size()))
        return;
    m_layers[static_cast<std::size_t>(index)] = std::move(layer);
    Q_EMIT layerArrived(index);
}

void RunModel::finishRun(std::shared_ptr<const RunResult> result)
{
    m_result = std::move(result);
    m_layers = m_result->layers;
    m_detail.reset();
    m_aggregate.reset();
    m_effects = std::make_shared<EffectSummary>(m_result->effects);
    setState(State::Ready);
    Q_EMIT effectsChanged();
}

void RunModel::failRun(const Problem& problem)
{
    m_problem = problem;
    m_layers = m_result ? m_result->layers : decltype(m_layers)();
    setState(State::Failed);
}

void RunModel::cancelRun()
{
    showResult();
}

void RunModel::setStale(bool stale)
{
    if (stale && m_state == State::Ready)
        setState(State::Stale);
    else if (!stale && m_state == State::Stale)
        setState(State::Ready);
}

void RunModel::setPinned(std::shared_ptr<const RunResult> result)
{
    m_pinned = std::move(result);
    Q_EMIT pinnedChanged();
}

void RunModel::setCompared(std::shared_ptr<const RunResult> result)
{
    if (result == m_compared)
        return;
    m_compared = std::move(result);
    Q_EMIT pinnedChanged();
}

void RunModel::setEffects(std::shared_ptr<const EffectSummary> effects)
{
    m_effects = std::move(effects);
    Q_EMIT effectsChanged();
}

void RunModel::setDetail(std::shared_ptr<const HeadDetail> detail)
{
    m_detail = std::move(detail);
    Q_EMIT detailChanged();
}

void RunModel::setAggregate(std::shared_ptr<const AttentionMap> map)
{
    m_aggregate = std::move(map);
    Q_EMIT aggregateChanged();
}

void RunModel::setState(State state)
{
    m_state = state;
    Q_EMIT runChanged();
}

void RunModel::showResult()
{
    m_layers = m_result ? m_result->layers : decltype(m_layers)();
    setState(m_result ? State::Stale : State::Empty);
}

} // namespace headwaters
