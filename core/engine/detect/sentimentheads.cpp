#include "core/engine/detect/sentimentheads.h"

#include "core/engine/detect/answerreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/sentimentreading.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace headwaters {

namespace {

constexpr double leastDistance = 0.8; // Cohen's d
constexpr double leastWritten = 2; // the same of a summarizer: heads of scrambled copies reach 1.7
constexpr double leastAttention = 0.2;
constexpr double perfectDistance = 4; // d of two groups that hardly overlap

double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double squares(const std::vector<double>& values, double centre)
{
    double sum = 0;
    for (const double value : values)
        sum += (value - centre) * (value - centre);
    return sum;
}

double pooledDeviation(const std::vector<double>& first, const std::vector<double>& second)
{
    const auto free = static_cast<double>(first.size() + second.size()) - 2;
    const double sum = squares(first, meanOf(first)) + squares(second, meanOf(second));
    return std::max(std::sqrt(sum / std::max(free, 1.0)), 1e-9);
}

using NumberOf = std::function<double(const SentimentReading::Prompt& prompt)>;

/// Cohen's d between praise and blame on the prompts that test, as the mean of a unit a prompt; null: halves
/// of the neutral prompts.
class Distances {
public:
    Distances(const Bench& bench, const SentimentReading& reading) : m_bench(bench), m_reading(reading)
    {
        std::size_t neutral = 0;
        for (const SentimentReading::Prompt& prompt : reading.prompts)
            neutral += prompt.polarity == 0 ? 1 : 0;
        PromptRandom random(bench.seed);
        for (int draw = 0; draw < drawsFor(bench); ++draw)
            m_halves.push_back(shuffledNumbers(neutral, random));
    }

