#include "core/files/graphmltable.h"

#include "core/base/error.h"
#include "core/files/reading.h"
#include "core/text/jsonfields.h"

#include <QXmlStreamReader>

namespace headwaters {

namespace {

constexpr std::size_t mostNodes = 100'000;
constexpr std::size_t mostEdges = 500'000;
constexpr qsizetype mostKeys = 1'000;

enum class ValueType { Number, WholeNumber, Text, Truth };

struct Key {
    QString name; ///< empty: a key of a drawing program, without a name
    ValueType type = ValueType::Text;
};

class TableReader {
public:
    TableReader(const QByteArray& bytes, const QString& name) : m_xml(bytes), m_name(pathForMessage(name)) { }

    GraphmlTable read()
    {
        if (!nextChild())
            throw refused(QStringLiteral("it holds no GraphML"));
        if (m_xml.name() != QLatin1String("graphml"))
            throw refused(QStringLiteral("its root element is %1, not graphml").arg(elementName()));
        while (nextChild()) {
            if (m_xml.name() == QLatin1String("key"))
                readKey();
            else if (m_xml.name() == QLatin1String("graph"))
                readGraph();
            else
                pass();
        }
        if (nextChild()) // only so that what stands behind the root is looked at
            throw refused(QStringLiteral("a second root element"));
        if (!m_hasGraph)
            throw refused(QStringLiteral("it holds no graph"));
        return std::move(m_table);
    }

private:
    /// The next element inside the one that is open; false at its end.
    bool nextChild()
    {
        for (;;) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::StartElement:
                return true;
            case QXmlStreamReader::EndElement:
            case QXmlStreamReader::EndDocument:
                return false;
            case QXmlStreamReader::Invalid:
                throw notWellFormed();
            case QXmlStreamReader::DTD:
            case QXmlStreamReader::EntityReference:
                throw refused(QStringLiteral("a document type and entities are not read"));
            default:
                break;
            }
        }
    }

    /// Passes over an element and all that is in it.
    void pass()
    {
        for (int depth = 1; depth > 0;)
            depth += nextChild() ? 1 : -1;
    }

