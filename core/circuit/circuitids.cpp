#include "core/circuit/circuitids.h"

#include "core/base/error.h"
#include "core/circuit/nodeidtext.h"
#include "core/circuit/tokenlabels.h"
#include "core/text/jsonfields.h"

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

std::optional<CircuitPart> partOfWord(const QString& word)
{
    for (const CircuitPart part : namedParts) {
        if (componentWord(part) == word)
            return part;
    }
    return std::nullopt;
}

/// Reads a name item by item.
class NameReader {
public:
    NameReader(const NodeId& id, const QString& place) : m_items(id.items), m_place(place) { }

    CircuitNode node()
    {
        const std::size_t count = m_items.size();
        if (count < 2 || count > 4)
            throw refused(QStringLiteral("a node's name has 2 to 4 items, not %1").arg(count));
        if (count == 2 && std::holds_alternative<QString>(m_items[0]))
            return rootNode(text(0, QStringLiteral("a label")), text(1, tokenLabelWords));
        CircuitNode node;
        node.layer = index(0, QStringLiteral("a layer"));
        if (count < 4) {
            node.head = index(1, QStringLiteral("a head"));
        } else {
            setComponent(node);
            node.destination = text(2, tokenLabelWords);
            node.source = text(3, tokenLabelWords);
        }
        if (count == 3) {
            node.part = CircuitPart::HeadInput;
            node.label = text(2, QStringLiteral("a role"));
            node.destination = node.label;
        }
        return node;
    }

private:
    [[nodiscard]] Error refused(const QString& reason) const
    {
        return badInput(m_place.isEmpty() ? reason : m_place + QStringLiteral(": ") + reason);
    }

    [[nodiscard]] Error wrongItem(std::size_t at, const QString& expected) const
    {
        return refused(
            QStringLiteral("item %1 is %2; expected %3").arg(at + 1).arg(itemText(m_items[at]), expected));
    }

    [[nodiscard]] int index(std::size_t at, const QString& what) const
    {
        const qint64* const number = std::get_if<qint64>(&m_items[at]);
        if (number == nullptr || *number < 0 || *number > largestIndex)
            throw wrongItem(at, QStringLiteral("%1 from 0 to %2").arg(what).arg(largestIndex));
        return static_cast<int>(*number);
    }

    [[nodiscard]] const QString& text(std::size_t at, const QString& what) const
    {
        const QString* const value = std::get_if<QString>(&m_items[at]);
        if (value == nullptr)
            throw wrongItem(at, what);
        return *value;
    }

    void setComponent(CircuitNode& node) const
    {
        if (const QString* const word = std::get_if<QString>(&m_items[1])) {
            const std::optional<CircuitPart> part = partOfWord(*word);
            if (!part) {
                throw wrongItem(
                    1, QStringLiteral("a head, \"MLP\", \"AH bias\", \"Embedding\" or \"AH offset\""));
            }
            node.part = *part;
        } else {
            node.head = index(1, QStringLiteral("a head"));
        }
    }

    const std::vector<NodeId::Item>& m_items;
    const QString& m_place;
    const QString tokenLabelWords = QStringLiteral("a token's label");
};

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

CircuitNode nodeOfId(const NodeId& id, const QString& place)
{
    CircuitNode node = NameReader(id, place).node();
    node.id = id;
    return node;
}

QString nodeTitle(const CircuitNode& node)
{
    const QString separator = QStringLiteral(" · ");
    const QString at = node.destination.isEmpty() ? QString() : separator + shownLabel(node.destination);
    switch (node.part) {
    case CircuitPart::Root:
        return node.label + at;
    case CircuitPart::HeadInput:
        return QStringLiteral("%1 of %2")
            .arg(shownLabel(node.label), HeadIndex{node.layer, node.head}.text());
    case CircuitPart::Head: {
        const QString source =
            node.source.isEmpty() ? QString() : QStringLiteral(" ← ") + shownLabel(node.source);
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
