#include "widgets/theme/theme.h"
#include "tests/support/testing.h"
#include "widgets/theme/metrics.h"
#include "widgets/theme/stylesheet.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

using namespace headwaters;

namespace {

QColor inkOf(const QPixmap& picture)
{
    const QImage image = picture.toImage();
    QColor strongest(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > strongest.alpha())
                strongest = image.pixelColor(x, y);
        }
    }
    return strongest;
}

} // namespace

TEST_CASE("a theme changes its colours with mode and map, and says so once")
{
    Theme theme;
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setMode(Theme::Mode::Dark);
    CHECK(theme.isDark());
    CHECK(theme.colours().panel == QColor(QStringLiteral("#161B1E")));
    theme.setMode(Theme::Mode::Dark);
    CHECK(changed.size() == 1);
    theme.setSequentialMap(SequentialMap::Cividis);
    CHECK(changed.size() == 2);
    CHECK(theme.palette().sequential.at(1) == QColor(QStringLiteral("#FEE838")));
    theme.setMode(Theme::Mode::Light);
    CHECK(theme.palette().sequential.at(1) == QColor(QStringLiteral("#00224E")));
}

TEST_CASE("the system theme follows the desktop's palette")
{
    const QPalette before = QApplication::palette();
    QPalette dark;
    dark.setColor(QPalette::Window, QColor(30, 30, 30));
    dark.setColor(QPalette::WindowText, QColor(230, 230, 230));
    QApplication::setPalette(dark);
    CHECK(Theme().isDark());
    QApplication::setPalette(QPalette());
    CHECK_FALSE(Theme().isDark());
    QApplication::setPalette(before);
}

TEST_CASE("fonts have the sizes and weights of the type scale")
{
    CHECK(Theme::font(TextStyle::Axis).pixelSize() == 10);
    CHECK(Theme::font(TextStyle::Caption).pixelSize() == 11);
    CHECK(Theme::font(TextStyle::Label).pixelSize() == 12);
    CHECK(Theme::font(TextStyle::Body).pixelSize() == 13);
    CHECK(Theme::font(TextStyle::Title, 600).weight() == QFont::DemiBold);
    CHECK(Theme::font(TextStyle::Display).pixelSize() == 20);
    CHECK(QFontInfo(Theme::mono(TextStyle::Label)).fixedPitch());
}

TEST_CASE("ligatures never join the letters of an ASCII token, other scripts are shaped")
{
    CHECK(Theme::monoFor(QStringLiteral("!="), TextStyle::Label).styleStrategy() & QFont::PreferNoShaping);
    CHECK(
        Theme::monoFor(QString::fromUtf8("·to"), TextStyle::Label).styleStrategy() & QFont::PreferNoShaping);
    CHECK_FALSE(
        Theme::monoFor(QString::fromUtf8("नमस्ते"), TextStyle::Label).styleStrategy() & QFont::PreferNoShaping);
    const QFontMetricsF measure(Theme::monoFor(QStringLiteral("->"), TextStyle::Label));
    CHECK(measure.horizontalAdvance(QStringLiteral("->")) == Approx(2 * measure.horizontalAdvance(u'-')));
}

TEST_CASE("icons are tinted by state and follow the theme")
{
    Theme theme;
    theme.setMode(Theme::Mode::Light);
    const QIcon icon = theme.icon(QStringLiteral("lock"));
    CHECK(inkOf(icon.pixmap(32)).rgb() == theme.colours().text2.rgb());
    CHECK(inkOf(icon.pixmap(32, QIcon::Active)).rgb() == theme.colours().text.rgb());
    CHECK(inkOf(icon.pixmap(32, QIcon::Normal, QIcon::On)).rgb() == theme.colours().accent.rgb());
    CHECK(inkOf(icon.pixmap(32, QIcon::Disabled)).rgb() == theme.colours().text3.rgb());
    theme.setMode(Theme::Mode::Dark);
    CHECK(inkOf(icon.pixmap(32)).rgb() == theme.colours().text2.rgb());
    const QPixmap sharp = theme.pixmap(QStringLiteral("run"), 16, Qt::red, 2.0);
    CHECK(sharp.width() == 32);
    CHECK(sharp.devicePixelRatio() == 2.0);
    CHECK(inkOf(sharp).rgb() == QColor(Qt::red).rgb());
}

TEST_CASE("every icon of the resources can be drawn")
{
    Theme theme;
    const QStringList names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
    REQUIRE(names.size() > 40);
    for (const QString& name : names) {
        INFO(name);
        CHECK(inkOf(theme.pixmap(name.chopped(4), 24, Qt::black, 1.0)).alpha() > 200);
    }
}

TEST_CASE("the style sheet has no colour left open")
{
    CHECK_FALSE(styleSheet(loadPalette(false, SequentialMap::Viridis).colours).contains(u'@'));
}

TEST_CASE("metrics are those of tokens.json")
{
    QFile file(QStringLiteral(":/theme/tokens.json"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonObject size = root.value(QStringLiteral("size")).toObject();
    const auto is = [&size](const char* name, int value) {
        INFO(name);
        CHECK(size.value(QLatin1String(name)).toInt() == value);
    };
    is("topStrip", metrics::topStrip);
    is("tabBar", metrics::tabBar);
    is("viewHeader", metrics::viewHeader);
    is("taskRow", metrics::taskRow);
    is("dockHeader", metrics::dockHeader);
    is("control", metrics::control);
    is("controlLarge", metrics::controlLarge);
    is("row", metrics::row);
    is("chip", metrics::chip);
    is("badge", metrics::badge);
    is("icon", metrics::icon);
    is("iconButton", metrics::iconButton);
    is("leftDock", metrics::leftDock);
    is("rightDock", metrics::rightDock);
    is("hitMin", metrics::hitMin);
    const QJsonObject opacity = root.value(QStringLiteral("opacity")).toObject();
    CHECK(opacity.value(QStringLiteral("faded")).toDouble() == metrics::opacityFaded);
    CHECK(opacity.value(QStringLiteral("staleOverlay")).toDouble() == metrics::opacityStale);
    CHECK(opacity.value(QStringLiteral("crosshair")).toDouble() == metrics::opacityCrosshair);
}
