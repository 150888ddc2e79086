#include "core/engine/detect/typechecks.h"

#include "core/heads/tasks/facttasks.h"
#include "core/heads/tasks/indirectobjects.h"
#include "core/heads/tasks/multiplechoice.h"
#include "core/heads/tasks/needles.h"
#include "core/heads/tasks/randomtokens.h"

#include <algorithm>
#include <map>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint64_t otherDraw = 1'000'003; // prompts that found nothing yet
constexpr int period = 50; // of repeated tokens, as the first set of the detector

/// Heads of a type, those of its whole rule before weak ones, best first; with a tag, those that have it.
std::vector<HeadIndex> ranked(const ScanState& state, HeadType type, const QString& tag)
{
    std::map<HeadIndex, std::pair<bool, double>> best; // weak, -score
    for (const TypeFinding& finding : state.found.findings) {
        const bool isFound = finding.finding == Finding::Yes || finding.finding == Finding::Weak;
        if (finding.type != type || !isFound || (!tag.isEmpty() && !finding.tags.contains(tag)))
            continue;
        const std::pair rank(finding.finding == Finding::Weak, -finding.score);
        const auto [place, isNew] = best.emplace(finding.head, rank);
        place->second = std::min(place->second, rank);
    }
    std::vector<HeadIndex> heads;
    for (const auto& [head, rank] : best)
        heads.push_back(head);
    std::stable_sort(
        heads.begin(), heads.end(), [&](HeadIndex a, HeadIndex b) { return best.at(a) < best.at(b); });
    return heads;
}

CausalTask ofRepeats(const Bench&, const TaskSet& set, const ScanState&)
{
    return repeatTask(set);
}

std::function<CausalTask(const Bench&, const TaskSet&, const ScanState&)>
ofAnswers(Against against, const QString& measure)
{
    return [against, measure](const Bench& bench, const TaskSet& set, const ScanState&) {
        return answerTask(bench, set, against, measure);
    };
}

/// Heads that work against the answer: without them it stands higher.
CausalTask ofNegatives(const Bench& bench, const TaskSet& set, const ScanState&)
{
    CausalTask task = answerTask(
        bench, set, Against::Vocabulary,
        u"logit of the indirect object over the vocabulary's, which the head lowers"_s);
    task.sign = -1;
    return task;
}

TaskSet namesOf(const Bench& bench, int prompts)
{
    return indirectObjects(bench.ground, prompts, bench.seed);
}

CausalTask ofKinds(const Bench& bench, const TaskSet& set, const ScanState&)
{
    return kindTask(bench, set, u"logit of the relation's other objects over those of other relations"_s);
}

TaskSet factsOf(const Bench& bench, int prompts)
{
    return factPrompts(bench.ground, prompts * 3 / 2, bench.seed).set;
}

/// Asks for what the context says, against the relation's objects that stand nowhere.
TaskSet contextsOf(const Bench& bench, int prompts)
{
    TaskSet set = knowledgeConflicts(bench.ground, prompts * 3 / 2, bench.seed).set;
    for (TaskPrompt& prompt : set.prompts) {
        prompt.target = prompt.rival;
        prompt.rival.reset();
    }
    return set;
}

TaskSet capitalsOf(const Bench& bench, int prompts)
{
    return multipleChoice(bench.ground, ChoiceForm::Capitals, prompts * 2, bench.seed);
}

TaskSet needlesOf(const Bench& bench, int prompts)
{
    return needles(bench.ground, NeedleQuestion::Literal, prompts, bench.seed);
}

TaskSet repeatsOf(const Bench& bench, int prompts)
{
    return repeatedTokens(
        bench.ground, period, 2, std::min(prompts, static_cast<int>(causalPrompts)), bench.seed);
}

