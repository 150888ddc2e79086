#include "widgets/export/figurewriter.h"

#include "core/base/error.h"
#include "core/files/npz.h"
#include "core/files/reading.h"
#include "core/files/writing.h"
#include "widgets/export/figureformats.h"

#include <QFileInfo>

#include <array>

namespace headwaters {

namespace {

constexpr std::array formats{FigureFormat::Pdf, FigureFormat::Svg, FigureFormat::Png,
                             FigureFormat::Csv, FigureFormat::Npz, FigureFormat::Json};

} // namespace

QString formatName(FigureFormat format)
{
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
        break;
    }
    return QStringLiteral("json");
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
