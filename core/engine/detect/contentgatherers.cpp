#include "core/engine/detect/contentgatherers.h"

#include "core/engine/detect/answerreading.h"
#include "core/engine/detect/endreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/matchedkeys.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headwaters {

namespace {

constexpr double leastAttention = 0.2;
constexpr double leastOverNull = 2;
constexpr double leastOfMover = 0.25;
constexpr int nullDraws = 32; // a prompt
constexpr std::size_t mostRandomHeads = 50;
constexpr std::size_t mostBlockedPrompts = 16; // of which each runs once for each head that loses its edge

const QString askedRole = QStringLiteral("ASKED");

struct ObjectReadings {
    explicit ObjectReadings(const Bench& bench) : asked(bench), others(bench), right(bench), raised(bench) { }
    std::vector<std::size_t> prompts; ///< that count
    HeadUnits asked; ///< attention to the asked thing
    HeadUnits others; ///< to other tokens at like distances
    HeadUnits right; ///< to the right colour
    HeadUnits raised; ///< the right colour against the others, by the head
    std::vector<std::vector<std::vector<double>>> drawn; ///< [prompt][head][draw] attention
    std::vector<double> correct, margins; ///< [prompt] of all
    double margin = 0; ///< mean of those that count
};

ObjectReadings readObjects(const Bench& bench, const TaskSet& objects)
{
    ObjectReadings result(bench);
    std::vector<DirectRequest> requests;
    for (const TaskPrompt& prompt : objects.prompts) {
        DirectRequest request{prompt.ids, -1, {*prompt.target}, false};
        request.tokens.insert(request.tokens.end(), prompt.others.begin(), prompt.others.end());
        requests.push_back(std::move(request));
    }
    PromptRandom random(bench.seed);
    readAnswers(
        bench, requests, [&](std::size_t at, const DirectReading& reading, const EndAttention& attention) {
            const TaskPrompt& prompt = objects.prompts[at];
            const auto contrast = [&](const std::function<double(int)>& number) {
                double others = 0;
                for (int token = 1; token < reading.tokens; ++token)
                    others += number(token) / (reading.tokens - 1);
                return number(0) - others;
            };
            const bool right =
                std::max_element(reading.logits.begin(), reading.logits.end()) == reading.logits.begin();
            const double margin =
                contrast([&](int token) { return reading.logits[static_cast<std::size_t>(token)]; });
            result.correct.push_back(right ? 1 : 0);
            result.margins.push_back(margin);
            if (!right && bench.gates)
                return;
            result.prompts.push_back(at);
            result.margin += margin;
            const std::vector<int> asked = positionsOf(prompt, {askedRole});
            const std::vector<int> colour = positionsOf(prompt, {QStringLiteral("RIGHT")});
            std::vector<std::vector<int>> draws;
            for (int draw = 0; draw < nullDraws; ++draw)
                draws.push_back(
                    matchedSpans({asked}, attention.keys(), bench.ground.beginOfText.has_value(), random)
                        .front());
            auto& drawn = result.drawn.emplace_back();
            for (int head = 0; head < bench.headCount(); ++head) {
                const HeadIndex index = bench.head(head);
                result.asked.add(head, attention.mass(head, asked));
                result.right.add(head, attention.mass(head, colour));
                result.raised.add(
                    head, contrast([&](int token) { return reading.head(index.layer, index.head, token); }));
                std::vector<double>& ofHead = drawn.emplace_back();
                double mean = 0;
                for (const std::vector<int>& draw : draws) {
                    ofHead.push_back(attention.mass(head, draw));
                    mean += ofHead.back() / nullDraws;
                }
                result.others.add(head, mean);
            }
        });
    result.margin /= static_cast<double>(std::max<std::size_t>(1, result.prompts.size()));
    return result;
}

/// Blocks the edge of one head from the end to the asked thing, and sees what movers above it attend to.
class EdgeBlocker : public HookVisitor {
public:
    EdgeBlocker(
        const std::vector<const TaskPrompt*>& prompts, HeadIndex head, const std::vector<HeadIndex>& movers)
        : onRight(prompts.size()),
          m_prompts(prompts),
          m_head(head),
          m_movers(movers)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        if (point.hook == Hook::Scores)
            return point.layer == m_head.layer;
        return point.hook == Hook::Pattern && point.layer > m_head.layer;
    }

