#include "core/engine/causal/probe.h"

#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/decision.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// Copies z and the embeddings at the items' positions; the first prompt of the batch is item `first`.
class FeatureReader : public HookVisitor {
public:
    FeatureReader(ProbeFeatures& features, const ProbeSet& set, std::size_t first)
        : m_features(features),
          m_set(set),
          m_first(first)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::Z || point.hook == Hook::Embed;
    }

    void visit(const Where& where, at::Tensor value) override
    {
        const std::size_t item = m_first + where.prompt;
        const int position = m_set.prompts[item].position;
        if (where.point.hook == Hook::Embed) {
            const at::Tensor seen = value.narrow(0, 0, position + 1);
            copy(seen.select(0, position), m_features.last, item);
            copy(seen.mean(0), m_features.mean, item);
            return;
        }
        copy(
            value.select(0, position), m_features.z,
            item * static_cast<std::size_t>(m_features.layers) + static_cast<std::size_t>(where.point.layer));
    }

private:
    static void copy(const at::Tensor& value, std::vector<float>& into, std::size_t row)
    {
        const at::Tensor flat = value.contiguous();
        const auto size = static_cast<std::size_t>(flat.numel());
        std::copy_n(flat.data_ptr<float>(), size, into.begin() + static_cast<std::ptrdiff_t>(row * size));
    }

    ProbeFeatures& m_features;
    const ProbeSet& m_set;
    std::size_t m_first;
};

/// Keeps what enters a layer, of all prompts one below the other.
class LayerInput : public HookVisitor {
public:
    explicit LayerInput(int layer) : m_layer(layer) { }

    bool wants(const HookPoint& point) const override { return point == HookPoint{Hook::ResidPre, m_layer}; }
    void visit(const Where&, at::Tensor value) override { m_parts.push_back(value.clone()); }
    [[nodiscard]] at::Tensor residual() const { return at::cat(m_parts); }

private:
    int m_layer;
    std::vector<at::Tensor> m_parts;
};

/// Moves one head at the last position of every prompt and reads target minus rival there.
class Steered : public HookVisitor {
public:
    Steered(HeadIndex head, const std::vector<TaskPrompt>& prompts, at::Tensor shift)
        : m_head(head),
          m_prompts(prompts),
          m_shift(std::move(shift)),
          m_differences(prompts.size())
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return point == HookPoint{Hook::Z, m_head.layer} || point.hook == Hook::Logits;
    }
    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook == Hook::Z) {
            if (m_shift.defined())
                value.select(0, value.size(0) - 1).select(0, m_head.head).add_(m_shift);
            return;
        }
        const TaskPrompt& prompt = m_prompts[where.prompt];
        const at::Tensor row = value.select(0, value.size(0) - 1).contiguous();
        const float* logits = row.data_ptr<float>();
        m_differences[where.prompt] =
            static_cast<double>(logits[*prompt.target]) - static_cast<double>(logits[*prompt.rival]);
    }
    [[nodiscard]] const std::vector<double>& differences() const { return m_differences; }

private:
    HeadIndex m_head;
    const std::vector<TaskPrompt>& m_prompts;
    at::Tensor m_shift;
    std::vector<double> m_differences;
};

/// Target minus rival of each prompt with the head moved.
class SteeringBench {
public:
    SteeringBench(
        const TransformerModel& model, const std::vector<TaskPrompt>& prompts, HeadIndex head,
        const CancelToken& cancel)
        : m_model(model),
          m_prompts(prompts),
          m_head(head),
          m_cancel(cancel)
    {
        for (const TaskPrompt& prompt : prompts)
            m_ids.push_back(prompt.ids);
        LayerInput input(head.layer);
        forward(model.config(), model.weights(), m_ids, LogitRows::Last, input, cancel, {});
        m_start = {head.layer, input.residual()};
    }

    /// `shift` [d_head]; undefined: none.
    [[nodiscard]] std::vector<double> differences(const at::Tensor& shift) const
    {
        Steered steered(m_head, m_prompts, shift);
        forward(
            m_model.config(), m_model.weights(), m_ids, LogitRows::Last, steered, m_cancel, {}, nullptr,
            &m_start);
        return steered.differences();
    }
    /// Half of what the step up does less what the step down does, a prompt.
    [[nodiscard]] std::vector<double> effects(const at::Tensor& shift) const
    {
        return halved(differences(shift), differences(shift * -1));
    }
    [[nodiscard]] static std::vector<double>
    halved(const std::vector<double>& up, const std::vector<double>& down)
    {
        std::vector<double> effects;
        for (std::size_t at = 0; at < up.size(); ++at)
            effects.push_back((up[at] - down[at]) / 2);
        return effects;
    }

private:
    const TransformerModel& m_model;
    const std::vector<TaskPrompt>& m_prompts;
    HeadIndex m_head;
    CancelToken m_cancel;
    std::vector<std::vector<TokenId>> m_ids;
    ForwardStart m_start;
};

double meanOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double length(const std::vector<double>& vector)
{
    return std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0));
}

/// Where the labels' means lie apart, and how far the items spread along that.
struct Direction {
    std::vector<double> unit;
    double sigma = 0;
};

