#include "core/engine/causal/editing.h"

#include "core/engine/causal/pathedit.h"
#include "core/engine/causal/valuechange.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

ChangeReach reachOf(const Intervention& intervention)
{
    return {intervention.positions, intervention.sources, intervention.strength, intervention.control};
}

/// Where an intervention writes: one entry for each head, key/value group or layer.
struct Target {
    int layer = 0;
    int head = -1; ///< query head, or the group at k and v; -1: the layer
};

std::vector<Target> targetsOf(const Intervention& intervention, const ModelConfig& config)
{
    std::vector<Target> targets;
    if (!isPerHead(intervention.site)) {
        for (const int layer : intervention.layers)
            targets.push_back({layer, -1});
        return targets;
    }
    const bool isShared = intervention.site == CausalSite::K || intervention.site == CausalSite::V;
    for (const HeadIndex head : intervention.heads) {
        const int place = isShared ? head.head / static_cast<int>(config.groupSize()) : head.head;
        const bool isThere = std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
            return target.layer == head.layer && target.head == place;
        });
        if (!isThere)
            targets.push_back({head.layer, place});
    }
    return targets;
}

/// A head's, group's or layer's part of an activation: [T, width]; of scores and patterns [T, T].
at::Tensor partOf(const at::Tensor& value, CausalSite site, int head)
{
    if (head < 0)
        return value;
    return value.select(isPerEdge(site) ? 0 : 1, head);
}

class StackCompiler {
public:
    StackCompiler(const EditSources& sources, const CancelToken& cancel)
        : m_sources(sources),
          m_config(sources.model->config()),
          m_cancel(cancel)
    {
    }

    void add(const Intervention& intervention)
    {
        if (isPathOperation(intervention.operation)) {
            CausalCache& from = sourceOf(intervention);
            for (Edit& edit : pathEdits(
                     intervention, *m_sources.model, *m_sources.base, from, m_cancel, *m_sources.forwards))
                m_edits.push_back(std::move(edit));
            return;
        }
        for (const Target& target : targetsOf(intervention, m_config))
            addAt(intervention, target);
    }

    [[nodiscard]] std::vector<Edit> take() { return std::move(m_edits); }

private:
    void addAt(const Intervention& intervention, const Target& target)
    {
        Edit edit;
        const bool isAfter = intervention.site == CausalSite::ResidPost;
        edit.point = {isAfter ? Hook::ResidPre : hookOf(intervention.site), target.layer + (isAfter ? 1 : 0)};
        if (isPerEdge(intervention.site))
            edit.head = target.head;
        // Of a visit about one head the value is that head's already.
        const int part = isPerHead(intervention.site) && !isPerEdge(intervention.site) ? target.head : -1;
        const CausalSite site = intervention.site;
        const ChangeReach reach = reachOf(intervention);
        const CausalOperation operation = intervention.operation;
        if (isEdgeOperation(operation)) {
            edit.change = [operation, reach](at::Tensor value) { changeScores(value, operation, reach); };
        } else if (isDirectionOperation(operation)) {
            const at::Tensor unit = directionOf(intervention, target);
            edit.change = [=](at::Tensor value) {
                const at::Tensor x = partOf(value, site, part);
                if (operation == CausalOperation::Add)
                    addDirection(x, unit, reach);
                else
                    projectOut(x, unit, reach);
            };
        } else {
            const at::Tensor goal = goalOf(intervention, target);
            edit.change = [=](at::Tensor value) {
                const at::Tensor x = partOf(value, site, part);
                if (isPerEdge(site))
                    blendEdges(x, goal, reach);
                else
                    blendRows(x, goal.defined() ? goal : at::zeros({1, x.size(1)}, x.options()), reach);
            };
        }
        m_edits.push_back(std::move(edit));
    }

    [[nodiscard]] CausalCache& sourceOf(const Intervention& intervention) const
    {
        return intervention.reference
            ? *(*m_sources.references)[static_cast<std::size_t>(*intervention.reference)].run
            : *m_sources.other;
    }

    /// What x moves towards; undefined: zero.
    [[nodiscard]] at::Tensor goalOf(const Intervention& intervention, const Target& target) const
    {
        const CausalPoint point{intervention.site, target.layer};
        switch (intervention.operation) {
        case CausalOperation::Zero:
            return {};
        case CausalOperation::Mean:
            return partOf(mean(point), point.first, target.head);
        case CausalOperation::MeanOverAll:
            return partOf(overallMean(point), point.first, target.head);
        default:
            break;
        }
        CausalCache& from = sourceOf(intervention);
        from.prepare({point}, m_cancel);
        const at::Tensor value = partOf(from.value(point.first, point.second), point.first, target.head);
        return intervention.reference ? matched(value, *intervention.reference, point.first) : value;
    }

