#include "core/engine/trace/sad.h"

#include "core/engine/trace/filter.h"
#include "core/engine/trace/readings.h"

#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

constexpr double leastAttention = 0.5;
constexpr double coverage = 1.0; // of the score, that the chosen terms must pass

double scoreOf(const TracedRun& run, const Firing& firing)
{
    const TracedRun::Layer& layer = run.layer(firing.head.layer);
    const std::int64_t group = firing.head.head / run.config().groupSize();
    return at::dot(
               layer.queries.select(0, firing.destination).select(0, firing.head.head),
               layer.keys.select(0, firing.source).select(0, group))
        .item<double>();
}

/// What each head of the layers below writes at `token` for a reader [e] of its unrotated, undivided reading:
/// [layer][head]. `constant` is what the appended 1 adds for every head.
std::vector<std::vector<double>> contributions(
    const TracedRun& run, const UpstreamReadings::Side& side, int token, const at::Tensor& reader,
    double constant)
{
    const double divisor = side.divisor.data_ptr<double>()[token];
    std::vector<std::vector<double>> all;
    for (int layer = 0; layer < static_cast<int>(side.layers.size()); ++layer) {
        const at::Tensor& heads = side.layers[static_cast<std::size_t>(layer)].heads;
        const at::Tensor pattern = run.layer(layer).pattern.select(1, token); // [head, source]
        const double behind = run.postDivisor(layer).data_ptr<double>()[token];
        const at::Tensor values =
            ((at::matmul(heads, reader) * pattern).sum(1) / behind + constant) / divisor;
        const at::Tensor plain = values.contiguous();
        all.emplace_back(plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel());
    }
    return all;
}

} // namespace

SadFiring sadFiring(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, bool compat,
    const CancelToken& cancel)
{
    const int d = firing.destination;
    const int s = firing.source;
    const auto svd = run.model().qk(firing.head, {true, true}, d, s, cancel);
    const TracedRun::Layer& layer = run.layer(firing.head.layer);
    const std::int64_t group = firing.head.head / run.config().groupSize();
    const at::Tensor pi = // S_k pi_k
        at::mv(svd->left.t(), layer.queries.select(0, d).select(0, firing.head.head)).contiguous();
    const at::Tensor rho = at::mv(svd->right, layer.keys.select(0, s).select(0, group)).contiguous();

    SadFiring result;
    result.firing = firing;
    const std::int64_t width = pi.numel();
    for (std::int64_t k = 0; k < width; ++k)
        result.terms.push_back(pi.data_ptr<double>()[k] * rho.data_ptr<double>()[k]);
    result.score = std::accumulate(result.terms.begin(), result.terms.end(), 0.0);
    result.directions = fewestTerms(result.terms, coverage);

    // sum over the chosen of sign sqrt(S_k) u_k, as a reader of the head's small space; the same for v_k.
    at::Tensor forQuery = at::zeros({width}, at::kDouble);
    at::Tensor forKey = at::zeros({width}, at::kDouble);
    for (const int k : result.directions) {
        const double sign = pi.data_ptr<double>()[k] < 0 ? -1.0 : 1.0;
        const double root = std::sqrt(svd->singularValues.data_ptr<double>()[k]);
        forQuery.add_(svd->left.select(1, k), sign / root);
        forKey.add_(svd->right.select(0, k), sign * root);
    }
    const auto side = [&](const UpstreamReadings::Side& read, int token, const at::Tensor& rotated) {
        const at::Tensor reader = at::mv(run.model().rotation(token), rotated);
        const double constant =
            compat && read.offset.defined() ? at::dot(read.offset, reader).item<double>() : 0.0;
        return contributions(run, read, token, reader, constant);
    };
    result.query = side(readings.query, d, forQuery);
    result.key = side(readings.key, s, forKey);
    return result;
}

std::vector<Firing> sadFirings(const TracedRun& run, int lastDestination, const CancelToken& cancel)
{
    std::vector<Firing> firings;
    for (int layer = 1; layer < static_cast<int>(run.config().nLayers); ++layer) {
        cancel.throwIfCancelled();
        for (int head = 0; head < static_cast<int>(run.config().nHeads); ++head) {
            for (int destination = 1; destination <= lastDestination; ++destination) {
                for (int source = 1; source <= destination; ++source) {
                    const Firing firing{{layer, head}, destination, source};
                    if (run.attention(firing.head, destination, source) >= leastAttention
                        && scoreOf(run, firing) >= 0)
                        firings.push_back(firing);
                }
            }
        }
    }
    return firings;
}

} // namespace headwaters
