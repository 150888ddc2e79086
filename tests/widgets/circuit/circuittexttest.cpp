#include "widgets/circuit/circuittext.h"

#include "support/testing.h"
#include "widgets/support/samplecircuit.h"
#include "widgets/support/samplerun.h"

using namespace headwaters;

namespace {

const auto noNames = TokenNames();

TokenNames sampleNames()
{
    return [](TokenId id) { return tokenLabel(sampleTokenizer()->token(id)); };
}

} // namespace

TEST_CASE("A label of a circuit is shown with the dot of its space and the number of its repeat")
{
    CHECK(circuitToken(QStringLiteral(" to (1)")) == QStringLiteral("·to (1)"));
    CHECK(circuitToken(QStringLiteral("When")) == QStringLiteral("When"));
    CHECK(circuitToken(QStringLiteral(" (1)")) == QStringLiteral("·(1)"));
    CHECK(circuitToken(QStringLiteral(" (a)")) == QStringLiteral("·(a)"));
    CHECK(circuitToken(QStringLiteral("\n (2)")) == QStringLiteral("\\x0A (2)"));
    CHECK(bareLabel(QStringLiteral("·Mary")) == QStringLiteral("Mary"));
    CHECK(bareLabel(QStringLiteral("·")) == QStringLiteral("·"));
}

TEST_CASE("Edges and nodes are said in one sentence each")
{
    const auto circuit = sampleCircuit();
    const QString into = intoText(*circuit, sampleNames());
    CHECK(into == QStringLiteral("Mary − John"));
    const int edge = edgeBetween(*circuit, QStringLiteral("0.2"), QStringLiteral("5.5"));
    REQUIRE(edge >= 0);
    CHECK(
        edgeSentence(*circuit, circuit->edges[static_cast<std::size_t>(edge)], into)
        == QStringLiteral("edge, key side, 0.2 at ·Mary into 5.5, weight 0.126"));
    const int direct = edgeBetween(*circuit, QStringLiteral("5.5"), QStringLiteral("Logit direction"));
    REQUIRE(direct >= 0);
    CHECK(edgeSentence(*circuit, circuit->edges[static_cast<std::size_t>(direct)], into)
              .startsWith(QStringLiteral("edge, to the logits, 5.5 at ·to (1) into Mary − John, weight ")));
    const int node = nodeNamed(*circuit, QStringLiteral("5.5"));
    CHECK(nodeSentence(*circuit, circuit->nodes[static_cast<std::size_t>(node)], into)
              .startsWith(QStringLiteral("head 5.5 at ·to (1) from ·Mary, attention 1.000")));
    CHECK(nodeName(circuit->nodes[static_cast<std::size_t>(nodeNamed(*circuit, QStringLiteral("MLP 3")))])
              .startsWith(QStringLiteral("MLP 3 at ·")));
}

TEST_CASE("A merged graph says in how many prompts a part stands")
{
    Circuit circuit = *sampleCircuit();
    circuit.graphs = 20;
    circuit.nodes[1].appearances = 12;
    circuit.edges[0].prompts = {0, 3, 4};
    CHECK(nodeSentence(circuit, circuit.nodes[1], {}).endsWith(QStringLiteral(", in 12 of 20 prompts")));
    CHECK(edgeSentence(circuit, circuit.edges[0], {}).endsWith(QStringLiteral(", in 3 of 20 prompts")));
    CHECK(
        circuitTitle(circuit, QStringLiteral("Mary − John"))
        == QStringLiteral("Circuit · into Mary − John · 20 prompts"));
}

TEST_CASE("The title says what a circuit explains, whatever the trace began with")
{
    Circuit circuit = *sampleCircuit();
    circuit.request.seeding = Seeding::Probability;
    CHECK(intoText(circuit, sampleNames()) == QStringLiteral("P(Mary)"));
    circuit.request.position = 10;
    CHECK(intoText(circuit, sampleNames()) == QStringLiteral("P(Mary) after ·John (1)"));
    circuit.request.position = 14; // the last one needs no words
    CHECK(intoText(circuit, sampleNames()) == QStringLiteral("P(Mary)"));
    circuit.request.seeding = Seeding::Roots;
    circuit.request.roots = {{{5, 5}, {}, {}}, {{4, 4}, {}, {}}};
    CHECK(intoText(circuit, sampleNames()) == QStringLiteral("5.5, 4.4"));
    circuit.request.roots = {{{5, 5}, {}, {}}, {{4, 4}, {}, {}}, {{4, 0}, {}, {}}, {{4, 1}, {}, {}}};
    CHECK(intoText(circuit, sampleNames()) == QStringLiteral("4 heads"));
    // Out of a file only the root's label is known.
    Circuit opened = *sampleCircuit();
    opened.request = {};
    CHECK(intoText(opened, noNames) == QStringLiteral("Logit direction"));
}
