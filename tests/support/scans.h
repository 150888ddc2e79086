#pragma once

// Findings and reports made by hand, for tests of what is derived from them.

#include "core/heads/report.h"

namespace headwaters::scans {

inline Evidence evidence(Access access, double effect, bool significant = true)
{
    Evidence evidence;
    evidence.access = access;
    evidence.measure = QStringLiteral("a measure");
    evidence.score = effect;
    evidence.effect = effect;
    evidence.z = significant ? 8 : 0.5;
    evidence.p = significant ? 0.001 : 0.4;
    evidence.q = significant ? 0.01 : 0.6;
    evidence.low = effect - 0.05;
    evidence.high = effect + 0.05;
    evidence.samples = 32;
    evidence.threshold = 0.4;
    evidence.weakThreshold = 0.1;
    evidence.significant = significant;
    evidence.finding = significant ? Finding::Yes : Finding::No;
    return evidence;
}

inline TypeFinding finding(HeadIndex head, HeadType type, const QString& task, std::vector<Evidence> evidence)
{
    TypeFinding found;
    found.head = head;
    found.type = type;
    found.task = task;
    found.finding = Finding::Yes;
    for (const Evidence& one : evidence) {
        if (one.finding != Finding::Yes)
            found.finding = Finding::No;
    }
    found.score = evidence.empty() ? 0 : evidence.front().score;
    found.evidence = std::move(evidence);
    return found;
}

inline TypeFinding unmeasured(HeadIndex head, HeadType type, const QString& task)
{
    TypeFinding found;
    found.head = head;
    found.type = type;
    found.task = task;
    found.finding = Finding::NotMeasurable;
    found.reason = QStringLiteral("it gets 26 % of 32 prompts right");
    return found;
}

inline ModelInfo model(int nLayers, int nHeads)
{
    ModelInfo info;
    info.name = QStringLiteral("demo");
    info.family = QStringLiteral("gpt2");
    info.nLayers = nLayers;
    info.nHeads = nHeads;
    info.nKeyValueHeads = nHeads;
    info.sha256 = QStringLiteral("00ff");
    return info;
}

inline ScanReport
report(const ModelInfo& model, std::vector<TypeFinding> findings, std::vector<Competence> tasks = {})
{
    ScanReport report;
    report.model = model;
    report.findings = std::move(findings);
    report.tasks = std::move(tasks);
    report.heads = headReports(model, report.findings, report.tasks, report.settings, report.scheme, {}, {});
    return report;
}

} // namespace headwaters::scans
