#include "core/engine/detect/factheads.h"

#include "core/engine/detect/answerreading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/heads/resampling.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace headwaters {

namespace {

constexpr double leastAttention = 0.2;
constexpr double leastRaised = 0.3; // logits; without it what is the same in every prompt makes any z large
constexpr double leastSubject = 0.05; // logits, for the same reason; ours (docs/decisions/0017)
constexpr double leastPart = 0.2;

// What the fact prompts gave, of those that count.
struct FactReadings {
    explicit FactReadings(const Bench& bench)
        : subject(bench),
          relation(bench),
          attributes(bench),
          onSubject(bench),
          onRelation(bench),
          heads(static_cast<std::size_t>(bench.headCount()))
    {
    }

    HeadUnits subject; ///< the right object against all of the relation, from the subject
    HeadUnits relation; ///< the relation's objects against those of others, from the relation
    HeadUnits attributes; ///< what else is known of the subject, from the subject
    HeadUnits onSubject, onRelation; ///< attention
    std::vector<std::size_t> asked; ///< [unit] relation
    std::vector<TokenId> answers; ///< [unit] object
    /// For the nulls. [head][unit]: what it raises from the subject, by object of the relation; what it
    /// raises from the relation, by relation.
    struct Head {
        std::vector<std::map<TokenId, double>> objects;
        std::vector<std::vector<double>> relations;
    };
    std::vector<Head> heads;
    std::vector<double> correct, differences; ///< [prompt] of all
    std::vector<double> objectLogits, relationLogits; ///< [unit] the same contrasts of the model's logits
};

double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

class FactReader {
public:
    FactReader(const Bench& bench, const FactSet& facts) : m_bench(bench), m_facts(facts), m_result(bench)
    {
        for (const FactRelation& relation : facts.relations) {
            std::vector<int> places;
            for (const TokenId object : relation.objects) {
                const auto found = m_places.emplace(object, static_cast<int>(m_tokens.size()));
                if (found.second)
                    m_tokens.push_back(object);
                places.push_back(found.first->second);
            }
            m_objects.push_back(std::move(places));
        }
    }

    FactReadings read()
    {
        std::vector<DirectRequest> requests;
        for (const TaskPrompt& prompt : m_facts.set.prompts)
            requests.push_back({prompt.ids, -1, m_tokens, true});
        readAnswers(
            m_bench, requests,
            [&](std::size_t prompt, const DirectReading& reading, const EndAttention& attention) {
                take(prompt, reading, attention);
            });
        return std::move(m_result);
    }

private:
    // The relation's objects less the mean over the other relations.
    double category(std::size_t relation, const std::vector<double>& means) const
    {
        double others = 0;
        for (std::size_t other = 0; other < means.size(); ++other)
            others += other == relation ? 0 : means[other] / static_cast<double>(means.size() - 1);
        return means[relation] - others;
    }

    std::vector<double> means(const std::function<double(int token)>& number) const
    {
        std::vector<double> result;
        for (const std::vector<int>& objects : m_objects)
            result.push_back(headwaters::meanOf(objects, number));
        return result;
    }

    void take(std::size_t at, const DirectReading& reading, const EndAttention& attention)
    {
        const TaskPrompt& prompt = m_facts.set.prompts[at];
        const std::size_t relation = m_facts.asked[at].relation;
        const int target = m_places.at(*prompt.target);
        const auto logit = [&](int token) { return reading.logits[static_cast<std::size_t>(token)]; };
        bool right = true;
        for (const TokenId other : prompt.others)
            right = right && logit(target) > logit(m_places.at(other));
        const std::vector<double> logits = means(logit);
        m_result.correct.push_back(right ? 1 : 0);
        m_result.differences.push_back(logit(target) - logit(m_places.at(*prompt.rival)));
        if (!right && m_bench.gates)
            return;
        m_result.asked.push_back(relation);
        m_result.answers.push_back(*prompt.target);
        m_result.objectLogits.push_back(logit(target) - logits[relation]);
        m_result.relationLogits.push_back(category(relation, logits));
        for (int head = 0; head < m_bench.headCount(); ++head)
            takeHead(at, head, reading, attention);
    }

