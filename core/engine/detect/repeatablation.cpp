#include "core/engine/detect/repeatablation.h"

#include "core/engine/detect/ablation.h"

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
    Runs(const Bench& bench, const TaskSet& set) : m_bench(bench, idsOf(set), placesOf(set)) { }

    [[nodiscard]] double first() const
    {
        const std::vector<double>& all = m_bench.clean().logits;
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
        return {outcome.logits.begin(), outcome.logits.begin() + half()};
    }

    AblationBench m_bench;
};

} // namespace

RepeatWorth repeatWorth(const Bench& bench, const TaskSet& set)
{
    const Runs runs(bench, set);
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

} // namespace headwaters
