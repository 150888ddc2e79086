#include "core/causal/intervention.h"

#include "core/base/error.h"
#include "support/testing.h"

#include <limits>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const CausalPlace place{
    .nLayers = 3, .nHeads = 4, .nKeyValueHeads = 4, .tokens = 5, .references = 2, .hasOther = true};

QString faultOf(const Intervention& change, const CausalPlace& in = place)
{
    try {
        check(change, in);
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        return error.problem().summary;
    }
    return {};
}

Intervention zeroOf(std::vector<HeadIndex> heads)
{
    Intervention change;
    change.heads = std::move(heads);
    return change;
}

} // namespace

TEST_CASE("Sites and operations are found by their keys")
{
    for (int at = 0; at < causalSiteCount; ++at)
        CHECK(siteOfKey(siteKey(static_cast<CausalSite>(at))) == static_cast<CausalSite>(at));
    for (int at = 0; at < causalOperationCount; ++at)
        CHECK(
            operationOfKey(operationKey(static_cast<CausalOperation>(at)))
            == static_cast<CausalOperation>(at));
    CHECK_FALSE(siteOfKey(u"zz"_s).has_value());
    CHECK(siteHookName(CausalSite::Pattern, 3) == u"blocks.3.attn.hook_pattern"_s);
    CHECK(siteHookName(CausalSite::ResidPost, 0) == u"blocks.0.hook_resid_post"_s);
}

TEST_CASE("Every fault of an intervention is said in a sentence")
{
    CHECK(faultOf(zeroOf({{2, 3}})) == QString());
    CHECK(faultOf(zeroOf({})) == u"No head was named for z."_s);
    CHECK(
        faultOf(zeroOf({{3, 0}}))
        == u"There is no head 3.0; the model has 3 layers of 4 heads, counted from 0."_s);
    Intervention change = zeroOf({{0, 0}});
    change.positions = {5};
    CHECK(faultOf(change) == u"There is no token 5; the prompt has tokens 0 to 4."_s);
    change = zeroOf({{0, 0}});
    change.strength = std::numeric_limits<double>::quiet_NaN();
    CHECK(faultOf(change) == u"The strength of an intervention is not finite."_s);
    change = zeroOf({{0, 0}});
    change.site = CausalSite::Scores;
    CHECK(faultOf(change) == u"zero cannot be done at scores."_s);
    change.operation = CausalOperation::KnockOut;
    CHECK(
        faultOf(change)
        == u"Knocking out all edges of a token leaves it nothing to read; name the sources."_s);
    change.positions = {1};
    change.sources = {3};
    CHECK(faultOf(change) == u"Token 1 does not see the later token 3, so there is no edge to change."_s);
    change = zeroOf({{2, 0}});
    change.operation = CausalOperation::Path;
    change.receiver = {2, 1};
    CHECK(faultOf(change) == u"Head 2.0 cannot write what head 2.1 reads: its layer is not below."_s);
    change = zeroOf({{0, 0}});
    change.operation = CausalOperation::Patch;
    change.reference = 2;
    CHECK(faultOf(change) == u"There is no reference prompt 2; there are 2, counted from 0."_s);
    CausalPlace alone = place;
    alone.hasOther = false;
    alone.references = 0;
    change.reference.reset();
    CHECK(faultOf(change, alone) == u"There is no corrupted prompt to take z from."_s);
    change.operation = CausalOperation::Mean;
    CHECK(faultOf(change, alone) == u"There are no reference prompts to take the mean over."_s);
    change = Intervention{.site = CausalSite::MlpOut};
    CHECK(faultOf(change) == u"No layer was named for mlp_out."_s);
    change.layers = {3};
    CHECK(faultOf(change) == u"There is no layer 3; the model has 3, counted from 0."_s);
    change = zeroOf({{0, 0}});
    change.operation = CausalOperation::Add;
    CHECK(faultOf(change) == u"Target minus rival is a direction of the residual, not of z of a head."_s);
}

TEST_CASE("The first layer to compute again follows from the site")
{
    CHECK(startLayer(zeroOf({{2, 0}, {1, 3}}), 3) == 1);
    Intervention change{.site = CausalSite::ResidPost};
    change.layers = {2};
    CHECK(startLayer(change, 3) == 3);
    change.site = CausalSite::ResidPre;
    CHECK(startLayer(change, 3) == 2);
    Intervention path = zeroOf({{0, 0}});
    path.operation = CausalOperation::DirectPath;
    CHECK(startLayer(path, 3) == 3);
    path.operation = CausalOperation::Path;
    path.receiver = {2, 0};
    CHECK(startLayer(path, 3) == 2);
    InterventionStack stack{{zeroOf({{1, 0}}), path}};
    CHECK(startLayer(stack, 3) == 1);
    stack.items.front().enabled = false;
    CHECK(startLayer(stack, 3) == 2);
    CHECK_FALSE(stack.isEmpty());
    stack.items.back().enabled = false;
    CHECK(stack.isEmpty());
    CHECK(startLayer(stack, 3) == 3);
}

TEST_CASE("An intervention is described in a line")
{
    Intervention change = zeroOf({{5, 1}, {5, 2}});
    CHECK(describe(change) == u"zero z of 5.1, 5.2 at all positions"_s);
    change.site = CausalSite::Scores;
    change.operation = CausalOperation::Scale;
    change.positions = {7};
    change.sources = {2};
    change.strength = 5;
    CHECK(describe(change) == u"scale scores of 5.1, 5.2 at position 7 from 2, strength 5"_s);
    change = Intervention{.site = CausalSite::ResidPost, .operation = CausalOperation::Add};
    change.layers = {3};
    CHECK(describe(change) == u"add resid_post of layer 3 at all positions, target minus rival"_s);
}
