#include "core/heads/headprobes.h"

#include "core/base/error.h"
#include "core/heads/decision.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

LabelledItems labelled(const ProbeSet& set, int features)
{
    LabelledItems items;
    items.features = features;
    for (const ProbePrompt& prompt : set.prompts) {
        items.labels.push_back(prompt.label);
        items.groups.push_back(prompt.group);
    }
    return items;
}

/// A hundred features are too many for some sets, but the penalty bounds what they can do.
HeldOut scoreOf(
    const ProbeSet& set, const std::vector<float>& values, const std::vector<int>& folds, int features,
    const ProbeRule& rule)
{
    LabelledItems items = labelled(set, features);
    items.values.assign(values.begin(), values.end());
    return crossValidate(items, folds, rule);
}

/// Of random heads that read the layer's input at the position itself: what is there for any head to take.
double randomAuc(
    const ProbeFeatures& features, const ProbeSet& set, int layer, const std::vector<int>& folds,
    const ProbeRule& rule)
{
    const auto size = static_cast<std::size_t>(features.headSize);
    const auto draws = static_cast<std::size_t>(features.draws);
    const auto layers = static_cast<std::size_t>(features.layers);
    double sum = 0;
    for (std::size_t draw = 0; draw < draws; ++draw) {
        LabelledItems items = labelled(set, features.headSize);
        for (std::size_t item = 0; item < set.prompts.size(); ++item) {
            const float* first = features.random.data()
                + ((item * layers + static_cast<std::size_t>(layer)) * draws + draw) * size;
            items.values.insert(items.values.end(), first, first + size);
        }
        sum += crossValidate(items, folds, rule).auc;
    }
    return draws > 0 ? sum / static_cast<double>(draws) : 0.5;
}

/// [draw] the best accuracy of any head with the labels of that draw, which are the same for all heads.
std::vector<double> bestNullAccuracies(const std::vector<HeadProbeSample>& heads)
{
    std::vector<double> best = heads.front().nullAccuracies;
    for (const HeadProbeSample& head : heads) {
        for (std::size_t draw = 0; draw < best.size(); ++draw)
            best[draw] = std::max(best[draw], head.nullAccuracies[draw]);
    }
    return best;
}

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size()));
    return values[std::min(at, values.size() - 1)];
}

/// The best head by the items learnt from, scored by those held out.
double selectedAuc(const std::vector<HeadProbeSample>& heads)
{
    double sum = 0;
    const std::size_t folds = heads.front().nested.size();
    for (std::size_t fold = 0; fold < folds; ++fold) {
        const auto best =
            std::max_element(heads.begin(), heads.end(), [&](const auto& left, const auto& right) {
                return left.nested[fold].inner < right.nested[fold].inner;
            });
        sum += best->nested[fold].held;
    }
    return sum / static_cast<double>(folds);
}

} // namespace

LabelledItems itemsOfHead(const ProbeFeatures& features, const ProbeSet& set, int head)
{
    LabelledItems items = labelled(set, features.headSize);
    const auto size = static_cast<std::size_t>(features.headSize);
    const auto heads = static_cast<std::size_t>(features.headCount());
    for (std::size_t item = 0; item < set.prompts.size(); ++item) {
        const float* first = features.z.data() + (item * heads + static_cast<std::size_t>(head)) * size;
        items.values.insert(items.values.end(), first, first + size);
    }
    return items;
}

double HeadProbeSamples::above(int head) const
{
    const std::size_t layer = static_cast<std::size_t>(head) * randomHeads.size() / heads.size();
    return std::max(baseline.auc, randomHeads[layer]);
}

MeasureRule probeAucRule()
{
    return {
        .access = Access::Probe,
        .measure = u"AUC of a probe of what the head holds at the answer"_s,
        .threshold = 0.65};
}

std::vector<HeadSample> probeAucSamples(const HeadProbeSamples& samples)
{
    std::vector<HeadSample> heads;
    for (const HeadProbeSample& sample : samples.heads)
        heads.push_back({sample.held.units, sample.nulls});
    poolNulls(heads);
    return heads;
}

MeasureRule probeMarginRule()
{
    return {
        .access = Access::Probe,
        .measure = u"AUC above that of the embeddings and of random heads of the layer"_s,
        .threshold = 0.05,
        .largest = 0.5,
        .signFlip = true};
}

std::vector<HeadSample> probeMarginSamples(const HeadProbeSamples& samples)
{
    std::vector<HeadSample> heads;
    for (std::size_t head = 0; head < samples.heads.size(); ++head) {
        std::vector<double> units = samples.heads[head].held.units;
        for (double& unit : units)
            unit -= samples.above(static_cast<int>(head));
        heads.push_back({std::move(units), {}});
    }
    return heads;
}

