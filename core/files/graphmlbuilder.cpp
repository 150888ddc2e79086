#include "core/files/graphmlbuilder.h"

#include "core/files/writing.h"

#include <QHash>
#include <QXmlStreamWriter>

#include <map>
#include <tuple>

namespace headwaters {

namespace {

constexpr QLatin1String graphDomain{"graph"};
constexpr QLatin1String nodeDomain{"node"};
constexpr QLatin1String edgeDomain{"edge"};

bool fitsXml(char32_t character)
{
    const bool control = character < 0x20 && character != '\t' && character != '\n' && character != '\r';
    return !control && !QChar::isSurrogate(character) && character != 0xFFFE && character != 0xFFFF;
}

QString xmlText(const QString& text)
{
    QString fit;
    for (const uint character : text.toUcs4())
        fit += QChar::fromUcs4(fitsXml(character) ? character : uint{QChar::ReplacementCharacter});
    return fit;
}

class Writer {
public:
    explicit Writer(QByteArray& bytes) : m_xml(&bytes)
    {
        m_xml.setAutoFormatting(true);
        m_xml.setAutoFormattingIndent(2);
        m_xml.writeStartDocument();
        m_xml.writeStartElement(QStringLiteral("graphml"));
        m_xml.writeDefaultNamespace(QStringLiteral("http://graphml.graphdrawing.org/xmlns"));
        m_xml.writeNamespace(
            QStringLiteral("http://www.w3.org/2001/XMLSchema-instance"), QStringLiteral("xsi"));
        m_xml.writeAttribute(
            QStringLiteral("xsi:schemaLocation"),
            QStringLiteral("http://graphml.graphdrawing.org/xmlns "
                           "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"));
    }

    void declare(QLatin1String domain, const GraphmlValues& values)
    {
        for (const GraphmlValue& value : values) {
            const auto [key, isNew] = m_keys.try_emplace({domain, value.name, value.type}, m_keys.size());
            if (!isNew)
                continue;
            m_xml.writeEmptyElement(QStringLiteral("key"));
            m_xml.writeAttribute(QStringLiteral("id"), keyId(key->second));
            m_xml.writeAttribute(QStringLiteral("for"), domain);
            m_xml.writeAttribute(QStringLiteral("attr.name"), value.name);
            m_xml.writeAttribute(QStringLiteral("attr.type"), value.type);
        }
    }

    void data(QLatin1String domain, const GraphmlValues& values)
    {
        for (const GraphmlValue& value : values) {
            m_xml.writeStartElement(QStringLiteral("data"));
            m_xml.writeAttribute(QStringLiteral("key"), keyId(m_keys.at({domain, value.name, value.type})));
            // A bare carriage return would be read as a line feed.
            const QStringList lines = xmlText(value.value).split(QLatin1Char('\r'));
            for (qsizetype line = 0; line < lines.size(); ++line) {
                if (line > 0)
                    m_xml.writeEntityReference(QStringLiteral("#13"));
                m_xml.writeCharacters(lines[line]);
            }
            m_xml.writeEndElement();
        }
    }

    QXmlStreamWriter& xml() { return m_xml; }

private:
    static QString keyId(std::size_t number) { return QStringLiteral("d%1").arg(number); }

    QXmlStreamWriter m_xml;
    std::map<std::tuple<QLatin1String, QLatin1String, QLatin1String>, std::size_t> m_keys;
};

} // namespace

GraphmlValue graphmlNumber(QLatin1String name, double value)
{
    return {name, QLatin1String("double"), numberText(value)};
}

GraphmlValue graphmlWhole(QLatin1String name, qint64 value)
{
    return {name, QLatin1String("long"), QString::number(value)};
}

GraphmlValue graphmlText(QLatin1String name, const QString& value)
{
    return {name, QLatin1String("string"), value};
}

void GraphmlBuilder::addNode(const QString& id, GraphmlValues values)
{
    m_nodes.push_back({id, {}, {}, std::move(values)});
}

void GraphmlBuilder::addEdge(const QString& source, const QString& target, GraphmlValues values)
{
    m_edges.push_back({{}, source, target, std::move(values)});
}

QByteArray GraphmlBuilder::bytes() const
{
    QByteArray bytes;
    Writer writer(bytes);
    QXmlStreamWriter& xml = writer.xml();
    writer.declare(graphDomain, m_graph);
    for (const Row& node : m_nodes)
        writer.declare(nodeDomain, node.values);
    for (const Row& edge : m_edges)
        writer.declare(edgeDomain, edge.values);
    xml.writeStartElement(QStringLiteral("graph"));
    xml.writeAttribute(QStringLiteral("edgedefault"), QStringLiteral("directed"));
    writer.data(graphDomain, m_graph);
    for (const Row& node : m_nodes) {
        xml.writeStartElement(QStringLiteral("node"));
        xml.writeAttribute(QStringLiteral("id"), xmlText(node.id));
        writer.data(nodeDomain, node.values);
        xml.writeEndElement();
    }
    QHash<std::pair<QString, QString>, int> parallel;
    for (const Row& edge : m_edges) {
        xml.writeStartElement(QStringLiteral("edge"));
        xml.writeAttribute(QStringLiteral("source"), xmlText(edge.source));
        xml.writeAttribute(QStringLiteral("target"), xmlText(edge.target));
        if (m_parallel)
            xml.writeAttribute(QStringLiteral("id"), QString::number(parallel[{edge.source, edge.target}]++));
        writer.data(edgeDomain, edge.values);
        xml.writeEndElement();
    }
    xml.writeEndDocument();
    return bytes;
}

} // namespace headwaters
