#include "core/files/cytoscapeview.h"

#include "core/base/error.h"
#include "core/circuit/circuitids.h"
#include "core/circuit/nodeidtext.h"
#include "core/files/graphmlnames.h"
#include "core/text/jsonfields.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>

namespace headwaters {

namespace {

QString tupleOf(const CircuitNode& node)
{
    return nodeIdText(node.id);
}

/// `dest,src` where labels may hold commas: the split that gives two known tokens.
struct LabelPair {
    QString destination;
    QString source;
};

std::vector<LabelPair> splits(const QString& text, const QSet<QString>& tokens)
{
    std::vector<LabelPair> known;
    std::vector<LabelPair> all;
    for (qsizetype at = text.indexOf(QLatin1Char(',')); at >= 0;
         at = text.indexOf(QLatin1Char(','), at + 1)) {
        all.push_back({text.left(at), text.mid(at + 1)});
        if (tokens.contains(all.back().destination) && tokens.contains(all.back().source))
            known.push_back(all.back());
    }
    return known.empty() ? all : known;
}

/// The tuple that a name means; none where it has not the form of a part of the model.
std::optional<QString> tupleOfName(const QString& name, const QSet<QString>& tokens)
{
    static const QRegularExpression head(
        QStringLiteral("\\AAH\\(([0-9]{1,4}), ?([0-9]{1,4})\\)\\n\\((.*)\\)\\z"),
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression part(
        QStringLiteral("\\A(MLP|AH bias|Embedding|AH offset)(?: ([0-9]{1,4}))?\\n(.*)\\z"),
        QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = head.match(name); match.hasMatch()) {
        const std::vector<LabelPair> pairs = splits(match.captured(3), tokens);
        if (pairs.size() != 1)
            return std::nullopt;
        return tupleOf(headNode(
            {match.captured(1).toInt(), match.captured(2).toInt()}, pairs.front().destination,
            pairs.front().source));
    }
    if (const auto match = part.match(name); match.hasMatch()) {
        for (const CircuitPart kind :
             {CircuitPart::Mlp, CircuitPart::AttentionBias, CircuitPart::Embedding,
              CircuitPart::AttentionOffset}) {
            if (componentWord(kind) == match.captured(1))
                return tupleOf(partNode(kind, match.captured(2).toInt(), match.captured(3)));
        }
    }
    const qsizetype lineBreak = name.indexOf(QLatin1Char('\n'));
    if (lineBreak <= 0 || name.startsWith(QLatin1String("AH(")))
        return std::nullopt;
    return tupleOf(rootNode(name.left(lineBreak), name.mid(lineBreak + 1)));
}

struct TokenNode {
    QString label;
    double x = 0;
};

} // namespace

bool isCytoscapeView(const GraphmlTable& table)
{
    // By a head, without which there is no circuit: a token may begin like a tuple.
    static const QRegularExpression head(QStringLiteral("\\AAH\\([0-9]+, ?[0-9]+\\)\\n"));
    return std::any_of(table.nodes.begin(), table.nodes.end(), [](const GraphmlNode& node) {
        return head.match(node.id).hasMatch();
    });
}

std::vector<QString> namesFromCytoscapeView(GraphmlTable& table, const QString& file)
{
    QSet<QString> joined;
    for (const GraphmlEdge& edge : table.edges)
        joined << edge.source << edge.target;
    std::vector<TokenNode> tokens;
    QSet<QString> labels;
    for (const GraphmlNode& node : table.nodes) {
        if (joined.contains(node.id))
            continue;
        tokens.push_back({node.id, node.data.value(graphmlnames::x).toDouble()});
        labels << node.id;
    }
    std::erase_if(table.nodes, [&](const GraphmlNode& node) { return !joined.contains(node.id); });

    QHash<QString, QString> tuples;
    for (GraphmlNode& node : table.nodes) {
        const std::optional<QString> tuple = tupleOfName(node.id, labels);
        if (!tuple) {
            throw badInput(
                QStringLiteral("%1, line %2: node %3 is neither a tuple nor a name of the view for "
                               "Cytoscape that can be read in one way")
                    .arg(file)
                    .arg(node.line)
                    .arg(quoted(node.id)));
        }
        tuples.insert(node.id, *tuple);
        node.id = *tuple;
    }
    for (GraphmlEdge& edge : table.edges) {
        edge.source = tuples.value(edge.source, edge.source);
        edge.target = tuples.value(edge.target, edge.target);
    }
    std::stable_sort(tokens.begin(), tokens.end(), [](const TokenNode& one, const TokenNode& other) {
        return one.x < other.x;
    });
    std::vector<QString> sorted;
    for (const TokenNode& token : tokens)
        sorted.push_back(token.label);
    return sorted;
}

} // namespace headwaters
