#include "app/panelarea.h"

#include "support/testing.h"

#include <QApplication>
#include <QWidget>

using namespace headwaters;

namespace {

struct Panels {
    explicit Panels(int width)
    {
        area.resize(width, 700);
        area.show();
        QApplication::processEvents();
    }

    Theme theme;
    QWidget* prompt = new QWidget;
    QWidget* centre = new QWidget;
    QWidget* inspector = new QWidget;
    PanelArea area{theme, prompt, centre, inspector};
};

} // namespace

TEST_CASE("the panels start at the widths of the guide")
{
    const Panels laptop(1280);
    CHECK(laptop.prompt->width() == 264);
    CHECK(laptop.inspector->width() == 288);
    const Panels desk(1920);
    CHECK(desk.prompt->width() == 304);
    CHECK(desk.inspector->width() == 344);
}

TEST_CASE("below 1200 the inspector gives its room away and comes over the centre when asked for")
{
    Panels panels(1100);
    CHECK_FALSE(panels.area.isInspectorShown());
    CHECK_FALSE(panels.inspector->isVisible());
    const int centre = panels.centre->width();
    panels.area.setInspectorShown(true);
    QApplication::processEvents();
    CHECK(panels.inspector->isVisible());
    CHECK(panels.centre->width() == centre);

    panels.area.resize(1400, 700);
    QApplication::processEvents();
    CHECK(panels.inspector->isVisible());
    CHECK(panels.centre->geometry().right() < panels.inspector->mapTo(&panels.area, QPoint()).x());
    CHECK(panels.inspector->width() == 288);
}

TEST_CASE("hidden panels and widths are remembered, and a foreign state changes nothing")
{
    Panels panels(1400);
    panels.area.setPromptShown(false);
    const QByteArray state = panels.area.saveState();
    Panels other(1400);
    REQUIRE(other.area.restoreState(state));
    CHECK_FALSE(other.area.isPromptShown());
    CHECK_FALSE(other.prompt->isVisible());
    CHECK(other.area.isInspectorShown());
    CHECK_FALSE(other.area.restoreState("nonsense"));
    CHECK_FALSE(other.area.isPromptShown());
}
