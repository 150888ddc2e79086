#include "core/engine/detect/namemovers.h"

#include "core/engine/detect/competence.h"
#include "core/engine/detect/copysuppression.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/measures.h"
#include "core/engine/detect/moverinterventions.h"
#include "core/engine/detect/namereading.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

const QString receiverRole = QStringLiteral("IO");
const QString giverRole = QStringLiteral("S1");
const QString repeatedRole = QStringLiteral("S2");

// Specification 2.2.
constexpr double moverAttention = 0.25;
constexpr double copyShare = 0.5;
constexpr double candidateAttention = 0.5;
constexpr double negativeAttention = 0.1;
constexpr double suppressorAttention = 0.25;
constexpr double fullAttention = 0.6; // of a mover that is published, for the score
constexpr double loweringShare = 0.3; // of W1
constexpr double keyShare = 0.5; // of W2
constexpr std::size_t vocabularyTokens = 500;
constexpr double oneSided = 3; // times as much to one of two names

std::vector<std::size_t> promptsWhere(const NameReading& reading, const std::function<bool(std::size_t)>& is)
{
    std::vector<std::size_t> prompts;
    for (std::size_t prompt = 0; prompt < reading.prompts(); ++prompt) {
        if (is(prompt))
            prompts.push_back(prompt);
    }
    return prompts;
}

/// Attention to the receiver against that to either first name of three different ones (ABC), where a mover
/// cannot know whom to take; without twins, against attention to any one position.
std::vector<HeadSample>
receiverSamples(const Bench& bench, const NameReading& reading, const std::vector<std::size_t>& prompts)
{
    std::vector<HeadSample> samples = promptSamples(bench, prompts, [&](int head, std::size_t prompt) {
        return reading.attention(head, prompt, receiverRole);
    });
    if (reading.hasCorrupted()) {
        addPromptNull(bench, samples, prompts, 2, [&](int head, std::size_t prompt, std::size_t choice) {
            return reading.corruptedAttention(head, prompt, choice == 0 ? receiverRole : giverRole);
        });
    } else {
        addPromptNull(bench, samples, prompts, 1, [&](int head, std::size_t prompt, std::size_t) {
            return (1 - reading.attention(head, prompt, receiverRole))
                / std::max(reading.clean()[prompt].position, 1);
        });
    }
    return samples;
}

/// Attention to two roles together, against two positions that have neither, by chance.
std::vector<HeadSample>
pairSamples(const Bench& bench, const NameReading& reading, const QString& first, const QString& second)
{
    const std::vector<std::size_t> prompts = allPrompts(reading.prompts());
    const auto both = [&](int head, std::size_t prompt) {
        return reading.attention(head, prompt, first) + reading.attention(head, prompt, second);
    };
    std::vector<HeadSample> samples = promptSamples(bench, prompts, both);
    addPromptNull(bench, samples, prompts, 1, [&](int head, std::size_t prompt, std::size_t) {
        return 2 * (1 - both(head, prompt)) / std::max(reading.clean()[prompt].position - 1, 1);
    });
    return samples;
}

bool isYes(const TypeFinding& finding, const QString& measure)
{
    return evidenceOf(finding, measure).finding == Finding::Yes;
}

/// The prompt in which the head attends most to a role.
EvidenceExample exampleOf(const NameReading& reading, int head, const QString& role)
{
    EvidenceExample example;
    double most = -1;
    for (std::size_t prompt = 0; prompt < reading.prompts(); ++prompt) {
        const TaskPrompt& asked = reading.set().prompts[prompt];
        const double attention = reading.attention(head, prompt, role);
        if (asked.has(role) && attention > most) {
            most = attention;
            example.ids.assign(asked.ids.begin(), asked.ids.end());
            example.destination = reading.clean()[prompt].position;
            example.source = asked.at(role);
        }
    }
    return example;
}

const QString copying = QStringLiteral("copying of names");
const QString suppressing = QStringLiteral("suppression of names");
const QString onReceiver = QStringLiteral("direct effect on the indirect object less the subject");
const QString onAttended = QStringLiteral("direct effect on the attended name less other names");
const QString toEither = QStringLiteral("attention from the end to either name");
const QString toSubject = QStringLiteral("attention from the end to the subject");
const QString fromSubject = QStringLiteral("direct effect against the subject, less other names");

