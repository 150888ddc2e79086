#include "core/engine/detect/globalretrieval.h"

#include "core/engine/detect/ablation.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/detect/stretches.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/tasks/randomtokens.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headwaters {

namespace {

constexpr int shortestPeriod = 40;
constexpr int firstKeys = 4, window = 64;
constexpr double echoShare = 0.01, inductionShare = 0.14, leastGlobality = 0.3, leastMass = 0.1;
constexpr int randomHeads = 20, readPlaces = 16;
constexpr std::size_t drawsOfStretch = 14;

struct Copies {
    int second, last, period, recent;

    explicit Copies(const TaskSet& set)
        : second(set.prompts.front().at(QStringLiteral("SECOND"))),
          last(set.prompts.front().roles.at(QStringLiteral("LAST")).back()),
          period(second - set.prompts.front().at(QStringLiteral("FIRST"))),
          recent(std::min(window, period / 4))
    {
    }
};

/// Attention to the same place in all earlier copies, `after` tokens behind it.
double earlierMass(const float* pattern, int size, int from, int to, int period, int after)
{
    double sum = 0;
    for (int query = from; query < to; ++query) {
        for (int key = query - period + after; key >= 1; key -= period) {
            if (key <= query)
                sum += static_cast<double>(pattern[query * size + key]);
        }
    }
    return sum / std::max(to - from, 1);
}

/// What lies between the first keys and the recent ones.
double middleMass(const float* pattern, int size, const Copies& copies)
{
    double sum = 0;
    for (int query = copies.second; query <= copies.last; ++query) {
        const float* row = pattern + query * size;
        for (int key = firstKeys; key <= query - copies.recent; ++key)
            sum += static_cast<double>(row[key]);
    }
    return sum / (copies.last - copies.second + 1);
}

double scoreOf(const HeadSample& sample)
{
    double sum = 0;
    for (const double unit : sample.units)
        sum += unit / static_cast<double>(sample.units.size());
    return sum;
}

/// The score that a share of the heads reaches, heads with shared keys counted once.
double rankThreshold(const Bench& bench, const std::vector<HeadSample>& samples, double share)
{
    const auto group = static_cast<std::size_t>(bench.model->config().groupSize());
    std::vector<double> scores;
    for (std::size_t head = 0; head < samples.size(); head += group) {
        double largest = 0;
        for (std::size_t member = head; member < head + group; ++member)
            largest = std::max(largest, scoreOf(samples[member]));
        scores.push_back(largest);
    }
    std::sort(scores.begin(), scores.end(), std::greater<>());
    const auto count = static_cast<std::size_t>(std::ceil(share * static_cast<double>(scores.size())));
    return std::max(scores[std::max<std::size_t>(count, 1) - 1], leastMass);
}

/// How much the output depends on what lies between the first keys and the recent ones, for some heads.
class StreamingCheck {
public:
    StreamingCheck(const Bench& bench, const TaskSet& set)
        : m_copies(set),
          m_runs(bench, {set.prompts.front().ids}, places(set, bench.seed))
    {
    }

    [[nodiscard]] HeadSample divergences(HeadIndex head) const
    {
        const AblationBench::Outcome outcome = m_runs.withPattern(head, [&](float* pattern, int size) {
            for (int query = 0; query < size; ++query) {
                float* row = pattern + query * size;
                float kept = 0;
                for (int key = 0; key <= query; ++key) {
                    if (key >= firstKeys && key <= query - m_copies.recent)
                        row[key] = 0;
                    kept += row[key];
                }
                for (int key = 0; key <= query && kept > 0; ++key)
                    row[key] /= kept;
            }
        });
        return {outcome.divergences, {}};
    }

private:
    static std::vector<AblationBench::Place> places(const TaskSet& set, std::uint64_t seed)
    {
        PromptRandom random(seed);
        const Copies copies(set);
        const std::vector<TokenId>& ids = set.prompts.front().ids;
        std::vector<AblationBench::Place> chosen;
        for (int place = 0; place < readPlaces; ++place) {
            const int position =
                copies.last - 1 - static_cast<int>(random.below(static_cast<std::size_t>(copies.period - 1)));
            chosen.push_back({0, position, ids[static_cast<std::size_t>(position) + 1]});
        }
        return chosen;
    }

