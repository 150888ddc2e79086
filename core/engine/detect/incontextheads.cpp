#include "core/engine/detect/incontextheads.h"

#include "core/engine/causal/endbench.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/headprobes.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int nullDraws = 200;
constexpr int mostAblated = 8;

/// Attention from the end to one set of positions less that to another.
double lead(const float* row, const std::vector<int>& positions, const std::vector<int>& others)
{
    double sum = 0;
    for (const int position : positions)
        sum += row[position];
    for (const int position : others)
        sum -= row[position];
    return sum;
}

/// [draw, prompt] the labels' positions in another order, as many for either
/// class.
std::vector<std::vector<std::vector<int>>> dealtOut(const TaskSet& set, std::uint64_t seed)
{
    PromptRandom random(seed);
    std::vector<std::vector<std::vector<int>>> draws(nullDraws);
    for (auto& draw : draws) {
        for (const TaskPrompt& prompt : set.prompts) {
            const std::vector<int> all = positionsOf(prompt, {u"MATCH"_s, u"OTHER"_s});
            std::vector<int> dealt;
            for (const std::size_t at : shuffledNumbers(all.size(), random))
                dealt.push_back(all[at]);
            draw.push_back(std::move(dealt));
        }
    }
    return draws;
}

std::vector<HeadSample> attentionSamples(const Bench& bench, const TaskSet& set)
{
    const auto draws = dealtOut(set, bench.seed);
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    for (HeadSample& sample : samples)
        sample.nulls.assign(nullDraws, 0.0);
    std::vector<std::vector<TokenId>> ids;
    for (const TaskPrompt& prompt : set.prompts)
        ids.push_back(prompt.ids);
    const auto count = static_cast<double>(ids.size());
    visitPatterns(bench, ids, [&](std::size_t at, int head, const float* pattern, int size) {
        const TaskPrompt& prompt = set.prompts[at];
        const float* row = pattern + static_cast<std::ptrdiff_t>(size - 1) * size;
        HeadSample& sample = samples[static_cast<std::size_t>(head)];
        sample.units.push_back(lead(row, prompt.roles.at(u"MATCH"_s), prompt.roles.at(u"OTHER"_s)));
        const std::size_t matches = prompt.roles.at(u"MATCH"_s).size();
        for (std::size_t draw = 0; draw < draws.size(); ++draw) {
            const std::vector<int>& dealt = draws[draw][at];
            double sum = 0;
            for (std::size_t place = 0; place < dealt.size(); ++place)
                sum += place < matches ? row[dealt[place]] : -row[dealt[place]];
            sample.nulls[draw] += sum / count;
        }
    });
    poolNulls(samples);
    return samples;
}

/// Adds what each head writes to what enters its layer, and reads the target's
/// log probability.
class GainReader : public HookVisitor {
public:
    GainReader(const Bench& bench, TokenId target, std::vector<HeadSample>& samples)
        : m_bench(bench),
          m_target(target),
          m_samples(samples)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::ResidPre || point.hook == Hook::Result;
    }

    void visit(const Where& where, at::Tensor value) override
    {
        const at::Tensor last = value.select(0, value.size(0) - 1);
        if (where.point.hook == Hook::ResidPre) {
            m_entering = last.clone();
            return;
        }
        const at::Tensor rows = at::cat({m_entering.unsqueeze(0), last + m_entering}); // [1 + head, d_model]
        const ModelConfig& config = m_bench.model->config();
        at::Tensor logits = m_bench.model->weights().unembed(
            normed(rows, m_bench.model->weights().finalNorm(), config.norm, config.normEpsilon),
            m_bench.cancel);
        softCap(logits, config.logitSoftCap);
        const at::Tensor sums = at::logsumexp(logits, {1}).contiguous();
        const auto logProbability = [&](std::int64_t row) {
            return static_cast<double>(logits.select(0, row).data_ptr<float>()[m_target])
                - static_cast<double>(sums.data_ptr<float>()[row]);
        };
        for (int head = 0; head < m_bench.nHeads(); ++head)
            m_samples[static_cast<std::size_t>(m_bench.indexOf({where.point.layer, head}))].units.push_back(
                logProbability(1 + head) - logProbability(0));
    }

