#include "engine/support/plantedmodel.h"
#include "core/engine/detect/patternreading.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

/// What a head pays from one role to another in each prompt, at the least.
float leastAttention(const TaskSet& set, HeadIndex which, const QString& from, const QString& to)
{
    const Bench bench = planted::bench(Tier::Observed);
    std::vector<std::vector<TokenId>> prompts;
    for (const TaskPrompt& prompt : set.prompts)
        prompts.push_back(prompt.ids);
    float least = 1;
    visitPatterns(bench, prompts, [&](std::size_t number, int head, const float* pattern, int size) {
        if (bench.head(head) != which)
            return;
        float mass = 0;
        for (const int key : set.prompts[number].roles.at(to))
            mass += pattern[set.prompts[number].at(from) * size + key];
        least = std::min(least, mass);
    });
    return least;
}

/// Share of prompts whose target is the most likely next token.
double solved(const TaskSet& set)
{
    const auto model = planted::model();
    int right = 0;
    for (const TaskPrompt& prompt : set.prompts) {
        const Capture capture =
            model->capture({{prompt.ids}, {QStringLiteral("logits")}, false}, {}, {}).front();
        const std::vector<float>& logits = capture.back().values;
        const auto best = std::max_element(logits.begin(), logits.end()) - logits.begin();
        right += best == *prompt.target ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(set.prompts.size());
}

} // namespace

TEST_CASE("The planted model does the tasks that its heads were written for")
{
    CHECK(solved(planted::indirectObjects(16)) == 1);
    CHECK(solved(planted::choices(16)) == 1);
    CHECK(solved(planted::facts(16)) == 1);
    CHECK(solved(planted::ordinals(7)) == 1);
}

TEST_CASE("Planted heads look where they were written to look")
{
    const TaskSet names = planted::indirectObjects(8);
    const QString end = QStringLiteral("END");
    CHECK(leastAttention(names, planted::nameMover, end, QStringLiteral("IO")) > 0.95F);
    CHECK(leastAttention(names, planted::candidateMover, end, QStringLiteral("S1")) > 0.3F);
    CHECK(leastAttention(names, planted::inhibition, end, QStringLiteral("S2")) > 0.9F);
    CHECK(leastAttention(names, planted::duplicate, QStringLiteral("S2"), QStringLiteral("S1")) > 0.95F);
    CHECK(leastAttention(names, planted::copySuppression, end, QStringLiteral("IO")) > 0.9F);
    const TaskSet choices = planted::choices(8);
    CHECK(leastAttention(choices, planted::correctLetter, end, QStringLiteral("CORRECT")) > 0.95F);
    CHECK(leastAttention(choices, planted::constant, end, QStringLiteral("OPT_2")) > 0.23F);
    CHECK(leastAttention(choices, planted::amplification, end, end) > 0.95F);
    CHECK(leastAttention(planted::facts(8), planted::memory, end, QStringLiteral("SUBJ")) > 0.95F);
}
