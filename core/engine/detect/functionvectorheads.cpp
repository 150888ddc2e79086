#include "core/engine/detect/functionvectorheads.h"

#include "core/engine/causal/endbench.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/model/transformermodel.h"
#include "core/engine/torchapi.h"

#include <algorithm>
#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr double anyZ = -std::numeric_limits<double>::infinity();
constexpr double leastGain = 1e-4; // of probability: below it a percentile of nothing would do

std::vector<const FunctionVectorTask*> done(const Bench& bench, const std::vector<FunctionVectorTask>& tasks)
{
    std::vector<const FunctionVectorTask*> passed;
    for (const FunctionVectorTask& task : tasks) {
        if (task.prompts.set.reason.isEmpty() && (!bench.gates || task.competence.passed))
            passed.push_back(&task);
    }
    return passed;
}

std::vector<float> meanZ(const EndBench& bench, HeadIndex head)
{
    std::vector<double> sum;
    for (std::size_t prompt = 0; prompt < bench.prompts().size(); ++prompt) {
        const std::vector<float> z = bench.z(head, prompt);
        sum.resize(z.size(), 0.0);
        for (std::size_t at = 0; at < z.size(); ++at)
            sum[at] += z[at];
    }
    std::vector<float> mean;
    for (const double entry : sum)
        mean.push_back(static_cast<float>(entry / static_cast<double>(bench.prompts().size())));
    return mean;
}

/// One task: the runs with right and with exchanged examples, and what each
/// head's means gain there.
class TaskRuns {
public:
    TaskRuns(const Bench& bench, const FunctionVectorTask& task)
        : m_bench(bench),
          m_task(task),
          m_right(*bench.model, task.prompts.set.prompts, bench.cancel, bench.ran),
          m_exchanged(*bench.model, task.prompts.shuffled, bench.cancel, bench.ran)
    {
    }

    /// [prompt] probability gained by the right mean above that gained by the
    /// exchanged one.
    [[nodiscard]] std::vector<double> gains(HeadIndex head) const
    {
        const EndAnswers own = m_exchanged.replaced(head, meanZ(m_right, head));
        const EndAnswers null = m_exchanged.replaced(head, meanZ(m_exchanged, head));
        std::vector<double> gains;
        for (std::size_t at = 0; at < own.probabilities.size(); ++at)
            gains.push_back(own.probabilities[at] - null.probabilities[at]);
        return gains;
    }

    /// [prompt] probability of the right answer to the query alone, gained by the
    /// sum of the heads' means.
    [[nodiscard]] std::vector<double> bareGains(const std::vector<HeadIndex>& heads) const
    {
        const EndBench bare(*m_bench.model, m_task.prompts.bare, m_bench.cancel, m_bench.ran);
        const int layer = m_bench.nLayers() / 3;
        const EndAnswers own = bare.residualAdded(layer, written(m_right, heads));
        const EndAnswers null = bare.residualAdded(layer, written(m_exchanged, heads));
        std::vector<double> gains;
        for (std::size_t at = 0; at < own.probabilities.size(); ++at)
            gains.push_back(own.probabilities[at] - null.probabilities[at]);
        return gains;
    }

private:
    /// [d_model] what the heads' means write, added up.
    [[nodiscard]] std::vector<float> written(const EndBench& runs, const std::vector<HeadIndex>& heads) const
    {
        return withTorch([&] {
            const ModelConfig& config = m_bench.model->config();
            at::Tensor sum = at::zeros({config.dModel}, at::kFloat);
            for (const HeadIndex head : heads) {
                const std::vector<float> mean = meanZ(runs, head);
                const WeightSource::Writer writer =
                    m_bench.model->weights().writer(head.layer, m_bench.cancel);
                at::Tensor z = at::empty({config.dHead}, at::kFloat);
                std::copy(mean.begin(), mean.end(), z.data_ptr<float>());
                sum.add_(at::mv(writer.W_O.narrow(0, head.head * config.dHead, config.dHead).t(), z));
            }
            const float* values = sum.data_ptr<float>();
            return std::vector<float>(values, values + config.dModel);
        });
    }

