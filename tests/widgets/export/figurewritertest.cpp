#include "widgets/export/figurewriter.h"

#include "core/base/error.h"
#include "core/files/npz.h"
#include "core/files/writing.h"
#include "tests/support/filesizelimit.h"
#include "tests/support/problem.h"
#include "widgets/export/figureformats.h"
#include "widgets/export/testfigure.h"

#include <QDir>
#include <QFile>
#include <QHashSeed>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace headwaters;

namespace {

const QString prompt = QStringLiteral("When Mary and John went to the store, John gave a book to");

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

// What a program of poppler-utils says; null where it is not installed.
std::optional<QString> toolOutput(const QString& program, const QStringList& arguments)
{
    const QString path = QStandardPaths::findExecutable(program);
    if (path.isEmpty()) {
        WARN(program.toStdString() << " is not installed: skipped");
        return {};
    }
    QProcess process;
    process.start(path, arguments);
    REQUIRE(process.waitForFinished());
    CHECK(process.readAllStandardError().isEmpty());
    CHECK(process.exitCode() == 0);
    return QString::fromUtf8(process.readAllStandardOutput());
}

class Written {
public:
    explicit Written(const QString& ending, const FigureOptions& options = {}, const QString& text = prompt)
        : path(m_folder.filePath(QStringLiteral("figure.") + ending))
    {
        writeFigure(TestFigure(text), options, path);
    }

private:
    QTemporaryDir m_folder;

public:
    QString path;
};

std::vector<FigureOptions> allPages()
{
    std::vector<FigureOptions> pages;
    for (const PageWidth width : {PageWidth::OneColumn, PageWidth::TwoColumns, PageWidth::Slide}) {
        for (const bool dark : {false, true}) {
            FigureOptions options = defaultOptions(width);
            options.dark = dark;
            pages.push_back(options);
        }
    }
    return pages;
}

// The text elements of an SVG, one after another; fails where it is no XML.
QString svgText(const QByteArray& svg)
{
    QXmlStreamReader xml(svg);
    QStringList texts;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("text"))
            texts << xml.readElementText();
    }
    INFO(xml.errorString().toStdString());
    CHECK_FALSE(xml.hasError());
    return texts.join(QLatin1Char(' '));
}

} // namespace

TEST_CASE("a PDF holds title, caption and prompt as text that can be searched")
{
    for (const FigureOptions& options : allPages()) {
        const Written pdf(QStringLiteral("pdf"), options);
        const std::optional<QString> text =
            toolOutput(QStringLiteral("pdftotext"), {QStringLiteral("-raw"), pdf.path, QStringLiteral("-")});
        if (!text)
            return;
        const QString words = text->simplified();
        CHECK(words.contains(QStringLiteral("L5H5 · attention · after softmax")));
        CHECK(words.contains(QStringLiteral("At the last position 99.7 % goes to Mary (difference −0.25).")));
        CHECK(words.contains(QStringLiteral("“") + prompt + QStringLiteral("”")));
        CHECK(words.contains(QStringLiteral("measured · sinks shown · linear 0 to 1")));
        CHECK(words.contains(QStringLiteral("·store")));
    }
}

TEST_CASE("the prompt stands in a figure without provenance, and with line breaks and other scripts")
{
    FigureOptions options;
    options.provenance = false;
    options.caption = false;
    const QString text = QStringLiteral("Zeile eins\nстрока два\tκαι ÀÉ \"<&>\"");
    const Written pdf(QStringLiteral("pdf"), options, text);
    if (const auto words = toolOutput(
            QStringLiteral("pdftotext"), {QStringLiteral("-raw"), pdf.path, QStringLiteral("-")})) {
        CHECK(words->simplified().contains(text.simplified()));
        CHECK_FALSE(words->contains(QStringLiteral("sinks shown")));
    }
    const Written svg(QStringLiteral("svg"), options, text);
    CHECK(svgText(contentOf(svg.path)).simplified().contains(text.simplified()));
}

TEST_CASE("images in a PDF are lossless and fonts are embedded")
{
    const Written pdf(QStringLiteral("pdf"));
    if (const auto images = toolOutput(QStringLiteral("pdfimages"), {QStringLiteral("-list"), pdf.path})) {
        const QStringList lines = images->split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        REQUIRE(lines.size() == 3); // two lines of heading
        const QStringList fields = lines[2].simplified().split(QLatin1Char(' '));
        CHECK(fields[3] == QStringLiteral("15")); // one pixel per cell
        CHECK(fields[4] == QStringLiteral("15"));
        CHECK(fields[8] == QStringLiteral("image")); // not jpeg
    }
    if (const auto fonts = toolOutput(QStringLiteral("pdffonts"), {pdf.path})) {
        QStringList lines = fonts->split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        REQUIRE(lines.size() > 2);
        for (const QString& line : lines.mid(2))
            CHECK(line.simplified().contains(QStringLiteral("Identity-H yes")));
    }
}

