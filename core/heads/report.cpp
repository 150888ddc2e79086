#include "core/heads/report.h"

#include "core/heads/confidence.h"
#include "core/heads/stages.h"

#include <algorithm>
#include <map>

namespace headwaters {

namespace {

constexpr double sinkFrom = 0.9;
const QString general = QStringLiteral("general");

bool isFound(Finding finding)
{
    return finding == Finding::Yes || finding == Finding::Weak;
}

int rank(Finding finding)
{
    switch (finding) {
    case Finding::Yes:
        return 3;
    case Finding::Weak:
        return 2;
    case Finding::No:
        return 1;
    case Finding::NotMeasurable:
        break;
    }
    return 0;
}

// The first measure that the rule requires, so that a column of scores compares the same thing for all heads.
void takeNumbers(TypeSummary& summary, const TypeFinding& finding, const ScanSettings& settings)
{
    summary.finding = finding.finding;
    summary.reason = finding.reason;
    summary.tier = finding.evidence.empty() ? settings.tier : Tier::Observed;
    const Evidence* first = nullptr;
    for (const Evidence& evidence : finding.evidence) {
        summary.tier = std::max(summary.tier, tierOf(evidence.access));
        if (!first || (evidence.required && !first->required))
            first = &evidence;
    }
    summary.hasZ = first && first->hasZ;
    summary.score = first ? first->score : 0;
    summary.null = first ? first->null : 0;
    summary.z = first ? first->z : 0;
    summary.q = first ? first->q : 1;
}

/// Makes the report of one head from its findings.
class HeadMaker {
public:
    HeadMaker(
        HeadIndex head, const std::vector<TypeFinding>& findings, const std::vector<Competence>& tasks,
        const ScanSettings& settings, const StageScheme& scheme)
        : m_findings(findings),
          m_tasks(tasks),
          m_settings(settings),
          m_scheme(scheme)
    {
        m_report.head = head;
        taskPlace(general);
    }

    void add(int place)
    {
        const TypeFinding& finding = m_findings[static_cast<std::size_t>(place)];
        const double strength = isFound(finding.finding) ? strengthOf(finding, m_scheme) : 0;
        TypeSummary& summary = m_types[finding.type];
        summary.findings.push_back(place);
        const bool better = summary.findings.size() == 1 || rank(finding.finding) > rank(summary.finding)
            || (finding.finding == summary.finding && strength > summary.strength);
        if (better) {
            summary.type = finding.type;
            takeNumbers(summary, finding, m_settings);
            summary.strength = strength;
            summary.confidence = confidenceOf(finding, strength, m_settings);
        }
        for (const QString& tag : finding.tags) {
            if (!summary.tags.contains(tag))
                summary.tags << tag;
        }
        addToTask(finding, strength);
    }

    HeadReport report(double sink, bool idle)
    {
        for (std::size_t task = 0; task < m_report.tasks.size(); ++task)
            m_report.tasks[task].stages = stageStrengths(m_strengths[task], m_scheme);
        m_report.stages = pooledStages(m_report.tasks, m_speaks, m_scheme.pooling);
        m_report.ambiguity = ambiguityOf(m_report.stages);
        m_report.sink = sink;
        m_report.idle = idle;
        for (auto& [type, summary] : m_types)
            m_report.types.push_back(std::move(summary));
        findBlindStages();
        decideVerdict();
        return std::move(m_report);
    }

private:
    std::size_t taskPlace(const QString& task)
    {
        for (std::size_t i = 0; i < m_report.tasks.size(); ++i) {
            if (m_report.tasks[i].task == task)
                return i;
        }
        m_report.tasks.push_back({task, task == general ? 1 : gateStrength(m_tasks, task), {}});
        m_strengths.emplace_back();
        m_speaks.emplace_back();
        return m_report.tasks.size() - 1;
    }

    void addToTask(const TypeFinding& finding, double strength)
    {
        if (finding.finding == Finding::NotMeasurable)
            return;
        const std::size_t task = taskPlace(isTaskFree(finding) ? general : finding.task);
        double& kept = m_strengths[task][finding.type];
        kept = std::max(kept, strength);
        const StageStrengths shares = membership(finding.type, m_scheme.extended);
        for (std::size_t stage = 0; stage < shares.size(); ++stage)
            m_speaks[task][stage] = m_speaks[task][stage] || shares[stage] > 0;
    }

    void findBlindStages()
    {
        for (std::size_t stage = 0; stage < stageCount; ++stage) {
            bool asked = false;
            bool measured = false;
            for (const TypeSummary& summary : m_report.types) {
                const bool speaks = membership(summary.type, m_scheme.extended)[stage] > 0;
                asked = asked || speaks;
                measured = measured || (speaks && summary.finding != Finding::NotMeasurable);
            }
            if (asked && !measured)
                m_report.blind.push_back(static_cast<Stage>(stage));
        }
    }

