#include "core/circuit/circuitids.h"

#include "core/circuit/nodeidtext.h"
#include "tests/support/problem.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QString problemWith(const QString& text)
{
    const NodeId id = parseNodeId(text);
    const Problem problem = problemOf([&] { static_cast<void>(nodeOfId(id)); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    checkSentence(problem.summary);
    return problem.summary;
}

} // namespace

TEST_CASE("every kind of node has its name and is known by it")
{
    const std::vector<std::pair<CircuitNode, QString>> nodes{
        {headNode({5, 1}, u" to (1)"_s, u" Mary"_s), u"(5, 1, ' to (1)', ' Mary')"_s},
        {partNode(CircuitPart::Mlp, 3, u" to"_s), u"(3, 'MLP', ' to', ' to')"_s},
        {partNode(CircuitPart::AttentionBias, 3, u" to"_s), u"(3, 'AH bias', ' to', ' to')"_s},
        {partNode(CircuitPart::Embedding, 0, u" to"_s), u"(0, 'Embedding', ' to', ' to')"_s},
        {partNode(CircuitPart::AttentionOffset, 0, u" to"_s), u"(0, 'AH offset', ' to', ' to')"_s},
        {headOutputNode({9, 9}), u"(9, 9)"_s},
        {headInputNode({9, 9}, u"IO"_s), u"(9, 9, 'IO')"_s},
        {rootNode(directionRootLabel(), u" to"_s), u"('Logit direction', ' to')"_s},
        {rootNode(logitRootLabel(u" Mary"_s), u" to"_s), u"(\"Logit ' Mary'\", ' to')"_s},
        {rootNode(probabilityRootLabel({u" Mary"_s}), u" to"_s), u"(\"Prob ' Mary'\", ' to')"_s},
        {rootNode(probabilityRootLabel({u"b"_s, u"a"_s}), u" to"_s), u"(\"Prob {'b', 'a'}\", ' to')"_s},
    };
    for (const auto& [node, text] : nodes) {
        INFO(text.toStdString());
        CHECK(nodeIdText(node.id) == text);
        const CircuitNode back = nodeOfId(parseNodeId(text));
        CHECK(back.id == node.id);
        CHECK(back.part == node.part);
        CHECK(back.layer == node.layer);
        CHECK(back.head == node.head);
        CHECK(back.destination == node.destination);
        CHECK(back.source == node.source);
        CHECK(back.label == node.label);
        CHECK(nodeIdOf(back) == back.id);
    }
}

TEST_CASE("the roots of ACC's files are roots, their misspelling included")
{
    for (const QString& label :
         {u"IO-S direction"_s, u"True YY - False YY"_s, u"Correct - Incorrect pronoum"_s,
          u"Correct - Incorrect pronoun"_s}) {
        const CircuitNode node = nodeOfId({{label, u" to"_s}});
        CHECK(node.part == CircuitPart::Root);
        CHECK(node.label == label);
        CHECK(node.destination == u" to"_s);
        CHECK(node.layer == -1);
        CHECK_FALSE(node.headIndex().has_value());
    }
}

TEST_CASE("a name that means no node is refused with the item")
{
    CHECK(problemWith(u"()"_s) == u"a node's name has 2 to 4 items, not 0"_s);
    CHECK(problemWith(u"(1, 2, 'a', 'b', 'c')"_s) == u"a node's name has 2 to 4 items, not 5"_s);
    CHECK(problemWith(u"(-1, 2)"_s) == u"item 1 is the number -1; expected a layer from 0 to 9999"_s);
    CHECK(problemWith(u"(1, 10000)"_s) == u"item 2 is the number 10000; expected a head from 0 to 9999"_s);
    CHECK(problemWith(u"(1, 'MLP')"_s) == u"item 2 is the text \"MLP\"; expected a head from 0 to 9999"_s);
    CHECK(problemWith(u"(1, 2, 3)"_s) == u"item 3 is the number 3; expected a role"_s);
    CHECK(
        problemWith(u"(1, 'mlp', 'a', 'a')"_s)
        == u"item 2 is the text \"mlp\"; expected a head, \"MLP\", \"AH bias\", \"Embedding\" or \"AH offset\""_s);
    CHECK(problemWith(u"('Logit direction', 3)"_s) == u"item 2 is the number 3; expected a token's label"_s);
    CHECK(
        problemWith(u"('a', 'b', 'c', 'd')"_s)
        == u"item 1 is the text \"a\"; expected a layer from 0 to 9999"_s);
}

TEST_CASE("a node's title is for the eye")
{
    CHECK(nodeTitle(headNode({5, 1}, u" to"_s, u"\n"_s)) == u"5.1 · ·to ← \\x0A"_s);
    CHECK(nodeTitle(partNode(CircuitPart::Mlp, 3, u" to"_s)) == u"MLP 3 · ·to"_s);
    CHECK(nodeTitle(headOutputNode({9, 9})) == u"9.9"_s);
    CHECK(nodeTitle(headInputNode({9, 9}, u"IO"_s)) == u"IO of 9.9"_s);
    CHECK(nodeTitle(rootNode(directionRootLabel(), u" to"_s)) == u"Logit direction · ·to"_s);
}
