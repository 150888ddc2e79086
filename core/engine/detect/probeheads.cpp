#include "core/engine/detect/probeheads.h"

#include "core/engine/causal/probe.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/decision.h"
#include "core/heads/headprobes.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostSteered = 4;
constexpr double anyZ = -std::numeric_limits<double>::infinity();

/// In how many folds a head is the best by the items learnt from.
std::vector<int> timesChosen(const HeadProbeSamples& samples)
{
    std::vector<int> chosen(samples.heads.size(), 0);
    for (std::size_t fold = 0; fold < samples.heads.front().nested.size(); ++fold) {
        const auto best = std::max_element(
            samples.heads.begin(), samples.heads.end(), [&](const auto& left, const auto& right) {
                return left.nested[fold].inner < right.nested[fold].inner;
            });
        ++chosen[static_cast<std::size_t>(best - samples.heads.begin())];
    }
    return chosen;
}

/// What steering a head does, as evidence beside its rule.
Evidence steeringEvidence(const Bench& bench, const SteeringResult& steering)
{
    MeasureRule rule{
        .access = Access::Causal,
        .measure =
            u"target minus rival gained by moving it %1 deviations along its probe"_s.arg(steering.alpha),
        .threshold = std::max(steering.randomHigh, 1e-6),
        .largest = std::max(std::abs(steering.clean), std::abs(steering.effect)),
        .z = anyZ,
        .required = false};
    return decide({{steering.units, steering.random}}, rule, bench.seed).front();
}

void steerBest(
    const Bench& bench, std::vector<TypeFinding>& findings, const std::vector<std::size_t>& heads,
    const ProbeSet& set, const ProbeFeatures& features)
{
    if (!bench.runs(Tier::Causal) || set.contrasts.isEmpty())
        return;
    SteeringRule rule;
    rule.seed = bench.seed;
    for (const std::size_t head : heads) {
        const SteeringResult steering =
            steerHead(*bench.model, set, features, findings[head].head, rule, bench.cancel);
        findings[head].evidence.push_back(steeringEvidence(bench, steering));
    }
}

/// Places of the heads that `keep` lets through, best AUC first, `most` at
/// most.
template <typename Keep>
std::vector<std::size_t> bestHeads(const HeadProbeSamples& samples, int most, const Keep& keep)
{
    std::vector<std::size_t> order(samples.heads.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t head) { return !keep(head); });
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return samples.heads[left].held.auc > samples.heads[right].held.auc;
    });
    if (static_cast<int>(order.size()) > most)
        order.resize(static_cast<std::size_t>(most));
    return order;
}

LabelledItems labelsOf(const ProbeSet& set)
{
    LabelledItems items;
    for (const ProbePrompt& prompt : set.prompts) {
        items.labels.push_back(prompt.label);
        items.groups.push_back(prompt.group);
    }
    return items;
}

} // namespace

ProbeRule probeRuleFor(const Bench& bench)
{
    ProbeRule rule;
    rule.seed = bench.seed;
    // Heads share their draws, so that many heads need few each for thousands together.
    rule.draws = std::clamp(8000 / bench.headCount(), 50, 200);
    return rule;
}

std::vector<TypeFinding>
detectProbe(const Bench& bench, HeadType type, const AskedProbes& asked, const ProbeRule& rule)
{
    const ProbeSet& set = asked.set;
    if (!set.reason.isEmpty())
        return notMeasurable(bench, type, set.key, set.reason);
    if (bench.gates && !asked.competence.passed)
        return notMeasurable(bench, type, set.key, asked.competence.reason);
    if (const QString reason = whyNotProbed(labelsOf(set), rule); !reason.isEmpty())
        return notMeasurable(bench, type, set.key, reason);

    const ProbeFeatures features = probeFeatures(*bench.model, set, bench.cancel, bench.ran);
    const HeadProbeSamples samples = probeSamples(features, set, rule, bench.cancel);
    FindingTable table(bench, type, set.key);
    table.add(probeAucSamples(samples), probeAucRule());
    table.add(probeMarginSamples(samples), probeMarginRule());
    std::vector<TypeFinding> findings = table.finish();
    const std::vector<int> chosen = timesChosen(samples);
    for (std::size_t head = 0; head < findings.size(); ++head) {
        if (chosen[head] > 0)
            findings[head].tags << u"chosen in %1 of %2 folds"_s.arg(chosen[head]).arg(rule.folds);
    }
    steerBest(
        bench, findings,
        bestHeads(
            samples, mostSteered, [&](std::size_t head) { return findings[head].finding == Finding::Yes; }),
        set, features);
    return findings;
}

void addProbeEvidence(
    const Bench& bench, std::vector<TypeFinding>& findings, const ProbeSet& set, const ProbeRule& rule,
    int most)
{
    if (!set.reason.isEmpty() || !whyNotProbed(labelsOf(set), rule).isEmpty())
        return;
    const ProbeFeatures features = probeFeatures(*bench.model, set, bench.cancel, bench.ran);
    const HeadProbeSamples samples = probeSamples(features, set, rule, bench.cancel);
    MeasureRule beside = probeAucRule();
    beside.required = false;
    const std::vector<Evidence> evidence = decide(probeAucSamples(samples), beside, bench.seed, bench.cancel);
    for (std::size_t head = 0; head < findings.size(); ++head)
        findings[head].evidence.push_back(evidence[head]);
    steerBest(
        bench, findings,
        bestHeads(samples, most, [&](std::size_t head) { return findings[head].finding == Finding::Yes; }),
        set, features);
}

} // namespace headwaters
