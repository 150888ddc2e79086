#include "core/engine/detect/factheads.h"

#include "core/engine/detect/answerreading.h"
#include "core/engine/detect/directpath.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

constexpr int knownRank = 10;
constexpr int fewestItems = 25;
constexpr double leastShare = 0.6; // of the effect, from the token that it should come from
constexpr double leastRelationScore = 0.15;
constexpr int relationDepth = 10;

/// The rank of a token's logit at the end, 0 for the likeliest.
class RankReader : public HookVisitor {
public:
    explicit RankReader(TokenId token) : m_token(token) { }
    bool wants(const HookPoint& point) const override { return point.hook == Hook::Logits; }
    void visit(const Where&, at::Tensor value) override
    {
        const at::Tensor row = value.contiguous();
        const float* logits = row.data_ptr<float>();
        const float target = logits[m_token];
        rank = static_cast<int>(
            std::count_if(logits, logits + row.numel(), [&](float logit) { return logit > target; }));
    }
    int rank = 0;

private:
    TokenId m_token;
};

struct KnownItems {
    std::vector<std::size_t> items; ///< places in the set
    Competence competence;
};

KnownItems knownItems(const Bench& bench, const ConflictSet& conflicts)
{
    KnownItems known;
    Competence& competence = known.competence;
    competence.task = conflicts.set.key;
    competence.sentence = conflicts.set.sentence;
    competence.chance = static_cast<double>(knownRank) / static_cast<double>(bench.model->config().dVocab);
    competence.reason = conflicts.set.reason;
    withTorch([&] {
        for (std::size_t at = 0; at < conflicts.plain.size(); ++at) {
            bench.model->checkPrompt(conflicts.plain[at].ids);
            RankReader reader(*conflicts.plain[at].target);
            forward(
                bench.model->config(), bench.model->weights(), {conflicts.plain[at].ids}, LogitRows::Last,
                reader, bench.cancel, {});
            if (bench.ran)
                bench.ran();
            if (reader.rank < knownRank)
                known.items.push_back(at);
        }
    });
    competence.prompts = static_cast<int>(conflicts.plain.size());
    if (competence.prompts == 0)
        return known;
    competence.accuracy = static_cast<double>(known.items.size()) / competence.prompts;
    std::vector<double> correct(conflicts.plain.size(), 0);
    std::fill_n(correct.begin(), known.items.size(), 1);
    competence.accuracyLow = bootstrapMean(correct, bench.seed).low;
    competence.passed = static_cast<int>(known.items.size()) >= fewestItems;
    if (!competence.passed)
        competence.reason = QStringLiteral("it knows %1 of %2 items without their context; %3 are needed")
                                .arg(known.items.size())
                                .arg(competence.prompts)
                                .arg(fewestItems);
    if (!bench.gates) {
        known.items.resize(conflicts.plain.size());
        std::iota(known.items.begin(), known.items.end(), std::size_t(0));
    }
    return known;
}

struct ConflictReadings {
    explicit ConflictReadings(const Bench& bench)
        : memory(bench),
          memoryFromSubject(bench),
          context(bench),
          contextFromAnswer(bench)
    {
    }
    HeadUnits memory, memoryFromSubject;
    HeadUnits context, contextFromAnswer;
    double memoryLogit = 0, contextLogit = 0; ///< means of the model's own contrasts
};

ConflictReadings readConflicts(const Bench& bench, const ConflictSet& conflicts, const KnownItems& known)
{
    ConflictReadings readings(bench);
    std::vector<DirectRequest> requests;
    for (const std::size_t item : known.items) {
        const TaskPrompt& prompt = conflicts.set.prompts[item];
        DirectRequest request{prompt.ids, -1, {*prompt.target, *prompt.rival}, true};
        request.tokens.insert(request.tokens.end(), prompt.others.begin(), prompt.others.end());
        requests.push_back(std::move(request));
    }
    const auto units = static_cast<double>(requests.size());
    readAnswers(bench, requests, [&](std::size_t at, const DirectReading& reading, const EndAttention&) {
        const TaskPrompt& prompt = conflicts.set.prompts[known.items[at]];
        const std::vector<int> subjects =
            positionsOf(prompt, {QStringLiteral("SUBJ"), QStringLiteral("CSUBJ")});
        const std::vector<int> answers = positionsOf(prompt, {QStringLiteral("CTX")});
        std::vector<int> others(static_cast<std::size_t>(reading.tokens) - 2);
        std::iota(others.begin(), others.end(), 2);
        const auto contrast = [&](int token, const std::function<double(int)>& number) {
            return number(token) - meanOf(others, number);
        };
        const auto logit = [&](int token) { return reading.logits[static_cast<std::size_t>(token)]; };
        readings.memoryLogit += contrast(0, logit) / units;
        readings.contextLogit += contrast(1, logit) / units;
        for (int head = 0; head < bench.headCount(); ++head) {
            const HeadIndex index = bench.head(head);
            const auto all = [&](int token) { return reading.head(index.layer, index.head, token); };
            const auto from = [&](const std::vector<int>& sources) {
                return [&reading, &sources, index](int token) {
                    double sum = 0;
                    for (const int source : sources)
                        sum += reading.source(index.layer, index.head, source, token);
                    return sum;
                };
            };
            readings.memory.add(head, contrast(0, all));
            readings.memoryFromSubject.add(head, contrast(0, from(subjects)));
            readings.context.add(head, contrast(1, all));
            readings.contextFromAnswer.add(head, contrast(1, from(answers)));
        }
    });
    return readings;
}