HeadProbeSamples probeSamples(
    const ProbeFeatures& features, const ProbeSet& set, const ProbeRule& rule, const CancelToken& cancel,
    const ProgressFunction& progress)
{
    const LabelledItems labels = labelled(set, 0);
    if (const QString reason = whyNotProbed(labels, rule); !reason.isEmpty())
        throw badInput(u"%1: %2."_s.arg(set.key, reason));
    const std::vector<int> folds = groupedFolds(labels, rule.folds, rule.seed);
    const std::vector<std::vector<int>> permuted = permutedLabels(labels, rule.draws, rule.seed);

    HeadProbeSamples samples;
    for (const std::vector<float>* values : {&features.last, &features.mean}) {
        const HeldOut held = scoreOf(set, *values, folds, features.embedding, rule);
        if (held.auc > samples.baseline.auc)
            samples.baseline = {held.auc, held.accuracy};
        else if (samples.baseline.accuracy == 0)
            samples.baseline.accuracy = held.accuracy;
        cancel.throwIfCancelled();
    }
    for (int layer = 0; layer < features.layers; ++layer)
        samples.randomHeads.push_back(randomAuc(features, set, layer, folds, rule));
    for (int head = 0; head < features.headCount(); ++head) {
        const LabelledItems items = itemsOfHead(features, set, head);
        HeadProbeSample sample;
        sample.held = crossValidate(items, folds, rule);
        sample.nested = nestedScores(items, folds, sample.held, rule);
        PermutedScores nulls = permutedScores(items, folds, permuted, rule, cancel);
        sample.nulls = std::move(nulls.aucs);
        sample.nullAccuracies = std::move(nulls.accuracies);
        samples.heads.push_back(std::move(sample));
        if (progress)
            progress(head + 1, features.headCount());
    }
    return samples;
}

void poolNulls(std::vector<HeadSample>& samples, int most)
{
    std::vector<double> centres, spreads;
    std::size_t total = 0;
    for (const HeadSample& sample : samples) {
        centres.push_back(median(sample.nulls));
        spreads.push_back(robustDeviation(sample.nulls));
        total += sample.nulls.size();
    }
    const auto limit = static_cast<std::size_t>(most);
    const std::size_t step = std::max<std::size_t>(1, (total + limit - 1) / limit);
    std::vector<double> pool;
    std::size_t at = 0;
    for (std::size_t head = 0; head < samples.size(); ++head) {
        for (const double null : samples[head].nulls) {
            if (at++ % step == 0)
                pool.push_back((null - centres[head]) / spreads[head]);
        }
    }
    for (std::size_t head = 0; head < samples.size(); ++head) {
        samples[head].nulls.clear();
        for (const double drawn : pool)
            samples[head].nulls.push_back(centres[head] + drawn * spreads[head]);
    }
}

ProbeReport probeReport(
    const HeadProbeSamples& samples, const ProbeFeatures& features, const ProbeSet& set,
    const ProbeRule& rule)
{
    ProbeReport report;
    report.set = set.key;
    report.sentence = set.sentence;
    report.rule = rule;
    report.items = static_cast<int>(set.prompts.size());
    report.ones = set.ones();
    report.groups = set.groups();
    report.baseline = samples.baseline;
    report.selectedAuc = selectedAuc(samples.heads);
    report.accuracyBound = percentile(bestNullAccuracies(samples.heads), 0.95);
    const std::vector<Evidence> aucs = decide(probeAucSamples(samples), probeAucRule(), rule.seed);
    const std::vector<Evidence> margins = decide(probeMarginSamples(samples), probeMarginRule(), rule.seed);
    for (std::size_t at = 0; at < samples.heads.size(); ++at) {
        const HeadProbeSample& sample = samples.heads[at];
        HeadProbe probe;
        probe.head = {static_cast<int>(at) / features.heads, static_cast<int>(at) % features.heads};
        probe.auc = sample.held.auc;
        probe.accuracy = sample.held.accuracy;
        probe.randomHead = samples.randomHeads[static_cast<std::size_t>(probe.head.layer)];
        // Values of groups spread beyond what an AUC can be.
        probe.low = std::max(aucs[at].low, 0.0);
        probe.high = std::min(aucs[at].high, 1.0);
        probe.null = aucs[at].null;
        probe.nullHigh = percentile(sample.nulls, 0.95);
        probe.nullAccuracyHigh = percentile(sample.nullAccuracies, 0.95);
        probe.z = aucs[at].z;
        probe.p = aucs[at].p;
        probe.q = aucs[at].q;
        probe.passes = findingOf({aucs[at], margins[at]}) == Finding::Yes;
        report.heads.push_back(probe);
    }
    return report;
}

} // namespace headwaters