    void takeHead(std::size_t at, int head, const DirectReading& reading, const EndAttention& attention)
    {
        const TaskPrompt& prompt = m_facts.set.prompts[at];
        const FactAsked& asked = m_facts.asked[at];
        const std::vector<int> subjects = positionsOf(prompt, {QStringLiteral("SUBJ")});
        const std::vector<int> relations = positionsOf(prompt, {QStringLiteral("REL")});
        const HeadIndex index = m_bench.head(head);
        const auto from = [&](const std::vector<int>& sources, int token) {
            double sum = 0;
            for (const int source : sources)
                sum += reading.source(index.layer, index.head, source, token);
            return sum;
        };
        const std::vector<double> subjectMeans = means([&](int token) { return from(subjects, token); });
        const std::vector<double> relationMeans = means([&](int token) { return from(relations, token); });
        FactReadings::Head& kept = m_result.heads[static_cast<std::size_t>(head)];
        kept.objects.emplace_back();
        for (const TokenId object : m_facts.relations[asked.relation].objects)
            kept.objects.back()[object] = from(subjects, m_places.at(object)) - subjectMeans[asked.relation];
        kept.relations.emplace_back();
        for (std::size_t other = 0; other < m_objects.size(); ++other)
            kept.relations.back().push_back(category(other, relationMeans));
        m_result.subject.add(head, kept.objects.back().at(*prompt.target));
        m_result.relation.add(head, kept.relations.back()[asked.relation]);
        m_result.onSubject.add(head, attention.mass(head, subjects));
        m_result.onRelation.add(head, attention.mass(head, relations));
        if (asked.attributes.empty())
            return;
        double raised = 0;
        for (const auto& [other, object] : asked.attributes)
            raised += from(subjects, m_places.at(object)) - subjectMeans[other];
        m_result.attributes.add(head, raised / static_cast<double>(asked.attributes.size()));
    }

    const Bench& m_bench;
    const FactSet& m_facts;
    FactReadings m_result;
    std::vector<TokenId> m_tokens;
    std::map<TokenId, int> m_places; // token: place in m_tokens
    std::vector<std::vector<int>> m_objects; // [relation] places
};

// Units in the order in which a permutation within groups takes their answers: subjects are exchanged among
// the facts of a relation.
std::vector<HeadSample> subjectSamples(const Bench& bench, const FactReadings& readings, int draws)
{
    std::vector<HeadSample> samples = readings.subject.samples();
    PromptRandom random(bench.seed);
    const std::size_t units = readings.asked.size();
    std::map<std::size_t, std::vector<std::size_t>> groups;
    for (std::size_t unit = 0; unit < units; ++unit)
        groups[readings.asked[unit]].push_back(unit);
    for (int draw = 0; draw < draws && units > 0; ++draw) {
        bench.cancel.throwIfCancelled();
        std::vector<TokenId> answers(units);
        for (const auto& [relation, members] : groups) {
            const std::vector<std::size_t> order = shuffledNumbers(members.size(), random);
            for (std::size_t at = 0; at < members.size(); ++at)
                answers[members[at]] = readings.answers[members[order[at]]];
        }
        for (std::size_t head = 0; head < samples.size(); ++head) {
            double sum = 0;
            for (std::size_t unit = 0; unit < units; ++unit)
                sum += readings.heads[head].objects[unit].at(answers[unit]);
            samples[head].nulls.push_back(sum / static_cast<double>(units));
        }
    }
    return samples;
}

// Against prompts whose relations are exchanged.
std::vector<HeadSample> relationSamples(const Bench& bench, const FactReadings& readings, int draws)
{
    std::vector<HeadSample> samples = readings.relation.samples();
    PromptRandom random(bench.seed + 1);
    const std::size_t units = readings.asked.size();
    for (int draw = 0; draw < draws && units > 0; ++draw) {
        bench.cancel.throwIfCancelled();
        const std::vector<std::size_t> order = shuffledNumbers(units, random);
        for (std::size_t head = 0; head < samples.size(); ++head) {
            double sum = 0;
            for (std::size_t unit = 0; unit < units; ++unit)
                sum += readings.heads[head].relations[unit][readings.asked[order[unit]]];
            samples[head].nulls.push_back(sum / static_cast<double>(units));
        }
    }
    return samples;
}

// The smaller of two parts' sizes, of both together.
std::vector<HeadSample> smallerPart(const Bench& bench, const FactReadings& readings)
{
    std::vector<HeadSample> samples;
    for (int head = 0; head < bench.headCount(); ++head) {
        const double subject = std::fabs(readings.subject.mean(head));
        const double relation = std::fabs(readings.relation.mean(head));
        const double both = subject + relation;
        samples.push_back({{both > 0 ? std::min(subject, relation) / both : 0}, {}});
    }
    return samples;
}

void append(std::vector<TypeFinding>& to, std::vector<TypeFinding> findings)
{
    to.insert(to.end(), std::make_move_iterator(findings.begin()), std::make_move_iterator(findings.end()));
}

} // namespace

