#include "widgets/export/figureformats.h"

#include <QBuffer>
#include <QHashSeed>
#include <QPageSize>
#include <QPdfWriter>
#include <QXmlStreamWriter>

namespace headwaters {

namespace {

constexpr int resolution = 1200;

// QPdfWriter keeps its fonts in a QHash and writes them in its order, so the seed would show in the file.
class FixedHashSeed {
public:
    FixedHashSeed() { QHashSeed::setDeterministicGlobalSeed(); }
    ~FixedHashSeed() { QHashSeed::resetRandomGlobalSeed(); }
    FixedHashSeed(const FixedHashSeed&) = delete;
    FixedHashSeed& operator=(const FixedHashSeed&) = delete;
};

QByteArray xmpOf(const FigurePage& page)
{
    const QString rdf = QStringLiteral("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    const QString dc = QStringLiteral("http://purl.org/dc/elements/1.1/");
    const QString xmp = QStringLiteral("http://ns.adobe.com/xap/1.0/");
    QByteArray bytes = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n";
    QXmlStreamWriter xml(&bytes);
    xml.writeNamespace(QStringLiteral("adobe:ns:meta/"), QStringLiteral("x"));
    xml.writeStartElement(QStringLiteral("adobe:ns:meta/"), QStringLiteral("xmpmeta"));
    xml.writeNamespace(rdf, QStringLiteral("rdf"));
    xml.writeNamespace(dc, QStringLiteral("dc"));
    xml.writeNamespace(xmp, QStringLiteral("xmp"));
    xml.writeStartElement(rdf, QStringLiteral("RDF"));
    xml.writeStartElement(rdf, QStringLiteral("Description"));
    xml.writeAttribute(rdf, QStringLiteral("about"), QString());
    xml.writeTextElement(dc, QStringLiteral("format"), QStringLiteral("application/pdf"));
    const auto writeAlternative = [&](const QString& name, const QString& text) {
        xml.writeStartElement(dc, name);
        xml.writeStartElement(rdf, QStringLiteral("Alt"));
        xml.writeStartElement(rdf, QStringLiteral("li"));
        xml.writeAttribute(QStringLiteral("xml:lang"), QStringLiteral("x-default"));
        xml.writeCharacters(text);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    };
    writeAlternative(QStringLiteral("title"), printable(page.figure().title()));
    writeAlternative(QStringLiteral("description"), description(page.figure(), page.options()));
    xml.writeTextElement(xmp, QStringLiteral("CreatorTool"), creator());
    xml.writeTextElement(xmp, QStringLiteral("CreateDate"), fileDate().toString(Qt::ISODate));
    xml.writeEndDocument();
    return bytes + "\n<?xpacket end=\"w\"?>";
}

// A text string of PDF, in UTF-16 with a byte order mark, as hexadecimal digits.
QByteArray pdfString(const QString& text)
{
    QByteArray utf16 = QByteArrayLiteral("\xFE\xFF");
    for (const QChar c : text) {
        utf16 += static_cast<char>(c.unicode() >> 8);
        utf16 += static_cast<char>(c.unicode() & 0xff);
    }
    return '<' + utf16.toHex() + '>';
}

// Replaces bytes of a PDF and moves the offsets of the objects behind them in the table at its end:
//
//     xref
//     0 24
//     0000000000 65535 f
//     0000000015 00000 n
//     ...
//     startxref
//     12345
void replaceInPdf(QByteArray& pdf, qsizetype begin, qsizetype length, const QByteArray& replacement)
{
    const qsizetype moved = replacement.size() - length;
    const auto movedOffset = [begin, moved](qsizetype offset) {
        return offset > begin ? offset + moved : offset;
    };

    const QByteArray startMark = QByteArrayLiteral("startxref\n");
    const qsizetype start = pdf.lastIndexOf(startMark) + startMark.size();
    const qsizetype startEnd = pdf.indexOf('\n', start);
    const qsizetype table = pdf.mid(start, startEnd - start).toLongLong();
    pdf.replace(start, startEnd - start, QByteArray::number(movedOffset(table)));

    constexpr qsizetype entrySize = 20;
    qsizetype entry = pdf.indexOf('\n', pdf.indexOf('\n', table) + 1) + 1;
    for (; pdf.size() >= entry + entrySize && pdf.mid(entry + 10, 1) == " "; entry += entrySize) {
        if (pdf[entry + 17] == 'n') {
            const qsizetype offset = movedOffset(pdf.mid(entry, 10).toLongLong());
            pdf.replace(entry, 10, QByteArray::number(offset).rightJustified(10, '0'));
        }
    }
    pdf.replace(begin, length, replacement);
}

// QPdfWriter writes the present time, in a form whose length depends on the time zone, and knows no subject.
void mendInformation(QByteArray& pdf, const FigurePage& page)
{
    const qsizetype begin = pdf.indexOf("/CreationDate (");
    const qsizetype end = pdf.indexOf(')', begin) + 1;
    const QByteArray date = fileDate().toString(QStringLiteral("yyyyMMddHHmmss")).toLatin1();
    replaceInPdf(
        pdf, begin, end - begin,
        "/CreationDate (D:" + date + "Z)\n/Subject " + pdfString(description(page.figure(), page.options())));
}

// Fonts that draw a tab like a space are given the tab as the meaning of that glyph, and copied text holds
// tabs.
void mendSpaces(QByteArray& pdf)
{
    for (qsizetype begin = pdf.indexOf("begincmap\n"); begin >= 0;
         begin = pdf.indexOf("begincmap\n", begin + 1)) {
        const qsizetype end = pdf.indexOf("endcmap\n", begin);
        for (qsizetype tab = pdf.indexOf(" <0009> ", begin); tab >= 0 && tab < end;
             tab = pdf.indexOf(" <0009> ", tab + 1)) {
            // The first two columns of a line are glyph numbers; the meanings stand in brackets.
            if (pdf.lastIndexOf('[', tab) > pdf.lastIndexOf('\n', tab))
                pdf.replace(tab, 8, " <0020> ");
        }
    }
}

} // namespace

QByteArray toPdf(const FigurePage& page)
{
    const FixedHashSeed seed;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(resolution);
        writer.setPageSize(QPageSize(page.points(), QPageSize::Point, QString(), QPageSize::ExactMatch));
        writer.setPageMargins({});
        writer.setTitle(printable(page.figure().title()));
        writer.setCreator(creator());
        writer.setDocumentXmpMetadata(xmpOf(page));
        QPainter painter(&writer);
        const double scale = resolution / 72.0 / page.unitsPerPoint();
        painter.scale(scale, scale);
        page.paint(painter);
    }
    QByteArray pdf = buffer.data();
    mendSpaces(pdf);
    mendInformation(pdf, page);
    return pdf;
}

} // namespace headwaters
