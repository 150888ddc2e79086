#include "widgets/export/figurewriter.h"

#include "core/base/error.h"
#include "core/files/npz.h"
#include "core/files/reading.h"
#include "core/files/writing.h"
#include "widgets/export/figureformats.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <array>

namespace headwaters {

namespace {

constexpr std::array formats{FigureFormat::Pdf,     FigureFormat::Svg, FigureFormat::Png,
                             FigureFormat::Csv,     FigureFormat::Npz, FigureFormat::Json,
                             FigureFormat::Graphml, FigureFormat::Html};

QString formatWords(FigureFormat format)
{
    switch (format) {
    case FigureFormat::Csv:
        return QCoreApplication::translate("FigureWriter", "Table");
    case FigureFormat::Npz:
        return QCoreApplication::translate("FigureWriter", "NumPy arrays");
    case FigureFormat::Html:
        return QCoreApplication::translate("FigureWriter", "Web page");
    default:
        return formatName(format);
    }
}

} // namespace

QString formatName(FigureFormat format)
{
    if (format == FigureFormat::Graphml)
        return QStringLiteral("GraphML");
    return formatEnding(format).toUpper();
}

QString formatEnding(FigureFormat format)
{
    switch (format) {
    case FigureFormat::Pdf:
        return QStringLiteral("pdf");
    case FigureFormat::Svg:
        return QStringLiteral("svg");
    case FigureFormat::Png:
        return QStringLiteral("png");
    case FigureFormat::Csv:
        return QStringLiteral("csv");
    case FigureFormat::Npz:
        return QStringLiteral("npz");
    case FigureFormat::Json:
        return QStringLiteral("json");
    case FigureFormat::Graphml:
        return QStringLiteral("graphml");
    case FigureFormat::Html:
        break;
    }
    return QStringLiteral("html");
}

std::vector<FigureFormat> dataFormatsOf(const Figure& figure)
{
    std::vector<FigureFormat> all{FigureFormat::Csv, FigureFormat::Npz, FigureFormat::Json};
    for (const FigureFormat format : figure.moreFormats())
        all.push_back(format);
    return all;
}

QString dataFileFilter(const Figure& figure)
{
    QStringList filters;
    for (const FigureFormat format : dataFormatsOf(figure))
        filters << QStringLiteral("%1 (*.%2)").arg(formatWords(format), formatEnding(format));
    return filters.join(QStringLiteral(";;"));
}

FigureFormat formatOfFile(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    QStringList known;
    for (const FigureFormat format : formats) {
        if (ending == formatEnding(format))
            return format;
        known << QLatin1Char('.') + formatEnding(format);
    }
    throw badInput(QStringLiteral("%1: the ending of the file must be one of %2")
                       .arg(pathForMessage(path), known.join(QStringLiteral(", "))));
}

void writeFigure(const Figure& figure, const FigureOptions& options, const QString& path)
{
    switch (formatOfFile(path)) {
    case FigureFormat::Pdf:
        return writeFile(path, toPdf(FigurePage(figure, options)));
    case FigureFormat::Svg:
        return writeFile(path, toSvg(FigurePage(figure, options)));
    case FigureFormat::Png:
        return writeFile(path, toPng(FigurePage(figure, options)));
    case FigureFormat::Csv:
        return writeFile(path, toCsv(figure.data().table));
    case FigureFormat::Npz:
        return writeNpz(
            path, figure.data().tensors, figure.title() + QLatin1Char('\n') + description(figure, options));
    case FigureFormat::Json:
        return writeFile(path, toJson(figure, options));
    case FigureFormat::Graphml:
    case FigureFormat::Html:
        return writeFile(path, figure.bytesAs(formatOfFile(path)));
    }
}

QStringList saveFigure(
    const Figure& figure, const FigureOptions& options, const QString& path,
    const std::vector<FigureFormat>& data)
{
    QStringList written{path};
    writeFigure(figure, options, path);
    const QFileInfo drawing(path);
    for (const FigureFormat format : data) {
        const QString beside = drawing.path() + QLatin1Char('/') + drawing.completeBaseName()
            + QLatin1Char('.') + formatEnding(format);
        writeFigure(figure, options, beside);
        written << beside;
    }
    return written;
}

} // namespace headwaters
