#include "core/engine/detect/retrieval.h"
#include "core/engine/detect/activity.h"
#include "core/engine/detect/globalretrieval.h"
#include "core/engine/detect/scrambledmodel.h"
#include "core/heads/tasks/randomtokens.h"
#include "core/text/promptdraw.h"
#include "engine/support/findings.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

/// `bos n .. is w1 .. w5 n .. question w1 .. w4`, or `is` again instead of the question.
TaskSet needlesOf(TokenId asked, int count)
{
    PromptRandom random(4);
    TaskSet set{
        .key = asked == planted::is ? QStringLiteral("needle-literal") : QStringLiteral("needle-paraphrase"),
        .sentence = {},
        .prompts = {},
        .chance = 0.2,
        .reason = {}};
    const auto name = [&] {
        return static_cast<TokenId>(planted::firstName + static_cast<TokenId>(random.below(planted::names)));
    };
    for (int number = 0; number < count; ++number) {
        TaskPrompt prompt;
        prompt.ids = {planted::bos};
        const std::size_t before = 2 + random.below(16);
        for (std::size_t filler = 0; filler < before; ++filler)
            prompt.ids.push_back(name());
        prompt.ids.push_back(planted::is);
        std::vector<TokenId> words;
        while (words.size() < 5) {
            const auto word = static_cast<TokenId>(
                planted::firstPlain + static_cast<TokenId>(random.below(planted::plains)));
            if (std::find(words.begin(), words.end(), word) == words.end())
                words.push_back(word);
        }
        for (const TokenId word : words) {
            prompt.roles[QStringLiteral("NEEDLE")].push_back(static_cast<int>(prompt.ids.size()));
            prompt.ids.push_back(word);
        }
        while (prompt.ids.size() < 30)
            prompt.ids.push_back(name());
        prompt.corrupted = prompt.ids;
        for (std::size_t place = before + 1; place < before + 7; ++place)
            prompt.corrupted[place] = name();
        for (std::vector<TokenId>* ids : {&prompt.ids, &prompt.corrupted}) {
            ids->push_back(asked);
            ids->insert(ids->end(), words.begin(), words.end() - 1);
        }
        prompt.roles[QStringLiteral("END")] = {30};
        prompt.roles[QStringLiteral("ASK")] = {30, 31, 32, 33, 34};
        prompt.target = words[0];
        prompt.rival = words[1];
        prompt.others = {words[2], words[3], words[4]};
        prompt.variant = QStringLiteral("31 tokens");
        set.prompts.push_back(prompt);
    }
    return set;
}

} // namespace

TEST_CASE("The planted retrieval head is found; induction finds literal questions only")
{
    const RetrievalReading reading = detectRetrieval(
        planted::bench(Tier::Observed), needlesOf(planted::is, 20), needlesOf(planted::question, 20));
    REQUIRE(reading.tasks.size() == 2);
    CHECK(reading.tasks[0].passed);
    CHECK(reading.tasks[1].passed);
    // Copy suppression looks for the word that retrieval says. All questions are one token, and so is what
    // stands before the needle, so that one of the 13 random heads may like it best by chance.
    const QStringList heads = headsOf(reading.findings, HeadType::Retrieval);
    const QStringList expected{QStringLiteral("1.4"), QStringLiteral("3.0")};
    CHECK(heads.mid(0, 2) == expected);
    CHECK(heads.size() <= 3);
    const TypeFinding found = findingOf(reading.findings, HeadType::Retrieval, planted::retrieval);
    CHECK(found.score == Approx(1));
    CHECK(found.evidence[0].z > 6);
    CHECK(found.evidence[1].score == Approx(0.2)); // the other four are induction's
    const QStringList tags{QStringLiteral("31 tokens"), QStringLiteral("strong")};
    CHECK(found.tags == tags);
    const TypeFinding other = findingOf(reading.findings, HeadType::Retrieval, planted::induction);
    CHECK(other.finding == Finding::No);
    CHECK(other.tags == QStringList{QStringLiteral("induction-type retrieval")});
    CHECK(found.example.ids.size() == 31);
}

TEST_CASE("A model that does not find needles has no measurable retrieval heads, unless gates are off")
{
    Bench bench = planted::bench(Tier::Observed);
    bench.model = Bench::of(scrambledModel(planted::model(), 1), bench.ground).model;
    const TaskSet literal = needlesOf(planted::is, 20), paraphrase = needlesOf(planted::question, 20);
    const RetrievalReading gated = detectRetrieval(bench, literal, paraphrase);
    CHECK_FALSE(gated.tasks[1].passed);
    CHECK(gated.findings.front().finding == Finding::NotMeasurable);
    CHECK(gated.findings.front().reason == gated.tasks[1].reason);
    bench.gates = false;
    const RetrievalReading open = detectRetrieval(bench, literal, paraphrase);
    CHECK(headsOf(open.findings, HeadType::Retrieval).isEmpty());
    CHECK(open.findings.front().finding == Finding::No);
}

TEST_CASE("Global retrieval needs a long context")
{
    const Bench bench = planted::bench(Tier::Observed);
    const std::vector<TypeFinding> findings =
        detectGlobalRetrieval(bench, globalRetrievalSet(bench.ground, 2, 1));
    CHECK(findings.front().finding == Finding::NotMeasurable);
    CHECK(findings.front().reason == QStringLiteral("the context of 48 tokens is too short"));
}

TEST_CASE("A head that rests on the first token whatever it reads, and whose mean does as well, is inactive")
{
    const Bench bench = planted::bench(Tier::Causal);
    const std::vector<TaskSet> families{
        repeatedTokens(bench.ground, 20, 2, 4, 1), planted::indirectObjects(4), TaskSet{}};
    const HeadActivity activity = headActivity(bench, families);
    const auto of = [&](const auto& values, HeadIndex head) {
        return values[static_cast<std::size_t>(bench.indexOf(head))];
    };
    CHECK(of(activity.inactive, planted::sink));
    CHECK(of(activity.sink, planted::sink) > 0.99);
    CHECK(of(activity.divergence, planted::sink) == Approx(0).margin(1e-5));
    CHECK_FALSE(of(activity.inactive, planted::previous));
    CHECK_FALSE(of(activity.inactive, planted::induction));
    CHECK(of(activity.self, planted::successor) > 0.95);
    CHECK(of(activity.divergence, planted::induction) > 0.1);
    const HeadActivity observed = headActivity(planted::bench(Tier::Observed), families);
    CHECK(observed.divergence.empty());
    CHECK(of(observed.inactive, planted::sink));
}