    /// Rows of a reference in the order of the prompt's positions.
    [[nodiscard]] at::Tensor matched(const at::Tensor& rows, int reference, CausalSite site) const
    {
        const auto& one = (*m_sources.references)[static_cast<std::size_t>(reference)];
        if (!one.unmatched.isEmpty())
            throw badInput(one.unmatched);
        at::Tensor places = at::empty({static_cast<std::int64_t>(one.positions.size())}, at::kLong);
        std::copy(one.positions.begin(), one.positions.end(), places.data_ptr<std::int64_t>());
        if (!isPerEdge(site))
            return at::index_select(rows, 0, places);
        const std::int64_t last = rows.dim() - 1; // [head, T, T] or [T, T]
        return at::index_select(at::index_select(rows, last - 1, places), last, places);
    }

    [[nodiscard]] const at::Tensor& mean(const CausalPoint& point) const
    {
        at::Tensor& kept = (*m_sources.means)[point];
        if (kept.defined())
            return kept;
        at::Tensor sum;
        for (std::size_t at = 0; at < m_sources.references->size(); ++at) {
            CausalCache& run = *(*m_sources.references)[at].run;
            run.prepare({point}, m_cancel);
            const at::Tensor rows =
                matched(run.value(point.first, point.second), static_cast<int>(at), point.first)
                    .to(at::kDouble);
            sum = sum.defined() ? sum + rows : rows;
        }
        return kept = (sum / static_cast<double>(m_sources.references->size())).to(at::kFloat);
    }

    [[nodiscard]] const at::Tensor& overallMean(const CausalPoint& point) const
    {
        at::Tensor& kept = (*m_sources.overallMeans)[point];
        if (kept.defined())
            return kept;
        at::Tensor sum;
        double rows = 0;
        for (const EditSources::Reference& reference : *m_sources.references) {
            reference.run->prepare({point}, m_cancel);
            const at::Tensor part =
                reference.run->value(point.first, point.second).to(at::kDouble).sum(0, true);
            sum = sum.defined() ? sum + part : part;
            rows += static_cast<double>(reference.run->ids().size());
        }
        return kept = (sum / rows).to(at::kFloat);
    }

    [[nodiscard]] at::Tensor directionOf(const Intervention& intervention, const Target& target) const
    {
        const CausalDirection& direction = intervention.direction;
        const std::int64_t width = isPerHead(intervention.site) ? m_config.dHead : m_config.dModel;
        at::Tensor vector;
        switch (direction.kind) {
        case CausalDirection::Kind::TargetMinusRival: {
            const WeightSource& weights = m_sources.model->weights();
            vector = weights.unembeddingColumn(m_sources.target) - weights.unembeddingColumn(m_sources.rival);
            break;
        }
        case CausalDirection::Kind::PromptDifference: {
            const CausalPoint point{intervention.site, target.layer};
            m_sources.clean->prepare({point}, m_cancel);
            m_sources.corrupted->prepare({point}, m_cancel);
            const at::Tensor difference = m_sources.clean->value(point.first, point.second)
                - m_sources.corrupted->value(point.first, point.second);
            vector = partOf(difference, point.first, target.head).mean(0);
            break;
        }
        case CausalDirection::Kind::Random:
            return randomDirection(width, direction.seed, at::kFloat);
        case CausalDirection::Kind::Given:
            if (static_cast<std::int64_t>(direction.values.size()) != width) {
                throw badInput(QStringLiteral("The direction has %1 numbers; %2 has %3.")
                                   .arg(direction.values.size())
                                   .arg(siteKey(intervention.site))
                                   .arg(width));
            }
            vector = at::empty({width}, at::kFloat);
            std::copy(direction.values.begin(), direction.values.end(), vector.data_ptr<float>());
            break;
        }
        const double length = vector.norm().item<double>();
        if (!(length > 0) || !std::isfinite(length)) {
            throw badInput(QStringLiteral("The direction for %1 of layer %2 has the length %3.")
                               .arg(siteKey(intervention.site))
                               .arg(target.layer)
                               .arg(length));
        }
        return vector / length;
    }

    const EditSources& m_sources;
    const ModelConfig& m_config;
    const CancelToken& m_cancel;
    std::vector<Edit> m_edits;
};

} // namespace

EditedRun compileStack(const InterventionStack& stack, const EditSources& sources, const CancelToken& cancel)
{
    const int nLayers = static_cast<int>(sources.model->config().nLayers);
    StackCompiler compiler(sources, cancel);
    for (const Intervention& intervention : stack.items) {
        if (intervention.enabled)
            compiler.add(intervention);
    }
    return {startLayer(stack, nLayers), compiler.take()};
}

} // namespace headwaters
