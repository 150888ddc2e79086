#include "core/engine/detect/localheads.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/detect/stretches.h"

#include <algorithm>
#include <array>
#include <limits>

namespace headwaters {

namespace {

constexpr int offsets = 17; // 0 to 16 tokens back
constexpr int firstPositional = 12; // query

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

/// Attention to the token before, of all heads, prompt by prompt.
class PreviousReading {
public:
    PreviousReading(int heads, std::size_t prompts)
        : samples(at(heads)),
          beyond(at(heads)),
          strict(at(heads)),
          m_heads(heads),
          m_prompts(prompts)
    {
    }

    void read(int head, const float* pattern, int size)
    {
        HeadSample& sample = samples[at(head)];
        HeadSample& rest = beyond[at(head)];
        double first = 0;
        double largest = 0;
        for (int query = 2; query < size; ++query) {
            const float* row = pattern + query * size;
            first += static_cast<double>(row[0]);
            largest += std::max_element(row, row + query + 1) - row == query - 1 ? 1 : 0;
        }
        const double visible = std::max(1 - first / (size - 2), 1e-6);
        sample.units.push_back(stripeMass(pattern, size, 2, size, 1));
        rest.units.push_back(sample.units.back() / visible);
        strict[at(head)] += largest / (size - 2) / static_cast<double>(m_prompts);
        const Stretches stretches(2, size - 1, m_heads, m_prompts, offsets - 2);
        for (int stretch = 0; stretch < stretches.count(); ++stretch) {
            for (int back = 2; back < offsets && back + 1 < stretches.begin(stretch + 1); ++back) {
                sample.nulls.push_back(
                    stripeMass(pattern, size, stretches.begin(stretch), stretches.begin(stretch + 1), back));
                rest.nulls.push_back(sample.nulls.back() / visible);
            }
        }
    }

    std::vector<HeadSample> samples;
    std::vector<HeadSample> beyond; ///< of the weight that the first token leaves
    std::vector<double> strict; ///< share of queries that look there most

private:
    int m_heads;
    std::size_t m_prompts;
};

/// Where the largest weight lies, counted from the query, and how much the pattern depends on the tokens.
class PositionalReading {
public:
    PositionalReading(int heads, std::size_t prompts, int size)
        : m_heads(at(heads)),
          m_prompts(prompts),
          m_size(size),
          m_stretches(firstPositional, size - 1, heads, prompts, offsets - 1)
    {
        for (Head& head : m_heads)
            head.sum = head.squares = std::vector<float>(at(size) * at(size));
    }

    void read(int index, const float* pattern)
    {
        Head& head = m_heads[at(index)];
        std::vector<std::array<double, offsets>> shares(at(m_stretches.count()));
        for (int stretch = 0; stretch < m_stretches.count(); ++stretch) {
            const int from = m_stretches.begin(stretch), to = m_stretches.begin(stretch + 1);
            for (int query = from; query < to; ++query) {
                const float* row = pattern + query * m_size;
                head.sink +=
                    static_cast<double>(row[0]) / (m_size - firstPositional) / static_cast<double>(m_prompts);
                const auto back = row + query - std::max_element(row + 1, row + query + 1);
                if (back < offsets)
                    shares[at(stretch)][static_cast<std::size_t>(back)] += 1.0 / (to - from);
            }
        }
        head.shares.push_back(std::move(shares));
        for (std::size_t cell = 0; cell < head.sum.size(); ++cell) {
            head.sum[cell] += pattern[cell];
            head.squares[cell] += pattern[cell] * pattern[cell];
        }
    }

    struct Result {
        HeadSample sample;
        int offset = 1;
        bool self = false;
        double sink = 0;
    };
    [[nodiscard]] Result result(int index) const
    {
        const Head& head = m_heads[at(index)];
        Result result;
        result.sink = head.sink;
        std::array<double, offsets> mean{};
        for (int back = 0; back < offsets; ++back)
            mean[at(back)] = share(head, back);
        result.offset = static_cast<int>(std::max_element(mean.begin() + 1, mean.begin() + 9) - mean.begin());
        const double fixed = determinism(head);
        result.self = mean[0] * fixed >= 0.9;
        for (const auto& prompt : head.shares) {
            double unit = 0;
            for (int stretch = 0; stretch < m_stretches.count(); ++stretch) {
                unit += prompt[at(stretch)][at(result.offset)] * width(stretch);
                for (int back = 0; back < offsets; ++back) {
                    if (back != result.offset)
                        result.sample.nulls.push_back(prompt[at(stretch)][at(back)] * fixed);
                }
            }
            result.sample.units.push_back(unit * fixed);
        }
        return result;
    }

private:
    struct Head {
        std::vector<std::vector<std::array<double, offsets>>> shares; // [prompt][stretch][offset]
        std::vector<float> sum, squares; // [query, key] over prompts
        double sink = 0;
    };

