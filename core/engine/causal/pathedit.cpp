#include "core/engine/causal/pathedit.h"

#include "core/engine/causal/valuechange.h"
#include "core/engine/model/arithmetic.h"

#include <memory>
#include <set>

namespace headwaters {

namespace {

/// How the residual changes when the senders' results are exchanged: [T, d_model].
at::Tensor exchangedResults(
    const Intervention& intervention, const TransformerModel& model, CausalCache& base, CausalCache& from,
    const CancelToken& cancel)
{
    const ModelConfig& config = model.config();
    std::set<CausalPoint> points;
    for (const HeadIndex head : intervention.heads)
        points.insert({CausalSite::Z, head.layer});
    base.prepare(points, cancel);
    from.prepare(points, cancel);
    at::Tensor sum = at::zeros_like(base.residual(0));
    for (const CausalPoint& point : points) {
        const std::shared_ptr<const LayerWeights> weights = model.weights().layer(point.second, cancel);
        const at::Tensor old = base.value(point.first, point.second); // [T, head, d_head]
        at::Tensor exchanged = old.clone();
        for (const HeadIndex head : intervention.heads) {
            if (head.layer == point.second) {
                exchanged.select(1, head.head)
                    .copy_(from.value(point.first, point.second).select(1, head.head));
            }
        }
        if (!config.normsAfter) {
            sum.add_(linear((exchanged - old).flatten(1), weights->W_O, {}, cancel));
            continue;
        }
        const auto written = [&](const at::Tensor& z) {
            return normed(
                linear(z.flatten(1), weights->W_O, weights->b_O, cancel), weights->ln1Post, config.norm,
                config.normEpsilon);
        };
        sum.add_(written(exchanged) - written(old));
    }
    sum.mul_(intervention.strength);
    return intervention.control ? inRandomDirections(sum, *intervention.control) : sum;
}

struct Reader {
    at::Tensor weight; ///< [d_model, d_head]
    Hook hook = Hook::Q;
    int head = 0; ///< of the hook's values
};

Reader readerOf(const Intervention& intervention, const ModelConfig& config, const LayerWeights& weights)
{
    const int head = intervention.receiver.head;
    const int group = head / static_cast<int>(config.groupSize());
    switch (intervention.input) {
    case PathInput::Query:
        return {readerOfHead(weights.W_Q, head, config.dHead), Hook::Q, head};
    case PathInput::Key:
        return {readerOfHead(weights.W_K, group, config.dHead), Hook::K, group};
    case PathInput::Value:
        break;
    }
    return {readerOfHead(weights.W_V, group, config.dHead), Hook::V, group};
}

} // namespace

std::vector<Edit> pathEdits(
    const Intervention& intervention, const TransformerModel& model, CausalCache& base, CausalCache& from,
    const CancelToken& cancel)
{
    const ModelConfig& config = model.config();
    const at::Tensor change = exchangedResults(intervention, model, base, from, cancel);
    if (intervention.operation == CausalOperation::DirectPath) {
        return {{{Hook::ResidPre, static_cast<int>(config.nLayers)}, -1, [change](at::Tensor value) {
                     value.add_(change);
                 }}};
    }
    const int layer = intervention.receiver.layer;
    const std::shared_ptr<const LayerWeights> weights = model.weights().layer(layer, cancel);
    const Reader reader = readerOf(intervention, config, *weights);
    const bool linear = intervention.linear;
    const NormKind kind = config.norm;
    const double epsilon = config.normEpsilon;
    // What the receiver reads is only known when the run gets there: other changes may lie below.
    auto shift = std::make_shared<at::Tensor>(); // [T, d_head]
    const auto look = [=](at::Tensor residual) {
        const at::Tensor input = normInput(residual, kind);
        const at::Tensor scale = normScale(input, epsilon);
        at::Tensor difference;
        if (linear)
            difference = normalised(normInput(change, kind), scale, {weights->ln1.gain, {}});
        else
            difference = normed(residual + change, weights->ln1, kind, epsilon)
                - normalised(input, scale, weights->ln1);
        *shift = at::mm(difference, reader.weight);
    };
    const auto write = [=](at::Tensor value) { value.select(1, reader.head).add_(*shift); };
    return {{{Hook::ResidPre, layer}, -1, look}, {{reader.hook, layer}, -1, write}};
}

} // namespace headwaters
