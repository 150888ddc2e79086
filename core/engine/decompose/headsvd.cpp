#include "core/engine/decompose/headsvd.h"

#include "core/engine/decompose/headmatrices.h"
#include "core/engine/session/runsnapshot.h"

#include <map>
#include <mutex>
#include <utility>

namespace headwaters {

struct HeadSvds::State {
    std::shared_ptr<const TransformerModel> model;
    std::mutex mutex; // of what follows; nothing is computed while it is held
    std::optional<DirectionCache> cache;
    QString sha256;
    std::map<DirectionKind, std::shared_ptr<const AllHeadFactors>> complete;
    std::shared_ptr<const HeadMatrices> lastLayer; // heads asked for one by one are often neighbours

    std::shared_ptr<const AllHeadFactors> found(DirectionKind kind)
    {
        const std::lock_guard lock(mutex);
        const auto at = complete.find(kind);
        return at == complete.end() ? nullptr : at->second;
    }

    std::shared_ptr<const HeadMatrices> matrices(int layer, const CancelToken& cancel)
    {
        {
            const std::lock_guard lock(mutex);
            if (lastLayer && lastLayer->layer() == layer)
                return lastLayer;
        }
        auto made = std::make_shared<const HeadMatrices>(*model, layer, cancel);
        const std::lock_guard lock(mutex);
        lastLayer = made;
        return made;
    }

    /// All heads, each by `of`, which gives nothing where it will not.
    template <typename HeadOf>
    std::shared_ptr<const AllHeadFactors>
    visitAll(const CancelToken& cancel, const ProgressFunction& progress, const HeadOf& of) const
    {
        const ModelInfo& info = model->info();
        auto result = std::make_shared<AllHeadFactors>();
        for (int layer = 0; layer < info.nLayers; ++layer) {
            cancel.throwIfCancelled();
            const HeadMatrices matrices(*model, layer, cancel);
            for (int head = 0; head < info.nHeads; ++head) {
                cancel.throwIfCancelled();
                std::optional<HeadFactors> factors = of(matrices, head);
                if (!factors)
                    return nullptr;
                result->push_back(std::move(*factors));
            }
            if (progress)
                progress(layer + 1, info.nLayers);
        }
        return result;
    }

    /// What the cache holds, if all of it belongs to this model.
    std::shared_ptr<const AllHeadFactors> cached(
        const DirectionCache& from, const QString& hash, DirectionKind kind, const CancelToken& cancel,
        const ProgressFunction& progress) const
    {
        const ModelInfo& info = model->info();
        std::optional<AllHeadFactors> stored = from.load(hash, kind, info.nLayers * info.nHeads, info.dHead);
        if (!stored)
            return nullptr;
        auto next = stored->begin();
        auto checked = visitAll(
            cancel, progress, [&](const HeadMatrices& matrices, int head) -> std::optional<HeadFactors> {
                if (!matrices.fits(productSvd(*next), kind, head))
                    return std::nullopt;
                return std::move(*next++);
            });
        if (!checked)
            from.drop(hash, kind);
        return checked;
    }
};

HeadSvds::HeadSvds(std::shared_ptr<const Model> model) : m_state(std::make_unique<State>())
{
    m_state->model = std::static_pointer_cast<const TransformerModel>(std::move(model));
}

HeadSvds::HeadSvds(const RunSnapshot& run) : HeadSvds(std::shared_ptr<const Model>(run.model)) { }

HeadSvds::~HeadSvds() = default;

void HeadSvds::useCache(const DirectionCache& cache, const QString& sha256)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->cache = cache;
    m_state->sha256 = sha256;
}

std::shared_ptr<const AllHeadFactors>
HeadSvds::all(DirectionKind kind, const CancelToken& cancel, const ProgressFunction& progress)
{
    if (const auto known = m_state->found(kind))
        return known;
    std::optional<DirectionCache> cache;
    QString sha256;
    {
        const std::lock_guard lock(m_state->mutex);
        cache = m_state->cache;
        sha256 = m_state->sha256;
    }
    return withTorch([&] {
        std::shared_ptr<const AllHeadFactors> result;
        if (cache)
            result = m_state->cached(*cache, sha256, kind, cancel, progress);
        if (!result) {
            result = m_state->visitAll(
                cancel, progress, [&](const HeadMatrices& matrices, int head) -> std::optional<HeadFactors> {
                    return headFactors(matrices.decompose(kind, head));
                });
            if (cache)
                cache->save(sha256, kind, *result);
        }
        const std::lock_guard lock(m_state->mutex);
        m_state->complete[kind] = result;
        return result;
    });
}

HeadFactors HeadSvds::one(HeadIndex head, DirectionKind kind, const CancelToken& cancel)
{
    const ModelInfo& info = m_state->model->info();
    if (head.layer < 0 || head.layer >= info.nLayers || head.head < 0 || head.head >= info.nHeads)
        throw badInput(QStringLiteral("There is no head %1: the model has %2 layers of %3 heads.")
                           .arg(head.text())
                           .arg(info.nLayers)
                           .arg(info.nHeads));
    if (const auto known = m_state->found(kind))
        return (*known)[static_cast<std::size_t>(head.layer * info.nHeads + head.head)];
    return withTorch(
        [&] { return headFactors(m_state->matrices(head.layer, cancel)->decompose(kind, head.head)); });
}

std::shared_ptr<const Model> HeadSvds::model() const
{
    return m_state->model;
}

} // namespace headwaters
