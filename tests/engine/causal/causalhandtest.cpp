#include "core/engine/causal/causalrun.h"

#include "core/base/error.h"
#include "core/engine/model/arraymodel.h"
#include "support/testing.h"

#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

constexpr TokenId a = 0, b = 1, target = 2, rival = 3;

/// Two layers of one head that looks everywhere alike, without MLPs. Token A is (2, 0, 0, 0) and B
/// (0, 2, 0, 0), whose root mean square is 1. The head of layer 0 copies coordinate 0 into 2, that of
/// layer 1 coordinate 2 into 3. The target reads coordinate 3, the rival coordinate 2.
/// With `mlp` layer 0 has an MLP that writes what its norm shows of coordinate 2 into 3.
std::shared_ptr<const Model> twoLayers(bool mlp = false)
{
    ModelConfig config;
    config.nLayers = 2;
    config.nHeads = config.nKeyValueHeads = 1;
    config.dModel = 4;
    config.dHead = 1;
    config.dMlp = 1;
    config.nCtx = 4;
    config.dVocab = 4;
    config.norm = NormKind::RootMeanSquare;
    config.normEpsilon = 1e-12;
    config.tiedUnembedding = false;
    config.activation = Activation::Relu;
    std::vector<NamedTensor> arrays{
        {u"embed.W_E"_s, {4, 4}, {2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
        {u"pos_embed.W_pos"_s, {4, 4}, std::vector<float>(16, 0)},
        {u"unembed.W_U"_s, {4, 4}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0}}};
    for (int layer = 0; layer < 2; ++layer) {
        const QString block = u"blocks.%1."_s.arg(layer);
        std::vector<float> reads(4, 0), writes(4, 0);
        reads[layer == 0 ? 0 : 2] = 1;
        writes[layer == 0 ? 2 : 3] = 1;
        arrays.push_back({block + u"attn.W_Q"_s, {1, 4, 1}, {0, 0, 0, 0}});
        arrays.push_back({block + u"attn.W_K"_s, {1, 4, 1}, {0, 0, 0, 0}});
        arrays.push_back({block + u"attn.W_V"_s, {1, 4, 1}, reads});
        arrays.push_back({block + u"attn.W_O"_s, {1, 1, 4}, writes});
        const float on = mlp && layer == 0 ? 1 : 0;
        arrays.push_back({block + u"mlp.W_in"_s, {4, 1}, {0, 0, on, 0}});
        arrays.push_back({block + u"mlp.W_out"_s, {1, 4}, {0, 0, 0, on}});
    }
    return modelFromArrays(config, arrays);
}

// Behind layer 0 the residual is (2, 0, 2, 0) and (0, 2, 1, 0), of mean squares 2 and 5/4.
const double first = 2 / std::sqrt(2.0); // what layer 1 moves from A
const double second = 1 / std::sqrt(1.25); // and from B

/// Target minus rival behind the final norm of (0, 2, x, y).
double differenceOf(double x, double y)
{
    return (y - x) / std::sqrt((4 + x * x + y * y) / 4);
}

double changed(CausalRun& run, const Intervention& change)
{
    return run.apply({{change}}, CausalBase::Clean, {}).measures.difference;
}

CausalRun runOfAB()
{
    return {twoLayers(), {{{a, b}, {}}, CausalPrompt{{b, b}, {}}, {}, target, rival}, {}};
}

Intervention ofHead(CausalOperation operation, HeadIndex head)
{
    Intervention change;
    change.operation = operation;
    change.heads = {head};
    return change;
}

} // namespace

TEST_CASE("Two layers by hand: the run itself")
{
    const CausalRun run = runOfAB();
    CHECK(run.clean().difference == Approx(differenceOf(1, (first + second) / 2)));
    CHECK(run.corrupted()->difference == Approx(0).margin(1e-7)); // no A, so nothing is copied
}

TEST_CASE("Two layers by hand: a head's removal reaches what reads it")
{
    CausalRun run = runOfAB();
    CHECK(changed(run, ofHead(CausalOperation::Zero, {0, 0})) == Approx(0).margin(1e-7));
    CHECK(changed(run, ofHead(CausalOperation::Zero, {1, 0})) == Approx(differenceOf(1, 0)));
    CHECK(changed(run, ofHead(CausalOperation::Patch, {0, 0})) == Approx(0).margin(1e-7));
    Intervention half = ofHead(CausalOperation::Zero, {1, 0});
    half.strength = 0.5;
    CHECK(changed(run, half) == Approx(differenceOf(1, (first + second) / 4)));
    Intervention earlier = ofHead(CausalOperation::Zero, {0, 0});
    earlier.positions = {0};
    CHECK(changed(run, earlier) == Approx(differenceOf(1, second / 2)));
}