TEST_CASE("a PDF names title, creator, date and provenance, and its pages have the right size")
{
    const Written pdf(QStringLiteral("pdf"));
    const auto information = toolOutput(QStringLiteral("pdfinfo"), {QStringLiteral("-isodates"), pdf.path});
    if (!information)
        return;
    CHECK(information->contains(QStringLiteral("L5H5 · attention · after softmax")));
    CHECK(information->contains(QStringLiteral("Headwaters ")));
    CHECK(information->contains(QStringLiteral("blocks.5.attn.hook_pattern[5]")));
    CHECK(information->contains(prompt));
    CHECK(information->contains(QStringLiteral("2000-01-01T00:00:00Z")));
    CHECK(information->contains(QStringLiteral("241 x ")));
    const auto xmp = toolOutput(QStringLiteral("pdfinfo"), {QStringLiteral("-meta"), pdf.path});
    QXmlStreamReader xml(xmp->trimmed());
    while (!xml.atEnd())
        xml.readNext();
    CHECK_FALSE(xml.hasError());
    CHECK(xmp->contains(prompt));
}

TEST_CASE("copied text of a PDF holds spaces, no tabs")
{
    const Written pdf(QStringLiteral("pdf"));
    if (const auto text = toolOutput(QStringLiteral("pdftotext"), {pdf.path, QStringLiteral("-")}))
        CHECK_FALSE(text->contains(QLatin1Char('\t')));
    CHECK_FALSE(contentOf(pdf.path).contains(" <0009> "));
}

TEST_CASE("every format gives the same bytes on every run, in every time zone, with every hash seed")
{
    const QByteArray zone = qgetenv("TZ");
    for (const char* ending : {"pdf", "svg", "png", "csv", "npz", "json"}) {
        INFO(ending);
        const QString format = QString::fromLatin1(ending);
        qputenv("TZ", "Asia/Kolkata");
        const QByteArray first = contentOf(Written(format).path);
        qputenv("TZ", "America/New_York");
        QHashSeed::resetRandomGlobalSeed();
        CHECK(contentOf(Written(format).path) == first);
    }
    if (zone.isNull())
        qunsetenv("TZ");
    else
        qputenv("TZ", zone);
}

TEST_CASE("an SVG is XML with text, maps as cells, its size in millimetres and provenance")
{
    for (const FigureOptions& options : allPages()) {
        const QByteArray svg = toSvg(FigurePage(TestFigure(), options));
        const QString text = svgText(svg).simplified();
        CHECK(text.contains(QStringLiteral("L5H5 · attention · after softmax")));
        CHECK(text.contains(QStringLiteral("(difference −0.25)")));
        CHECK(text.contains(prompt));
        CHECK(svg.count("<image ") == 0); // viewers smooth images
        CHECK(svg.contains("font-family=\"Inter, 'DejaVu Sans', sans-serif\""));
        CHECK(svg.contains("font-family=\"'JetBrains Mono', 'DejaVu Sans Mono', monospace\""));
        CHECK(svg.contains("<title>L5H5 · attention · after softmax</title>"));
        CHECK(svg.contains("blocks.5.attn.hook_pattern[5]"));
    }
    CHECK(toSvg(FigurePage(TestFigure(), {})).contains("<svg width=\"85.019mm\""));
    CHECK(toSvg(FigurePage(TestFigure(), defaultOptions(PageWidth::Slide)))
              .contains("<svg width=\"254.000mm\" height=\"142.875mm\""));
}

TEST_CASE("an SVG of a prompt with control characters and markup is still XML")
{
    const QString text = QStringLiteral("a\x01\x1b[0m <b>&amp;</b> ]]> \xFFFE");
    CHECK(svgText(toSvg(FigurePage(TestFigure(text), {}))).contains(QStringLiteral("<b>&amp;</b>")));
}