    /// A stretch's part of the queries.
    [[nodiscard]] double width(int stretch) const
    {
        return static_cast<double>(m_stretches.begin(stretch + 1) - m_stretches.begin(stretch))
            / (m_size - firstPositional);
    }
    [[nodiscard]] double share(const Head& head, int back) const
    {
        double sum = 0;
        for (const auto& prompt : head.shares) {
            for (int stretch = 0; stretch < m_stretches.count(); ++stretch)
                sum += prompt[at(stretch)][at(back)] * width(stretch);
        }
        return sum / static_cast<double>(m_prompts);
    }
    /// 1 - mean over cells of the variance over tokens / variance over all.
    [[nodiscard]] double determinism(const Head& head) const
    {
        const auto prompts = static_cast<double>(m_prompts);
        double within = 0, sum = 0, squares = 0;
        for (int query = 0; query < m_size; ++query) {
            for (int key = 0; key <= query; ++key) {
                const std::size_t cell = at(query) * at(m_size) + at(key);
                const double mean = static_cast<double>(head.sum[cell]) / prompts;
                const double square = static_cast<double>(head.squares[cell]) / prompts;
                within += std::max(square - mean * mean, 0.0);
                sum += mean;
                squares += square;
            }
        }
        const double cells = m_size * (m_size + 1) / 2.0;
        const double all = squares / cells - sum / cells * (sum / cells);
        return all > 1e-12 ? std::clamp(1 - within / cells / all, 0.0, 1.0) : 0;
    }

    std::vector<Head> m_heads;
    std::size_t m_prompts;
    int m_size;
    Stretches m_stretches;
};

EvidenceExample exampleOf(const TaskSet& set, int back)
{
    const std::vector<TokenId>& ids = set.prompts.front().ids;
    const int destination = static_cast<int>(ids.size()) - 1;
    return {{ids.begin(), ids.end()}, destination, destination - back};
}

std::vector<TypeFinding> previousFindings(
    const Bench& bench, const TaskSet& random, const PreviousReading& onRandom, const PreviousReading* onText)
{
    FindingTable table(bench, HeadType::PreviousToken, random.key);
    table.add(
        onRandom.samples,
        {.measure = QStringLiteral("attention to the token before, random tokens"),
         .threshold = 0.4,
         .weakThreshold = 0.15});
    if (onText != nullptr)
        table.add(
            onText->samples,
            {.measure = QStringLiteral("attention to the token before, text"),
             .threshold = 0.2,
             .weakThreshold = 0.075,
             .z = std::numeric_limits<double>::lowest(), // the specification asks for the score alone
             .q = 1});
    table.add(
        onRandom.beyond,
        {.measure = QStringLiteral("the same, of the weight that the first token leaves"),
         .threshold = 0.4,
         .weakThreshold = 0.15,
         .required = false});
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        if (onRandom.strict[head] >= 0.9)
            findings[head].tags << QStringLiteral("strict");
        findings[head].example = exampleOf(random, 1);
    }
    return findings;
}

std::vector<TypeFinding>
positionalFindings(const Bench& bench, const TaskSet& random, const PositionalReading& reading)
{
    std::vector<PositionalReading::Result> results;
    std::vector<HeadSample> samples;
    for (int head = 0; head < bench.headCount(); ++head) {
        results.push_back(reading.result(head));
        samples.push_back(results.back().sample);
    }
    FindingTable table(bench, HeadType::Positional, random.key);
    table.add(
        samples,
        {.measure = QStringLiteral("queries that look one distance back, times independence of the tokens"),
         .threshold = 0.9,
         .weakThreshold = 0.6});
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        const PositionalReading::Result& result = results[head];
        if (result.self)
            finding.tags << QStringLiteral("self");
        if (result.sink >= 0.9) {
            finding.tags << QStringLiteral("sink");
            finding.finding = Finding::No;
            finding.reason = QStringLiteral("it looks at the first token, wherever the query stands");
        }
        if (finding.finding != Finding::No)
            finding.tags << QStringLiteral("offset %1").arg(result.offset);
        finding.example = exampleOf(random, result.offset);
    }
    return findings;
}

} // namespace

std::vector<TypeFinding> detectLocalHeads(const Bench& bench, const TaskSet& random, const TaskSet& text)
{
    const auto both = [](std::vector<TypeFinding> first, const std::vector<TypeFinding>& second) {
        first.insert(first.end(), second.begin(), second.end());
        return first;
    };
    const auto nothing = [&](HeadType type, const QString& reason) {
        return notMeasurable(bench, type, random.key, reason);
    };
    if (random.isEmpty())
        return both(
            nothing(HeadType::PreviousToken, random.reason), nothing(HeadType::Positional, random.reason));
    const auto size = static_cast<int>(random.prompts.front().ids.size());
    const bool longEnough = size >= 2 * firstPositional;
    PreviousReading onRandom(bench.headCount(), random.prompts.size());
    PositionalReading positional(longEnough ? bench.headCount() : 0, random.prompts.size(), size);
    visitPatterns(bench, random, [&](std::size_t, int head, const float* pattern, int length) {
        onRandom.read(head, pattern, length);
        if (longEnough)
            positional.read(head, pattern);
    });
    PreviousReading onText(bench.headCount(), text.prompts.size());
    visitPatterns(bench, text, [&](std::size_t, int head, const float* pattern, int length) {
        onText.read(head, pattern, length);
    });
    return both(
        previousFindings(bench, random, onRandom, text.isEmpty() ? nullptr : &onText),
        longEnough ? positionalFindings(bench, random, positional)
                   : nothing(
                       HeadType::Positional,
                       QStringLiteral("the context of %1 tokens is too short").arg(bench.ground.nCtx)));
}

} // namespace headwaters
