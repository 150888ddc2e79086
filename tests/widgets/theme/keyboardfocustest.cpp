#include "widgets/theme/keyboardfocus.h"

#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"

#include <QApplication>
#include <QFocusFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>

using namespace headwaters;

TEST_CASE("the focus ring appears after a key and not after a click")
{
    const Dressed dressed(false);
    QWidget window;
    auto* row = new QHBoxLayout(&window);
    auto* first = new QPushButton(QStringLiteral("First"));
    auto* second = new QPushButton(QStringLiteral("Second"));
    row->addWidget(first);
    row->addWidget(second);
    window.show();
    QApplication::setActiveWindow(&window);
    const auto ringed = [&window]() -> QWidget* {
        const auto* frame = window.findChild<QFocusFrame*>();
        return frame && frame->isVisible() ? frame->widget() : nullptr;
    };
    QTest::mouseClick(first, Qt::LeftButton);
    CHECK(ringed() == nullptr);
    CHECK_FALSE(KeyboardFocus::isShownFor(first));
    QTest::keyClick(first, Qt::Key_Tab);
    CHECK(second->hasFocus());
    CHECK(ringed() == second);
    CHECK(KeyboardFocus::isShownFor(second));
    const QImage picture = pictureOf(window, {240, 60}, "focus-ring");
    CHECK(
        picture.pixelColor(second->geometry().center().x(), second->geometry().top() - 3)
        == dressed.theme.colours().accent);
    CHECK(
        picture.pixelColor(second->geometry().center().x(), second->geometry().top() - 1)
        != dressed.theme.colours().accent);
    QTest::mouseClick(first, Qt::LeftButton);
    CHECK(ringed() == nullptr);
}

TEST_CASE("a widget without room around it has the ring inside its edge")
{
    const Dressed dressed(false);
    QWidget window;
    auto* row = new QHBoxLayout(&window);
    row->setContentsMargins(0, 0, 0, 0);
    auto* area = new QScrollArea;
    area->setProperty("focusRing", QStringLiteral("inside"));
    auto* button = new QPushButton(QStringLiteral("First"));
    row->addWidget(button);
    row->addWidget(area);
    window.show();
    QApplication::setActiveWindow(&window);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Tab);
    CHECK(area->hasFocus());
    const QImage picture = pictureOf(window, {240, 60}, "focus-ring-inside");
    CHECK(picture.pixelColor(area->geometry().center().x(), 1) == dressed.theme.colours().accent);
    CHECK(picture.pixelColor(area->geometry().center().x(), 4) != dressed.theme.colours().accent);
}