    void visit(const Where& where, at::Tensor value) override
    {
        const TaskPrompt& prompt = *m_prompts[where.prompt];
        const std::int64_t end = value.size(0) - 1;
        if (where.point.hook == Hook::Scores) {
            if (where.head != m_head.head)
                return;
            for (const int position : positionsOf(prompt, {askedRole}))
                value.select(0, end).select(0, position).fill_(-std::numeric_limits<float>::infinity());
            return;
        }
        const HeadIndex head{where.point.layer, where.head};
        if (std::find(m_movers.begin(), m_movers.end(), head) != m_movers.end())
            onRight[where.prompt] +=
                value.select(0, end).select(0, prompt.at(QStringLiteral("RIGHT"))).item<double>();
    }

    std::vector<double> onRight; ///< [prompt] sum over movers

private:
    const std::vector<const TaskPrompt*>& m_prompts;
    HeadIndex m_head;
    const std::vector<HeadIndex>& m_movers;
};

/// By how much movers attend less to the right colour, a mean over them, for each prompt.
class EdgeBlocking {
public:
    EdgeBlocking(const Bench& bench, std::vector<const TaskPrompt*> prompts, std::vector<HeadIndex> movers)
        : m_bench(bench),
          m_prompts(std::move(prompts)),
          m_movers(std::move(movers))
    {
        EndRequest request;
        request.keepEntering = true;
        for (const TaskPrompt* prompt : m_prompts) {
            request.prompts.push_back(prompt->ids);
            request.positions.push_back(static_cast<int>(prompt->ids.size()) - 1);
        }
        m_ids = request.prompts;
        m_clean = endRuns(bench, request);
    }

    [[nodiscard]] std::vector<double> falls(HeadIndex head) const
    {
        std::vector<double> result(m_prompts.size());
        const auto above = std::count_if(
            m_movers.begin(), m_movers.end(), [&](HeadIndex mover) { return mover.layer > head.layer; });
        if (above == 0)
            return result;
        EdgeBlocker blocker(m_prompts, head, m_movers);
        withTorch([&] {
            std::vector<at::Tensor> rows;
            for (const EndRun& run : m_clean)
                rows.push_back(run.entering[static_cast<std::size_t>(head.layer)]);
            const ForwardStart start{head.layer, at::cat(rows)};
            forward(
                m_bench.model->config(), m_bench.model->weights(), m_ids, LogitRows::Last, blocker,
                m_bench.cancel, {}, nullptr, &start);
            for (std::size_t prompt = 0; prompt < m_prompts.size(); ++prompt) {
                double clean = 0;
                for (const HeadIndex mover : m_movers) {
                    if (mover.layer > head.layer)
                        clean += m_clean[prompt]
                                     .attention[static_cast<std::size_t>(mover.layer)]
                                     .select(0, mover.head)
                                     .select(0, m_prompts[prompt]->at(QStringLiteral("RIGHT")))
                                     .item<double>();
                }
                result[prompt] = (clean - blocker.onRight[prompt]) / static_cast<double>(above);
            }
        });
        return result;
    }

private:
    const Bench& m_bench;
    std::vector<const TaskPrompt*> m_prompts;
    std::vector<HeadIndex> m_movers;
    std::vector<std::vector<TokenId>> m_ids;
    std::vector<EndRun> m_clean;
};

std::vector<HeadIndex> moversOf(const Bench& bench, const ObjectReadings& readings)
{
    const std::vector<Evidence> raised = decide(
        readings.raised.samples(), directRule(QStringLiteral("right colour raised"), 0, readings.margin),
        bench.seed, bench.cancel);
    std::vector<HeadIndex> movers;
    for (int head = 0; head < bench.headCount(); ++head) {
        if (readings.right.mean(head) >= leastOfMover
            && raised[static_cast<std::size_t>(head)].finding == Finding::Yes)
            movers.push_back(bench.head(head));
    }
    return movers;
}

