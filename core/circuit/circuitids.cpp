#include "core/circuit/circuitids.h"

#include "core/base/error.h"
#include "core/circuit/nodeidtext.h"
#include "core/text/jsonfields.h"
#include "core/text/token.h"
#include "core/text/utf8.h"

#include <optional>

namespace headwaters {

namespace {

constexpr CircuitPart namedParts[] = {
    CircuitPart::Mlp, CircuitPart::AttentionBias, CircuitPart::Embedding, CircuitPart::AttentionOffset};
constexpr qint64 largestIndex = 9'999;

CircuitNode named(CircuitNode node)
{
    node.id = nodeIdOf(node);
    return node;
}

QString itemText(const NodeId::Item& item)
{
    if (const qint64* number = std::get_if<qint64>(&item))
        return QStringLiteral("the number %1").arg(*number);
    return QStringLiteral("the text %1").arg(quoted(std::get<QString>(item)));
}

Error wrongItem(const NodeId& id, std::size_t at, const QString& expected)
{
    return badInput(
        QStringLiteral("item %1 is %2; expected %3").arg(at + 1).arg(itemText(id.items[at]), expected));
}

int indexItem(const NodeId& id, std::size_t at, const QString& what)
{
    const qint64* const number = std::get_if<qint64>(&id.items[at]);
    if (number == nullptr || *number < 0 || *number > largestIndex)
        throw wrongItem(id, at, QStringLiteral("%1 from 0 to %2").arg(what).arg(largestIndex));
    return static_cast<int>(*number);
}

const QString& textItem(const NodeId& id, std::size_t at, const QString& what)
{
    const QString* const text = std::get_if<QString>(&id.items[at]);
    if (text == nullptr)
        throw wrongItem(id, at, what);
    return *text;
}

std::optional<CircuitPart> partOfWord(const QString& word)
{
    for (const CircuitPart part : namedParts) {
        if (componentWord(part) == word)
            return part;
    }
    return std::nullopt;
}

void setComponent(CircuitNode& node, const NodeId& id)
{
    if (const QString* const word = std::get_if<QString>(&id.items[1])) {
        const std::optional<CircuitPart> part = partOfWord(*word);
        if (!part) {
            throw wrongItem(
                id, 1, QStringLiteral("a head, \"MLP\", \"AH bias\", \"Embedding\" or \"AH offset\""));
        }
        node.part = *part;
    } else {
        node.head = indexItem(id, 1, QStringLiteral("a head"));
    }
}

// A token's text for the eye.
QString shown(const QString& label)
{
    return tokenLabel(utf8Bytes(label));
}

} // namespace

QString componentWord(CircuitPart part)
{
    switch (part) {
    case CircuitPart::Mlp:
        return QStringLiteral("MLP");
    case CircuitPart::AttentionBias:
        return QStringLiteral("AH bias");
    case CircuitPart::Embedding:
        return QStringLiteral("Embedding");
    case CircuitPart::AttentionOffset:
        return QStringLiteral("AH offset");
    case CircuitPart::Root:
    case CircuitPart::Head:
    case CircuitPart::HeadInput:
        break;
    }
    return {};
}

QString directionRootLabel()
{
    return QStringLiteral("Logit direction");
}

QString logitRootLabel(const QString& token)
{
    return QStringLiteral("Logit ") + pythonText(token);
}

QString probabilityRootLabel(const std::vector<QString>& tokens)
{
    QStringList texts;
    for (const QString& token : tokens)
        texts << pythonText(token);
    const QString list = texts.join(QLatin1String(", "));
    return texts.size() == 1 ? QStringLiteral("Prob ") + list
                             : QStringLiteral("Prob {") + list + QLatin1Char('}');
}

CircuitNode rootNode(const QString& label, const QString& destination)
{
    CircuitNode node;
    node.part = CircuitPart::Root;
    node.label = label;
    node.destination = destination;
    return named(node);
}

CircuitNode headNode(HeadIndex head, const QString& destination, const QString& source)
{
    CircuitNode node = headOutputNode(head);
    node.destination = destination;
    node.source = source;
    return named(node);
}

CircuitNode partNode(CircuitPart part, int layer, const QString& destination)
{
    CircuitNode node;
    node.part = part;
    node.layer = layer;
    node.destination = destination;
    node.source = destination;
    return named(node);
}

CircuitNode headOutputNode(HeadIndex head)
{
    CircuitNode node;
    node.layer = head.layer;
    node.head = head.head;
    return named(node);
}

CircuitNode headInputNode(HeadIndex head, const QString& role)
{
    CircuitNode node = headOutputNode(head);
    node.part = CircuitPart::HeadInput;
    node.label = role;
    node.destination = role;
    return named(node);
}

NodeId nodeIdOf(const CircuitNode& node)
{
    const qint64 layer = node.layer;
    const qint64 head = node.head;
    switch (node.part) {
    case CircuitPart::Root:
        return {{node.label, node.destination}};
    case CircuitPart::HeadInput:
        return {{layer, head, node.label}};
    case CircuitPart::Head:
        // The output of a SAD graph has no tokens; a token's label is never empty.
        if (node.destination.isEmpty() && node.source.isEmpty())
            return {{layer, head}};
        return {{layer, head, node.destination, node.source}};
    case CircuitPart::Mlp:
    case CircuitPart::AttentionBias:
    case CircuitPart::Embedding:
    case CircuitPart::AttentionOffset:
        break;
    }
    return {{layer, componentWord(node.part), node.destination, node.source}};
}

CircuitNode nodeOfId(const NodeId& id)
{
    const QString role = QStringLiteral("a token's label");
    CircuitNode node;
    if (id.items.size() == 2 && std::holds_alternative<QString>(id.items[0])) {
        node = rootNode(textItem(id, 0, role), textItem(id, 1, role));
    } else if (id.items.size() >= 2 && id.items.size() <= 4) {
        node.layer = indexItem(id, 0, QStringLiteral("a layer"));
        if (id.items.size() < 4) {
            node.head = indexItem(id, 1, QStringLiteral("a head"));
        } else {
            setComponent(node, id);
            node.destination = textItem(id, 2, role);
            node.source = textItem(id, 3, role);
        }
        if (id.items.size() == 3) {
            node.part = CircuitPart::HeadInput;
            node.label = textItem(id, 2, QStringLiteral("a role"));
            node.destination = node.label;
        }
    } else {
        throw badInput(QStringLiteral("a node's name has 2 to 4 items, not %1").arg(id.items.size()));
    }
    node.id = id;
    return node;
}

QString nodeTitle(const CircuitNode& node)
{
    const QString separator = QStringLiteral(" · ");
    const QString at = node.destination.isEmpty() ? QString() : separator + shown(node.destination);
    switch (node.part) {
    case CircuitPart::Root:
        return node.label + at;
    case CircuitPart::HeadInput:
        return QStringLiteral("%1 of %2").arg(shown(node.label), HeadIndex{node.layer, node.head}.text());
    case CircuitPart::Head: {
        const QString source = node.source.isEmpty() ? QString() : QStringLiteral(" ← ") + shown(node.source);
        return HeadIndex{node.layer, node.head}.text() + at + source;
    }
    case CircuitPart::Mlp:
    case CircuitPart::AttentionBias:
    case CircuitPart::Embedding:
    case CircuitPart::AttentionOffset:
        break;
    }
    return QStringLiteral("%1 %2").arg(componentWord(node.part)).arg(node.layer) + at;
}

} // namespace headwaters