    const Bench& m_bench;
    const FunctionVectorTask& m_task;
    EndBench m_right, m_exchanged;
};

double percentile95(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, values.size() * 95 / 100)];
}

double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

QString whyNone(const std::vector<FunctionVectorTask>& tasks)
{
    QStringList reasons;
    for (const FunctionVectorTask& task : tasks) {
        const QString& reason =
            task.prompts.set.reason.isEmpty() ? task.competence.reason : task.prompts.set.reason;
        reasons << u"%1: %2"_s.arg(task.prompts.set.key, reason);
    }
    return reasons.isEmpty() ? u"no map was asked for"_s : reasons.join(u"; "_s);
}

/// What the found heads' means do to queries without examples.
void addBareEvidence(
    const Bench& bench, std::vector<TypeFinding>& findings, const std::vector<TaskRuns>& runs)
{
    std::vector<HeadIndex> heads;
    for (const TypeFinding& finding : findings) {
        if (finding.finding == Finding::Yes)
            heads.push_back(finding.head);
    }
    if (heads.empty() || bench.model->config().normsAfter)
        return;
    HeadSample sample;
    for (const TaskRuns& task : runs) {
        const std::vector<double> gains = task.bareGains(heads);
        sample.units.insert(sample.units.end(), gains.begin(), gains.end());
    }
    const MeasureRule rule{
        .access = Access::Causal,
        .measure =
            u"probability gained without examples by the means of the %1 heads found"_s.arg(heads.size()),
        .threshold = leastGain,
        .z = anyZ,
        .signFlip = true,
        .required = false};
    const Evidence evidence = decide({sample}, rule, bench.seed).front();
    for (TypeFinding& finding : findings) {
        if (finding.finding == Finding::Yes)
            finding.evidence.push_back(evidence);
    }
}

} // namespace

double functionVectorForwards(const Bench& bench, const std::vector<FunctionVectorTask>& tasks)
{
    double forwards = 0;
    for (const FunctionVectorTask* task : done(bench, tasks))
        // Two means a head, each from its layer on, which is half of the layers on
        // average.
        forwards += static_cast<double>(task->prompts.set.prompts.size()) * (3 + bench.headCount());
    return forwards;
}

std::vector<TypeFinding>
detectFunctionVectors(const Bench& bench, const std::vector<FunctionVectorTask>& tasks)
{
    const QString key = u"few-shot"_s;
    if (!bench.runs(Tier::Causal))
        return notMeasurable(
            bench, HeadType::FunctionVector, key, u"only the causal tier tells: outputs are exchanged"_s);
    const std::vector<const FunctionVectorTask*> passed = done(bench, tasks);
    if (passed.empty())
        return notMeasurable(bench, HeadType::FunctionVector, key, whyNone(tasks));
    std::vector<TaskRuns> runs;
    for (const FunctionVectorTask* task : passed)
        runs.emplace_back(bench, *task);
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    std::vector<double> means;
    for (int head = 0; head < bench.headCount(); ++head) {
        HeadSample& sample = samples[static_cast<std::size_t>(head)];
        for (const TaskRuns& task : runs) {
            const std::vector<double> gains = task.gains(bench.head(head));
            sample.units.insert(sample.units.end(), gains.begin(), gains.end());
        }
        means.push_back(meanOf(sample.units));
    }
    FindingTable table(bench, HeadType::FunctionVector, key);
    table.add(
        samples,
        {.access = Access::Causal,
         .measure = u"probability of the right answer gained by the head's mean output"_s,
         .threshold = std::max(percentile95(means), leastGain),
         .signFlip = true});
    std::vector<TypeFinding> findings = table.finish();
    addBareEvidence(bench, findings, runs);
    return findings;
}

} // namespace headwaters
