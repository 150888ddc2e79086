#include "core/engine/causal/causalcache.h"

#include "core/base/memory.h"
#include "core/engine/model/forward.h"

#include <algorithm>

namespace headwaters {

namespace {

/// Keeps residuals and the last logits.
class ResidualKeeper : public HookVisitor {
public:
    explicit ResidualKeeper(int nLayers) : m_last(nLayers - 1) { }

    [[nodiscard]] bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::ResidPre || point.hook == Hook::Logits
            || point == HookPoint{Hook::ResidPost, m_last};
    }
    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook == Hook::Logits) {
            const at::Tensor row = value.contiguous();
            logits.assign(row.data_ptr<float>(), row.data_ptr<float>() + row.numel());
        } else {
            residuals.push_back(value.clone());
        }
    }

    std::vector<at::Tensor> residuals;
    std::vector<float> logits;

private:
    int m_last;
};

class PointKeeper : public HookVisitor {
public:
    explicit PointKeeper(const std::set<CausalPoint>& points)
    {
        for (const CausalPoint& point : points)
            m_points.push_back({point, {hookOf(point.first), point.second}});
    }

    [[nodiscard]] bool wants(const HookPoint& point) const override { return find(point) != nullptr; }
    void visit(const Where& where, at::Tensor value) override
    {
        const CausalPoint* point = find(where.point);
        if (point == nullptr)
            return;
        if (where.head < 0)
            values[*point] = value.clone();
        else
            m_heads[*point].push_back(value.clone());
    }

    [[nodiscard]] std::map<CausalPoint, at::Tensor> take()
    {
        for (const auto& [point, heads] : m_heads)
            values[point] = at::stack(heads);
        return std::move(values);
    }

    std::map<CausalPoint, at::Tensor> values;

private:
    [[nodiscard]] const CausalPoint* find(const HookPoint& point) const
    {
        for (const auto& [place, hook] : m_points) {
            if (hook == point)
                return &place;
        }
        return nullptr;
    }

    std::vector<std::pair<CausalPoint, HookPoint>> m_points;
    std::map<CausalPoint, std::vector<at::Tensor>> m_heads;
};

qint64 bytesOf(const CausalPoint& point, const ModelConfig& config, std::size_t tokens)
{
    const auto size = static_cast<qint64>(tokens);
    const qint64 number = sizeof(float);
    if (isPerEdge(point.first))
        return 2 * number * config.nHeads * size * size; // once head by head, once all of them
    if (isPerHead(point.first))
        return number * size * config.nHeads * config.dHead;
    return number * size * config.dModel;
}

} // namespace

Hook hookOf(CausalSite site)
{
    switch (site) {
    case CausalSite::Z:
        return Hook::Z;
    case CausalSite::Q:
        return Hook::Q;
    case CausalSite::K:
        return Hook::K;
    case CausalSite::V:
        return Hook::V;
    case CausalSite::Scores:
        return Hook::Scores;
    case CausalSite::Pattern:
        return Hook::Pattern;
    case CausalSite::ResidPre:
        return Hook::ResidPre;
    case CausalSite::AttnOut:
        return Hook::AttnOut;
    case CausalSite::MlpOut:
        return Hook::MlpOut;
    case CausalSite::ResidPost:
        break;
    }
    return Hook::ResidPost;
}

CausalCache::CausalCache(
    std::shared_ptr<const TransformerModel> model, std::vector<TokenId> ids, const CancelToken& cancel,
    const ProgressFunction& progress)
    : m_model(std::move(model)),
      m_ids(std::move(ids))
{
    m_model->checkPrompt(m_ids);
    const ModelConfig& config = m_model->config();
    requireMemory(
        (config.nLayers + 1) * bytesOf({CausalSite::ResidPre, 0}, config, m_ids.size()),
        QStringLiteral("Keeping what enters each layer"));
    ResidualKeeper keeper(static_cast<int>(config.nLayers));
    forward(config, m_model->weights(), {m_ids}, LogitRows::Last, keeper, cancel, progress);
    m_residuals = std::move(keeper.residuals);
    m_logits = std::move(keeper.logits);
    m_forwards = 1;
}

void CausalCache::prepare(const std::set<CausalPoint>& points, const CancelToken& cancel)
{
    std::set<CausalPoint> missing;
    qint64 bytes = 0;
    int first = static_cast<int>(m_model->config().nLayers);
    for (const CausalPoint& point : points) {
        const bool isResidual = point.first == CausalSite::ResidPre || point.first == CausalSite::ResidPost;
        if (isResidual || m_values.contains(point))
            continue;
        missing.insert(point);
        bytes += bytesOf(point, m_model->config(), m_ids.size());
        first = std::min(first, point.second);
    }
    if (missing.empty())
        return;
    requireMemory(bytes, QStringLiteral("Keeping these activations"));
    PointKeeper keeper(missing);
    const ForwardStart start{first, residual(first)};
    forward(
        m_model->config(), m_model->weights(), {m_ids}, LogitRows::Last, keeper, cancel, {}, nullptr, &start);
    m_values.merge(keeper.take());
    const auto layers = static_cast<double>(m_model->config().nLayers);
    m_forwards += (layers - first) / layers;
}

const at::Tensor& CausalCache::value(CausalSite site, int layer) const
{
    if (site == CausalSite::ResidPre)
        return residual(layer);
    if (site == CausalSite::ResidPost)
        return residual(layer + 1);
    return m_values.at({site, layer});
}

} // namespace headwaters
