#include "core/engine/causal/causalrun.h"

#include "core/base/error.h"
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// A model of any architecture, a prompt and another of the same length.
struct Pair {
    std::shared_ptr<const Model> model;
    CausalQuestion question;

    [[nodiscard]] static Pair of(const QString& name)
    {
        Pair pair;
        std::vector<TokenId> ids;
        if (name.size() <= 4) {
            const TinyReference tiny(name);
            pair.model = tiny.model();
            ids = tiny.ids;
        } else {
            const Reference reference(name);
            pair.model = Model::load(openModelFolder(reference.folder()), {});
            ids = reference.prompts().front().ids;
            ids.resize(std::min<std::size_t>(ids.size(), 9));
        }
        pair.question.prompt.ids = ids;
        std::reverse(ids.begin() + 1, ids.end());
        ids[1] = (ids[1] + 3) % pair.model->info().dVocab;
        pair.question.corrupted = CausalPrompt{ids, {}};
        std::rotate(ids.begin(), ids.begin() + 2, ids.end());
        pair.question.references = {*pair.question.corrupted, CausalPrompt{ids, {}}};
        pair.question.target = 5;
        pair.question.rival = 7;
        return pair;
    }
    [[nodiscard]] CausalRun run() const { return {model, question, {}}; }
};

std::vector<HeadIndex> headsOf(const CausalPlace& place, int layer)
{
    std::vector<HeadIndex> heads;
    for (int head = 0; head < place.nHeads; ++head)
        heads.push_back({layer, head});
    return heads;
}

Intervention patch(CausalSite site, int layer, const CausalPlace& place)
{
    Intervention change;
    change.site = site;
    change.operation = CausalOperation::Patch;
    if (isPerHead(site))
        change.heads = headsOf(place, layer);
    else
        change.layers = {layer};
    return change;
}

std::vector<float> logitsOf(CausalRun& run, const InterventionStack& stack)
{
    return run.logits({stack}, CausalBase::Clean, {}).front();
}

QString summaryOf(CausalRun& run, const Intervention& change)
{
    try {
        (void)logitsOf(run, {{change}});
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        return error.problem().summary;
    }
    return {};
}

} // namespace

TEST_CASE("What enters a layer decides the rest: patched from the other prompt, the run is the other run")
{
    const QString name = GENERATE(from_range(tracedArchitectures()));
    CAPTURE(name);
    const Pair pair = Pair::of(name);
    CausalRun run = pair.run();
    const int layers = run.place().nLayers;
    for (int layer = 0; layer < layers; ++layer) {
        const auto outcome =
            run.apply({{patch(CausalSite::ResidPre, layer, run.place())}}, CausalBase::Clean, {});
        CHECK(outcome.measures == *run.corrupted());
        const auto back =
            run.apply({{patch(CausalSite::ResidPost, layer, run.place())}}, CausalBase::Corrupted, {});
        CHECK(back.measures == run.clean());
    }
}

TEST_CASE("Sites agree: all of q, k and v, scores or pattern with v, and all of z say the same")
{
    const QString name = GENERATE(from_range(tracedArchitectures()));
    CAPTURE(name);
    const Pair pair = Pair::of(name);
    CausalRun run = pair.run();
    const CausalPlace place = run.place();
    for (int layer = 0; layer < place.nLayers; ++layer) {
        const auto of = [&](std::initializer_list<CausalSite> sites) {
            InterventionStack stack;
            for (const CausalSite site : sites)
                stack.items.push_back(patch(site, layer, place));
            return logitsOf(run, stack);
        };
        const std::vector<float> z = of({CausalSite::Z});
        CHECK(largestError(of({CausalSite::AttnOut}), z) < 1e-5);
        CHECK(largestError(of({CausalSite::Q, CausalSite::K, CausalSite::V}), z) < 1e-5);
        CHECK(largestError(of({CausalSite::V, CausalSite::Scores}), z) < 1e-5);
        CHECK(largestError(of({CausalSite::Pattern, CausalSite::V}), z) < 1e-5);
        CHECK(largestError(of({CausalSite::Pattern}), of({CausalSite::Scores})) < 1e-5);
        CHECK(largestError(of({CausalSite::Q}), z) > 1e-5);
    }
}