    [[nodiscard]] HeadSample of(const NumberOf& number) const
    {
        std::vector<double> praise, blame, neutral;
        for (const SentimentReading::Prompt& prompt : m_reading.prompts) {
            if (prompt.polarity == 0)
                neutral.push_back(number(prompt));
            else if (!prompt.fits)
                (prompt.polarity > 0 ? praise : blame).push_back(number(prompt));
        }
        HeadSample sample;
        if (praise.size() < 2 || blame.size() < 2)
            return sample;
        const double deviation = pooledDeviation(praise, blame);
        const double middle = (meanOf(praise) + meanOf(blame)) / 2;
        // Each side weighs as much as the other, however many of its prompts were answered right.
        const auto all = static_cast<double>(praise.size() + blame.size());
        for (const double value : praise)
            sample.units.push_back((value - middle) / deviation * all / static_cast<double>(praise.size()));
        for (const double value : blame)
            sample.units.push_back((middle - value) / deviation * all / static_cast<double>(blame.size()));
        if (neutral.size() < 4)
            return sample;
        for (const std::vector<std::size_t>& order : m_halves) {
            std::vector<double> first, second;
            for (std::size_t at = 0; at < order.size(); ++at)
                (at % 2 == 0 ? first : second).push_back(neutral[order[at]]);
            sample.nulls.push_back((meanOf(first) - meanOf(second)) / pooledDeviation(first, second));
        }
        return sample;
    }

private:
    const Bench& m_bench;
    const SentimentReading& m_reading;
    std::vector<std::vector<std::size_t>> m_halves; // [draw] order of the neutral prompts
};

// Cosines of random directions with anything: all heads have the same null.
std::vector<double> randomCosines(const Bench& bench)
{
    const auto dimensions = static_cast<int>(bench.model->config().dModel);
    std::mt19937_64 engine(bench.seed);
    const auto uniform = [&] { return (static_cast<double>(engine() >> 11) + 0.5) * 0x1p-53; };
    constexpr double turn = 6.283185307179586;
    std::vector<double> cosines;
    for (int draw = 0; draw < drawsFor(bench); ++draw) {
        double first = 0, sum = 0;
        for (int at = 0; at < dimensions; ++at) {
            const double normal = std::sqrt(-2 * std::log(uniform())) * std::cos(turn * uniform());
            first = at == 0 ? normal : first;
            sum += normal * normal;
        }
        cosines.push_back(first / std::sqrt(sum));
    }
    return cosines;
}

// The place for which an attention is largest on average.
std::vector<int> places(
    const Bench& bench, const SentimentReading& reading,
    const std::function<const std::vector<double>&(const SentimentReading::Prompt&)>& attention)
{
    std::vector<int> best;
    for (int head = 0; head < bench.headCount(); ++head) {
        std::vector<double> sums(static_cast<std::size_t>(reading.places));
        for (const SentimentReading::Prompt& prompt : reading.prompts) {
            for (int place = 0; place < reading.places; ++place)
                sums[static_cast<std::size_t>(place)] += attention(prompt)[reading.index(head, place)];
        }
        best.push_back(static_cast<int>(std::max_element(sums.begin(), sums.end()) - sums.begin()));
    }
    return best;
}

HeadUnits tested(
    const Bench& bench, const SentimentReading& reading,
    const std::function<double(const SentimentReading::Prompt& prompt, int head)>& number)
{
    HeadUnits units(bench);
    for (const SentimentReading::Prompt& prompt : reading.prompts) {
        if (prompt.fits || prompt.polarity == 0)
            continue;
        for (int head = 0; head < bench.headCount(); ++head)
            units.add(head, number(prompt, head));
    }
    return units;
}

MeasureRule distanceRule(const QString& measure, double threshold)
{
    MeasureRule rule;
    rule.access = Access::Direct;
    rule.measure = measure;
    rule.threshold = threshold;
    rule.largest = perfectDistance;
    return rule;
}

std::vector<TypeFinding> summarizers(
    const Bench& bench, const SentimentSet& sentiment, const SentimentReading& reading,
    const Distances& distances)
{
    const std::vector<int> place =
        places(bench, reading, [](const SentimentReading::Prompt& prompt) -> const std::vector<double>& {
            return prompt.toSentiment;
        });
    const std::vector<double> random = randomCosines(bench);
    std::vector<HeadSample> written, along;
    for (int head = 0; head < bench.headCount(); ++head) {
        const std::size_t at = reading.index(head, place[static_cast<std::size_t>(head)]);
        written.push_back(
            distances.of([at](const SentimentReading::Prompt& prompt) { return prompt.written[at]; }));
        along.push_back({{reading.cosines[at]}, random});
    }
    MeasureRule alongRule;
    alongRule.access = Access::Direct;
    alongRule.measure = QStringLiteral("cosine of what it writes with the direction");
    FindingTable table(bench, HeadType::SentimentSummarizer, sentiment.set.key);
    table.add(
        written, distanceRule(QStringLiteral("sentiment written at the summary, Cohen's d"), leastWritten));
    table.add(along, alongRule);
    table.add(
        tested(
            bench, reading,
            [&](const SentimentReading::Prompt& prompt, int head) {
                return prompt.toSentiment[reading.index(head, place[static_cast<std::size_t>(head)])];
            })
            .samples(),
        sizeRule(
            Access::Attention, QStringLiteral("attention from the summary to adjectives and verbs"),
            leastAttention));
    table.showOn(sentiment.set.prompts.front(), QStringLiteral("SUM_1"), QStringLiteral("ADJ"));
    return table.finish();
}

std::vector<TypeFinding> readers(
    const Bench& bench, const SentimentSet& sentiment, const SentimentReading& reading,
    const Distances& distances)
{
    const std::vector<int> place =
        places(bench, reading, [](const SentimentReading::Prompt& prompt) -> const std::vector<double>& {
            return prompt.toSummary;
        });
    std::vector<HeadSample> raised;
    for (int head = 0; head < bench.headCount(); ++head) {
        const auto at = static_cast<std::size_t>(head);
        raised.push_back(
            distances.of([at](const SentimentReading::Prompt& prompt) { return prompt.raised[at]; }));
    }
    FindingTable table(bench, HeadType::SummaryReader, sentiment.set.key);
    table.add(
        raised,
        distanceRule(QStringLiteral("words of the right sentiment raised, Cohen's d"), leastDistance));
    table.add(
        tested(
            bench, reading,
            [&](const SentimentReading::Prompt& prompt, int head) {
                return prompt.toSummary[reading.index(head, place[static_cast<std::size_t>(head)])];
            })
            .samples(),
        sizeRule(Access::Attention, QStringLiteral("attention from the end to the summary"), leastAttention));
    if (bench.runs(Tier::Causal)) {
        HeadUnits drops(bench);
        for (const std::vector<double>& ofPrompt : summaryDrops(bench, sentiment, reading)) {
            for (int head = 0; head < bench.headCount(); ++head)
                drops.add(head, ofPrompt[static_cast<std::size_t>(head)]);
        }
        MeasureRule rule = directRule(
            QStringLiteral("fall of the right words with the opposite summary"), 0,
            std::max(meanOf(reading.differences), 1e-9));
        rule.access = Access::Causal;
        table.add(drops.samples(), rule);
    }
    table.showOn(sentiment.set.prompts.front(), QStringLiteral("END"), QStringLiteral("SUM_1"));
    std::vector<TypeFinding> findings = table.finish();
    const HeadUnits onAdjective =
        tested(bench, reading, [](const SentimentReading::Prompt& prompt, int head) {
            return prompt.toAdjective[static_cast<std::size_t>(head)];
        });
    for (int head = 0; head < bench.headCount(); ++head) {
        TypeFinding& finding = findings[static_cast<std::size_t>(head)];
        if (finding.evidence.front().finding == Finding::Yes && onAdjective.mean(head) >= leastAttention)
            finding.tags.append(QStringLiteral("direct"));
    }
    return findings;
}

} // namespace

StepResult detectSentimentHeads(const Bench& bench, const SentimentSet& sentiment)
{
    StepResult result;
    const auto append = [&](std::vector<TypeFinding> more) {
        result.findings.insert(
            result.findings.end(), std::make_move_iterator(more.begin()),
            std::make_move_iterator(more.end()));
    };
    QString reason = sentiment.set.reason;
    if (reason.isEmpty() && !bench.runs(Tier::Mechanistic))
        reason = QStringLiteral("it needs what heads write, which the observed tier does not read");
    SentimentReading reading;
    if (reason.isEmpty()) {
        reading = readSentiment(bench, sentiment);
        result.tasks = {competenceOf(
            sentiment.set.key, sentiment.set.sentence, reading.correct, reading.differences,
            sentiment.set.chance, bench.seed)};
        if (bench.gates && !result.tasks.front().passed)
            reason = result.tasks.front().reason;
    }
    if (!reason.isEmpty()) {
        for (const HeadType type : {HeadType::SentimentSummarizer, HeadType::SummaryReader})
            append(notMeasurable(bench, type, sentiment.set.key, reason));
        return result;
    }
    readSummaries(bench, sentiment, reading);
    const Distances distances(bench, reading);
    append(summarizers(bench, sentiment, reading, distances));
    append(readers(bench, sentiment, reading, distances));
    return result;
}

} // namespace headwaters