// The part of an effect, a ratio of means; 0 where there is no effect to have a part of.
std::vector<HeadSample> shares(const Bench& bench, const HeadUnits& part, const HeadUnits& whole)
{
    std::vector<HeadSample> samples;
    for (int head = 0; head < bench.headCount(); ++head) {
        const double all = whole.mean(head);
        samples.push_back({{all > 0 ? std::clamp(part.mean(head) / all, -1.0, 2.0) : 0}, {}});
    }
    return samples;
}

/// Relation scores: of each head its best relation.
struct RelationScores {
    std::vector<Evidence> evidence; ///< [head]
    std::vector<QString> relations; ///< [head]
};

RelationScores relationScores(const Bench& bench, const ConflictSet& conflicts)
{
    RelationScores best;
    for (std::size_t relation = 0; relation < conflicts.pairs.size(); ++relation) {
        std::vector<TokenId> subjects, objects;
        VocabularyPairs pairs;
        pairs.k = relationDepth;
        for (const auto& [subject, object] : conflicts.pairs[relation]) {
            pairs.unit.push_back(static_cast<int>(subjects.size()));
            subjects.push_back(subject);
            const auto found = std::find(objects.begin(), objects.end(), object);
            pairs.target.push_back(static_cast<int>(found - objects.begin()));
            if (found == objects.end())
                objects.push_back(object);
        }
        VocabularyRequest request{SourceRows::ofTokens(bench, subjects), objects, relationDepth, {}};
        std::vector<HeadSample> samples;
        for (const VocabularyReading& reading : readVocabulary(bench, request))
            samples.push_back(relationSample(bench, reading, pairs, false, drawsFor(bench)));
        MeasureRule rule;
        rule.access = Access::Weights;
        rule.measure = QStringLiteral("relation score of %1").arg(conflicts.keys[relation]);
        rule.threshold = leastRelationScore;
        rule.q = 0.05 / static_cast<double>(conflicts.pairs.size()); // the best of several is taken
        const std::vector<Evidence> decided = decide(samples, rule, bench.seed, bench.cancel);
        for (std::size_t head = 0; head < decided.size(); ++head) {
            if (best.evidence.size() <= head) {
                best.evidence.push_back(decided[head]);
                best.relations.push_back(conflicts.keys[relation]);
            } else if (decided[head].score > best.evidence[head].score) {
                best.evidence[head] = decided[head];
                best.relations[head] = conflicts.keys[relation];
            }
        }
    }
    return best;
}

// What a head's direct path does to a contrast: the context's answer, its result taken from the question
// alone; or the memory's answer, taken from the question of another item of the relation.
std::vector<PathItem> pathItems(const ConflictSet& conflicts, const KnownItems& known, bool ofContext)
{
    std::vector<PathItem> items;
    for (std::size_t at = 0; at < known.items.size(); ++at) {
        const TaskPrompt& prompt = conflicts.set.prompts[known.items[at]];
        if (ofContext) {
            items.push_back(
                {prompt.ids, conflicts.plain[known.items[at]].ids, contrastOf(*prompt.rival, prompt.others)});
            continue;
        }
        for (std::size_t step = 1; step < known.items.size(); ++step) {
            const std::size_t other = known.items[(at + step) % known.items.size()];
            const TaskPrompt& taken = conflicts.plain[other];
            if (taken.variant == prompt.variant && taken.target != prompt.target) {
                items.push_back({prompt.ids, taken.ids, contrastOf(*prompt.target, prompt.others)});
                break;
            }
        }
    }
    return items;
}

void append(std::vector<TypeFinding>& to, std::vector<TypeFinding> findings)
{
    to.insert(to.end(), std::make_move_iterator(findings.begin()), std::make_move_iterator(findings.end()));
}

