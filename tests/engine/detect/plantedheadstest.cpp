#include "core/engine/detect/headexample.h"
#include "core/engine/detect/labelheads.h"
#include "core/engine/detect/localheads.h"
#include "core/engine/detect/namemovers.h"
#include "core/engine/detect/rarewords.h"
#include "core/engine/detect/repeats.h"
#include "core/engine/detect/retrieval.h"
#include "core/engine/detect/scrambledmodel.h"
#include "core/engine/detect/subwordmerge.h"
#include "core/engine/detect/successors.h"
#include "core/engine/detect/syntactic.h"
#include "core/heads/tasks/randomtokens.h"
#include "engine/support/findings.h"
#include "engine/support/plantedsets.h"
#include "support/testing.h"

using namespace headwaters;

// Specification 2.0.8, over all types at once: planted heads are found first, random ones never, and
// scrambled copies are empty. What else detectors say of planted heads stands in their own tests.

namespace {

/// The heads that have a type, and no other; the first is the one that was written for it.
struct Planted {
    HeadType type;
    std::vector<HeadIndex> heads;
};

const std::vector<Planted> plantedHeads{
    {HeadType::PreviousToken, {planted::previous}},
    {HeadType::Positional, {planted::offset3, planted::previous}},
    {HeadType::DuplicateToken, {planted::duplicate}},
    {HeadType::Induction, {planted::induction}},
    {HeadType::RareWords, {planted::rareWord}},
    {HeadType::SubwordMerge, {planted::subword}},
    // Both movers look from an end to its name, and copy suppression looks for what others say.
    {HeadType::Syntactic, {planted::candidateMover, planted::nameMover, planted::copySuppression}},
    {HeadType::Retrieval, {planted::retrieval, planted::copySuppression}},
    {HeadType::Successor, {planted::successor}},
    {HeadType::Constant, {planted::constant}},
    {HeadType::SingleLetter, {planted::singleLetter}},
    {HeadType::CorrectLetter, {planted::correctLetter}},
    {HeadType::Correct, {planted::correctLetter, planted::amplification}},
    {HeadType::Amplification, {planted::amplification}},
    {HeadType::Subject, {planted::memory}},
    {HeadType::NameMover, {planted::nameMover}},
    {HeadType::NegativeNameMover, {planted::copySuppression}},
    {HeadType::Inhibition, {planted::inhibition}},
    // Without the mover the candidate says the name that stands twice, which copy suppression unsays.
    {HeadType::BackupNameMover, {planted::copySuppression}}};

void append(std::vector<TypeFinding>& all, const std::vector<TypeFinding>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

/// What every detector says that can ask a model of the planted model's tokens.
std::vector<TypeFinding> findingsOf(const std::shared_ptr<const Model>& model, Tier tier, bool gates = true)
{
    Bench bench = planted::bench(tier);
    bench.model = Bench::of(model, bench.ground).model;
    bench.gates = gates;
    std::vector<TypeFinding> all = detectLocalHeads(bench, uniqueTokens(bench.ground, 16, 1), {});
    append(
        all, detectRepeats(bench, repeatSets(bench.ground, 16, 1), freshSecondHalf(bench.ground, 50, 16, 2)));
    append(all, detectRareWords(bench, planted::rareWords(96)));
    append(all, detectSubwordMerge(bench, planted::subwords(32)));
    append(all, detectSyntactic(bench, planted::grammar(100)));
    append(all, detectRetrieval(bench, planted::needles(true, 16), planted::needles(false, 16)).findings);
    append(all, detectSuccessors(bench, {planted::seriesMembers()}));
    append(all, detectLabelHeads(bench, planted::labelledChoices(48)).findings);
    append(all, detectFactHeads(bench, planted::factSet(16)).findings);
    append(all, detectIndirectObjects(bench, planted::indirectObjects(24)).findings);
    return all;
}

QStringList names(const std::vector<HeadIndex>& heads)
{
    QStringList list;
    for (const HeadIndex head : heads)
        list << head.text();
    list.sort();
    return list;
}

QStringList headsWith(const std::vector<TypeFinding>& findings, HeadType type)
{
    std::vector<HeadIndex> heads;
    for (const TypeFinding& finding : findings) {
        if (finding.type == type && finding.finding == Finding::Yes)
            heads.push_back(finding.head);
    }
    return names(heads);
}

/// Every type of the survey that has a head, with its heads.
QStringList typesFound(const std::vector<TypeFinding>& findings)
{
    QStringList found;
    for (const TypeFinding& finding : findings) {
        if (finding.finding == Finding::Yes)
            found << headTypeInfo(finding.type).key + u' ' + finding.head.text();
    }
    return found;
}

/// What the head gives to the pair of tokens that the finding's example shows.
float attentionShown(const TypeFinding& finding)
{
    REQUIRE_FALSE(finding.example.ids.empty());
    const HeadExampleReading reading =
        readExample(planted::model(), finding.head, finding.example, CancelToken());
    const EvidenceExample& shown = reading.shown;
    const std::size_t place = static_cast<std::size_t>(shown.destination) * shown.ids.size()
        + static_cast<std::size_t>(shown.source);
    return reading.pattern.at(place);
}

} // namespace

TEST_CASE(
    "Each planted head is found, no head of its type scores more, and it is six deviations above its null")
{
    const std::vector<TypeFinding> findings = findingsOf(planted::model(), Tier::Causal);
    qsizetype expected = 0;
    for (const Planted& row : plantedHeads) {
        INFO(headTypeInfo(row.type).key);
        CHECK(headsWith(findings, row.type) == names(row.heads));
        expected += static_cast<qsizetype>(row.heads.size());
        const TypeFinding first = findingOf(findings, row.type, row.heads.front());
        CHECK(first.evidence.front().z >= 6);
        CHECK(attentionShown(first) > 0.2F);
        for (const TypeFinding& other : ofType(findings, row.type)) {
            CAPTURE(other.head.text());
            if (other.finding == Finding::Yes || other.finding == Finding::Weak)
                CHECK(other.score <= Approx(first.score).margin(1e-5));
            CHECK((!planted::isRandom(other.head) || other.score < first.score));
        }
    }
    // Nothing else is found, neither of other types nor of random heads.
    CHECK(typesFound(findings).size() == expected);
}

TEST_CASE("Whatever random heads are drawn, the same heads are found")
{
    const std::vector<TypeFinding> findings = findingsOf(planted::model(2), Tier::Mechanistic);
    for (const Planted& row : plantedHeads) {
        INFO(headTypeInfo(row.type).key);
        if (row.type != HeadType::Inhibition && row.type != HeadType::BackupNameMover)
            CHECK(headsWith(findings, row.type) == names(row.heads));
    }
    for (const TypeFinding& finding : findings) {
        INFO(headTypeInfo(finding.type).key << ' ' << finding.head.text());
        CHECK((!planted::isRandom(finding.head) || finding.finding != Finding::Yes));
    }
}

TEST_CASE("On scrambled copies next to nothing is found")
{
    // One random head in 18 copies favours a letter by chance (docs/decisions/0017).
    QStringList found;
    for (const std::uint64_t seed : {1, 2, 3})
        found << typesFound(findingsOf(scrambledModel(planted::model(), seed), Tier::Mechanistic, false));
    CAPTURE(found);
    CHECK(found.size() <= 1);
    CHECK(found.filter(QStringLiteral("single-letter")).size() == found.size());
}
