#include "tests/widgets/support/samplescan.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

const QString repeats = QStringLiteral("random-repeat");
const QString names = QStringLiteral("indirect-object");
const QString facts = QStringLiteral("facts");

Evidence measure(Access access, const QString& what, double score, double threshold)
{
    Evidence evidence;
    evidence.access = access;
    evidence.measure = what;
    evidence.score = score;
    evidence.null = 0.01;
    evidence.effect = std::clamp((score - 0.01) / 0.99, 0.0, 1.0);
    evidence.z = score * 20;
    evidence.q = score > 0.1 ? 0.0004 : 0.4;
    evidence.p = evidence.q;
    evidence.low = score - 0.05;
    evidence.high = score + 0.05;
    evidence.samples = 32;
    evidence.threshold = threshold;
    evidence.weakThreshold = threshold / 4;
    evidence.significant = evidence.q <= 0.05;
    evidence.finding = !evidence.significant ? Finding::No
        : score >= threshold                 ? Finding::Yes
        : score >= evidence.weakThreshold    ? Finding::Weak
                                             : Finding::No;
    for (int i = 0; i < 32; ++i)
        evidence.units.push_back(static_cast<float>(score + 0.06 * std::sin(i * 1.7)));
    for (int i = 0; i < 48; ++i)
        evidence.nulls.push_back(static_cast<float>(0.012 + 0.01 * std::sin(i * 2.3)));
    return evidence;
}

Finding weakest(const std::vector<Evidence>& evidence)
{
    Finding finding = Finding::Yes;
    for (const Evidence& one : evidence) {
        if (one.required && one.finding == Finding::No)
            return Finding::No;
        if (one.required && one.finding == Finding::Weak)
            finding = Finding::Weak;
    }
    return finding;
}

TypeFinding found(HeadIndex head, HeadType type, const QString& task, std::vector<Evidence> evidence)
{
    TypeFinding finding;
    finding.head = head;
    finding.type = type;
    finding.task = task;
    finding.finding = weakest(evidence);
    finding.score = evidence.front().score;
    finding.evidence = std::move(evidence);
    finding.seeds = 3;
    if (finding.finding == Finding::No)
        finding.reason = QStringLiteral("its score of %1 is below the rule's").arg(finding.score, 0, 'f', 2);
    for (std::int64_t id = 0; id < 15; ++id)
        finding.example.ids.push_back(id);
    finding.example.destination = 14;
    finding.example.source = 2;
    return finding;
}

/// A score that varies from head to head and is high for some.
double scoreOf(HeadIndex head, int salt)
{
    const double wave = std::sin(head.layer * 2.1 + head.head * 3.7 + salt * 1.3);
    return std::clamp(0.03 + 0.7 * std::pow(std::max(0.0, wave), 3), 0.0, 1.0);
}

} // namespace

std::shared_ptr<const ScanReport> sampleScan(const SampleShape& shape, double scale)
{
    ScanReport report;
    report.model = sampleModel(shape);
    report.settings.tier = Tier::Causal;
    report.forwards = 1450;
    report.seconds = 25.3;
    report.stability = ScanStability{20, 19};
    report.scrambled = std::vector<ScanReport::FalsePositives>{{HeadType::Constant, 1}};
    Competence competence;
    competence.task = names;
    competence.accuracy = 0.97;
    competence.chance = 0.5;
    competence.passed = true;
    report.tasks = {competence};
    std::vector<double> sinks;
    std::vector<bool> idle;
    for (int layer = 0; layer < shape.nLayers; ++layer) {
        for (int index = 0; index < shape.nHeads; ++index) {
            const HeadIndex head{layer, index};
            const bool isQuiet = head == HeadIndex{1, 3} || head == HeadIndex{0, 4};
            sinks.push_back(head == HeadIndex{0, 4} ? 0.97 : 0.2);
            idle.push_back(head == HeadIndex{0, 4});
            double previous = isQuiet ? 0.02 : 0.6 * scoreOf(head, 1);
            double induction = isQuiet || layer < 2 ? 0.02 : scoreOf(head, 2);
            double moving = isQuiet || layer < 3 ? 0.02 : scoreOf(head, 3);
            double memory = isQuiet || layer < 3 ? 0.02 : scoreOf(head, 4);
            if (head == HeadIndex{0, 2})
                previous = 0.95;
            if (head == HeadIndex{2, 2})
                induction = 0.81;
            if (head == HeadIndex{5, 5})
                moving = memory = induction = 0.9;
            report.findings.push_back(found(
                head, HeadType::PreviousToken, repeats,
                {measure(Access::Attention, QStringLiteral("attention to the token before"), previous, 0.4),
                 measure(
                     Access::Weights, QStringLiteral("rank among the writers of induction keys"), previous,
                     0.2)}));
            report.findings.push_back(found(
                head, HeadType::Induction, repeats,
                {measure(
                     Access::Attention, QStringLiteral("attention to the token after the last copy"),
                     scale * induction, 0.4),
                 measure(
                     Access::Direct, QStringLiteral("logit of the token that came next"), scale * induction,
                     0.1),
                 measure(
                     Access::Causal, QStringLiteral("log-probability of the next token without the head"),
                     0.9 * induction, 0.05)}));
            report.findings.push_back(found(
                head, HeadType::NameMover, names,
                {measure(
                     Access::Attention, QStringLiteral("attention from the last position to the name"),
                     moving, 0.25),
                 measure(
                     Access::Causal, QStringLiteral("logit difference without the head"), moving, 0.05)}));
            report.findings.push_back(found(
                head, HeadType::Memory, facts,
                {measure(Access::Direct, QStringLiteral("logit of the remembered answer"), memory, 0.2),
                 measure(
                     Access::Causal, QStringLiteral("logit of the answer without the head"), memory, 0.05)}));
            TypeFinding letter;
            letter.head = head;
            letter.type = HeadType::CorrectLetter;
            letter.task = QStringLiteral("multiple-choice");
            letter.finding = Finding::NotMeasurable;
            letter.reason = QStringLiteral("it gets 26 % of 32 prompts right, and chance is 25 %");
            report.findings.push_back(letter);
        }
    }
    report.heads =
        headReports(report.model, report.findings, report.tasks, report.settings, report.scheme, sinks, idle);
    return std::make_shared<const ScanReport>(std::move(report));
}

std::shared_ptr<const HeadExample> sampleExample(HeadIndex head, HeadType type)
{
    const auto detail = sampleDetail({5, 5});
    auto example = std::make_shared<HeadExample>();
    example->head = head;
    example->type = type;
    for (std::int64_t id = 0; id < 15; ++id)
        example->prompt.ids.push_back(id);
    example->prompt.destination = 14;
    example->prompt.source = 2;
    example->pattern = detail->pattern;
    example->attribution.assign(15, 0.01);
    example->attribution[2] = 1.36;
    example->attribution[4] = -0.4;
    example->attributionOf = QStringLiteral("Logit of ·Mary − ·John after position 14");
    return example;
}

} // namespace headwaters
