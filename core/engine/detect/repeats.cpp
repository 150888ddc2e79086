#include "core/engine/detect/repeats.h"

#include "core/engine/causal/directreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/detect/repeatablation.h"
#include "core/engine/detect/stretches.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/tasks/randomtokens.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

constexpr int curve = 9; // tokens that have matched
constexpr int nearest = 2, farthest = 8; // keys beside the right one
constexpr std::size_t drawsOfStretch = 14 * 2; // of the null, the control counted

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

/// Where the copies of a set's prompts are, which is the same in all of them.
struct Copies {
    int second = 0, last = 0, period = 0;

    explicit Copies(const TaskSet& set)
    {
        const TaskPrompt& prompt = set.prompts.front();
        const std::vector<int>& copy = prompt.roles.at(QStringLiteral("SECOND"));
        second = copy.front();
        last = copy.back();
        period = second - prompt.at(QStringLiteral("FIRST"));
    }
};

/// Attention of the second copy to one key of the first.
class CopyReading {
public:
    /// `after`: how far behind the same token the key is, 0 or 1.
    CopyReading(int heads, int after) : samples(at(heads)), curves(at(heads)), m_after(after) { }

    void read(int head, const float* pattern, int size, const Copies& copies, const Stretches& stretches)
    {
        const int back = copies.period - m_after;
        samples[at(head)].units.push_back(stripeMass(pattern, size, copies.second, copies.last + 1, back));
        draw(head, pattern, size, stretches, back, false);
        const int matched = std::min(curve, copies.last - copies.second);
        for (int number = 0; number < matched; ++number)
            curves[at(head)][at(number)] +=
                stripeMass(pattern, size, copies.second + number, copies.second + number + 1, back);
    }
    void
    readControl(int head, const float* pattern, int size, const Copies& copies, const Stretches& stretches)
    {
        draw(head, pattern, size, stretches, copies.period - m_after, true);
    }

    std::vector<HeadSample> samples;
    /// Sums over prompts by how many tokens have matched, from one on.
    std::vector<std::array<double, curve>> curves;

private:
    void draw(int head, const float* pattern, int size, const Stretches& stretches, int back, bool centre)
    {
        for (int stretch = 0; stretch < stretches.count(); ++stretch) {
            for (int beside = -farthest; beside <= farthest; ++beside) {
                if ((std::abs(beside) >= nearest || (centre && beside == 0)) && back + beside >= 1)
                    samples[at(head)].nulls.push_back(stripeMass(
                        pattern, size, stretches.begin(stretch), stretches.begin(stretch + 1),
                        back + beside));
            }
        }
    }

    int m_after;
};

/// What heads write where a copy goes on.
struct WriteReading {
    std::vector<HeadSample> differences; ///< of the next token and the mean of the others
    std::vector<HeadSample> ratios; ///< share of all that is raised; the null is another token's share
    double logitDifference = 0; ///< of the model
};

WriteReading writesOf(const Bench& bench, const TaskSet& set)
{
    const Copies copies(set);
    PromptRandom random(bench.seed);
    std::vector<DirectRequest> requests;
    for (const TaskPrompt& prompt : set.prompts) {
        // Behind the middle, where enough tokens have matched for every model, and before the last token.
        const int place = copies.second + copies.period / 2
            + static_cast<int>(random.below(at(std::max(copies.period / 2 - 1, 1))));
        DirectRequest request{{prompt.ids.begin(), prompt.ids.begin() + place + 1}, -1, {}};
        const TokenId next = prompt.ids[at(place + 1)];
        request.tokens.push_back(next);
        for (int other = 0; other < copies.period; ++other) {
            const TokenId id = prompt.ids[at(copies.second - copies.period + other)];
            if (id != next)
                request.tokens.push_back(id);
        }
        requests.push_back(std::move(request));
    }
    WriteReading reading{
        std::vector<HeadSample>(at(bench.headCount())), std::vector<HeadSample>(at(bench.headCount()))};
    const std::vector<DirectReading> runs =
        directReadings(*bench.model, requests, {.cancel = bench.cancel, .ran = bench.ran});
    for (const DirectReading& run : runs) {
        const int others = run.tokens - 1;
        for (int index = 0; index < bench.headCount(); ++index) {
            const HeadIndex head = bench.head(index);
            double sum = 0, raised = 0;
            for (int token = 0; token < run.tokens; ++token) {
                const double write = run.head(head.layer, head.head, token);
                sum += token > 0 ? write : 0;
                raised += std::max(write, 0.0);
            }
            const auto share = [&](int token) {
                return raised > 0 ? std::max(run.head(head.layer, head.head, token), 0.0) / raised : 0;
            };
            reading.differences[at(index)].units.push_back(run.head(head.layer, head.head, 0) - sum / others);
            reading.ratios[at(index)].units.push_back(share(0));
            for (int token = 1; token < run.tokens; ++token)
                reading.ratios[at(index)].nulls.push_back(share(token));
        }
        double logits = 0;
        for (int token = 1; token < run.tokens; ++token)
            logits += run.logits[at(token)] / others;
        reading.logitDifference += (run.logits.front() - logits) / static_cast<double>(runs.size());
    }
    return reading;
}

EvidenceExample exampleOf(const TaskSet& set, int after)
{
    const Copies copies(set);
    const std::vector<TokenId>& ids = set.prompts.front().ids;
    const int destination = copies.second + copies.period / 2;
    return {{ids.begin(), ids.end()}, destination, destination - copies.period + after};
}

