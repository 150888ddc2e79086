#include "core/heads/decision.h"

#include "core/heads/resampling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

constexpr double leastDeviation = 1e-4;
constexpr double toNormal = 1.4826; ///< a normal's deviation is this often its median distance
constexpr std::size_t fewestForZ = 9;
constexpr std::size_t mostKept = 48;

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation(const std::vector<double>& values)
{
    const double centre = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - centre) * (value - centre);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

// Evenly spaced in order of size, so that the histogram keeps its form.
std::vector<float> thinned(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t count = std::min(values.size(), mostKept);
    std::vector<float> kept;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t place = count == values.size() ? i : (2 * i + 1) * values.size() / (2 * count);
        kept.push_back(static_cast<float>(values[place]));
    }
    return kept;
}

bool allFinite(const std::vector<double>& values)
{
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

// Score, null, effect, interval, z and p; q needs all heads.
Evidence measured(const HeadSample& sample, const MeasureRule& rule, Resampling& resampling)
{
    Evidence evidence;
    evidence.access = rule.access;
    evidence.measure = rule.measure;
    evidence.threshold = rule.threshold;
    evidence.weakThreshold = rule.weakThreshold < 0 ? rule.threshold : rule.weakThreshold;
    evidence.required = rule.required;
    evidence.hasZ = false;
    if (sample.units.empty() || !allFinite(sample.units) || !allFinite(sample.nulls))
        return evidence;

    evidence.samples = static_cast<int>(sample.units.size());
    evidence.score = mean(sample.units);
    evidence.units = thinned(sample.units);
    const Interval interval = resampling.interval(sample.units);
    evidence.low = interval.low;
    evidence.high = interval.high;
    if (!sample.nulls.empty()) {
        evidence.null = median(sample.nulls);
        evidence.nulls = thinned(sample.nulls);
    }
    const double range = rule.largest - evidence.null;
    evidence.effect = range > 0 ? std::clamp((evidence.score - evidence.null) / range, 0.0, 1.0) : 0;
    if (rule.signFlip) {
        evidence.p = resampling.signFlipP(sample.units);
        evidence.hasZ = sample.units.size() >= fewestForZ;
        if (evidence.hasZ)
            evidence.z = evidence.score * std::sqrt(static_cast<double>(sample.units.size()))
                / std::max(deviation(sample.units), leastDeviation);
    } else if (!sample.nulls.empty()) {
        evidence.p = permutationP(evidence.score, sample.nulls);
        evidence.hasZ = true;
        evidence.z = (evidence.score - evidence.null) / robustDeviation(sample.nulls);
    }
    return evidence;
}

QString percent(double share)
{
    return QString::number(std::lround(100 * share)) + QStringLiteral(" %");
}

QString whyNotCompetent(const Competence& competence)
{
    if (competence.prompts == 0)
        return QStringLiteral("no prompt of it could be asked");
    if (competence.accuracyLow <= competence.chance + 0.05)
        return QStringLiteral("it gets %1 of %2 prompts right (95 % sure of %3 at least), and chance is %4")
            .arg(percent(competence.accuracy))
            .arg(competence.prompts)
            .arg(percent(competence.accuracyLow), percent(competence.chance));
    return QStringLiteral("the right answer is ahead by %1 on average over %2 prompts, but not with 95 % "
                          "certainty")
        .arg(QString::number(competence.difference, 'f', 2))
        .arg(competence.prompts);
}

} // namespace

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double robustDeviation(const std::vector<double>& values)
{
    const double centre = median(values);
    std::vector<double> distances;
    distances.reserve(values.size());
    for (const double value : values)
        distances.push_back(std::fabs(value - centre));
    return toNormal * std::max(median(std::move(distances)), leastDeviation);
}

double permutationP(double score, const std::vector<double>& nulls)
{
    const auto above =
        std::count_if(nulls.begin(), nulls.end(), [score](double null) { return null >= score; });
    return static_cast<double>(1 + above) / static_cast<double>(1 + nulls.size());
}

std::vector<double> falseDiscoveryRates(const std::vector<double>& p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(
        order.begin(), order.end(), [&p](std::size_t left, std::size_t right) { return p[left] > p[right]; });
    std::vector<double> q(p.size());
    double least = 1;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto rank = static_cast<double>(order.size() - i);
        least = std::min(least, p[order[i]] * static_cast<double>(p.size()) / rank);
        q[order[i]] = least;
    }
    return q;
}

Interval bootstrapMean(const std::vector<double>& values, std::uint64_t seed, int draws)
{
    return values.empty() ? Interval() : Resampling(seed, draws).interval(values);
}

double signFlipP(const std::vector<double>& values, std::uint64_t seed)
{
    return values.empty() ? 1 : Resampling(seed).signFlipP(values);
}

std::vector<Evidence> decide(
    const std::vector<HeadSample>& samples, const MeasureRule& rule, std::uint64_t seed,
    const CancelToken& cancel)
{
    Resampling resampling(seed);
    std::vector<Evidence> decided;
    std::vector<double> p;
    for (const HeadSample& sample : samples) {
        cancel.throwIfCancelled();
        decided.push_back(measured(sample, rule, resampling));
        p.push_back(decided.back().p);
    }
    const std::vector<double> q = falseDiscoveryRates(p);
    for (std::size_t i = 0; i < decided.size(); ++i) {
        Evidence& evidence = decided[i];
        evidence.q = q[i];
        const bool asked = evidence.samples > 0;
        evidence.significant = asked && (!evidence.hasZ || evidence.z >= rule.z) && evidence.q <= rule.q;
        if (evidence.significant && evidence.score >= evidence.threshold)
            evidence.finding = Finding::Yes;
        else if (evidence.significant && evidence.score >= evidence.weakThreshold)
            evidence.finding = Finding::Weak;
    }
    return decided;
}

Finding findingOf(const std::vector<Evidence>& evidence)
{
    bool any = false;
    bool weak = false;
    bool unmeasured = false;
    for (const Evidence& one : evidence) {
        if (!one.required)
            continue;
        any = true;
        if (one.finding == Finding::No)
            return Finding::No;
        weak = weak || one.finding == Finding::Weak;
        unmeasured = unmeasured || one.finding == Finding::NotMeasurable;
    }
    if (!any)
        return Finding::No;
    if (unmeasured)
        return Finding::NotMeasurable;
    return weak ? Finding::Weak : Finding::Yes;
}

Competence competenceOf(
    const QString& task, const QString& sentence, const std::vector<double>& correct,
    const std::vector<double>& differences, double chance, std::uint64_t seed)
{
    Competence competence;
    competence.task = task;
    competence.sentence = sentence;
    competence.prompts = static_cast<int>(correct.size());
    competence.chance = chance;
    if (!correct.empty()) {
        Resampling resampling(seed);
        competence.accuracy = mean(correct);
        competence.accuracyLow = resampling.interval(correct).low;
        competence.difference = mean(differences);
        competence.differenceLow = resampling.interval(differences).low;
    }
    competence.passed = competence.accuracyLow > chance + 0.05 && competence.differenceLow > 0;
    if (!competence.passed)
        competence.reason = whyNotCompetent(competence);
    return competence;
}

} // namespace headwaters
