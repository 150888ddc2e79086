#include "widgets/atlas/ranking.h"

#include "widgets/atlas/headtext.h"
#include "widgets/atlas/scorestrip.h"

#include "support/testing.h"

#include <cmath>

using namespace headwaters;

namespace {

// Two layers of two heads: received mass, entropy.
Layers smallRun()
{
    const auto layer = [](int index, float massA, float entropyA, float massB, float entropyB) {
        auto result = std::make_shared<LayerResult>();
        result->layer = index;
        result->heads = {{{index, 0}, {}, massA, entropyA}, {{index, 1}, {}, massB, entropyB}};
        return result;
    };
    return {layer(0, 0.25F, 2.0F, 0.75F, 0.5F), layer(1, 0.5F, 1.0F, 0.5F, 3.0F)};
}

EffectSummary smallEffects()
{
    EffectSummary effects;
    effects.heads = {{0.5F, -2.0F}, {1.0F, -0.25F}};
    return effects;
}

using Order = std::vector<HeadIndex>;

} // namespace

TEST_CASE("Received mass ranks the largest first, ties by layer and head")
{
    const HeadRanking ranking = rankHeads(RankBy::ReceivedMass, 2, 2, smallRun(), nullptr);
    CHECK(ranking.order() == Order{{0, 1}, {1, 0}, {1, 1}, {0, 0}});
    CHECK(ranking.threshold(2) == 0.5);
    CHECK(ranking.threshold(99) == 0.25);
    CHECK_FALSE(ranking.threshold(0));
    CHECK(ranking.isKept({1, 0}, 2));
    CHECK_FALSE(ranking.isKept({1, 1}, 2));
    CHECK(thresholdText(ranking, 2) == QStringLiteral("mass ≥ 0.500"));
    CHECK(thresholdText(ranking, 4).isEmpty()); // nothing is left out
}

TEST_CASE("Entropy ranks the lowest first")
{
    const HeadRanking ranking = rankHeads(RankBy::Entropy, 2, 2, smallRun(), nullptr);
    CHECK(ranking.order() == Order{{0, 1}, {1, 0}, {0, 0}, {1, 1}});
    CHECK(thresholdText(ranking, 3) == QStringLiteral("entropy ≤ 2.00 bits"));
    CHECK(scoreAxis(ranking).low == 0);
    CHECK(scoreAxis(ranking).high == 5); // the next round number after 3
}

TEST_CASE("Effects rank by magnitude and keep their sign")
{
    const EffectSummary effects = smallEffects();
    const HeadRanking ranking = rankHeads(RankBy::Effect, 2, 2, smallRun(), &effects);
    CHECK(ranking.order() == Order{{0, 1}, {1, 0}, {0, 0}, {1, 1}});
    CHECK(ranking.score({0, 1}) == -2.0);
    CHECK(ranking.threshold(1) == 2.0);
    CHECK(thresholdText(ranking, 1) == QStringLiteral("|effect| ≥ 2.00"));
    CHECK(scoreAxis(ranking).low == -2);
    CHECK(scoreAxis(ranking).high == 2);
    CHECK(scoreAxis(ranking).position(0) == 0.5);
}

TEST_CASE("Heads without a score are in no order and are never faded")
{
    Layers layers = smallRun();
    layers[1] = nullptr;
    const HeadRanking ranking = rankHeads(RankBy::ReceivedMass, 2, 2, layers, nullptr);
    CHECK(ranking.order() == Order{{0, 1}, {0, 0}});
    CHECK(ranking.isKept({1, 0}, 1));
    CHECK_FALSE(ranking.rank({1, 0}));

    const HeadRanking noEffects = rankHeads(RankBy::Effect, 2, 2, smallRun(), nullptr);
    CHECK(noEffects.order().empty());
    CHECK(thresholdText(noEffects, 2).isEmpty());

    const HeadRanking broken(RankBy::Entropy, 1, 2, {std::nan(""), 1.0});
    CHECK(broken.order() == Order{{0, 1}});
    CHECK_FALSE(broken.score({7, 7}));
}

TEST_CASE("A head is described with every number that is known")
{
    const EffectSummary effects = smallEffects();
    CHECK(
        describeHead({0, 1}, {}, smallRun(), &effects)
        == QStringLiteral(
            "head 0.1, attention, received mass 0.750, entropy 0.50 bits, effect −2.00 logits"));
    CHECK(
        describeHead({0, 1}, {}, smallRun(), nullptr)
        == QStringLiteral("head 0.1, attention, received mass 0.750, entropy 0.50 bits"));
    CHECK(describeHead({5, 0}, {}, smallRun(), nullptr) == QStringLiteral("head 5.0, not computed yet"));
    CHECK(scoreText(RankBy::Effect, 0.001) == QStringLiteral("0.00")); // a zero has no sign
    CHECK(scoreText(RankBy::Effect, std::nullopt) == QStringLiteral("–"));
}

TEST_CASE("Ticks have no needless zeros")
{
    CHECK(tickText(0.5, false) == QStringLiteral(".5"));
    CHECK(tickText(-2.5, true) == QStringLiteral("−2.5"));
    CHECK(tickText(2, true) == QStringLiteral("+2"));
    CHECK(tickText(0, true) == QStringLiteral("0"));
}