void tagCandidate(const NameReading& reading, int head, TypeFinding& finding)
{
    if (finding.finding == Finding::Yes || !isYes(finding, toEither) || !isYes(finding, copying)
        || !isYes(finding, onAttended))
        return;
    finding.tags.append(QStringLiteral("candidate mover"));
    double first = 0, second = 0;
    for (std::size_t prompt = 0; prompt < reading.prompts(); ++prompt) {
        const double receiver = reading.attention(head, prompt, receiverRole);
        const double giver = reading.attention(head, prompt, giverRole);
        first += reading.isReceiverFirst(prompt) ? receiver : giver;
        second += reading.isReceiverFirst(prompt) ? giver : receiver;
    }
    if (first >= oneSided * second)
        finding.tags.append(QStringLiteral("first name"));
    else if (second >= oneSided * first)
        finding.tags.append(QStringLiteral("second name"));
    finding.finding = Finding::Weak;
    finding.reason.clear();
    finding.score = std::cbrt(
        std::min(evidenceOf(finding, toEither).score / fullAttention, 1.0)
        * evidenceOf(finding, copying).score
        * std::clamp(evidenceOf(finding, onAttended).score / reading.meanDifference(), 0.0, 1.0));
}

/// What heads that suppress names do to any token; shown, and nothing is decided by it: every head of a first
/// layer may score so.
void addVocabularyTests(const Bench& bench, std::vector<TypeFinding>& findings)
{
    std::vector<int> heads;
    for (const TypeFinding& finding : findings) {
        if (finding.finding == Finding::Yes || finding.finding == Finding::Weak)
            heads.push_back(bench.indexOf(finding.head));
    }
    const std::vector<TokenId> tokens = sampledTokens(bench, vocabularyTokens);
    if (heads.empty() || tokens.empty())
        return;
    const auto add = [&](const std::vector<HeadSample>& samples, const MeasureRule& rule) {
        const std::vector<Evidence> evidence = decide(samples, rule, bench.seed, bench.cancel);
        for (std::size_t place = 0; place < heads.size(); ++place)
            findings[static_cast<std::size_t>(heads[place])].evidence.push_back(evidence[place]);
    };
    add(loweringSamples(bench, heads, tokens),
        weightsRule(QStringLiteral("tokens that lower their own logit"), loweringShare, false));
    add(keySamples(bench, heads, tokens),
        weightsRule(
            QStringLiteral("tokens whose own key is the one that their unembedding asks for"), keyShare,
            false));
}

} // namespace

std::vector<TypeFinding> detectNameMovers(const Bench& bench, const NameReading& reading)
{
    FindingTable table(bench, HeadType::NameMover, reading.set().key);
    for (const bool receiverFirst : {true, false}) {
        const std::vector<std::size_t> prompts = promptsWhere(
            reading, [&](std::size_t prompt) { return reading.isReceiverFirst(prompt) == receiverFirst; });
        if (prompts.empty())
            continue;
        const QString order = receiverFirst ? QStringLiteral("said first") : QStringLiteral("said second");
        table.add(
            receiverSamples(bench, reading, prompts),
            attentionRule(
                QStringLiteral("attention from the end to the indirect object, ") + order, moverAttention));
    }
    table.add(
        pairSamples(bench, reading, receiverRole, giverRole),
        attentionRule(toEither, candidateAttention, false));
    if (!bench.runs(Tier::Mechanistic))
        return table.finish();

    const double largest = reading.meanDifference();
    const std::vector<std::size_t> prompts = allPrompts(reading.prompts());
    table.add(reading.copying(bench, false), weightsRule(copying, copyShare));
    const std::vector<HeadSample> direct = promptSamples(bench, prompts, [&](int head, std::size_t prompt) {
        const TaskPrompt& asked = reading.set().prompts[prompt];
        return reading.direct(head, prompt, *asked.target) - reading.direct(head, prompt, *asked.rival);
    });
    table.add(direct, directRule(onReceiver, largest));
    table.add(
        promptSamples(
            bench, prompts,
            [&](int head, std::size_t prompt) {
                return reading.direct(head, prompt, reading.attended(head, prompt))
                    - reading.directOnOthers(head, prompt);
            }),
        directRule(onAttended, largest, false));

    std::vector<TypeFinding> findings = table.finish();
    double most = 0;
    for (const TypeFinding& finding : findings)
        most = std::max(most, evidenceOf(finding, onReceiver).score);
    for (int head = 0; head < bench.headCount(); ++head) {
        TypeFinding& finding = findings[static_cast<std::size_t>(head)];
        double attention = 0;
        for (const std::size_t prompt : prompts)
            attention += reading.attention(head, prompt, receiverRole) / static_cast<double>(prompts.size());
        const double effect = std::max(evidenceOf(finding, onReceiver).score, 0.0) / std::max(most, 1e-12);
        finding.score =
            std::cbrt(std::min(attention / fullAttention, 1.0) * evidenceOf(finding, copying).score * effect);
        finding.example = exampleOf(reading, head, receiverRole);
        tagCandidate(reading, head, finding);
    }
    return findings;
}