    /// The text of an element that holds nothing else.
    QString text()
    {
        QString value;
        for (;;) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::Characters:
                value += m_xml.text();
                break;
            case QXmlStreamReader::EndElement:
                return value;
            case QXmlStreamReader::StartElement:
                throw refused(QStringLiteral("element %1 inside a value").arg(elementName()));
            case QXmlStreamReader::Invalid:
                throw notWellFormed();
            case QXmlStreamReader::EntityReference:
                throw refused(QStringLiteral("a document type and entities are not read"));
            default:
                break;
            }
        }
    }

    QString attribute(const char* name) const
    {
        return m_xml.attributes().value(QLatin1String(name)).toString();
    }

    QString required(const char* name) const
    {
        const auto attributes = m_xml.attributes();
        if (!attributes.hasAttribute(QLatin1String(name)))
            throw refused(QStringLiteral("%1 has no %2").arg(elementName(), QLatin1String(name)));
        return attributes.value(QLatin1String(name)).toString();
    }

    void readKey()
    {
        const QString id = required("id");
        if (m_keys.contains(id))
            throw refused(QStringLiteral("key %1 stands twice").arg(quoted(id)));
        if (m_keys.size() == mostKeys)
            throw refused(QStringLiteral("more than %1 keys").arg(mostKeys));
        Key key;
        key.name = attribute("attr.name");
        key.type = valueType(id);
        if (!key.name.isEmpty() && !m_table.names.contains(key.name))
            m_table.names << key.name;
        pass(); // defaults: networkx, which writes the field's files, leaves them alone too
        m_keys.insert(id, key);
    }

    [[nodiscard]] ValueType valueType(const QString& id) const
    {
        const QString type = attribute("attr.type");
        if (type == QLatin1String("float") || type == QLatin1String("double"))
            return ValueType::Number;
        if (type == QLatin1String("int") || type == QLatin1String("long"))
            return ValueType::WholeNumber;
        if (type == QLatin1String("boolean"))
            return ValueType::Truth;
        if (type.isEmpty() || type == QLatin1String("string"))
            return ValueType::Text;
        throw refused(
            QStringLiteral("key %1 has the type %2; expected boolean, int, long, float, double or string")
                .arg(quoted(id), quoted(type)));
    }

    void checkValue(const Key& key, const QString& value) const
    {
        bool fits = true;
        const QString trimmed = value.trimmed();
        const char* expected = "";
        if (key.type == ValueType::Number) {
            static_cast<void>(trimmed.toDouble(&fits));
            fits = fits || trimmed.compare(QLatin1String("infinity"), Qt::CaseInsensitive) == 0
                || trimmed.compare(QLatin1String("-infinity"), Qt::CaseInsensitive) == 0;
            expected = "a number";
        } else if (key.type == ValueType::WholeNumber) {
            static_cast<void>(trimmed.toLongLong(&fits));
            expected = "a whole number";
        } else if (key.type == ValueType::Truth) {
            const QString lower = trimmed.toLower();
            fits = lower == QLatin1String("true") || lower == QLatin1String("false")
                || lower == QLatin1String("0") || lower == QLatin1String("1");
            expected = "true or false";
        }
        if (!fits) {
            throw refused(QStringLiteral("%1 is %2; expected %3")
                              .arg(forMessage(key.name, 60), quoted(value), QLatin1String(expected)));
        }
    }

    void readGraph()
    {
        if (m_hasGraph)
            throw refused(QStringLiteral("a second graph; a file holds one"));
        m_hasGraph = true;
        const QString direction = attribute("edgedefault");
        if (direction != QLatin1String("directed")) {
            throw refused(
                QStringLiteral("edgedefault is %1; a circuit's edges are directed").arg(quoted(direction)));
        }
        while (nextChild()) {
            if (m_xml.name() == QLatin1String("node"))
                readNode();
            else if (m_xml.name() == QLatin1String("edge"))
                readEdge();
            else if (m_xml.name() == QLatin1String("data"))
                readData(m_table.graph);
            else if (m_xml.name() == QLatin1String("hyperedge"))
                throw refused(QStringLiteral("hyperedges are not read"));
            else
                pass();
        }
    }

    void readNode()
    {
        if (m_table.nodes.size() == mostNodes)
            throw refused(QStringLiteral("more than %1 nodes; so many are no circuit").arg(mostNodes));
        GraphmlNode node{required("id"), m_xml.lineNumber(), {}};
        readChildren(node.data, "node");
        m_table.nodes.push_back(std::move(node));
    }

    void readEdge()
    {
        if (m_table.edges.size() == mostEdges)
            throw refused(QStringLiteral("more than %1 edges; so many are no circuit").arg(mostEdges));
        if (attribute("directed") == QLatin1String("false"))
            throw refused(QStringLiteral("an undirected edge"));
        GraphmlEdge edge{required("source"), required("target"), m_xml.lineNumber(), {}};
        readChildren(edge.data, "edge");
        m_table.edges.push_back(std::move(edge));
    }

    void readChildren(GraphmlData& data, const char* domain)
    {
        while (nextChild()) {
            if (m_xml.name() == QLatin1String("data"))
                readData(data);
            else if (m_xml.name() == QLatin1String("graph"))
                throw refused(QStringLiteral("a graph inside a %1").arg(QLatin1String(domain)));
            else
                pass();
        }
    }

    void readData(GraphmlData& data)
    {
        const QString id = required("key");
        const auto key = m_keys.constFind(id);
        if (key == m_keys.constEnd())
            throw refused(QStringLiteral("key %1 is not declared").arg(quoted(id)));
        if (key->name.isEmpty())
            return pass();
        if (data.contains(key->name))
            throw refused(QStringLiteral("%1 is given twice").arg(forMessage(key->name, 60)));
        const QString value = text();
        checkValue(*key, value);
        data.insert(key->name, value);
    }

    [[nodiscard]] QString elementName() const { return quoted(m_xml.name().toString()); }

    [[nodiscard]] Error refused(const QString& reason) const
    {
        return badInput(QStringLiteral("%1, line %2: %3").arg(m_name).arg(m_xml.lineNumber()).arg(reason));
    }

    [[nodiscard]] Error notWellFormed() const
    {
        return refused(QStringLiteral("invalid XML: %1").arg(m_xml.errorString()));
    }

    QXmlStreamReader m_xml;
    QString m_name;
    QHash<QString, Key> m_keys;
    GraphmlTable m_table;
    bool m_hasGraph = false;
};

} // namespace

GraphmlTable readGraphmlTable(const QByteArray& bytes, const QString& name)
{
    return TableReader(bytes, name).read();
}

} // namespace headwaters
