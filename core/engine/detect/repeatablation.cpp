#include "core/engine/detect/repeatablation.h"

#include "core/engine/detect/ablation.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

constexpr std::size_t prompts = 4;
constexpr int placesOfPrompt = 8; // in each copy

double mean(const std::vector<double>& values)
{
    return values.empty()
        ? 0
        : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Prompts of a set, read at places of the second copy and, behind those, at the same of the first.
class Runs {
public:
    using Measure = std::vector<double> AblationBench::Outcome::*;
    Runs(const Bench& bench, const TaskSet& set, Measure measure)
        : m_bench(bench, idsOf(set), placesOf(set)),
          m_measure(measure)
    {
    }

    [[nodiscard]] double first() const
    {
        const std::vector<double>& all = m_bench.clean().*m_measure;
        return mean({all.begin() + half(), all.end()});
    }
    [[nodiscard]] std::vector<double> second() const { return front(m_bench.clean()); }
    [[nodiscard]] std::vector<double> without(const std::vector<HeadIndex>& heads) const
    {
        return front(m_bench.withoutHeads(heads));
    }

private:
    static std::vector<std::vector<TokenId>> idsOf(const TaskSet& set)
    {
        std::vector<std::vector<TokenId>> ids;
        for (std::size_t prompt = 0; prompt < std::min(prompts, set.prompts.size()); ++prompt)
            ids.push_back(set.prompts[prompt].ids);
        return ids;
    }
    static std::vector<AblationBench::Place> placesOf(const TaskSet& set)
    {
        std::vector<AblationBench::Place> places;
        for (const char* copy : {"SECOND", "FIRST"}) {
            for (std::size_t prompt = 0; prompt < std::min(prompts, set.prompts.size()); ++prompt) {
                const std::vector<TokenId>& ids = set.prompts[prompt].ids;
                const std::vector<int>& where = set.prompts[prompt].roles.at(QLatin1String(copy));
                // From the second quarter on, so that some tokens have matched.
                const auto from = static_cast<int>(where.size() / 4);
                const auto room = static_cast<int>(where.size()) - 1 - from;
                for (int place = 0; place < placesOfPrompt; ++place) {
                    const int position = where.front() + from + place * room / placesOfPrompt;
                    places.push_back({prompt, position, ids[static_cast<std::size_t>(position) + 1]});
                }
            }
        }
        return places;
    }
    [[nodiscard]] std::ptrdiff_t half() const
    {
        return static_cast<std::ptrdiff_t>(m_bench.clean().logProbabilities.size() / 2);
    }
    [[nodiscard]] std::vector<double> front(const AblationBench::Outcome& outcome) const
    {
        return {(outcome.*m_measure).begin(), (outcome.*m_measure).begin() + half()};
    }

    AblationBench m_bench;
    Measure m_measure;
};

} // namespace

RepeatWorth repeatWorth(const Bench& bench, const TaskSet& set)
{
    const Runs runs(bench, set, &AblationBench::Outcome::logits);
    const std::vector<double> clean = runs.second();
    RepeatWorth worth{runs.first(), mean(clean), {}};
    for (int head = 0; head < bench.headCount(); ++head) {
        const std::vector<double> without = runs.without({bench.head(head)});
        HeadSample sample;
        for (std::size_t place = 0; place < clean.size(); ++place)
            sample.units.push_back(clean[place] - without[place]);
        worth.losses.push_back(std::move(sample));
    }
    return worth;
}

void addRepeatLosses(
    const Bench& bench, const RepeatWorth& worth, const std::vector<bool>& idle,
    std::vector<TypeFinding>& findings)
{
    std::vector<double> others;
    for (std::size_t head = 0; head < findings.size(); ++head) {
        if (idle[head])
            others.push_back(mean(worth.losses[head].units));
    }
    if (others.empty())
        return;
    std::sort(others.begin(), others.end());
    const double limit = std::max(others[std::min(others.size() - 1, others.size() * 95 / 100)], 0.0);
    std::vector<HeadSample> samples = worth.losses;
    for (HeadSample& sample : samples)
        sample.nulls = others;
    std::vector<Evidence> evidence = decide(
        samples,
        {.access = Access::Causal,
         .measure = QStringLiteral("logit of repeated tokens lost without it"),
         .threshold = limit,
         .largest = std::max(worth.second - worth.first, 1e-6),
         .required = false},
        bench.seed);
    for (std::size_t head = 0; head < findings.size(); ++head) {
        // A percentile of few heads, and flips of signs over tokens: no rate over heads can be had of that.
        Evidence& one = evidence[head];
        one.significant = one.score > limit && signFlipP(samples[head].units, bench.seed) <= 0.05;
        one.finding = one.significant ? Finding::Yes : Finding::No;
        findings[head].evidence.push_back(one);
    }
}

JointLoss jointLoss(
    const Bench& bench, const TaskSet& set, const std::vector<HeadIndex>& heads,
    const std::vector<HeadIndex>& spared, int draws)
{
    const Runs runs(bench, set, &AblationBench::Outcome::logProbabilities);
    JointLoss loss{mean(runs.second()), mean(runs.without(heads)), 0, 0};
    std::vector<HeadIndex> others;
    for (int head = 0; head < bench.headCount(); ++head) {
        const auto isIn = [one = bench.head(head)](const std::vector<HeadIndex>& list) {
            return std::find(list.begin(), list.end(), one) != list.end();
        };
        if (!isIn(heads) && !isIn(spared))
            others.push_back(bench.head(head));
    }
    PromptRandom random(bench.seed);
    for (int draw = 0; draw < draws; ++draw) {
        const std::size_t count = std::min(heads.size(), others.size());
        for (std::size_t place = 0; place < count; ++place)
            std::swap(others[place], others[place + random.below(others.size() - place)]);
        const double without =
            mean(runs.without({others.begin(), others.begin() + static_cast<std::ptrdiff_t>(count)}));
        loss.withoutRandom += without / draws;
        loss.withoutRandomLeast = draw == 0 ? without : std::min(loss.withoutRandomLeast, without);
    }
    return loss;
}

} // namespace headwaters
