#include "core/engine/detect/moverinterventions.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/moverqueries.h"
#include "core/engine/detect/namereading.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <set>

namespace headwaters {

namespace {

constexpr std::size_t mostPrompts = 16; // of a sweep; both orders alternate
constexpr std::size_t mostBackups = 8; // Wang et al. 2023
constexpr int randomDraws = 50;
constexpr std::size_t randomHeads = 3;
constexpr std::size_t randomControls = 12;
constexpr double inhibitorAttention = 0.1;
constexpr double inhibition = 0.05;
const QString receiverRole = QStringLiteral("IO");

/// Runs some of the reading's prompts again with heads at the end exchanged.
class Rerun {
public:
    Rerun(const Bench& bench, const NameReading& reading) : m_bench(bench), m_reading(reading)
    {
        const std::size_t count = std::min(reading.prompts(), mostPrompts);
        m_clean.assign(reading.clean().begin(), reading.clean().begin() + static_cast<std::ptrdiff_t>(count));
        for (std::size_t prompt = 0; prompt < count; ++prompt) {
            m_request.prompts.push_back(reading.set().prompts[prompt].ids);
            m_request.positions.push_back(m_clean[prompt].position);
        }
        m_request.tokens = reading.names();
        m_request.clean = &m_clean;
    }

    [[nodiscard]] std::size_t prompts() const { return m_clean.size(); }
    [[nodiscard]] const std::vector<EndRun>& clean() const { return m_clean; }

    /// With each head's z that of the prompt's own twin.
    [[nodiscard]] std::vector<EndRun> withTwins(int head)
    {
        return run({head}, [&](const HeadIndex& place) {
            std::vector<at::Tensor> rows;
            for (std::size_t prompt = 0; prompt < prompts(); ++prompt)
                rows.push_back(twin(prompt, place));
            return at::stack(rows);
        });
    }
    /// With the heads' z the mean of all twins.
    [[nodiscard]] std::vector<EndRun> withMeans(const std::vector<int>& heads)
    {
        return run(heads, [&](const HeadIndex& place) {
            at::Tensor sum = twin(0, place).clone();
            for (std::size_t prompt = 1; prompt < m_reading.corrupted().size(); ++prompt)
                sum.add_(twin(prompt, place));
            sum.div_(static_cast<double>(m_reading.corrupted().size()));
            return at::stack(std::vector<at::Tensor>(prompts(), sum));
        });
    }

private:
    at::Tensor twin(std::size_t prompt, const HeadIndex& place) const
    {
        return m_reading.corrupted()[prompt].z[static_cast<std::size_t>(place.layer)].select(0, place.head);
    }
    std::vector<EndRun>
    run(const std::vector<int>& heads, const std::function<at::Tensor(const HeadIndex&)>& z)
    {
        return withTorch([&] {
            m_request.edits.clear();
            for (const int head : heads)
                m_request.edits.push_back({head, z(m_bench.head(head))});
            return endRuns(m_bench, m_request);
        });
    }

