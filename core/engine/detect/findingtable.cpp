#include "core/engine/detect/findingtable.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace headwaters {

namespace {

/// Two different numbers with as many decimals as show that they differ, two at least.
std::pair<QString, QString> toldApart(double left, double right)
{
    constexpr int most = 6;
    int decimals = 2;
    const auto text = [&decimals](double value) { return QString::number(value, 'f', decimals); };
    while (decimals < most && text(left) == text(right))
        ++decimals;
    return {text(left), text(right)};
}

} // namespace

FindingTable::FindingTable(const Bench& bench, HeadType type, const QString& task) : m_bench(bench)
{
    for (int index = 0; index < bench.headCount(); ++index)
        m_findings.push_back(
            {.head = bench.head(index),
             .type = type,
             .task = task,
             .reason = {},
             .evidence = {},
             .tags = {}});
}

void FindingTable::add(const std::vector<HeadSample>& samples, const MeasureRule& rule)
{
    if (samples.size() != m_findings.size())
        throw std::invalid_argument("one sample a head");
    add(decide(samples, rule, m_bench.seed, m_bench.cancel));
}

void FindingTable::add(const std::vector<Evidence>& evidence)
{
    if (evidence.size() != m_findings.size())
        throw std::invalid_argument("evidence of one head each");
    for (std::size_t head = 0; head < m_findings.size(); ++head)
        m_findings[head].evidence.push_back(evidence[head]);
}

void FindingTable::showOn(const TaskPrompt& prompt, const QString& from, const QString& to)
{
    show(exampleOf(prompt, from, to));
}

void FindingTable::show(const EvidenceExample& example)
{
    for (TypeFinding& finding : m_findings)
        finding.example = example;
}

std::vector<TypeFinding> FindingTable::finish() const
{
    std::vector<TypeFinding> findings = m_findings;
    for (TypeFinding& finding : findings) {
        finding.finding = findingOf(finding.evidence);
        if (!finding.evidence.empty())
            finding.score = finding.evidence.front().score;
        if (finding.finding == Finding::No)
            finding.reason = failedCondition(finding.evidence);
    }
    return findings;
}

EvidenceExample exampleOf(const TaskPrompt& prompt, const QString& from, const QString& to)
{
    if (!prompt.has(from) || !prompt.has(to))
        return {};
    return {{prompt.ids.begin(), prompt.ids.end()}, prompt.at(from), prompt.at(to)};
}

QString failedCondition(const std::vector<Evidence>& evidence)
{
    const auto failed = std::find_if(evidence.begin(), evidence.end(), [](const Evidence& one) {
        return one.required && one.finding == Finding::No;
    });
    if (failed == evidence.end())
        return {};
    if (failed->samples == 0)
        return QStringLiteral("%1: no prompt gave a number").arg(failed->measure);
    const auto number = [](double value) { return QString::number(value, 'f', 2); };
    if (failed->score < failed->weakThreshold) {
        const auto [score, threshold] = toldApart(failed->score, failed->threshold);
        return QStringLiteral("%1 is %2, below %3").arg(failed->measure, score, threshold);
    }
    const QString z = failed->hasZ ? QStringLiteral("z %1, ").arg(number(failed->z)) : QString();
    return QStringLiteral("%1 is %2, which chance gives too (%3q %4)")
        .arg(failed->measure, number(failed->score), z, number(failed->q));
}

} // namespace headwaters