TEST_CASE("Two layers by hand: edges")
{
    CausalRun run = runOfAB();
    Intervention edge = ofHead(CausalOperation::KnockOut, {1, 0});
    edge.site = CausalSite::Scores;
    edge.positions = {1};
    edge.sources = {0};
    CHECK(changed(run, edge) == Approx(differenceOf(1, second)));
    edge.operation = CausalOperation::AddToScore; // weights 3/4 and 1/4
    edge.strength = std::log(3.0);
    CHECK(changed(run, edge) == Approx(differenceOf(1, 0.75 * first + 0.25 * second)));
    edge.operation = CausalOperation::Scale; // of a score of 0
    edge.strength = 5;
    CHECK(changed(run, edge) == Approx(run.clean().difference));
    edge.operation = CausalOperation::KnockOut;
    edge.positions = {0};
    CHECK_THROWS_AS(changed(run, edge), Error); // the first token has no other key
}

TEST_CASE("Two layers by hand: paths leave the rest of the run alone")
{
    CausalRun run = runOfAB();
    CHECK(
        changed(run, ofHead(CausalOperation::DirectPath, {0, 0}))
        == Approx(differenceOf(0, (first + second) / 2)));
    Intervention path = ofHead(CausalOperation::Path, {0, 0});
    path.receiver = {1, 0};
    path.input = PathInput::Value;
    CHECK(changed(run, path) == Approx(differenceOf(1, 0)));
    path.strength = 0.5; // the receiver reads (2, 0, 1, 0) and (0, 2, 1/2, 0)
    CHECK(
        changed(run, path) == Approx(differenceOf(1, (1 / std::sqrt(1.25) + 0.5 / std::sqrt(4.25 / 4)) / 2)));
    path.linear = true;
    CHECK(changed(run, path) == Approx(differenceOf(1, (first + second) / 4)));
    path.input = PathInput::Query; // W_Q is zero
    CHECK(changed(run, path) == Approx(run.clean().difference));
}

TEST_CASE("Two layers by hand: a path leads through MLPs where they are computed again")
{
    CausalRun run(twoLayers(true), {{{a, b}, {}}, CausalPrompt{{b, b}, {}}, {}, target, rival}, {});
    // Behind layer 0 the residual is (2, 0, 2, m) and (0, 2, 1, n) with what the MLP wrote.
    const double m = 2 / std::sqrt(2.0), n = 1 / std::sqrt(1.25);
    const auto read = [](double two, double three) { // coordinate 2 behind the norm of layer 1
        return two / std::sqrt((4 + two * two + three * three) / 4);
    };
    const double moved = (read(2, m) + read(1, n)) / 2;
    REQUIRE(run.clean().difference == Approx(differenceOf(1, n + moved)));
    Intervention direct = ofHead(CausalOperation::DirectPath, {0, 0});
    CHECK(changed(run, direct) == Approx(differenceOf(0, n + moved)));
    direct.recomputesMlps = true;
    CHECK(changed(run, direct) == Approx(differenceOf(0, moved)));
    direct.strength = 0.5; // the MLP reads (0, 2, 1/2, 0)
    CHECK(changed(run, direct) == Approx(differenceOf(0.5, 0.5 / std::sqrt(4.25 / 4) + moved)));

    Intervention path = ofHead(CausalOperation::Path, {0, 0});
    path.receiver = {1, 0};
    path.input = PathInput::Value;
    path.strength = 0.5;
    CHECK(changed(run, path) == Approx(differenceOf(1, n + (read(1, m) + read(0.5, n)) / 2)));
    path.recomputesMlps = true;
    const double half = 0.5 / std::sqrt(4.25 / 4);
    CHECK(
        changed(run, path)
        == Approx(differenceOf(1, n + (read(1, 1 / std::sqrt(1.25)) + read(0.5, half)) / 2)));
}

TEST_CASE("Two layers by hand: directions and stacks")
{
    CausalRun run = runOfAB();
    Intervention steer;
    steer.site = CausalSite::ResidPost;
    steer.layers = {1};
    steer.operation = CausalOperation::Add; // (e3 - e2) / sqrt(2)
    steer.strength = std::sqrt(2.0);
    const double w = (first + second) / 2;
    CHECK(changed(run, steer) == Approx(differenceOf(0, w + 1)));
    steer.operation = CausalOperation::ProjectOut;
    steer.strength = 1;
    CHECK(changed(run, steer) == Approx(0).margin(1e-6));
    // Where two meet, the later sees what the earlier left.
    Intervention zero = steer;
    zero.operation = CausalOperation::Zero;
    steer.operation = CausalOperation::Add;
    steer.strength = std::sqrt(2.0);
    const auto both = [&](const InterventionStack& stack) {
        return run.apply(stack, CausalBase::Clean, {}).measures.difference;
    };
    CHECK(both({{zero, steer}}) == Approx(4 / std::sqrt(2.0)));
    CHECK(both({{steer, zero}}) == Approx(0).margin(1e-7));
    zero.enabled = false;
    CHECK(both({{steer, zero}}) == Approx(changed(run, steer)));
}
