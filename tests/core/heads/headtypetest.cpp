#include "core/heads/evidence.h"

#include "support/testing.h"

#include <map>
#include <set>

using namespace headwaters;

TEST_CASE("The table holds the 41 types in the order of the enumeration and of the stages")
{
    REQUIRE(headTypes().size() == headTypeCount);
    std::set<QString> keys;
    std::set<QString> shortNames;
    std::map<Stage, int> counts;
    for (std::size_t i = 0; i < headTypes().size(); ++i) {
        const HeadTypeInfo& info = headTypes()[i];
        CHECK(static_cast<std::size_t>(info.type) == i);
        CHECK(&headTypeInfo(info.type) == &info);
        CHECK(headTypeOfKey(info.key) == info.type);
        CHECK(info.shortName.size() <= 6);
        CHECK(!info.name.isEmpty());
        CHECK(info.idea.size() > 20);
        CHECK(!info.idea.endsWith(QLatin1Char('.')));
        CHECK(!info.source.isEmpty());
        CHECK((i == 0 || headTypes()[i - 1].home <= info.home));
        keys.insert(info.key);
        shortNames.insert(info.shortName);
        ++counts[info.home];
    }
    CHECK(keys.size() == headTypeCount);
    CHECK(shortNames.size() == headTypeCount);
    CHECK(counts[Stage::KnowledgeRecalling] == 5);
    CHECK(counts[Stage::InContextIdentification] == 19);
    CHECK(counts[Stage::LatentReasoning] == 12);
    CHECK(counts[Stage::ExpressionPreparation] == 5);
    CHECK_FALSE(headTypeOfKey(QStringLiteral("Memory")).has_value());
}

TEST_CASE("Random tokens show four types, the others need a task")
{
    std::vector<HeadType> free;
    for (const HeadTypeInfo& info : headTypes()) {
        if (!info.needsTask)
            free.push_back(info.type);
    }
    CHECK(
        free
        == std::vector{
            HeadType::PreviousToken, HeadType::Positional, HeadType::DuplicateToken, HeadType::SubwordMerge});
}

TEST_CASE("Keys and tiers are named as the command line names them")
{
    CHECK(headTypeInfo(HeadType::BackupNameMover).key == QLatin1String("backup-name-mover"));
    CHECK(headTypeInfo(HeadType::InContext).key == QLatin1String("in-context"));
    CHECK(stageLetters(Stage::InContextIdentification) == QLatin1String("ICI"));
    CHECK(stageName(Stage::ExpressionPreparation) == QLatin1String("Expression preparation"));
    CHECK(tierKey(Tier::Observed) == QLatin1String("observed"));
    CHECK(tierKey(tierOf(Access::Weights)) == QLatin1String("mechanistic"));
    CHECK(tierKey(tierOf(Access::Direct)) == QLatin1String("mechanistic"));
    CHECK(tierKey(tierOf(Access::Causal)) == QLatin1String("causal"));
    CHECK(tierOf(Access::Attention) == Tier::Observed);
}