std::vector<TypeFinding> contextFindings(
    const Bench& bench, const ConflictSet& conflicts, const KnownItems& known,
    const ConflictReadings& readings)
{
    FindingTable table(bench, HeadType::Context, conflicts.set.key);
    table.add(
        readings.context.samples(),
        directRule(QStringLiteral("context's answer raised"), 0, readings.contextLogit));
    table.add(
        shares(bench, readings.contextFromAnswer, readings.context),
        sizeRule(Access::Direct, QStringLiteral("share of it from the context's answer"), leastShare));
    if (bench.runs(Tier::Causal))
        table.add(
            directPathDrops(bench, pathItems(conflicts, known, true)).samples(),
            pathRule(
                QStringLiteral("fall of the context's answer without the head's context"),
                readings.contextLogit));
    table.showOn(conflicts.set.prompts.front(), QStringLiteral("END"), QStringLiteral("CTX"));
    return table.finish();
}

std::vector<TypeFinding> memoryFindings(
    const Bench& bench, const ConflictSet& conflicts, const KnownItems& known,
    const ConflictReadings& readings, const RelationScores& scores)
{
    FindingTable table(bench, HeadType::Memory, conflicts.set.key);
    table.add(
        readings.memory.samples(),
        directRule(QStringLiteral("memory's answer raised"), 0, readings.memoryLogit));
    table.add(
        shares(bench, readings.memoryFromSubject, readings.memory),
        sizeRule(Access::Direct, QStringLiteral("share of it from the subject"), leastShare));
    if (bench.runs(Tier::Causal)) {
        MeasureRule rule = pathRule(
            QStringLiteral("fall of memory's answer with another subject in the head"), readings.memoryLogit);
        rule.required = false;
        table.add(directPathDrops(bench, pathItems(conflicts, known, false)).samples(), rule);
    }
    table.showOn(conflicts.set.prompts.front(), QStringLiteral("END"), QStringLiteral("SUBJ"));
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        const Evidence* path =
            finding.evidence.back().access == Access::Causal ? &finding.evidence.back() : nullptr;
        // One of the two is enough; where neither holds, the weights are what failed.
        const bool pathHolds = path != nullptr && path->finding == Finding::Yes;
        Evidence weights = scores.evidence[head];
        weights.required = !pathHolds;
        if (pathHolds)
            finding.evidence.back().required = true;
        finding.evidence.push_back(std::move(weights));
        finding.finding = findingOf(finding.evidence);
        finding.reason = finding.finding == Finding::No ? failedCondition(finding.evidence) : QString();
    }
    return findings;
}

std::vector<TypeFinding>
associativeFindings(const Bench& bench, const ConflictSet& conflicts, const RelationScores& scores)
{
    FindingTable table(bench, HeadType::AssociativeMemory, QStringLiteral("weights"));
    table.showOn(conflicts.plain.front(), QStringLiteral("END"), QStringLiteral("SUBJ"));
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        finding.evidence = {scores.evidence[head]};
        finding.finding = findingOf(finding.evidence);
        finding.score = scores.evidence[head].score;
        if (finding.finding == Finding::No)
            finding.reason = failedCondition(finding.evidence);
        else
            finding.tags = {scores.relations[head]};
    }
    return findings;
}

} // namespace

StepResult detectConflictHeads(const Bench& bench, const ConflictSet& conflicts)
{
    StepResult result;
    std::vector<TypeFinding>& findings = result.findings;
    const auto refuse = [&](HeadType type, const QString& task, const QString& reason) {
        append(findings, notMeasurable(bench, type, task, reason));
    };
    const QString weights = QStringLiteral("weights");
    QString reason = conflicts.set.reason;
    if (reason.isEmpty() && !bench.runs(Tier::Mechanistic))
        reason = QStringLiteral("it needs what heads write, which the observed tier does not read");
    if (!reason.isEmpty()) {
        refuse(HeadType::Context, conflicts.set.key, reason);
        refuse(HeadType::Memory, conflicts.set.key, reason);
        refuse(HeadType::AssociativeMemory, weights, reason);
        return result;
    }
    const RelationScores scores = relationScores(bench, conflicts);
    append(findings, associativeFindings(bench, conflicts, scores));
    const KnownItems known = knownItems(bench, conflicts);
    result.tasks = {known.competence};
    if (bench.gates && !known.competence.passed) {
        refuse(HeadType::Context, conflicts.set.key, known.competence.reason);
        refuse(HeadType::Memory, conflicts.set.key, known.competence.reason);
        return result;
    }
    const ConflictReadings readings = readConflicts(bench, conflicts, known);
    append(findings, contextFindings(bench, conflicts, known, readings));
    append(findings, memoryFindings(bench, conflicts, known, readings, scores));
    return result;
}

} // namespace headwaters