    const Bench& m_bench;
    const NameReading& m_reading;
    std::vector<EndRun> m_clean;
    EndRequest m_request;
};

bool isFound(const TypeFinding& finding)
{
    return finding.finding == Finding::Yes || finding.finding == Finding::Weak;
}

QString noMovers()
{
    return QStringLiteral("no name movers were found to intervene on");
}

std::vector<TypeFinding> none(const Bench& bench, HeadType type, const QString& task, const QString& reason)
{
    std::vector<TypeFinding> findings = FindingTable(bench, type, task).finish();
    for (TypeFinding& finding : findings)
        finding.reason = reason;
    return findings;
}

/// Attention of the movers together to the indirect object.
double moversAttention(
    const Bench& bench, const NameReading& reading, const EndRun& run, std::size_t prompt,
    const std::vector<int>& movers)
{
    double sum = 0;
    for (const int mover : movers)
        sum += reading.attentionIn(bench.head(mover), run, prompt, receiverRole);
    return sum;
}

/// Loss, without each head of `heads`, of what `ahead` says of a run: one sample a head, empty for others.
std::vector<HeadSample> lossSamples(
    const Bench& bench, Rerun& rerun, const std::vector<int>& heads,
    const std::function<double(const EndRun&, int head, std::size_t prompt)>& ahead)
{
    std::vector<HeadSample> samples(static_cast<std::size_t>(bench.headCount()));
    for (const int head : heads) {
        const std::vector<EndRun> runs = rerun.withMeans({head});
        for (std::size_t prompt = 0; prompt < rerun.prompts(); ++prompt) {
            samples[static_cast<std::size_t>(head)].units.push_back(
                ahead(rerun.clean()[prompt], head, prompt) - ahead(runs[prompt], head, prompt));
        }
    }
    return samples;
}

double mean(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// Heads of neither list, some of each layer that has a head of one.
std::vector<int> controls(
    const Bench& bench, const std::vector<TypeFinding>& movers, const std::vector<TypeFinding>& negatives)
{
    std::set<int> layers;
    std::vector<int> others;
    for (std::size_t head = 0; head < movers.size(); ++head) {
        if (isFound(movers[head]) || isFound(negatives[head]))
            layers.insert(movers[head].head.layer);
    }
    for (int head = 0; head < bench.headCount(); ++head) {
        const auto place = static_cast<std::size_t>(head);
        if (layers.contains(bench.head(head).layer) && !isFound(movers[place]) && !isFound(negatives[place]))
            others.push_back(head);
    }
    PromptRandom random(bench.seed);
    while (others.size() > randomControls)
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(random.below(others.size())));
    return others;
}

void confirm(
    const Bench& bench, Rerun& rerun, std::vector<TypeFinding>& findings, const std::vector<int>& control,
    const MeasureRule& rule, const std::function<double(const EndRun&, int head, std::size_t prompt)>& ahead)
{
    std::vector<int> found;
    for (const TypeFinding& finding : findings) {
        if (isFound(finding))
            found.push_back(bench.indexOf(finding.head));
    }
    if (found.empty())
        return;
    std::vector<double> nulls;
    for (const HeadSample& sample : lossSamples(bench, rerun, control, ahead)) {
        if (!sample.units.empty())
            nulls.push_back(mean(sample.units));
    }
    // Only these heads are asked, so the false discovery rate is over them alone.
    const std::vector<HeadSample> all = lossSamples(bench, rerun, found, ahead);
    std::vector<HeadSample> samples;
    for (const int head : found) {
        samples.push_back(all[static_cast<std::size_t>(head)]);
        samples.back().nulls = nulls;
    }
    std::vector<Evidence> evidence = decide(samples, rule, bench.seed, bench.cancel);
    for (std::size_t place = 0; place < found.size(); ++place)
        findings[static_cast<std::size_t>(found[place])].evidence.push_back(std::move(evidence[place]));
}

} // namespace

void confirmNameHeads(
    const Bench& bench, const NameReading& reading, std::vector<TypeFinding>& movers,
    std::vector<TypeFinding>& negatives)
{
    if (!reading.hasCorrupted())
        return;
    Rerun rerun(bench, reading);
    const std::vector<int> control = controls(bench, movers, negatives);
    const double largest = reading.meanDifference();
    confirm(
        bench, rerun, movers, control,
        causalRule(QStringLiteral("lead of the attended name lost without the head"), 0, largest, false),
        [&](const EndRun& run, int head, std::size_t prompt) {
            return reading.ahead(run, prompt, reading.attended(head, prompt));
        });
    confirm(
        bench, rerun, negatives, control,
        causalRule(QStringLiteral("lead of the suppressed name gained without the head"), 0, largest, false),
        [&](const EndRun& run, int head, std::size_t prompt) {
            const TaskPrompt& asked = reading.set().prompts[prompt];
            const bool ofSubject = negatives[static_cast<std::size_t>(head)].tags.contains(
                QStringLiteral("subject suppression"));
            return -reading.ahead(run, prompt, ofSubject ? *asked.rival : *asked.target);
        });
}

std::vector<TypeFinding>
detectBackupNameMovers(const Bench& bench, const NameReading& reading, const std::vector<int>& movers)
{
    const QString task = reading.set().key;
    if (movers.empty() || !reading.hasCorrupted())
        return none(bench, HeadType::BackupNameMover, task, noMovers());
    Rerun rerun(bench, reading);
    const std::vector<std::size_t> prompts = allPrompts(rerun.prompts());
    std::vector<double> cleanScales;
    for (const EndRun& run : rerun.clean())
        cleanScales.push_back(run.finalScale);
    const DirectEffects before(bench, rerun.clean(), reading.names());
    const auto growth = [&](const DirectEffects& effects, int head, std::size_t prompt) {
        const TaskPrompt& asked = reading.set().prompts[prompt];
        const std::size_t target = reading.placeOf(*asked.target), rival = reading.placeOf(*asked.rival);
        return effects.at(head, prompt, target) - effects.at(head, prompt, rival)
            - before.at(head, prompt, target) + before.at(head, prompt, rival);
    };
    const auto samplesOf = [&](const DirectEffects& effects) {
        std::vector<HeadSample> samples = promptSamples(
            bench, prompts, [&](int head, std::size_t prompt) { return growth(effects, head, prompt); });
        for (const int mover : movers)
            samples[static_cast<std::size_t>(mover)] = {};
        return samples;
    };
    const std::vector<EndRun> ablated = rerun.withMeans(movers);
    const DirectEffects after(bench, ablated, reading.names());
    std::vector<HeadSample> samples = samplesOf(after);

    // Random heads as late as the movers: what any removal does to the heads of a layer and its neighbours.
    std::vector<int> late;
    for (int head = bench.indexOf({bench.head(movers.front()).layer, 0}); head < bench.headCount(); ++head) {
        if (!std::binary_search(movers.begin(), movers.end(), head))
            late.push_back(head);
    }
    std::vector<std::vector<double>> drawn(static_cast<std::size_t>(bench.nLayers()));
    PromptRandom random(bench.seed);
    for (int draw = 0; draw < randomDraws && !late.empty(); ++draw) {
        std::set<int> chosen;
        while (chosen.size() < std::min(randomHeads, late.size()))
            chosen.insert(late[random.below(late.size())]);
        const DirectEffects effects(bench, rerun.withMeans({chosen.begin(), chosen.end()}), reading.names());
        for (int head = 0; head < bench.headCount(); ++head) {
            double sum = 0;
            for (const std::size_t prompt : prompts)
                sum += growth(effects, head, prompt) / static_cast<double>(prompts.size());
            if (!chosen.contains(head))
                drawn[static_cast<std::size_t>(bench.head(head).layer)].push_back(sum);
        }
    }
    for (int head = 0; head < bench.headCount(); ++head) {
        const int layer = bench.head(head).layer;
        for (int near = std::max(layer - 1, 0); near <= std::min(layer + 1, bench.nLayers() - 1); ++near) {
            const std::vector<double>& more = drawn[static_cast<std::size_t>(near)];
            std::vector<double>& nulls = samples[static_cast<std::size_t>(head)].nulls;
            nulls.insert(nulls.end(), more.begin(), more.end());
        }
    }

    FindingTable table(bench, HeadType::BackupNameMover, task);
    const double largest = reading.meanDifference();
    MeasureRule rule = causalRule(
        QStringLiteral("growth of the direct effect on the indirect object without the movers"), 0, largest);
    rule.signFlip = false;
    table.add(samples, rule);
    table.add(
        samplesOf({bench, ablated, reading.names(), cleanScales}),
        causalRule(QStringLiteral("the same growth with the final norm's scale held"), 0, largest));
    // A head that had worked against the movers and now does less is no backup.
    table.add(
        promptSamples(
            bench, prompts,
            [&](int head, std::size_t prompt) {
                const TaskPrompt& asked = reading.set().prompts[prompt];
                return after.at(head, prompt, reading.placeOf(*asked.target))
                    - after.at(head, prompt, reading.placeOf(*asked.rival));
            }),
        causalRule(
            QStringLiteral("direct effect on the indirect object less the subject without the movers"), 0,
            largest));
    table.showOn(reading.set().prompts.front(), QStringLiteral("END"), receiverRole);
    std::vector<TypeFinding> findings = table.finish();
    std::vector<TypeFinding*> found;
    for (TypeFinding& finding : findings) {
        if (isFound(finding) && finding.score > 0)
            found.push_back(&finding);
    }
    std::stable_sort(found.begin(), found.end(), [](const TypeFinding* left, const TypeFinding* right) {
        return left->score > right->score;
    });
    for (std::size_t place = mostBackups; place < found.size(); ++place) {
        found[place]->finding = Finding::No;
        found[place]->reason = QStringLiteral("its growth is not among the 8 largest");
    }
    for (const int mover : movers)
        findings[static_cast<std::size_t>(mover)].reason = QStringLiteral("is one of the movers");
    return findings;
}

std::vector<TypeFinding> detectInhibition(
    const Bench& bench, const NameReading& reading, const std::vector<int>& movers,
    const std::vector<int>& senders)
{
    const QString task = reading.set().key;
    if (movers.empty() || !reading.hasCorrupted())
        return none(bench, HeadType::Inhibition, task, noMovers());
    const QString repeatedRole = QStringLiteral("S2");
    const std::vector<std::size_t> all = allPrompts(reading.prompts());
    std::vector<HeadSample> attention = promptSamples(bench, all, [&](int head, std::size_t prompt) {
        return reading.attention(head, prompt, repeatedRole);
    });
    addPromptNull(bench, attention, all, 1, [&](int head, std::size_t prompt, std::size_t) {
        return (1 - reading.attention(head, prompt, repeatedRole))
            / std::max(reading.clean()[prompt].position, 1);
    });

    Rerun rerun(bench, reading);
    const int lastLayer = bench.head(movers.back()).layer;
    std::vector<MoverQueries> queries;
    for (const int mover : movers)
        queries.emplace_back(bench, rerun.clean(), mover);
    std::vector<HeadSample> whole(static_cast<std::size_t>(bench.headCount())), direct = whole;
    for (int head = 0; bench.head(head).layer < lastLayer; ++head) {
        if (!senders.empty() && std::find(senders.begin(), senders.end(), head) == senders.end())
            continue;
        const std::vector<EndRun> patched = rerun.withTwins(head);
        for (std::size_t prompt = 0; prompt < rerun.prompts(); ++prompt) {
            const EndRun& clean = rerun.clean()[prompt];
            const double before = moversAttention(bench, reading, clean, prompt, movers);
            if (before <= 0)
                continue;
            const double after = moversAttention(bench, reading, patched[prompt], prompt, movers);
            whole[static_cast<std::size_t>(head)].units.push_back((before - after) / before);
            const at::Tensor change = resultChange(bench, clean, reading.corrupted()[prompt], head);
            double through = 0;
            for (std::size_t which = 0; which < movers.size(); ++which) {
                if (bench.head(movers[which]).layer <= bench.head(head).layer)
                    continue;
                const at::Tensor row = queries[which].attention(prompt, change);
                for (const int position : reading.set().prompts[prompt].roles.at(receiverRole))
                    through -= static_cast<double>(row.data_ptr<float>()[position]);
                through += reading.attentionIn(bench.head(movers[which]), clean, prompt, receiverRole);
            }
            direct[static_cast<std::size_t>(head)].units.push_back(through / before);
        }
    }
    FindingTable table(bench, HeadType::Inhibition, task);
    table.add(
        whole,
        causalRule(
            QStringLiteral("movers' attention to the indirect object lost with the twin's output"),
            inhibition, 1));
    table.add(direct, causalRule(QStringLiteral("the same loss through the movers' queries alone"), 0, 1));
    table.add(
        attention,
        attentionRule(QStringLiteral("attention from the end to the repeated name"), inhibitorAttention));
    table.showOn(reading.set().prompts.front(), QStringLiteral("END"), repeatedRole);
    return table.finish();
}

} // namespace headwaters