std::vector<TypeFinding>
duplicateFindings(const Bench& bench, const TaskSet& set, const CopyReading& same, const CopyReading& after)
{
    FindingTable table(bench, HeadType::DuplicateToken, set.key);
    table.add(
        same.samples,
        {.measure = QStringLiteral("attention to the earlier copy"), .threshold = 0.3, .weakThreshold = 0.1});
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        double other = 0;
        for (const double unit : after.samples[head].units)
            other += unit / static_cast<double>(after.samples[head].units.size());
        if (finding.finding != Finding::No && other >= finding.score) {
            finding.finding = Finding::No;
            finding.reason = QStringLiteral("it looks more at the token after the earlier copy, %1 to %2")
                                 .arg(QString::number(other, 'f', 2), QString::number(finding.score, 'f', 2));
        }
        finding.example = exampleOf(set, 0);
    }
    return findings;
}

std::vector<TypeFinding> inductionFindings(const Bench& bench, const TaskSet& set, const CopyReading& after)
{
    FindingTable table(bench, HeadType::Induction, set.key);
    table.add(
        after.samples,
        {.measure = QStringLiteral("attention to the token after the earlier copy"),
         .threshold = 0.4,
         .weakThreshold = 0.1});
    const bool writes = bench.runs(Tier::Mechanistic);
    if (writes) {
        const WriteReading reading = writesOf(bench, set);
        std::vector<Evidence> differences = decide(
            reading.differences,
            {.access = Access::Direct,
             .measure = QStringLiteral("logit of the right next token, over the prompt's other tokens"),
             .largest = std::max(reading.logitDifference, 1e-6),
             .signFlip = true},
            bench.seed, bench.cancel);
        for (Evidence& one : differences) {
            // Specification 2.4: the flips of signs alone; a rate over all heads is too strict for the few
            // that match prefixes.
            one.significant = one.p <= 0.05;
            one.finding = one.significant && one.score > 0 ? Finding::Yes : Finding::No;
        }
        table.add(differences);
        table.add(
            reading.ratios,
            {.access = Access::Direct,
             .measure = QStringLiteral("share of what it raises that is the right next token"),
             .threshold = 0.5,
             .required = false});
    }
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        finding.example = exampleOf(set, 1);
        if (finding.evidence.front().finding == Finding::No)
            continue;
        if (writes && finding.evidence[1].finding == Finding::No)
            finding.tags << QStringLiteral("prefix-matching only");
        if (writes && finding.evidence[1].hasZ && finding.evidence[1].z <= -3)
            finding.tags << QStringLiteral("anti-induction");
        const std::array<double, curve>& matched = after.curves[head];
        if (2 * matched.front() < matched.back())
            finding.tags << QStringLiteral("long-prefix");
    }
    return findings;
}

} // namespace

std::vector<TaskSet> repeatSets(const TaskGround& ground, int count, std::uint64_t seed)
{
    std::vector<TaskSet> sets{repeatedTokens(ground, 50, 2, count, seed)};
    const auto length = [](const TaskSet& set) { return set.isEmpty() ? 0 : set.prompts.front().ids.size(); };
    for (const int period : {25, 100}) {
        TaskSet set = repeatedTokens(ground, period, 2, std::max(count / 2, 1), seed + at(period));
        if (length(set) != length(sets.front()) && length(set) > at(period)) // else cut to the same
            sets.push_back(std::move(set));
    }
    return sets;
}

std::vector<TypeFinding>
detectRepeats(const Bench& bench, const std::vector<TaskSet>& repeats, const TaskSet& fresh)
{
    const TaskSet& first = repeats.front();
    std::vector<TypeFinding> findings;
    const auto append = [&findings](const std::vector<TypeFinding>& more) {
        findings.insert(findings.end(), more.begin(), more.end());
    };
    if (first.isEmpty()) {
        append(notMeasurable(bench, HeadType::DuplicateToken, first.key, first.reason));
        append(notMeasurable(bench, HeadType::Induction, first.key, first.reason));
        return findings;
    }
    CopyReading same(bench.headCount(), 0), after(bench.headCount(), 1);
    std::vector<double> before(
        at(bench.headCount())); // attention to the token before, which copying rests on
    for (const TaskSet& set : repeats) {
        const Copies copies(set);
        const Stretches stretches(
            copies.second, copies.last, bench.headCount(), set.prompts.size(), drawsOfStretch);
        visitPatterns(bench, set, [&](std::size_t, int head, const float* pattern, int size) {
            if (&set == &first) {
                same.read(head, pattern, size, copies, stretches);
                before[at(head)] +=
                    stripeMass(pattern, size, 2, size, 1) / static_cast<double>(set.prompts.size());
            }
            after.read(head, pattern, size, copies, stretches);
        });
    }
    if (!fresh.isEmpty()) {
        const Copies copies(fresh);
        const Stretches stretches(
            copies.second, copies.last, bench.headCount(), fresh.prompts.size(), drawsOfStretch);
        visitPatterns(bench, fresh, [&](std::size_t, int head, const float* pattern, int size) {
            same.readControl(head, pattern, size, copies, stretches);
            after.readControl(head, pattern, size, copies, stretches);
        });
    }
    std::vector<TypeFinding> duplicate = duplicateFindings(bench, first, same, after);
    std::vector<TypeFinding> induction = inductionFindings(bench, first, after);
    if (bench.runs(Tier::Causal)) {
        const RepeatWorth worth = repeatWorth(bench, first);
        std::vector<bool> idle;
        for (std::size_t head = 0; head < duplicate.size(); ++head)
            idle.push_back(
                duplicate[head].finding == Finding::No && induction[head].finding == Finding::No
                && before[head] < 0.15);
        addRepeatLosses(bench, worth, idle, duplicate);
        addRepeatLosses(bench, worth, idle, induction);
    }
    append(duplicate);
    append(induction);
    return findings;
}

} // namespace headwaters