TEST_CASE("A run begun at the patched layer equals one begun at the tokens, alone and among others")
{
    const QString name = GENERATE(from_range(tracedArchitectures()));
    CAPTURE(name);
    const Pair pair = Pair::of(name);
    CausalRun run = pair.run();
    const CausalPlace place = run.place();
    Intervention nothing = patch(CausalSite::ResidPre, 0, place);
    nothing.operation = CausalOperation::Add;
    nothing.strength = 0;
    nothing.direction.kind = CausalDirection::Kind::Random;
    std::vector<InterventionStack> stacks;
    for (int layer = 0; layer < place.nLayers; ++layer) {
        for (const CausalSite site : {CausalSite::Q, CausalSite::Z, CausalSite::MlpOut})
            stacks.push_back({{patch(site, layer, place)}});
    }
    Intervention path;
    path.operation = CausalOperation::Path;
    path.heads = {{0, 1}};
    path.receiver = {place.nLayers - 1, 0};
    path.input = PathInput::Key;
    stacks.push_back({{path}});
    path.operation = CausalOperation::DirectPath;
    stacks.push_back({{path}});
    const std::vector<std::vector<float>> together = run.logits(stacks, CausalBase::Clean, {});
    for (std::size_t at = 0; at < stacks.size(); ++at) {
        CAPTURE(describe(stacks[at].items.front()));
        CHECK(largestError(together[at], logitsOf(run, stacks[at])) < 1e-5);
        InterventionStack whole = stacks[at];
        whole.items.push_back(nothing);
        CHECK(startLayer(whole, place.nLayers) == 0);
        CHECK(largestError(logitsOf(run, whole), together[at]) < 1e-5);
    }
}

TEST_CASE("Paths of all heads through recomputed MLPs are the other run, whose last token is the same")
{
    const QString name = GENERATE(from_range(tracedArchitectures()));
    CAPTURE(name);
    Pair pair = Pair::of(name);
    std::vector<TokenId>& other = pair.question.corrupted->ids;
    other = pair.question.prompt.ids;
    other[1] = (other[1] + 3) % pair.model->info().dVocab;
    CausalRun run = pair.run();
    const CausalPlace place = run.place();
    const auto allBelow = [&](int layer) {
        Intervention path;
        path.recomputesMlps = true;
        for (int below = 0; below < layer; ++below) {
            for (const HeadIndex head : headsOf(place, below))
                path.heads.push_back(head);
        }
        return path;
    };
    Intervention direct = allBelow(place.nLayers);
    direct.operation = CausalOperation::DirectPath;
    const auto logits = [&](CausalBase base, const Intervention& change) {
        return run.logits({{{change}}}, base, {}).front();
    };
    const auto unchanged = [&](CausalBase base) { // nothing switched on
        return run.logits({InterventionStack()}, base, {}).front();
    };
    CHECK(largestError(logits(CausalBase::Clean, direct), unchanged(CausalBase::Corrupted)) < 1e-5);
    CHECK(largestError(logits(CausalBase::Corrupted, direct), unchanged(CausalBase::Clean)) < 1e-5);
    direct.recomputesMlps = false;
    CHECK(largestError(logits(CausalBase::Clean, direct), unchanged(CausalBase::Corrupted)) > 1e-5);

    // The last position alone is read from the last layer, so a path of all is its query from the other run.
    Intervention path = allBelow(place.nLayers - 1);
    path.operation = CausalOperation::Path;
    path.receiver = {place.nLayers - 1, 0};
    path.input = PathInput::Query;
    Intervention query;
    query.site = CausalSite::Q;
    query.operation = CausalOperation::Patch;
    query.heads = {path.receiver};
    query.positions = {place.tokens - 1};
    CHECK(largestError(logits(CausalBase::Clean, path), logits(CausalBase::Clean, query)) < 1e-5);
}

TEST_CASE("Means of one reference are its values, and those over all positions are of one row")
{
    const QString name = GENERATE(u"abs"_s, u"llama-tiny"_s, u"gemma2-tiny"_s);
    CAPTURE(name);
    Pair pair = Pair::of(name);
    pair.question.references.resize(1); // the corrupted prompt
    CausalRun run = pair.run();
    Intervention mean = patch(CausalSite::Z, 1, run.place());
    const std::vector<float> patched = logitsOf(run, {{mean}});
    mean.operation = CausalOperation::Mean;
    CHECK(largestError(logitsOf(run, {{mean}}), patched) < 1e-6);
    mean.operation = CausalOperation::Patch;
    mean.reference = 0;
    CHECK(largestError(logitsOf(run, {{mean}}), patched) < 1e-6);
    mean.operation = CausalOperation::MeanOverAll;
    CHECK(largestError(logitsOf(run, {{mean}}), patched) > 1e-4);
}

TEST_CASE("Heads that share keys and values are changed together")
{
    CausalRun run = Pair::of(u"llama-tiny"_s).run();
    const CausalPlace place = run.place();
    REQUIRE(place.nHeads > place.nKeyValueHeads);
    SweepRequest request;
    request.change.site = CausalSite::V;
    request.change.operation = CausalOperation::Patch;
    const SweepMap map = run.sweep(request, {});
    const int size = place.nHeads / place.nKeyValueHeads;
    for (int head = 0; head < place.nHeads; ++head)
        CHECK(map.at(0, head) == map.at(0, head / size * size));
    CHECK(map.at(0, 0) != map.at(0, size));
    CHECK(
        sweepCells(request, place).size() == static_cast<std::size_t>(place.nLayers * place.nKeyValueHeads));
}