std::vector<TypeFinding> detectNegativeNameMovers(const Bench& bench, const NameReading& reading)
{
    FindingTable table(bench, HeadType::NegativeNameMover, reading.set().key);
    const std::vector<std::size_t> prompts = allPrompts(reading.prompts());
    std::vector<HeadSample> attention = promptSamples(bench, prompts, [&](int head, std::size_t prompt) {
        return reading.attention(head, prompt, receiverRole);
    });
    addPromptNull(bench, attention, prompts, 1, [&](int head, std::size_t prompt, std::size_t) {
        return (1 - reading.attention(head, prompt, receiverRole))
            / std::max(reading.clean()[prompt].position, 1);
    });
    table.add(
        attention,
        attentionRule(QStringLiteral("attention from the end to the indirect object"), negativeAttention));
    table.add(
        pairSamples(bench, reading, giverRole, repeatedRole),
        attentionRule(toSubject, suppressorAttention, false));
    if (!bench.runs(Tier::Mechanistic))
        return table.finish();

    const double largest = reading.meanDifference();
    const QString against = QStringLiteral("direct effect against the indirect object");
    table.add(reading.copying(bench, true), weightsRule(suppressing, copyShare));
    table.add(
        promptSamples(
            bench, prompts,
            [&](int head, std::size_t prompt) {
                const TaskPrompt& asked = reading.set().prompts[prompt];
                return reading.direct(head, prompt, *asked.rival)
                    - reading.direct(head, prompt, *asked.target);
            }),
        directRule(against, largest));
    table.add(
        promptSamples(
            bench, prompts,
            [&](int head, std::size_t prompt) {
                const TaskPrompt& asked = reading.set().prompts[prompt];
                return reading.directOnOthers(head, prompt) - reading.direct(head, prompt, *asked.rival);
            }),
        directRule(fromSubject, largest, false));

    std::vector<TypeFinding> findings = table.finish();
    for (int head = 0; head < bench.headCount(); ++head) {
        TypeFinding& finding = findings[static_cast<std::size_t>(head)];
        finding.score = evidenceOf(finding, against).score;
        finding.example = exampleOf(reading, head, receiverRole);
        if (finding.finding == Finding::Yes || !isYes(finding, toSubject) || !isYes(finding, suppressing)
            || !isYes(finding, fromSubject))
            continue;
        finding.tags.append(QStringLiteral("subject suppression"));
        finding.finding = Finding::Weak;
        finding.reason.clear();
        finding.score = evidenceOf(finding, fromSubject).score;
        finding.example = exampleOf(reading, head, repeatedRole);
    }
    addVocabularyTests(bench, findings);
    return findings;
}

std::vector<int> moversOf(const Bench& bench, const std::vector<TypeFinding>& nameMovers)
{
    std::vector<int> movers, candidates;
    for (const TypeFinding& finding : nameMovers) {
        if (finding.type != HeadType::NameMover)
            continue;
        if (finding.finding == Finding::Yes)
            movers.push_back(bench.indexOf(finding.head));
        else if (finding.finding == Finding::Weak)
            candidates.push_back(bench.indexOf(finding.head));
    }
    std::sort(movers.begin(), movers.end());
    std::sort(candidates.begin(), candidates.end());
    return movers.empty() ? candidates : movers;
}

StepResult detectIndirectObjects(const Bench& bench, const TaskSet& set)
{
    StepResult result;
    const auto add = [&](const std::vector<TypeFinding>& more) {
        result.findings.insert(result.findings.end(), more.begin(), more.end());
    };
    const TaskAnswers answers = answersIn(bench, set);
    const Competence competence = competenceIn(bench, set, answers);
    result.tasks = {competence};
    if (set.isEmpty() || (bench.gates && !competence.passed)) {
        for (const HeadType type :
             {HeadType::NameMover, HeadType::BackupNameMover, HeadType::NegativeNameMover,
              HeadType::Inhibition})
            add(notMeasurable(bench, type, set.key, competence.reason));
        return result;
    }
    const NameReading reading(bench, bench.gates ? answeredRight(set, answers) : set);
    std::vector<TypeFinding> movers = detectNameMovers(bench, reading);
    std::vector<TypeFinding> negatives = detectNegativeNameMovers(bench, reading);
    if (!bench.runs(Tier::Causal)) {
        const QString reason = QStringLiteral("it shows itself at tier causal only");
        add(movers);
        add(notMeasurable(bench, HeadType::BackupNameMover, set.key, reason));
        add(negatives);
        add(notMeasurable(bench, HeadType::Inhibition, set.key, reason));
        return result;
    }
    const std::vector<int> found = moversOf(bench, movers);
    confirmNameHeads(bench, reading, movers, negatives);
    add(movers);
    add(detectBackupNameMovers(bench, reading, found));
    add(negatives);
    add(detectInhibition(bench, reading, found));
    return result;
}

} // namespace headwaters