    Copies m_copies;
    AblationBench m_runs;
};

/// Adds what the check says to findings that are positive so far.
void checkStreaming(const Bench& bench, const TaskSet& set, std::vector<TypeFinding>& findings)
{
    std::vector<std::size_t> others;
    for (std::size_t head = 0; head < findings.size(); ++head) {
        if (findings[head].finding != Finding::Yes)
            others.push_back(head);
    }
    if (others.size() == findings.size() || others.empty())
        return;
    const StreamingCheck check(bench, set);
    PromptRandom random(bench.seed);
    std::vector<double> nulls;
    for (int drawn = 0; drawn < randomHeads && !others.empty(); ++drawn) {
        const std::size_t which = random.below(others.size());
        nulls.push_back(scoreOf(check.divergences(findings[others[which]].head)));
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(which));
    }
    std::sort(nulls.begin(), nulls.end());
    const double limit = nulls[std::min(nulls.size() - 1, nulls.size() * 95 / 100)];
    for (TypeFinding& finding : findings) {
        if (finding.finding != Finding::Yes)
            continue;
        HeadSample sample = check.divergences(finding.head);
        sample.nulls = nulls;
        Evidence evidence = decide(
            {sample},
            {.access = Access::Causal,
             .measure = QStringLiteral("divergence of the output without the middle of the context, nats"),
             .threshold = limit,
             .largest = std::max(2 * limit, 1.0)},
            bench.seed)[0];
        // The rule is the percentile of few heads, which no rate over heads can sharpen.
        evidence.significant = evidence.score > limit;
        evidence.finding = evidence.significant ? Finding::Yes : Finding::No;
        finding.evidence.push_back(evidence);
        if (evidence.finding == Finding::No) {
            finding.finding = Finding::No;
            finding.reason = failedCondition(finding.evidence);
        }
    }
}

} // namespace

TaskSet globalRetrievalSet(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set = repeatedTokens(ground, 250, 4, count, seed);
    set.key = QStringLiteral("random-repeat-4");
    const bool isShort = !set.isEmpty()
        && set.prompts.front().roles.at(QStringLiteral("SECOND")).size() < std::size_t{shortestPeriod};
    if (isShort) {
        set.prompts.clear();
        set.reason = QStringLiteral("the context of %1 tokens is too short").arg(ground.nCtx);
    }
    return set;
}

std::vector<TypeFinding> detectGlobalRetrieval(const Bench& bench, const TaskSet& set)
{
    if (set.isEmpty())
        return notMeasurable(bench, HeadType::GlobalRetrieval, set.key, set.reason);
    const Copies copies(set);
    const auto heads = static_cast<std::size_t>(bench.headCount());
    std::vector<HeadSample> echo(heads), induction(heads), globality(heads);
    const Stretches stretches(
        copies.second, copies.last, bench.headCount(), set.prompts.size(), drawsOfStretch);
    visitPatterns(bench, set, [&](std::size_t, int head, const float* pattern, int size) {
        const auto which = static_cast<std::size_t>(head);
        const auto mass = [&](int from, int to, int after) {
            return earlierMass(pattern, size, from, to, copies.period, after);
        };
        echo[which].units.push_back(mass(copies.second, copies.last + 1, 0));
        induction[which].units.push_back(mass(copies.second, copies.last + 1, 1));
        globality[which].units.push_back(middleMass(pattern, size, copies));
        for (int stretch = 0; stretch < stretches.count(); ++stretch) {
            const int from = stretches.begin(stretch), to = stretches.begin(stretch + 1);
            for (int beside = 2; beside <= 8; ++beside) {
                for (const int after : {-beside, 1 + beside}) {
                    echo[which].nulls.push_back(mass(from, to, after));
                    induction[which].nulls.push_back(echo[which].nulls.back());
                }
            }
        }
    });
    const double leastEcho = rankThreshold(bench, echo, echoShare);
    const double leastInduction = rankThreshold(bench, induction, inductionShare);
    FindingTable table(bench, HeadType::GlobalRetrieval, set.key);
    table.add(
        echo,
        {.measure = QStringLiteral("attention to the same token in earlier copies"), .threshold = leastEcho});
    table.add(
        induction,
        {.measure = QStringLiteral("attention to the token after it in earlier copies"),
         .threshold = leastInduction});
    table.add(
        globality,
        {.measure = QStringLiteral("attention between the first keys and the recent ones"),
         .threshold = leastGlobality,
         .z = std::numeric_limits<double>::lowest(),
         .q = 1});
    std::vector<TypeFinding> findings = table.finish();
    for (TypeFinding& finding : findings) {
        Evidence &same = finding.evidence[0], &after = finding.evidence[1];
        const Evidence& middle = finding.evidence[2];
        // One of the two suffices; the other is shown.
        const bool byEcho =
            same.finding == Finding::Yes || same.score / leastEcho > after.score / leastInduction;
        (byEcho ? after : same).required = false;
        finding.score = (byEcho ? same : after).score;
        finding.finding = findingOf(finding.evidence);
        finding.reason = finding.finding == Finding::No ? failedCondition(finding.evidence) : QString();
        if (middle.finding == Finding::No)
            finding.tags << QStringLiteral("streaming");
        const std::vector<TokenId>& ids = set.prompts.front().ids;
        const int nearest = copies.last - copies.period + (byEcho ? 0 : 1);
        finding.example = {{ids.begin(), ids.end()}, copies.last, nearest};
        for (int source = nearest - copies.period; source >= 1; source -= copies.period)
            finding.example.moreSources.push_back(source);
    }
    if (bench.runs(Tier::Causal))
        checkStreaming(bench, set, findings);
    return findings;
}

} // namespace headwaters