std::vector<TypeCheck> allChecks()
{
    const std::vector<HeadType> matching = {
        HeadType::PreviousToken, HeadType::DuplicateToken, HeadType::Induction};
    const std::vector<HeadType> names = {
        HeadType::Mover, HeadType::NameMover, HeadType::BackupNameMover, HeadType::NegativeNameMover,
        HeadType::Inhibition};
    const std::vector<HeadType> facts = {HeadType::AssociativeMemory, HeadType::Memory,   HeadType::Context,
                                         HeadType::Subject,           HeadType::Relation, HeadType::Mixed};
    const std::vector<HeadType> labels = {
        HeadType::Constant, HeadType::SingleLetter, HeadType::CorrectLetter, HeadType::Amplification,
        HeadType::Correct};
    const QString label = u"logit of the right label over the others'"_s;
    const QString object = u"logit of the right object over the relation's others"_s;
    const QString context = u"logit of what the context says over the relation's other objects"_s;
    const auto repeat = [&](HeadType type, const QString& alone = {}) {
        return TypeCheck{type, {u"local"_s, u"repeats"_s}, matching, repeatsOf, ofRepeats, alone};
    };
    const auto name = [&](HeadType type, auto task, const QString& tag = {}) {
        return TypeCheck{type, {u"indirect-objects"_s, u"arguments"_s}, names, namesOf, task, {}, tag};
    };
    const auto overSubject = ofAnswers(Against::Rival, u"logit of the indirect object over the subject's"_s);
    const auto fact = [&](HeadType type) {
        return TypeCheck{type, {u"facts"_s}, facts, factsOf, ofAnswers(Against::Others, object), u"facts"_s};
    };
    const auto choice = [&](HeadType type) {
        return TypeCheck{type,        {u"choices"_s}, labels, capitalsOf, ofAnswers(Against::Others, label),
                         u"choices"_s};
    };
    return {
        fact(HeadType::Memory),
        choice(HeadType::SingleLetter),
        repeat(HeadType::PreviousToken, u"repeats"_s),
        repeat(HeadType::Positional),
        repeat(HeadType::DuplicateToken),
        {HeadType::Retrieval,
         {u"repeats"_s, u"retrieval"_s},
         {HeadType::Induction},
         needlesOf,
         ofAnswers(Against::Rival, u"logit of the right code word over the other name's"_s),
         u"needles"_s},
        name(
            HeadType::NameMover,
            ofAnswers(Against::Vocabulary, u"logit of the indirect object over the vocabulary's"_s)),
        name(HeadType::NegativeNameMover, overSubject, u"subject suppression"_s),
        name(HeadType::NegativeNameMover, ofNegatives),
        {HeadType::Context,
         {u"facts"_s},
         facts,
         contextsOf,
         ofAnswers(Against::Others, context),
         u"contexts"_s},
        fact(HeadType::Subject),
        {HeadType::Relation, {u"facts"_s}, facts, factsOf, ofKinds, u"relations"_s},
        repeat(HeadType::Induction),
        choice(HeadType::CorrectLetter),
        name(HeadType::Inhibition, overSubject),
        fact(HeadType::Mixed),
        choice(HeadType::Amplification),
        choice(HeadType::Correct),
    };
}

} // namespace

const std::vector<TypeCheck>& typeChecks()
{
    static const std::vector<TypeCheck> checks = allChecks();
    return checks;
}

std::vector<HeadIndex> headsToCheck(const ScanState& state, const TypeCheck& check)
{
    std::vector<HeadIndex> heads = ranked(state, check.type, check.tag);
    if (!check.tag.isEmpty())
        return heads;
    for (const TypeCheck& other : typeChecks()) {
        if (other.type != check.type || other.tag.isEmpty())
            continue;
        const std::vector<HeadIndex> theirs = ranked(state, check.type, other.tag);
        std::erase_if(heads, [&theirs](HeadIndex head) {
            return std::find(theirs.begin(), theirs.end(), head) != theirs.end();
        });
    }
    return heads;
}

std::vector<HeadIndex> sparedHeads(const ScanState& state, const TypeCheck& check)
{
    std::vector<HeadIndex> spared = state.heads(check.type);
    for (const HeadType type : check.spared) {
        const std::vector<HeadIndex> more = state.heads(type);
        spared.insert(spared.end(), more.begin(), more.end());
    }
    return spared;
}

Bench onOtherPrompts(const Bench& bench)
{
    Bench other = bench;
    other.seed += otherDraw;
    return other;
}

} // namespace headwaters
