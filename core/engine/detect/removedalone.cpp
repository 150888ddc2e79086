#include "core/engine/detect/removedalone.h"

#include "core/engine/detect/causalcheck.h"
#include "core/engine/detect/restartshare.h"
#include "core/heads/controlsets.h"
#include "core/heads/decision.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr double leastShare = 0.05; // of the joint check: idle heads lose so little that anything is more
constexpr double leastZ = 3, largestQ = 0.05; // specification 2.0.6
constexpr std::size_t fewestRandom = 10;

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The losses of heads that are removed alone, each as a share of the whole measure and run once.
class Losses {
public:
    Losses(const Bench& bench, const CausalTask& task)
        : m_runs(bench, task),
          m_clean(m_runs.without({})),
          m_whole(mean(m_clean))
    {
    }

    /// The mean measure of the model as it is.
    [[nodiscard]] double whole() const { return m_whole; }
    /// [prompt]
    [[nodiscard]] const std::vector<double>& of(HeadIndex head)
    {
        const auto [place, isNew] = m_known.try_emplace(head);
        if (isNew) {
            place->second = m_clean;
            const std::vector<double> without = m_runs.without({head});
            for (std::size_t prompt = 0; prompt < without.size(); ++prompt)
                place->second[prompt] = (m_clean[prompt] - without[prompt]) / m_whole;
        }
        return place->second;
    }

private:
    CausalRuns m_runs;
    std::vector<double> m_clean;
    double m_whole;
    std::map<HeadIndex, std::vector<double>> m_known;
};

/// Those at most one layer from one of `heads` (N5 of the specification), or two, or more, until there are
/// enough: heads of the first layers are missed in every task.
std::vector<HeadIndex> nearby(const std::vector<HeadIndex>& heads, const std::vector<HeadIndex>& pool)
{
    std::vector<HeadIndex> near;
    for (int distance = 1; near.size() < std::min(fewestRandom, pool.size()); ++distance) {
        near.clear();
        std::copy_if(pool.begin(), pool.end(), std::back_inserter(near), [&](HeadIndex other) {
            return std::any_of(heads.begin(), heads.end(), [&](HeadIndex head) {
                return std::abs(other.layer - head.layer) <= distance;
            });
        });
    }
    return near;
}

/// Up to randomAlone of the pool's heads near `heads`: a partner for the first, for the second and so on, and
/// again from the first.
std::vector<HeadIndex>
randomHeads(const std::vector<HeadIndex>& heads, const std::vector<HeadIndex>& pool, std::uint64_t seed)
{
    const std::vector<HeadIndex> near = nearby(heads, pool);
    std::vector<HeadIndex> partnered;
    for (std::size_t at = 0; at < std::min(randomAlone, near.size()); ++at)
        partnered.push_back(heads[at % heads.size()]);
    return controlSets(partnered, near, 1, seed).at(0);
}

/// What random heads lose.
struct RandomLosses {
    std::vector<double> heads; ///< [head] its mean over the prompts
    std::vector<double> prompts; ///< [prompt] the mean over the heads
};

RandomLosses randomLosses(Losses& losses, const std::vector<HeadIndex>& heads)
{
    RandomLosses random;
    for (const HeadIndex head : heads) {
        const std::vector<double>& lost = losses.of(head);
        random.heads.push_back(mean(lost));
        random.prompts.resize(lost.size());
        for (std::size_t prompt = 0; prompt < lost.size(); ++prompt)
            random.prompts[prompt] += lost[prompt] / static_cast<double>(heads.size());
    }
    return random;
}

/// [head] p of flipping, prompt by prompt, the signs of what is lost beyond the random heads' mean. The rank
/// among 20 random heads ends at 1/21, of which no rate over several heads can be had.
std::vector<double>
flipPs(const std::vector<HeadSample>& samples, const RandomLosses& random, std::uint64_t seed)
{
    std::vector<double> p;
    for (const HeadSample& sample : samples) {
        std::vector<double> beyond = sample.units;
        for (std::size_t prompt = 0; prompt < beyond.size(); ++prompt)
            beyond[prompt] -= random.prompts[prompt];
        p.push_back(signFlipP(beyond, seed));
    }
    return p;
}

std::vector<Evidence> evidenceOf(
    const Bench& bench, const std::vector<HeadSample>& samples, const RandomLosses& random,
    const QString& measure)
{
    const double worst = *std::max_element(random.heads.begin(), random.heads.end());
    std::vector<Evidence> evidence = decide(
        samples,
        {.access = Access::Causal,
         .measure = u"share lost without it alone, of the %1"_s.arg(measure),
         .threshold = std::max(leastShare, worst),
         .required = false},
        bench.seed, bench.cancel);
    const std::vector<double> p = flipPs(samples, random, bench.seed);
    const std::vector<double> q = falseDiscoveryRates(p);
    for (std::size_t head = 0; head < evidence.size(); ++head) {
        Evidence& one = evidence[head];
        one.p = p[head];
        one.q = q[head];
        const bool isMore = one.score >= leastShare && one.score > worst;
        one.significant = isMore && one.z >= leastZ && one.q <= largestQ;
        one.finding = one.significant ? Finding::Yes : Finding::No;
    }
    return evidence;
}

} // namespace

std::vector<AddedEvidence> removedAlone(
    const Bench& bench, const CausalTask& task, const std::vector<HeadsOfType>& types,
    const std::vector<HeadIndex>& spared)
{
    std::vector<HeadIndex> found, removed;
    std::vector<HeadsOfType> first = types;
    for (HeadsOfType& one : first) {
        found.insert(found.end(), one.heads.begin(), one.heads.end());
        one.heads.resize(std::min(mostAlone, one.heads.size()));
        removed.insert(removed.end(), one.heads.begin(), one.heads.end());
    }
    const std::vector<HeadIndex> pool = headsBut(bench, found, spared);
    if (task.prompts.empty() || removed.empty() || pool.size() < fewestRandom)
        return {};
    Losses losses(bench, task);
    if (!(losses.whole() > 0)) // not a number either
        return {};
    const RandomLosses random = randomLosses(losses, randomHeads(removed, pool, bench.seed));
    std::vector<AddedEvidence> added;
    for (const HeadsOfType& one : first) {
        std::vector<HeadSample> samples;
        for (const HeadIndex head : one.heads)
            samples.push_back({losses.of(head), random.heads});
        const std::vector<Evidence> evidence = evidenceOf(bench, samples, random, task.measure);
        for (std::size_t at = 0; at < evidence.size(); ++at)
            added.push_back({one.heads[at], one.type, task.key, evidence[at]});
    }
    return added;
}

StepCost removedAloneCost(const Bench& bench, const TaskSet& set, std::size_t types)
{
    if (set.isEmpty())
        return {};
    StepCost cost = startCost(set);
    // Found heads and random ones are different heads.
    const auto runs = std::min(static_cast<std::size_t>(bench.headCount()), mostAlone * types + randomAlone);
    cost.addPartial(promptsToRun(set), static_cast<double>(runs), restartShare(bench));
    return cost;
}

} // namespace headwaters
