// The link rule of ARCHITECTURE.md, read off the include lines:
//
//     app --> widgets --> core <-- core/engine <-- app        no other arrow

#include "support/testing.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const QDir source(QStringLiteral(HEADWATERS_SOURCE));

/// `core`, `core/engine`, `widgets`, `app`; empty for what is none of ours.
QString layerOf(const QString& path)
{
    for (const QString& layer : {u"core/engine"_s, u"core"_s, u"widgets"_s, u"app"_s}) {
        if (path.startsWith(layer + u'/'))
            return layer;
    }
    return {};
}

struct Include {
    QString file; ///< relative to the source tree
    QString included; ///< what stands between the quotes or brackets
};

std::vector<Include> allIncludes()
{
    static const QRegularExpression line(
        u"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"_s, QRegularExpression::MultilineOption);
    std::vector<Include> includes;
    for (const QString& folder : {u"core"_s, u"widgets"_s, u"app"_s}) {
        QDirIterator files(
            source.filePath(folder), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            REQUIRE(file.open(QIODevice::ReadOnly));
            auto matches = line.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext())
                includes.push_back({source.relativeFilePath(file.fileName()), matches.next().captured(1)});
        }
    }
    return includes;
}

/// Headers of torch: ATen/, torch/, c10/.
bool isTorch(const QString& included)
{
    return included.startsWith("ATen/"_L1) || included.startsWith("torch/"_L1)
        || included.startsWith("c10/"_L1);
}

/// Headers that need a display or a paint device.
bool isGraphical(const QString& included)
{
    static const QRegularExpression names(u"^(QtGui|QtWidgets|QtSvg|QtPrintSupport)/"
                                          u"|^(QWidget|QApplication|QGuiApplication|QPainter|QImage|QPixmap|"
                                          "QColor|QFont|QIcon|QPdfWriter|QSvgGenerator|qcustomplot\\.h)"_s);
    return names.match(included).hasMatch();
}

} // namespace

TEST_CASE("every include of ours follows the arrows of the layer rule")
{
    const QMap<QString, QStringList> mayInclude{
        {u"core"_s, {u"core"_s}},
        {u"core/engine"_s, {u"core"_s, u"core/engine"_s}},
        {u"widgets"_s, {u"core"_s, u"widgets"_s}},
        {u"app"_s, {u"core"_s, u"core/engine"_s, u"widgets"_s, u"app"_s}},
    };
    const auto includes = allIncludes();
    REQUIRE(includes.size() > 100);
    for (const Include& include : includes) {
        const QString target = layerOf(include.included);
        INFO(include.file.toStdString() << " includes " << include.included.toStdString());
        CHECK((target.isEmpty() || mayInclude.value(layerOf(include.file)).contains(target)));
    }
}

TEST_CASE("only core/engine/torchapi.h includes torch")
{
    for (const Include& include : allIncludes()) {
        INFO(include.file.toStdString() << " includes " << include.included.toStdString());
        CHECK((!isTorch(include.included) || include.file == "core/engine/torchapi.h"_L1));
    }
}

TEST_CASE("core includes nothing that draws")
{
    for (const Include& include : allIncludes()) {
        INFO(include.file.toStdString() << " includes " << include.included.toStdString());
        CHECK((!include.file.startsWith("core/"_L1) || !isGraphical(include.included)));
    }
}

TEST_CASE("torch and QCustomPlot never meet in one file")
{
    QMap<QString, QStringList> byFile;
    for (const Include& include : allIncludes())
        byFile[include.file] << include.included;
    for (auto file = byFile.cbegin(); file != byFile.cend(); ++file) {
        INFO(file.key().toStdString());
        CHECK_FALSE(
            (file.value().contains("qcustomplot.h"_L1)
             && (file.value().contains("core/engine/torchapi.h"_L1))));
    }
}

TEST_CASE("no header that the application reaches shows a tensor")
{
    QMap<QString, QStringList> byFile;
    QStringList open;
    for (const Include& include : allIncludes()) {
        byFile[include.file] << include.included;
        if (layerOf(include.file) == "app"_L1)
            open << include.included;
    }
    QSet<QString> reached;
    while (!open.isEmpty()) {
        const QString header = open.takeLast();
        if (!reached.contains(header))
            open += byFile.value(header);
        reached.insert(header);
    }
    CHECK(reached.contains(u"core/engine/session/runner.h"_s));
    CHECK_FALSE(reached.contains(u"core/engine/torchapi.h"_s));
}

TEST_CASE("the widgets link no torch")
{
    const QString widgetsTests =
        QFileInfo(QStringLiteral(HEADWATERS_PROGRAM)).dir().filePath(u"widgets_tests"_s);
    if (!QFileInfo::exists(widgetsTests)) {
        WARN("widgets_tests is not built, so what it links was not looked at");
        return;
    }
    QProcess linked;
    linked.start(u"ldd"_s, {widgetsTests});
    REQUIRE(linked.waitForFinished());
    const QByteArray libraries = linked.readAllStandardOutput();
    CHECK(libraries.contains("libQt6Widgets"));
    CHECK_FALSE(libraries.contains("libtorch"));
    CHECK_FALSE(libraries.contains("libc10"));
}