double meanOf(const std::vector<double>& numbers)
{
    double sum = 0;
    for (const double number : numbers)
        sum += number;
    return sum / static_cast<double>(numbers.size());
}

/// Falls of the movers' attention [head]: for heads that attend to the asked thing, against random others of
/// like layers; empty for the rest.
std::vector<HeadSample>
blockedSamples(const Bench& bench, const TaskSet& objects, const ObjectReadings& readings)
{
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    const std::vector<HeadIndex> movers = moversOf(bench, readings);
    std::vector<int> candidates, rest;
    for (int head = 0; head < bench.headCount(); ++head)
        (readings.asked.mean(head) >= leastAttention ? candidates : rest).push_back(head);
    if (movers.empty() || candidates.empty())
        return samples;
    std::vector<const TaskPrompt*> prompts;
    for (const std::size_t at : readings.prompts) {
        if (prompts.size() < mostBlockedPrompts)
            prompts.push_back(&objects.prompts[at]);
    }
    const EdgeBlocking blocking(bench, prompts, movers);
    PromptRandom random(bench.seed);
    std::vector<double> others(samples.size());
    std::vector<bool> known(samples.size());
    for (const int head : candidates) {
        HeadSample& sample = samples[static_cast<std::size_t>(head)];
        sample.units = blocking.falls(bench.head(head));
        std::vector<int> near;
        for (const int other : rest) {
            if (std::abs(bench.head(other).layer - bench.head(head).layer) <= 1)
                near.push_back(other);
        }
        for (const std::size_t chosen : shuffledNumbers(near.size(), random)) {
            const auto place = static_cast<std::size_t>(near[chosen]);
            if (!known[place]) {
                others[place] = meanOf(blocking.falls(bench.head(near[chosen])));
                known[place] = true;
            }
            sample.nulls.push_back(others[place]);
            if (sample.nulls.size() == mostRandomHeads)
                break;
        }
    }
    return samples;
}

} // namespace

StepResult detectContentGatherers(const Bench& bench, const TaskSet& objects)
{
    const auto refuse = [&](const QString& reason) {
        return notMeasurable(bench, HeadType::ContentGatherer, objects.key, reason);
    };
    if (!objects.reason.isEmpty())
        return {refuse(objects.reason), {}};
    // One or two heads of a scrambled copy look at the asked thing as much: attention alone says nothing.
    if (!bench.runs(Tier::Causal))
        return {refuse(QStringLiteral("it needs an edge to be blocked, which the causal tier does")), {}};
    const ObjectReadings readings = readObjects(bench, objects);
    const Competence competence = competenceOf(
        objects.key, objects.sentence, readings.correct, readings.margins, objects.chance, bench.seed);
    if (bench.gates && !competence.passed)
        return {refuse(competence.reason), {competence}};
    FindingTable table(bench, HeadType::ContentGatherer, objects.key);
    std::vector<HeadSample> asked = readings.asked.samples();
    addPromptNulls(bench, readings.drawn, asked, bench.seed);
    MeasureRule rule;
    rule.measure = QStringLiteral("attention to the asked thing");
    rule.threshold = leastAttention;
    table.add(asked, rule);
    std::vector<HeadSample> ratios;
    for (int head = 0; head < bench.headCount(); ++head)
        ratios.push_back({{readings.asked.mean(head) / std::max(readings.others.mean(head), 1e-9)}, {}});
    MeasureRule ratio = sizeRule(
        Access::Attention, QStringLiteral("attention to the asked thing over that to other tokens"),
        leastOverNull);
    ratio.largest = noEffect;
    table.add(ratios, ratio);
    const std::vector<HeadSample> blocked = blockedSamples(bench, objects, readings);
    MeasureRule falls = directRule(
        QStringLiteral("fall of the movers' attention to the right colour without the edge"), 0, 1);
    falls.access = Access::Causal;
    table.add(blocked, falls);
    table.add(
        blocked, sizeRule(Access::Causal, QStringLiteral("the same against random heads without theirs"), 0));
    table.showOn(objects.prompts.front(), QStringLiteral("END"), QStringLiteral("ASKED"));
    return {table.finish(), {competence}};
}

} // namespace headwaters
