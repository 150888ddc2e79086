#include "tests/support/testing.h"
#include "widgets/common/accessible.h"
#include "widgets/common/badge.h"
#include "widgets/common/determinatebar.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/tokenchip.h"
#include "widgets/common/viewheader.h"
#include "widgets/theme/metrics.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace headwaters;

namespace {

QString accessibleText(QWidget& widget, QAccessible::Text kind)
{
    return QAccessible::queryAccessibleInterface(&widget)->text(kind);
}

QPushButton* buttonWith(const QWidget& parent, const QString& text)
{
    const auto buttons = parent.findChildren<QPushButton*>();
    for (QPushButton* button : buttons) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace

TEST_CASE("a segmented control chooses by mouse and arrow keys and tells only what the person chose")
{
    const Theme theme;
    SegmentedControl control(theme, QStringLiteral("Quantity"));
    control.addSegment(QStringLiteral("Pattern"));
    control.addSegment(QStringLiteral("Score"));
    control.addSegment(QStringLiteral("Effect"));
    control.show();
    QApplication::setActiveWindow(&control);
    CHECK(control.current() == 0);
    QSignalSpy chosen(&control, &SegmentedControl::chosen);
    control.setCurrent(1);
    CHECK(control.current() == 1);
    CHECK(chosen.isEmpty());
    const auto segments = control.findChildren<QAbstractButton*>();
    QTest::mouseClick(segments[2], Qt::LeftButton);
    REQUIRE(chosen.size() == 1);
    CHECK(chosen[0][0].toInt() == 2);
    segments[2]->setFocus();
    QTest::keyClick(segments[2], Qt::Key_Left);
    CHECK(control.current() == 1);
    CHECK(chosen.size() == 2);
    QTest::mouseClick(segments[1], Qt::LeftButton); // the chosen one again: nothing to tell
    CHECK(chosen.size() == 2);
    control.setSegmentEnabled(2, false, QStringLiteral("No target."));
    CHECK(segments[2]->toolTip() == QStringLiteral("No target."));
    CHECK(accessibleText(*segments[0], QAccessible::Name) == QStringLiteral("Pattern"));
}

TEST_CASE("painted widgets have a name and a value for the screen reader")
{
    const Theme theme;
    DeterminateBar bar(theme);
    bar.setProgress(31, 50);
    CHECK(accessibleText(bar, QAccessible::Value) == shareText(0.62));
    ValueRow row(theme);
    row.setContent(
        {{{QStringLiteral("attention")}, {QString::fromUtf8("·to"), true}}, QStringLiteral("0.997")});
    CHECK(accessibleText(row, QAccessible::Name) == QString::fromUtf8("attention ·to"));
    CHECK(accessibleText(row, QAccessible::Value) == QStringLiteral("0.997"));
    row.setContent(QStringLiteral("score"), QStringLiteral("5.34"));
    CHECK(accessibleText(row, QAccessible::Value) == QStringLiteral("5.34"));
    Badge badge(theme);
    badge.setOrigin(Origin::Derived);
    CHECK(accessibleText(badge, QAccessible::Value) == QStringLiteral("derived"));
}

TEST_CASE("a badge says the origin, and of an old run which run it is")
{
    const Theme theme;
    Badge badge(theme);
    CHECK(badge.text() == QStringLiteral("measured"));
    badge.setOrigin(Origin::Measured, QStringLiteral("3 of 6 layers"));
    CHECK(badge.text() == QStringLiteral("measured, 3 of 6 layers"));
    badge.setStaleRun(41);
    CHECK(badge.text() == QStringLiteral("from run 41"));
    badge.setStaleRun(std::nullopt);
    CHECK(badge.text() == QStringLiteral("measured, 3 of 6 layers"));
}

TEST_CASE("rows are refilled and reused, and read as text")
{
    const Theme theme;
    KeyValueRows rows(theme);
    rows.setRows(
        {{{{QStringLiteral("a")}}, QStringLiteral("1")}, {{{QStringLiteral("b")}}, QStringLiteral("2")}});
    const ValueRow* first = &rows.row(0);
    CHECK(rows.text() == QStringLiteral("a\t1\nb\t2"));
    rows.setRows({{{{QStringLiteral("c")}}, QStringLiteral("3")}});
    CHECK(rows.count() == 1);
    CHECK(&rows.row(0) == first);
    CHECK(rows.text() == QStringLiteral("c\t3"));
    CHECK(rows.sizeHint().height() == metrics::row);
}

TEST_CASE("a label that does not fit says so")
{
    const Theme theme;
    ElidedLabel label(theme, Theme::font(TextStyle::Label), &Colours::text);
    label.setText(QStringLiteral("a rather long sentence"));
    label.resize(label.sizeHint());
    CHECK_FALSE(label.isElided());
    label.resize(40, 16);
    CHECK(label.isElided());
    CHECK(label.minimumSizeHint().width() < 40);
}

TEST_CASE("an error bar shows one sentence, copies it with its details, and is closed by the person")
{
    const Theme theme;
    ErrorBar bar(theme);
    CHECK(bar.isHidden());
    bar.setProblem({Problem::Kind::Cancelled, QStringLiteral("Stopped on request."), {}});
    CHECK(bar.isHidden());
    bar.setProblem({Problem::Kind::Failed, QStringLiteral("The disk is full."), QStringLiteral("errno 28")});
    CHECK_FALSE(bar.isHidden());
    QTest::mouseClick(buttonWith(bar, QStringLiteral("Copy details")), Qt::LeftButton);
    CHECK(QGuiApplication::clipboard()->text() == QStringLiteral("The disk is full.\nerrno 28"));
    QSignalSpy closed(&bar, &ErrorBar::closed);
    QTest::mouseClick(bar.findChild<IconButton*>(), Qt::LeftButton);
    CHECK(bar.isHidden());
    CHECK(closed.size() == 1);
}

TEST_CASE("a state panel offers only the actions it has")
{
    const Theme theme;
    StatePanel panel(theme);
    panel.setMessage(
        {QStringLiteral("atlas"), QStringLiteral("No run yet"), QStringLiteral("Type a prompt."),
         QStringLiteral("Run the example")});
    CHECK(buttonWith(panel, QStringLiteral("Copy details"))->isHidden());
    QSignalSpy primary(&panel, &StatePanel::primaryClicked);
    QTest::mouseClick(buttonWith(panel, QStringLiteral("Run the example")), Qt::LeftButton);
    CHECK(primary.size() == 1);
    panel.setMessage(
        {QStringLiteral("error"), QStringLiteral("Failed"), {}, {}, {}, {}, QStringLiteral("more")});
    QTest::mouseClick(buttonWith(panel, QStringLiteral("Copy details")), Qt::LeftButton);
    CHECK(QGuiApplication::clipboard()->text() == QStringLiteral("more"));
}

TEST_CASE("an icon button names its key in the tooltip")
{
    const Theme theme;
    const IconButton button(
        theme, QStringLiteral("zoom-in"), QStringLiteral("Zoom in"), QKeySequence(Qt::Key_Plus));
    CHECK(button.toolTip() == QStringLiteral("Zoom in (+)"));
    CHECK(button.accessibleName() == QStringLiteral("Zoom in"));
    CHECK(button.size() == QSize(26, 26));
}

TEST_CASE("a view header is 40 high and gets a row of 42 once it has controls")
{
    const Theme theme;
    ViewHeader header(theme);
    header.setTitle(QString::fromUtf8("L5H5 · attention · after softmax"));
    CHECK(header.title() == QString::fromUtf8("L5H5 · attention · after softmax"));
    CHECK(header.sizeHint().height() == metrics::viewHeader);
    CHECK(header.controls() == header.controls());
    CHECK(header.sizeHint().height() == metrics::viewHeader + metrics::controlRow);
}

TEST_CASE("a chip is as wide as its token, and the cross has a target of 24")
{
    const TokenChip plain{QString::fromUtf8("·Mary")};
    TokenChip removable = plain;
    removable.removable = true;
    const QFontMetricsF measure(Theme::mono(TextStyle::Label));
    CHECK(tokenChipWidth(plain) == Approx(std::ceil(measure.horizontalAdvance(plain.label)) + 10));
    CHECK(tokenChipWidth(removable) > tokenChipWidth(plain));
    const QRectF area(100, 10, tokenChipWidth(removable), metrics::chip);
    CHECK(tokenChipRemoveArea(area).width() == 24);
    CHECK(tokenChipRemoveArea(area).contains(QPointF(area.right() - 8, area.center().y())));
    CHECK_FALSE(tokenChipRemoveArea(area).contains(area.topLeft()));
}