StepResult detectFactHeads(const Bench& bench, const FactSet& facts)
{
    const std::vector<HeadType> types = {HeadType::Subject, HeadType::Relation, HeadType::Mixed};
    StepResult result;
    const auto refuse = [&](const QString& reason) {
        for (const HeadType type : types)
            append(result.findings, notMeasurable(bench, type, facts.set.key, reason));
        return result;
    };
    if (!facts.set.reason.isEmpty())
        return refuse(facts.set.reason);
    if (!bench.runs(Tier::Mechanistic))
        return refuse(QStringLiteral("it needs what heads write, which the observed tier does not read"));
    const FactReadings readings = FactReader(bench, facts).read();
    const Competence competence = competenceOf(
        facts.set.key, facts.set.sentence, readings.correct, readings.differences, facts.set.chance,
        bench.seed);
    result.tasks = {competence};
    if (bench.gates && !competence.passed)
        return refuse(competence.reason);

    const int draws = drawsFor(bench);
    const std::vector<HeadSample> subjects = subjectSamples(bench, readings, 200);
    const std::vector<HeadSample> relations = relationSamples(bench, readings, draws);
    const MeasureRule subjectRule = directRule(
        QStringLiteral("right object raised from the subject"), leastSubject, meanOf(readings.objectLogits));
    MeasureRule relationRule = directRule(
        QStringLiteral("relation's objects raised from the relation"), leastRaised,
        meanOf(readings.relationLogits));
    relationRule.signFlip = false;
    MeasureRule attributeRule =
        directRule(QStringLiteral("what else is known of the subject, raised from it"), 0, noEffect);
    attributeRule.z = 0;
    const MeasureRule onSubject =
        sizeRule(Access::Attention, QStringLiteral("attention to the subject"), leastAttention);
    const MeasureRule onRelation =
        sizeRule(Access::Attention, QStringLiteral("attention to the relation"), leastAttention);

    FindingTable subject(bench, HeadType::Subject, facts.set.key);
    subject.add(subjects, subjectRule);
    subject.add(readings.onSubject.samples(), onSubject);
    subject.add(readings.attributes.samples(), attributeRule);
    FindingTable relation(bench, HeadType::Relation, facts.set.key);
    relation.add(relations, relationRule);
    relation.add(readings.onRelation.samples(), onRelation);
    FindingTable mixed(bench, HeadType::Mixed, facts.set.key);
    mixed.add(subjects, subjectRule);
    mixed.add(relations, relationRule);
    mixed.add(readings.onSubject.samples(), onSubject);
    mixed.add(readings.onRelation.samples(), onRelation);
    mixed.add(
        smallerPart(bench, readings),
        sizeRule(Access::Direct, QStringLiteral("share of the smaller of both parts"), leastPart));
    const TaskPrompt& first = facts.set.prompts.front();
    for (FindingTable* table : {&subject, &relation, &mixed}) {
        table->showOn(
            first, QStringLiteral("END"),
            table == &relation ? QStringLiteral("REL") : QStringLiteral("SUBJ"));
        append(result.findings, table->finish());
    }
    return result;
}

void keepMemory(std::vector<TypeFinding>& findings)
{
    const auto passes = [](const TypeFinding& finding) {
        return finding.finding == Finding::Yes || finding.finding == Finding::Weak;
    };
    for (TypeFinding& subject : findings) {
        if (subject.type != HeadType::Subject || !passes(subject))
            continue;
        const bool isMemory = std::any_of(findings.begin(), findings.end(), [&](const TypeFinding& other) {
            return other.type == HeadType::Memory && other.head == subject.head && passes(other);
        });
        if (isMemory) {
            subject.finding = Finding::No;
            subject.reason = QStringLiteral("it passes as a memory head, which tests the same");
        }
    }
}

} // namespace headwaters