TEST_CASE("a PNG has the size and resolution asked for and says where it comes from")
{
    for (const int dpi : {96, 300, 600}) {
        FigureOptions options;
        options.dpi = dpi;
        const Written png(QStringLiteral("png"), options);
        const QImage image(png.path);
        CHECK(image.width() == std::lround(241.0 / 72 * dpi));
        CHECK(image.dotsPerMeterX() == std::lround(dpi / 0.0254));
        CHECK(image.dotsPerMeterY() == image.dotsPerMeterX());
        CHECK(image.text(QStringLiteral("Title")) == TestFigure().title());
        CHECK(image.text(QStringLiteral("Description")).contains(prompt));
    }
}

TEST_CASE("the data of a figure come back equal from CSV, NPZ and JSON")
{
    const FigureData data = TestFigure().data();
    const CsvTable table = fromCsv(contentOf(Written(QStringLiteral("csv")).path));
    CHECK(table.header == data.table.header);
    CHECK(table.rows == data.table.rows);

    const Written npz(QStringLiteral("npz"));
    const std::vector<NamedTensor> tensors = readNpz(npz.path);
    REQUIRE(tensors.size() == data.tensors.size());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        CHECK(tensors[i].name == data.tensors[i].name);
        CHECK(tensors[i].shape == data.tensors[i].shape);
        CHECK(tensors[i].values == data.tensors[i].values);
    }
    CHECK(contentOf(npz.path).contains(prompt.toUtf8())); // the archive's comment

    const QJsonObject json =
        QJsonDocument::fromJson(contentOf(Written(QStringLiteral("json")).path)).object();
    CHECK(json[QLatin1String("provenance")][QLatin1String("prompt")].toString() == prompt);
    const QJsonArray arrays = json[QLatin1String("tensors")].toArray();
    REQUIRE(arrays.size() == 2);
    const QJsonArray values = arrays[0][QLatin1String("values")].toArray();
    REQUIRE(values.size() == static_cast<qsizetype>(data.tensors[0].values.size()));
    for (qsizetype i = 0; i < values.size(); ++i)
        CHECK(
            static_cast<float>(values[i].toDouble()) == data.tensors[0].values[static_cast<std::size_t>(i)]);
    CHECK(arrays[1][QLatin1String("values")][0].toString() == QStringLiteral("-inf"));
    CHECK(arrays[1][QLatin1String("values")][1].toDouble() == 0.1);
    CHECK(
        json[QLatin1String("table")][QLatin1String("rows")].toArray().size()
        == static_cast<qsizetype>(data.table.rows.size()));
}

TEST_CASE("an unknown ending is told with the ones that exist")
{
    for (const char* path : {"figure.jpg", "figure", ".pdfx"}) {
        const Problem problem = problemOf([&] { writeFigure(TestFigure(), {}, QString::fromLatin1(path)); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        CHECK(
            problem.summary
            == QString::fromLatin1(path)
                + QStringLiteral(
                    ": the ending of the file must be one of .pdf, .svg, .png, .csv, .npz, .json, .graphml, "
                    ".html"));
    }
    CHECK(formatOfFile(QStringLiteral("a.b.PDF")) == FigureFormat::Pdf);
}

TEST_CASE("a target that cannot be written is told and nothing is left behind")
{
    const QTemporaryDir folder;
    for (const char* ending : {"pdf", "svg", "png", "csv", "npz", "json"}) {
        INFO(ending);
        const QString name = QStringLiteral("/figure.") + QString::fromLatin1(ending);
        const Problem readOnly =
            problemOf([&] { writeFigure(TestFigure(), {}, QStringLiteral("/proc") + name); });
        CHECK(readOnly.kind == Problem::Kind::Failed);
        CHECK(readOnly.summary.startsWith(
            QStringLiteral("/proc") + name + QStringLiteral(": cannot be written: ")));
        Problem full;
        {
            const FileSizeLimit limit(100);
            full = problemOf([&] { writeFigure(TestFigure(), {}, folder.path() + name); });
        }
        CHECK(full.kind == Problem::Kind::Failed);
        CHECK(QDir(folder.path()).entryList(QDir::Files).isEmpty());
    }
}

TEST_CASE("the data are saved beside the drawing under its name")
{
    const QTemporaryDir folder;
    const QStringList written = saveFigure(
        TestFigure(), {}, folder.filePath(QStringLiteral("a.b.pdf")),
        {FigureFormat::Csv, FigureFormat::Npz, FigureFormat::Json});
    CHECK(
        written
        == QStringList{
            folder.filePath(QStringLiteral("a.b.pdf")), folder.filePath(QStringLiteral("a.b.csv")),
            folder.filePath(QStringLiteral("a.b.npz")), folder.filePath(QStringLiteral("a.b.json"))});
    CHECK(QDir(folder.path()).entryList(QDir::Files).size() == 4);
}
