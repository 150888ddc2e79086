#include "core/engine/trace/seeds.h"

#include "core/engine/trace/filter.h"
#include "core/engine/trace/tracedrun.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

constexpr double nearTie = 1e-6;

/// log of the sum of exponentials.
double logSum(const at::Tensor& logits)
{
    return at::logsumexp(logits, 0, false).item<double>();
}

/// J of specification 5.2: the shares' mean log-probability.
double objective(const at::Tensor& logits, const ProbabilityTarget& target, const std::vector<double>& shares)
{
    double mean = 0;
    for (std::size_t at = 0; at < shares.size(); ++at)
        mean += shares[at] * logits.data_ptr<double>()[target.tokens[at]];
    return mean - logSum(logits);
}

std::vector<double> sharesOf(const at::Tensor& logits, const ProbabilityTarget& target)
{
    std::vector<double> shares;
    const double all = logSum(logits);
    for (const TokenId token : target.tokens)
        shares.push_back(std::exp(logits.data_ptr<double>()[token] - all));
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares)
        share = sum > 0 ? share / sum : 1.0 / static_cast<double>(shares.size());
    return shares;
}

/// Sum over the integral's nodes of softmax(bias + alpha z): [d_vocab].
at::Tensor meanSoftmax(const at::Tensor& z, const at::Tensor& bias, int steps, const CancelToken& cancel)
{
    at::Tensor mean = at::zeros_like(z);
    for (int step = 0; step <= steps; ++step) {
        cancel.throwIfCancelled();
        const double alpha = static_cast<double>(step) / steps;
        const at::Tensor logits = bias + z * alpha;
        const double weight = (step == 0 || step == steps ? 0.5 : 1.0) / steps;
        mean.add_(at::_softmax(logits, 0, false), weight);
    }
    return mean;
}

} // namespace

double PartContributions::sum() const
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

PartContributions contributionsTo(
    const TracedRun& run, const at::Tensor& direction, int position, double scale, int lastLayer,
    const CancelToken& cancel)
{
    const ModelConfig& config = run.config();
    const auto heads = static_cast<int>(config.nHeads);
    PartContributions all;
    const auto add = [&](const PartRef& part, double value) {
        all.parts.push_back(part);
        all.values.push_back(value / scale);
    };
    for (int layer = 0; layer <= lastLayer; ++layer) {
        cancel.throwIfCancelled();
        const AttentionWeights& weights = run.model().attention(layer, cancel);
        const TracedRun::Layer& own = run.layer(layer);
        const at::Tensor perRow = at::mv(weights.W_O, direction).view({config.nHeads, config.dHead});
        const double behind = run.postDivisor(layer).data_ptr<double>()[position];
        for (int head = 0; head < heads; ++head) {
            const at::Tensor value = own.values.select(1, head / config.groupSize());
            const at::Tensor written = at::mv(value, perRow.select(0, head)); // [T]
            for (int source = 0; source <= position; ++source) {
                add({layer, head, source},
                    run.attention({layer, head}, position, source) * written.data_ptr<double>()[source]
                        / behind);
            }
        }
        add({layer, heads, position}, at::dot(own.mlpOut.select(0, position), direction).item<double>());
        add({layer, heads + 1, position}, at::dot(weights.b_O, direction).item<double>() / behind);
        if (layer == 0)
            add({0, heads + 2, position},
                at::dot(run.embedding().select(0, position), direction).item<double>());
    }
    return all;
}

at::Tensor writtenBy(const TracedRun& run, const PartRef& part, int position, const CancelToken& cancel)
{
    const ModelConfig& config = run.config();
    const auto heads = static_cast<int>(config.nHeads);
    if (part.component == heads)
        return run.layer(part.layer).mlpOut.select(0, position);
    if (part.component == heads + 2)
        return run.embedding().select(0, position);
    const AttentionWeights& weights = run.model().attention(part.layer, cancel);
    const double behind = run.postDivisor(part.layer).data_ptr<double>()[position];
    if (part.component == heads + 1)
        return weights.b_O / behind;
    const at::Tensor value =
        run.layer(part.layer).values.select(1, part.component / config.groupSize()).select(0, part.token);
    const at::Tensor writer = writerOfHead(weights.W_O, part.component, config.dHead);
    return at::mv(writer.t(), value)
        * (run.attention({part.layer, part.component}, position, part.token) / behind);
}

