#include "core/engine/detect/semanticmatch.h"

#include "core/engine/detect/headexample.h"
#include "core/heads/tasks/categorylists.h"
#include "engine/support/demobench.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// By the definition, in plain loops over the head's pattern.
double gainOf(const TaskPrompt& prompt, HeadIndex head)
{
    std::map<int, int> kinds; // of positions, ascending
    for (int kind = 0; kind < 3; ++kind) {
        for (const int position : prompt.roles.at(u"KIND_%1"_s.arg(kind)))
            kinds[position] = kind;
    }
    const EvidenceExample example{{prompt.ids.begin(), prompt.ids.end()}, 1, 0};
    const std::vector<float> pattern = readExample(demo(), head, example, CancelToken()).pattern;
    const std::size_t size = prompt.ids.size();
    double sum = 0;
    int words = 0;
    for (const auto& [query, kind] : kinds) {
        double weights[2] = {0, 0};
        int counts[2] = {0, 0};
        for (const auto& [key, other] : kinds) {
            if (key >= query)
                continue;
            const int isSame = other == kind ? 1 : 0;
            weights[isSame] += static_cast<double>(
                pattern[static_cast<std::size_t>(query) * size + static_cast<std::size_t>(key)]);
            ++counts[isSame];
        }
        if (counts[0] == 0 || counts[1] == 0)
            continue;
        sum += weights[1] / counts[1] - weights[0] / counts[0];
        ++words;
    }
    return sum / words;
}

} // namespace

TEST_CASE("Lists hold three words of each of three kinds, where their roles say")
{
    const TaskSet lists = categoryLists(demoBench().ground, 12, 1);
    REQUIRE(lists.prompts.size() == 12);
    for (const TaskPrompt& prompt : lists.prompts) {
        std::set<int> all;
        std::set<TokenId> words;
        for (int kind = 0; kind < 3; ++kind) {
            const std::vector<int>& places = prompt.roles.at(u"KIND_%1"_s.arg(kind));
            CHECK(places.size() == 3);
            for (const int place : places) {
                all.insert(place);
                words.insert(prompt.ids[static_cast<std::size_t>(place)]);
            }
        }
        CHECK(all.size() == 9);
        CHECK(words.size() == 9);
        CHECK(prompt.at(u"END"_s) == *all.rbegin()); // the last word ends the list
    }
    CHECK(categoryLists({}, 12, 1).reason.contains(u"tokenizer"_s));
}

TEST_CASE("A head's weight on words of the same kind is that of its pattern, and is no rule of its own")
{
    const Bench bench = demoBench();
    const TaskSet lists = categoryLists(bench.ground, 6, 1);
    const std::vector<TypeFinding> findings = detectSemanticMatch(bench, lists);
    REQUIRE(findings.size() == 36);
    for (const HeadIndex head : {HeadIndex{0, 0}, HeadIndex{2, 3}, HeadIndex{5, 1}}) {
        double mean = 0;
        for (const TaskPrompt& prompt : lists.prompts)
            mean += gainOf(prompt, head) / static_cast<double>(lists.prompts.size());
        const TypeFinding& finding = findings[static_cast<std::size_t>(bench.indexOf(head))];
        CHECK(finding.score == Approx(mean).margin(1e-6));
        CHECK(finding.evidence.front().null == Approx(0).margin(0.1));
    }
    for (const TypeFinding& finding : findings) {
        CHECK(finding.finding == Finding::No);
        CHECK(finding.type == HeadType::SemanticInduction);
        CHECK_FALSE(finding.evidence.front().required);
        CHECK(finding.tags.isEmpty() == (finding.evidence.front().finding != Finding::Yes));
    }
}

TEST_CASE("Without lists the match is not measurable")
{
    const std::vector<TypeFinding> findings = detectSemanticMatch(demoBench(), categoryLists({}, 6, 1));
    CHECK(findings.front().finding == Finding::NotMeasurable);
    CHECK(findings.front().task == u"semantic-match"_s);
}
