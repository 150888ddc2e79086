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

struct Captured {
    QString file; ///< relative to the source tree
    QString text; ///< of an include: what stands between the quotes or brackets
};

/// What the first group of a pattern, line by line, captures in files of these names.
std::vector<Captured> capturedIn(const QStringList& names, const QString& pattern)
{
    const QRegularExpression line(pattern, QRegularExpression::MultilineOption);
    std::vector<Captured> all;
    for (const QString& folder : {u"core"_s, u"widgets"_s, u"app"_s}) {
        QDirIterator files(source.filePath(folder), names, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            REQUIRE(file.open(QIODevice::ReadOnly));
            auto matches = line.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext())
                all.push_back({source.relativeFilePath(file.fileName()), matches.next().captured(1)});
        }
    }
    return all;
}

std::vector<Captured> allIncludes()
{
    return capturedIn({u"*.h"_s, u"*.cpp"_s}, u"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"_s);
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
    for (const Captured& include : includes) {
        const QString target = layerOf(include.text);
        INFO(include.file.toStdString() << " includes " << include.text.toStdString());
        CHECK((target.isEmpty() || mayInclude.value(layerOf(include.file)).contains(target)));
    }
}

TEST_CASE("no two headers define a type of one name, which no compiler would notice")
{
    QMap<QString, QString> definedIn;
    const auto types =
        capturedIn({u"*.h"_s}, u"^(?:class|struct|enum class) (\\w+)(?: final)?(?: : .*)? \\{$"_s);
    REQUIRE(types.size() > 300);
    for (const Captured& type : types) {
        INFO(
            type.text.toStdString() << " in " << type.file.toStdString() << " and in "
                                    << definedIn.value(type.text).toStdString());
        CHECK_FALSE(definedIn.contains(type.text));
        definedIn[type.text] = type.file;
    }
}

TEST_CASE("only core/engine/torchapi.h includes torch")
{
    for (const Captured& include : allIncludes()) {
        INFO(include.file.toStdString() << " includes " << include.text.toStdString());
        CHECK((!isTorch(include.text) || include.file == "core/engine/torchapi.h"_L1));
    }
}

TEST_CASE("core includes nothing that draws")
{
    for (const Captured& include : allIncludes()) {
        INFO(include.file.toStdString() << " includes " << include.text.toStdString());
        CHECK((!include.file.startsWith("core/"_L1) || !isGraphical(include.text)));
    }
}

TEST_CASE("torch and QCustomPlot never meet in one file")
{
    QMap<QString, QStringList> byFile;
    for (const Captured& include : allIncludes())
        byFile[include.file] << include.text;
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
    for (const Captured& include : allIncludes()) {
        byFile[include.file] << include.text;
        if (layerOf(include.file) == "app"_L1)
            open << include.text;
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