SeedChoice linearSeeds(const PartContributions& contributions)
{
    SeedChoice choice;
    const double sum = contributions.sum();
    if (!(sum > 0)) {
        choice.note = QStringLiteral("All parts together write %1 on the direction; without a positive sum "
                                     "there is nothing to trace.")
                          .arg(sum, 0, 'g', 4);
        return choice;
    }
    const double least = std::min(cutOff(contributions.values, 1.0), sum / 2);
    for (const std::size_t at : descending(contributions.values)) {
        const double value = contributions.values[at];
        if (value < least) {
            if (least - value < nearTie * least)
                choice.nearTies.push_back({QStringLiteral("start: the cut"), (least - value) / least});
            break;
        }
        choice.seeds.push_back({contributions.parts[at], value, {}});
    }
    return choice;
}

SeedChoice probabilitySeeds(
    const TracedRun& run, int position, const ProbabilityTarget& target, const CancelToken& cancel,
    ProbabilityEvidence* evidence)
{
    const TraceModel& model = run.model();
    const ModelConfig& config = run.config();
    const double scale = run.finalScale().data_ptr<double>()[position];
    const at::Tensor residual = run.residual(static_cast<int>(config.nLayers), position, cancel);
    const at::Tensor bias = model.unembeddingBias();
    const auto logitsOf = [&](const at::Tensor& share) { // without the bias: [d_vocab]
        return model.unembed(share.unsqueeze(0), cancel).select(0, 0) - bias;
    };
    const at::Tensor z = logitsOf(residual / scale);
    const std::vector<double> shares = sharesOf(z + bias, target);
    const double clean = objective(z + bias, target, shares);
    const double completeness = clean - objective(bias, target, shares);

    at::Tensor columns = meanSoftmax(z, bias, target.steps, cancel).neg_();
    for (std::size_t at = 0; at < shares.size(); ++at)
        columns.data_ptr<double>()[target.tokens[at]] += shares[at];
    const PartContributions all = contributionsTo(
        run, model.mixColumns(columns, cancel), position, scale, static_cast<int>(config.nLayers) - 1,
        cancel);

    SeedChoice choice;
    ProbabilityEvidence found{completeness, all.sum(), shares, 0};
    if (config.logitSoftCap > 0)
        choice.note =
            QStringLiteral("The model caps its logits; the start is chosen on those before the cap.");
    if (!(completeness > 0)) {
        choice.note =
            QStringLiteral("The prompt does not make the target likelier than the unembedding's bias "
                           "alone (%1 in log-probability), so there is nothing to trace.")
                .arg(completeness, 0, 'g', 4);
    } else {
        at::Tensor running = z + bias;
        const std::vector<std::size_t> order = descending(all.values);
        bool enough = false;
        for (std::size_t rank = 0; rank < order.size() && !enough; ++rank) {
            const double value = all.values[order[rank]];
            if (value <= 0)
                break;
            const PartRef& part = all.parts[order[rank]];
            running = running - logitsOf(writtenBy(run, part, position, cancel) / scale);
            found.drop = clean - objective(running, target, shares);
            choice.seeds.push_back({part, value, {}});
            enough = found.drop >= target.enough * completeness;
            if (std::abs(found.drop / (target.enough * completeness) - 1) < nearTie)
                choice.nearTies.push_back({QStringLiteral("start: the drop and its bound"), 0});
        }
        if (!enough) {
            choice.note =
                QStringLiteral("All parts that raise the target's probability account for %1 of it, "
                               "less than %2.")
                    .arg(found.drop / completeness, 0, 'f', 2)
                    .arg(target.enough, 0, 'f', 2);
        }
    }
    if (evidence != nullptr)
        *evidence = found;
    return choice;
}

} // namespace headwaters