private:
    const Bench& m_bench;
    TokenId m_target;
    std::vector<HeadSample>& m_samples;
    at::Tensor m_entering;
};

std::vector<HeadSample> gainSamples(const Bench& bench, const std::vector<TaskPrompt>& prompts)
{
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    withTorch([&] {
        for (const TaskPrompt& prompt : prompts) {
            GainReader reader(bench, *prompt.target, samples);
            forward(
                bench.model->config(), bench.model->weights(), {prompt.ids}, LogitRows::Last, reader,
                bench.cancel, {});
            if (bench.ran)
                bench.ran();
        }
    });
    return samples;
}

MeasureRule gainRule(const QString& measure, double lead)
{
    return {
        .access = Access::Direct,
        .measure = measure,
        .threshold = 1e-9,
        .largest = std::max(lead, 1.0),
        .signFlip = true};
}

/// What the right label's lead loses when a head is silenced at the end.
void addAblation(const Bench& bench, std::vector<TypeFinding>& findings, const TaskSet& set, double lead)
{
    std::vector<TypeFinding*> found;
    for (TypeFinding& finding : findings) {
        if (finding.finding == Finding::Yes)
            found.push_back(&finding);
    }
    std::stable_sort(found.begin(), found.end(), [](const TypeFinding* left, const TypeFinding* right) {
        return left->score > right->score;
    });
    if (found.empty())
        return;
    found.resize(std::min<std::size_t>(found.size(), mostAblated));
    const EndBench runs(*bench.model, set.prompts, bench.cancel, bench.ran);
    const std::vector<float> silence(static_cast<std::size_t>(bench.model->config().dHead), 0.0F);
    for (TypeFinding* finding : found) {
        const EndAnswers without = runs.replaced(finding->head, silence);
        std::vector<double> lost;
        for (std::size_t at = 0; at < set.prompts.size(); ++at)
            lost.push_back(runs.clean().differences[at] - without.differences[at]);
        const MeasureRule rule{
            .access = Access::Causal,
            .measure = u"lead of the right label lost without the head at the end"_s,
            .threshold = 1e-9,
            .largest = std::max(lead, 1.0),
            .signFlip = true,
            .required = false};
        finding->evidence.push_back(decide({{std::move(lost), {}}}, rule, bench.seed).front());
    }
}

} // namespace

std::vector<TypeFinding>
detectInContext(const Bench& bench, const NeutralLabelSet& labels, const Competence& competence)
{
    const TaskSet& set = labels.set;
    if (!set.reason.isEmpty())
        return notMeasurable(bench, HeadType::InContext, set.key, set.reason);
    if (bench.gates && !competence.passed)
        return notMeasurable(bench, HeadType::InContext, set.key, competence.reason);
    FindingTable table(bench, HeadType::InContext, set.key);
    table.add(
        attentionSamples(bench, set),
        {.access = Access::Attention,
         .measure = u"attention to labels of the query's class above that to the others"_s,
         .threshold = 0.1});
    if (bench.runs(Tier::Mechanistic)) {
        table.add(
            gainSamples(bench, set.prompts),
            gainRule(u"log probability that the head adds to the right label"_s, competence.difference));
        table.add(
            gainSamples(bench, labels.swapped),
            gainRule(u"the same with the labels exchanged"_s, competence.difference));
    }
    table.showOn(set.prompts.front(), u"END"_s, u"MATCH"_s);
    std::vector<TypeFinding> findings = table.finish();
    if (bench.runs(Tier::Causal))
        addAblation(bench, findings, set, competence.difference);
    return findings;
}

} // namespace headwaters
