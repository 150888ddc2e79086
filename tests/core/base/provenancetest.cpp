#include "core/base/provenance.h"

#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

Provenance side(const QString& model, const QString& prompt)
{
    Provenance provenance;
    provenance.modelName = model;
    provenance.modelSha256 = model + u"-0123456789"_s;
    provenance.dtype = u"float32"_s;
    provenance.hookName = u"blocks.5.attn.hook_pattern[1]"_s;
    provenance.prompt = prompt;
    provenance.settings = {u"sinks shown"_s, u"target "_s + prompt};
    return provenance;
}

} // namespace

TEST_CASE("a figure of two runs names both models, hashes and prompts")
{
    Provenance b = side(u"tiny"_s, u"Tom"_s);
    b.beginOfText = false;
    b.origin = Origin::Derived;
    const Provenance both = comparedProvenance(side(u"demo"_s, u"Mary"_s), b);
    const QStringList lines = both.lines();
    REQUIRE(lines.size() == 8);
    CHECK(lines[0] == u"A: demo · float32 · sha256 demo-012…"_s);
    CHECK(lines[2] == u"“Mary”"_s);
    CHECK(lines[3] == u"B: tiny · float32 · sha256 tiny-012…"_s);
    CHECK(lines[5] == u"“Tom”"_s);
    CHECK(
        lines[6]
        == u"derived · sinks shown · A: target Mary · B: target Tom · A: beginning-of-text token first, B: "
           u"no "
           "beginning-of-text token"_s);
}

TEST_CASE("a figure of one run says nothing of sides")
{
    const QStringList lines = side(u"demo"_s, u"Mary"_s).lines();
    REQUIRE(lines.size() == 5);
    CHECK(lines[0].startsWith(u"demo · "_s));
    CHECK(lines[3] == u"measured · sinks shown · target Mary · beginning-of-text token first"_s);
}