Direction directionOf(const LabelledItems& items)
{
    Direction direction;
    const auto size = static_cast<std::size_t>(items.features);
    std::vector<double> sums[2] = {std::vector<double>(size), std::vector<double>(size)};
    double counts[2] = {0, 0};
    for (int item = 0; item < items.count(); ++item) {
        const int label = items.labels[item];
        counts[label] += 1;
        for (std::size_t at = 0; at < size; ++at)
            sums[label][at] += items.item(item)[at];
    }
    for (std::size_t at = 0; at < size; ++at)
        direction.unit.push_back(sums[1][at] / counts[1] - sums[0][at] / counts[0]);
    const double norm = length(direction.unit);
    if (!(norm > 0))
        throw badInput(
            u"The head holds the same for both labels, so there is no direction to steer along."_s);
    std::vector<double> along;
    for (double& entry : direction.unit)
        entry /= norm;
    for (int item = 0; item < items.count(); ++item)
        along.push_back(
            std::inner_product(direction.unit.begin(), direction.unit.end(), items.item(item), 0.0));
    const double middle = meanOf(along);
    double squares = 0;
    for (const double value : along)
        squares += (value - middle) * (value - middle);
    direction.sigma = std::sqrt(squares / static_cast<double>(along.size()));
    return direction;
}

/// A direction of the normal distribution, of length 1, the same on every machine.
std::vector<double> randomUnit(std::size_t size, PromptRandom& random)
{
    const auto uniform = [&random] {
        constexpr std::size_t steps = std::size_t{1} << 52;
        return (static_cast<double>(random.below(steps)) + 0.5) / static_cast<double>(steps);
    };
    std::vector<double> unit(size);
    for (double& entry : unit)
        entry = std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::acos(-1.0) * uniform());
    const double norm = length(unit);
    for (double& entry : unit)
        entry /= norm;
    return unit;
}

at::Tensor shiftOf(const std::vector<double>& unit, double step)
{
    at::Tensor shift = at::empty({static_cast<std::int64_t>(unit.size())}, at::kFloat);
    for (std::size_t at = 0; at < unit.size(); ++at)
        shift.data_ptr<float>()[at] = static_cast<float>(step * unit[at]);
    return shift;
}

} // namespace

ProbeFeatures probeFeatures(
    const Model& model, const ProbeSet& set, const CancelToken& cancel, const std::function<void()>& ran)
{
    const auto& transformer = static_cast<const TransformerModel&>(model);
    const ModelConfig& config = transformer.config();
    ProbeFeatures features;
    features.layers = static_cast<int>(config.nLayers);
    features.heads = static_cast<int>(config.nHeads);
    features.headSize = static_cast<int>(config.dHead);
    features.embedding = static_cast<int>(config.dModel);
    const std::size_t items = set.prompts.size();
    features.z.resize(items * static_cast<std::size_t>(features.headCount() * features.headSize));
    features.last.resize(items * static_cast<std::size_t>(features.embedding));
    features.mean.resize(items * static_cast<std::size_t>(features.embedding));
    withTorch([&] {
        constexpr std::size_t batch = 16; // short prompts: the weights are read once for all of them
        for (std::size_t first = 0; first < items; first += batch) {
            std::vector<std::vector<TokenId>> ids;
            for (std::size_t item = first; item < std::min(items, first + batch); ++item) {
                transformer.checkPrompt(set.prompts[item].ids);
                ids.push_back(set.prompts[item].ids);
            }
            FeatureReader reader(features, set, first);
            forward(config, transformer.weights(), ids, LogitRows::Last, reader, cancel, {});
            for (std::size_t item = 0; ran && item < ids.size(); ++item)
                ran();
        }
    });
    return features;
}

SteeringResult steerHead(
    const Model& model, const ProbeSet& set, const ProbeFeatures& features, HeadIndex head,
    const SteeringRule& rule, const CancelToken& cancel)
{
    if (set.contrasts.isEmpty())
        throw badInput(
            u"%1: no prompt has a target and a rival, so steering cannot be measured."_s.arg(set.key));
    const auto& transformer = static_cast<const TransformerModel&>(model);
    std::vector<TaskPrompt> prompts = set.contrasts.prompts;
    if (static_cast<int>(prompts.size()) > rule.prompts)
        prompts.resize(static_cast<std::size_t>(rule.prompts));
    for (const TaskPrompt& prompt : prompts)
        transformer.checkPrompt(prompt.ids);
    const Direction direction =
        directionOf(itemsOfHead(features, set, head.layer * features.heads + head.head));
    return withTorch([&] {
        const SteeringBench bench(transformer, prompts, head, cancel);
        SteeringResult result;
        result.head = head;
        result.alpha = rule.alpha;
        result.sigma = direction.sigma;
        result.prompts = static_cast<int>(prompts.size());
        const double step = rule.alpha * direction.sigma;
        const at::Tensor shift = shiftOf(direction.unit, step);
        result.clean = meanOf(bench.differences({}));
        const std::vector<double> up = bench.differences(shift), down = bench.differences(shift * -1);
        result.up = meanOf(up);
        result.down = meanOf(down);
        result.units = SteeringBench::halved(up, down);
        result.effect = meanOf(result.units);
        PromptRandom random(rule.seed);
        for (int at = 0; at < rule.directions; ++at)
            result.random.push_back(
                meanOf(bench.effects(shiftOf(randomUnit(direction.unit.size(), random), step))));
        std::vector<double> sorted = result.random;
        std::sort(sorted.begin(), sorted.end());
        if (!sorted.empty())
            result.randomHigh = sorted[std::min(sorted.size() - 1, sorted.size() * 95 / 100)];
        result.p = permutationP(result.effect, result.random);
        return result;
    });
}

} // namespace headwaters