    void decideVerdict()
    {
        const TypeSummary* strongest = nullptr;
        bool measured = m_report.types.empty();
        for (const TypeSummary& summary : m_report.types) {
            measured = measured || summary.finding != Finding::NotMeasurable;
            if (!strongest || summary.strength > strongest->strength)
                strongest = &summary;
        }
        if (strongest)
            m_report.confidence = strongest->confidence;
        const auto most = std::max_element(m_report.stages.begin(), m_report.stages.end());
        if (m_report.idle && m_report.sink >= sinkFrom)
            m_report.verdict = HeadVerdict::Inactive;
        else if (!measured)
            m_report.verdict = HeadVerdict::NotMeasurable;
        else
            m_report.verdict = verdictOf(m_report.stages);
        if (m_report.verdict == HeadVerdict::Primary || m_report.verdict == HeadVerdict::Tentative)
            m_report.primary = static_cast<Stage>(most - m_report.stages.begin());
    }

    const std::vector<TypeFinding>& m_findings;
    const std::vector<Competence>& m_tasks;
    const ScanSettings& m_settings;
    const StageScheme& m_scheme;
    HeadReport m_report;
    std::map<HeadType, TypeSummary> m_types;
    std::vector<std::map<HeadType, double>> m_strengths; ///< [task of the report]
    std::vector<std::array<bool, stageCount>> m_speaks; ///< [task of the report][stage]
};

} // namespace

QString confidenceKey(Confidence confidence)
{
    switch (confidence) {
    case Confidence::Candidate:
        return QStringLiteral("candidate");
    case Confidence::Probable:
        return QStringLiteral("probable");
    case Confidence::Confirmed:
        return QStringLiteral("confirmed");
    case Confidence::None:
        break;
    }
    return QStringLiteral("none");
}

QString verdictKey(HeadVerdict verdict)
{
    switch (verdict) {
    case HeadVerdict::Primary:
        return QStringLiteral("primary");
    case HeadVerdict::MultiStage:
        return QStringLiteral("multi-stage");
    case HeadVerdict::Tentative:
        return QStringLiteral("tentative");
    case HeadVerdict::Inactive:
        return QStringLiteral("inactive");
    case HeadVerdict::NotMeasurable:
        return QStringLiteral("not measurable");
    case HeadVerdict::Unassigned:
        break;
    }
    return QStringLiteral("unassigned");
}

const TypeSummary* HeadReport::of(HeadType type) const
{
    const auto found = std::find_if(
        types.begin(), types.end(), [type](const TypeSummary& summary) { return summary.type == type; });
    return found == types.end() ? nullptr : &*found;
}

const HeadReport& ScanReport::at(HeadIndex head) const
{
    return heads.at(static_cast<std::size_t>(head.layer * model.nHeads + head.head));
}

const Confirmation* ScanReport::confirmationOf(HeadType type, std::optional<HeadIndex> head) const
{
    const Confirmation* first = nullptr;
    for (const Confirmation& one : confirmations) {
        if (one.type != type)
            continue;
        if (head && std::find(one.heads.begin(), one.heads.end(), *head) != one.heads.end())
            return &one;
        if (first == nullptr)
            first = &one;
    }
    return first;
}

bool isTaskFree(const TypeFinding& finding)
{
    return !headTypeInfo(finding.type).needsTask || finding.task == QLatin1String("weights")
        || finding.task.startsWith(QLatin1String("random"));
}

std::vector<HeadReport> headReports(
    const ModelInfo& model, const std::vector<TypeFinding>& findings, const std::vector<Competence>& tasks,
    const ScanSettings& settings, const StageScheme& scheme, const std::vector<double>& sinks,
    const std::vector<bool>& inactive)
{
    std::vector<HeadMaker> makers;
    for (int layer = 0; layer < model.nLayers; ++layer) {
        for (int head = 0; head < model.nHeads; ++head)
            makers.emplace_back(HeadIndex{layer, head}, findings, tasks, settings, scheme);
    }
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const HeadIndex head = findings[i].head;
        makers.at(static_cast<std::size_t>(head.layer * model.nHeads + head.head)).add(static_cast<int>(i));
    }
    std::vector<HeadReport> reports;
    for (std::size_t i = 0; i < makers.size(); ++i)
        reports.push_back(
            makers[i].report(i < sinks.size() ? sinks[i] : 0, i < inactive.size() && inactive[i]));
    return reports;
}

ScanReport withScheme(ScanReport report, const StageScheme& scheme)
{
    std::vector<double> sinks;
    std::vector<bool> idle;
    for (const HeadReport& head : report.heads) {
        sinks.push_back(head.sink);
        idle.push_back(head.idle);
    }
    report.scheme = scheme;
    report.heads =
        headReports(report.model, report.findings, report.tasks, report.settings, report.scheme, sinks, idle);
    return report;
}

ScanStability stabilityOf(const std::vector<HeadReport>& first, const std::vector<HeadReport>& second)
{
    ScanStability stability;
    for (std::size_t i = 0; i < first.size() && i < second.size(); ++i) {
        if (first[i].verdict != HeadVerdict::Primary && second[i].verdict != HeadVerdict::Primary)
            continue;
        ++stability.labelled;
        stability.agreeing += first[i].primary && first[i].primary == second[i].primary ? 1 : 0;
    }
    return stability;
}

} // namespace headwaters
