#include "core/engine/detect/rarewords.h"
#include "core/engine/detect/scrambledmodel.h"
#include "core/engine/detect/subwordmerge.h"
#include "core/engine/detect/syntactic.h"
#include "core/heads/tasks/grammar.h"
#include "core/text/promptdraw.h"
#include "engine/support/findings.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

TokenId plain(PromptRandom& random)
{
    return static_cast<TokenId>(planted::firstPlain + static_cast<TokenId>(random.below(planted::plains)));
}

/// `bos w x w w x w w` with a rare word at one x.
TaskSet rareWords(int count)
{
    PromptRandom random(1);
    TaskSet set{.key = QStringLiteral("rare-words"), .sentence = {}, .prompts = {}, .reason = {}};
    for (int number = 0; number < count; ++number) {
        TaskPrompt prompt;
        prompt.ids = {planted::bos};
        for (int word = 0; word < 12; ++word)
            prompt.ids.push_back(plain(random));
        const int rare = number % 2 == 0 ? 3 : 6;
        prompt.roles = {
            {QStringLiteral("RARE"), {rare}}, {QStringLiteral("OTHERS"), {number % 2 == 0 ? 6 : 3, 8, 9}}};
        prompt.corrupted = prompt.ids;
        prompt.ids[static_cast<std::size_t>(rare)] =
            static_cast<TokenId>(planted::firstRare + static_cast<TokenId>(random.below(planted::rares)));
        set.prompts.push_back(prompt);
    }
    return set;
}

/// `bos w w w w p p w w`: a word of two or three tokens among others.
TaskSet subwords(int count)
{
    PromptRandom random(2);
    TaskSet set{.key = QStringLiteral("subwords"), .sentence = {}, .prompts = {}, .reason = {}};
    for (int number = 0; number < count; ++number) {
        TaskPrompt prompt;
        prompt.ids = {planted::bos};
        const int pieces = 1 + number % 2;
        std::vector<int>& starts = prompt.roles[QStringLiteral("STARTS")];
        std::vector<int>& word = prompt.roles[QStringLiteral("WORD")];
        for (int place = 0; place < 10; ++place) {
            starts.push_back(static_cast<int>(prompt.ids.size()));
            prompt.ids.push_back(plain(random));
            if (place != 4)
                continue;
            word = {starts.back()};
            for (int piece = 0; piece < pieces; ++piece) {
                word.push_back(static_cast<int>(prompt.ids.size()));
                prompt.ids.push_back(static_cast<TokenId>(
                    planted::firstPiece + static_cast<TokenId>(random.below(planted::pieces))));
            }
        }
        set.prompts.push_back(prompt);
    }
    return set;
}

/// `bos w .. NAME w .. end w`: `end` belongs to the name, one to six words before it; and a second relation
/// that always spans three words.
TaskSet grammar(int count)
{
    PromptRandom random(3);
    TaskSet set{.key = QStringLiteral("grammar"), .sentence = {}, .prompts = {}, .reason = {}};
    for (int number = 0; number < count; ++number) {
        TaskPrompt prompt;
        prompt.ids = {planted::bos, plain(random), plain(random)};
        const int name = 3 + static_cast<int>(random.below(2));
        while (static_cast<int>(prompt.ids.size()) < name)
            prompt.ids.push_back(plain(random));
        prompt.ids.push_back(
            static_cast<TokenId>(planted::firstName + static_cast<TokenId>(random.below(planted::names))));
        for (std::size_t between = random.below(6); between > 0; --between)
            prompt.ids.push_back(plain(random));
        addArc(prompt, {QStringLiteral("nsubj"), static_cast<int>(prompt.ids.size()), {name}});
        prompt.ids.push_back(planted::end);
        prompt.ids.push_back(plain(random));
        const int last = static_cast<int>(prompt.ids.size()) - 1;
        addArc(prompt, {QStringLiteral("pobj"), last, {last - 3}});
        for (int place = 1; place <= last; ++place)
            prompt.roles[QStringLiteral("STARTS")].push_back(place);
        set.prompts.push_back(prompt);
    }
    return set;
}

Bench scrambledBench(std::uint64_t seed)
{
    Bench bench = planted::bench(Tier::Observed);
    bench.model = Bench::of(scrambledModel(planted::model(), seed), bench.ground).model;
    bench.gates = false;
    return bench;
}

} // namespace

TEST_CASE("The planted rare-word head is found, first and alone, and marked as experimental")
{
    const std::vector<TypeFinding> findings = detectRareWords(planted::bench(Tier::Observed), rareWords(128));
    CHECK(headsOf(findings, HeadType::RareWords) == QStringList{QStringLiteral("0.3")});
    const TypeFinding found = findingOf(findings, HeadType::RareWords, planted::rareWord);
    CHECK(found.score == Approx(1));
    CHECK(found.evidence[0].z > 6);
    CHECK(found.evidence[1].score > 0.95);
    CHECK(found.tags == QStringList{QStringLiteral("experimental")});
    CHECK(headsOf(detectRareWords(scrambledBench(2), rareWords(128)), HeadType::RareWords) == QStringList{});
}

TEST_CASE("The planted subword head is found, and the previous-token head is not taken for one")
{
    const std::vector<TypeFinding> findings =
        detectSubwordMerge(planted::bench(Tier::Observed), subwords(96));
    CHECK(headsOf(findings, HeadType::SubwordMerge) == QStringList{QStringLiteral("1.3")});
    const TypeFinding found = findingOf(findings, HeadType::SubwordMerge, planted::subword);
    CHECK(found.score > 0.9);
    CHECK(found.evidence[0].z > 6);
    CHECK(findingOf(findings, HeadType::SubwordMerge, planted::previous).score == Approx(0).margin(0.01));
    CHECK(headsOf(detectSubwordMerge(scrambledBench(1), subwords(96)), HeadType::SubwordMerge).isEmpty());
}

TEST_CASE(
    "Heads that look from a word to the one it belongs to are syntactic, those of a fixed distance are not")
{
    const std::vector<TypeFinding> findings = detectSyntactic(planted::bench(Tier::Observed), grammar(160));
    QStringList heads = headsOf(findings, HeadType::Syntactic);
    // Both movers, and what looks for the name that they say.
    const QStringList expected{QStringLiteral("1.1"), QStringLiteral("2.0"), QStringLiteral("3.0")};
    CHECK(heads == expected);
    const TypeFinding found = findingOf(findings, HeadType::Syntactic, planted::candidateMover);
    CHECK(found.score == Approx(1));
    CHECK(found.evidence[0].z > 6);
    CHECK(found.tags == QStringList{QStringLiteral("nsubj")});
    // It reaches all arcs of the second relation, as its base does.
    CHECK(findingOf(findings, HeadType::Syntactic, planted::offset3).finding == Finding::No);
    CHECK(headsOf(detectSyntactic(scrambledBench(1), grammar(160)), HeadType::Syntactic).isEmpty());
}

TEST_CASE("Sets that cannot be asked leave word heads not measurable")
{
    const Bench bench = planted::bench(Tier::Observed);
    const TaskSet none = grammarSentences(bench.ground, 100, 1);
    CHECK(none.reason == QStringLiteral("there is no tokenizer, so no words"));
    CHECK(detectSyntactic(bench, none).front().reason == none.reason);
    CHECK(
        detectSyntactic(bench, grammar(20)).front().reason
        == QStringLiteral("no relation comes up 100 times in the sentences"));
}
