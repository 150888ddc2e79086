#include "core/engine/causal/probe.h"

#include "core/engine/causal/endbench.h"
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
    const double norm = std::sqrt(std::inner_product(unit.begin(), unit.end(), unit.begin(), 0.0));
    for (double& entry : unit)
        entry /= norm;
    return unit;
}

constexpr int randomHeads = 3; // of a layer
constexpr std::uint64_t projectionSeed = 1;

/// [layer]: [draw * d_head, d_model] rows of length 1, the same for every set.
std::vector<at::Tensor> randomProjections(const ModelConfig& config)
{
    PromptRandom random(projectionSeed);
    std::vector<at::Tensor> projections;
    for (std::int64_t layer = 0; layer < config.nLayers; ++layer) {
        at::Tensor rows = at::empty({randomHeads * config.dHead, config.dModel}, at::kFloat);
        float* into = rows.data_ptr<float>();
        for (std::int64_t row = 0; row < rows.size(0); ++row) {
            for (const double entry : randomUnit(static_cast<std::size_t>(config.dModel), random))
                *into++ = static_cast<float>(entry);
        }
        projections.push_back(std::move(rows));
    }
    return projections;
}

/// Copies z and the embeddings at the items' positions; the first prompt of the batch is item `first`.
class FeatureReader : public HookVisitor {
public:
    FeatureReader(
        ProbeFeatures& features, const ProbeSet& set, std::size_t first,
        const std::vector<at::Tensor>& projections)
        : m_features(features),
          m_set(set),
          m_first(first),
          m_projections(projections)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::Z || point.hook == Hook::Embed || point.hook == Hook::Ln1Normalized;
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
        if (where.point.hook == Hook::Ln1Normalized) {
            const at::Tensor& projection = m_projections[static_cast<std::size_t>(where.point.layer)];
            copy(
                at::mv(projection, value.select(0, position)), m_features.random,
                item * static_cast<std::size_t>(m_features.layers)
                    + static_cast<std::size_t>(where.point.layer));
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
    const std::vector<at::Tensor>& m_projections; // [layer]: [draw * d_head, d_model]
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

std::vector<float> shiftOf(const std::vector<double>& unit, double step)
{
    std::vector<float> shift;
    for (const double entry : unit)
        shift.push_back(static_cast<float>(step * entry));
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
    features.draws = randomHeads;
    features.random.resize(
        items * static_cast<std::size_t>(features.layers * features.draws * features.headSize));
    withTorch([&] {
        const std::vector<at::Tensor> projections = randomProjections(config);
        constexpr std::size_t batch = 16; // short prompts: the weights are read once for all of them
        for (std::size_t first = 0; first < items; first += batch) {
            std::vector<std::vector<TokenId>> ids;
            for (std::size_t item = first; item < std::min(items, first + batch); ++item) {
                transformer.checkPrompt(set.prompts[item].ids);
                ids.push_back(set.prompts[item].ids);
            }
            FeatureReader reader(features, set, first, projections);
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
    std::vector<TaskPrompt> prompts = set.contrasts.prompts;
    if (static_cast<int>(prompts.size()) > rule.prompts)
        prompts.resize(static_cast<std::size_t>(rule.prompts));
    const Direction direction =
        directionOf(itemsOfHead(features, set, head.layer * features.heads + head.head));
    const EndBench bench(model, prompts, cancel);
    const auto effects = [](const EndAnswers& up, const EndAnswers& down) {
        std::vector<double> halves;
        for (std::size_t at = 0; at < up.differences.size(); ++at)
            halves.push_back((up.differences[at] - down.differences[at]) / 2);
        return halves;
    };
    const double step = rule.alpha * direction.sigma;
    const auto moved = [&](const std::vector<double>& unit, double by) {
        return bench.added(head, shiftOf(unit, by));
    };
    SteeringResult result;
    result.head = head;
    result.alpha = rule.alpha;
    result.sigma = direction.sigma;
    result.prompts = static_cast<int>(prompts.size());
    const EndAnswers up = moved(direction.unit, step), down = moved(direction.unit, -step);
    result.clean = meanOf(bench.clean().differences);
    result.up = meanOf(up.differences);
    result.down = meanOf(down.differences);
    result.units = effects(up, down);
    result.effect = meanOf(result.units);
    PromptRandom random(rule.seed);
    for (int at = 0; at < rule.directions; ++at) {
        const std::vector<double> unit = randomUnit(direction.unit.size(), random);
        result.random.push_back(meanOf(effects(moved(unit, step), moved(unit, -step))));
    }
    std::vector<double> sorted = result.random;
    std::sort(sorted.begin(), sorted.end());
    if (!sorted.empty())
        result.randomHigh = sorted[std::min(sorted.size() - 1, sorted.size() * 95 / 100)];
    result.p = permutationP(result.effect, result.random);
    return result;
}

} // namespace headwaters