TEST_CASE("A random control is a change of its own, the same for the same seed")
{
    CausalRun run = Pair::of(u"abs"_s).run();
    const CausalPlace place = run.place();
    for (Intervention change : {
             patch(CausalSite::Z, 0, place),
             patch(CausalSite::Pattern, 1, place),
             patch(CausalSite::MlpOut, 0, place),
         }) {
        CAPTURE(describe(change));
        const std::vector<float> real = logitsOf(run, {{change}});
        change.control = 1;
        const std::vector<float> control = logitsOf(run, {{change}});
        CHECK(largestError(control, real) > 1e-4);
        CHECK(logitsOf(run, {{change}}) == control);
        change.control = 2;
        CHECK(logitsOf(run, {{change}}) != control);
    }
}

TEST_CASE("A sweep fills its map row by row, counts its forwards beforehand and can be cancelled")
{
    CausalRun run = Pair::of(u"abs"_s).run();
    const CausalPlace place = run.place();
    SweepRequest request;
    request.axes = SweepAxes::HeadByPosition;
    const std::vector<SweepCell> cells = sweepCells(request, place);
    const SweepCost cost = sweepCost(cells, place.nLayers);
    CHECK(cost.forwards == place.nLayers * place.nHeads * place.tokens);
    CHECK(cost.whole < cost.forwards);
    const double before = run.forwards();
    int rows = 0;
    int told = 0;
    const SweepMap map = run.sweep(
        request, {}, [&](int, int total) { told = total; },
        [&](const SweepMap& grown) {
            CHECK(grown.rowsDone == ++rows);
            CHECK(grown.at(grown.size.rows - rows, 0).has_value()); // late layers first
            CHECK((rows == grown.size.rows || !grown.at(0, 0).has_value()));
        });
    CHECK(rows == map.size.rows);
    CHECK(told == static_cast<int>(cells.size()));
    CHECK(run.forwards() - before == Approx(cost.whole));

    const CancelToken cancel;
    bool wasCancelled = false;
    try {
        (void)run.sweep(request, cancel, {}, [&](const SweepMap&) { cancel.cancel(); });
    } catch (const Error& error) {
        wasCancelled = error.problem().kind == Problem::Kind::Cancelled;
    }
    CHECK(wasCancelled);
}

TEST_CASE("The control of a sweep stands beside it, of the same runs for the same seed")
{
    CausalRun run = Pair::of(u"abs"_s).run();
    SweepRequest request;
    request.change.operation = CausalOperation::Patch;
    const SweepMap map = run.sweep(request, {}, {}, {}, 2);
    REQUIRE(map.control.size() == map.cells.size());
    const auto changes = map.values(SweepQuantity::Change);
    const auto controls = map.values(SweepQuantity::Change, true);
    CHECK(*changes[0] == Approx(map.cells[0]->difference - run.clean().difference));
    CHECK(controls[0].has_value());
    CHECK(*controls[0] != *changes[0]);
    CHECK(run.sweep(request, {}, {}, {}, 2).control == map.control);
    CHECK(*map.values(SweepQuantity::Divergence)[0] >= 0);
    CHECK(
        *map.values(SweepQuantity::Normalised)[1]
        == Approx(*changes[1] / (run.clean().difference - run.corrupted()->difference)));
}

TEST_CASE("Edges have cells below the diagonal only, and one of them is one edge")
{
    CausalRun run = Pair::of(u"abs"_s).run();
    SweepRequest request;
    request.axes = SweepAxes::DestinationBySource;
    request.change.site = CausalSite::Scores;
    request.change.operation = CausalOperation::KnockOut;
    request.change.heads = {{1, 0}};
    const SweepMap map = run.sweep(request, {});
    CHECK_FALSE(map.at(0, 0).has_value());
    CHECK_FALSE(map.at(1, 2).has_value());
    Intervention edge = request.change;
    edge.positions = {2};
    edge.sources = {1};
    const double alone = run.apply({{edge}}, CausalBase::Clean, {}).measures.difference;
    CHECK(map.at(2, 1)->difference == Approx(alone).margin(1e-5)); // many at a time round otherwise
}

TEST_CASE("What cannot be done is refused in a sentence")
{
    Pair pair = Pair::of(u"abs"_s);
    SECTION("prompts")
    {
        pair.question.corrupted->ids.pop_back();
        CHECK_THROWS_AS(pair.run(), Error);
    }
    SECTION("the same token twice")
    {
        pair.question.rival = pair.question.target;
        CHECK_THROWS_AS(pair.run(), Error);
    }
    SECTION("a mean of prompts of another length needs roles")
    {
        pair.question.references.front().ids.pop_back();
        CausalRun run = pair.run();
        Intervention mean = patch(CausalSite::Z, 0, run.place());
        mean.operation = CausalOperation::Mean;
        CHECK(summaryOf(run, mean).contains(u"Reference prompt 1 has"_s));
        mean.operation = CausalOperation::MeanOverAll;
        CHECK(summaryOf(run, mean).isEmpty());
    }
    SECTION("no other prompt")
    {
        pair.question.corrupted.reset();
        CausalRun run = pair.run();
        CHECK(
            summaryOf(run, patch(CausalSite::Z, 0, run.place()))
            == u"There is no corrupted prompt to take z from."_s);
    }
}
