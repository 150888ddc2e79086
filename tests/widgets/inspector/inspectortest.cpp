#include "widgets/inspector/inspector.h"
#include "widgets/head/directionmodel.h"

#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/badge.h"
#include "widgets/common/dimmedarea.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/lockmark.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/statepanel.h"
#include "widgets/inspector/distanceprofile.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

using namespace headwaters;

namespace {

struct Shown {
    explicit Shown(int size = 15) : inspector(theme, model, selection)
    {
        selection.setModelShape(6, 6);
        selection.setTokenCount(size);
        fillSample(model, size);
    }

    void lock(HeadIndex head, int size = 15)
    {
        selection.lock({head, size - 1, 2});
        model.setDetail(sampleDetail(head, size));
    }

    Theme theme;
    RunModel model;
    Selection selection;
    Inspector inspector;
};

const StatePanel* stateOf(const Inspector& inspector)
{
    return inspector.findChild<StatePanel*>();
}

} // namespace

TEST_CASE("without a run, without a head and while the numbers are on their way the inspector says so")
{
    Theme theme;
    RunModel model;
    Selection selection;
    Inspector inspector(theme, model, selection);
    CHECK(stateOf(inspector)->message().title == QStringLiteral("No run yet"));
    selection.setModelShape(6, 6);
    fillSample(model);
    CHECK(stateOf(inspector)->message().title == QStringLiteral("No head selected"));
    selection.toggleHead({3, 2});
    CHECK(stateOf(inspector)->message().title == QStringLiteral("L3H2"));
    CHECK_FALSE(inspector.card().has_value());
    model.setDetail(sampleDetail({3, 2}));
    REQUIRE(inspector.card().has_value());
    CHECK(inspector.card()->head == HeadIndex{3, 2});
}

TEST_CASE("the empty inspector locks the head with the largest effect")
{
    Shown shown;
    shown.inspector.show();
    auto* button = stateOf(shown.inspector)->findChild<QPushButton*>();
    REQUIRE(button->text() == QStringLiteral("Lock the strongest head"));
    QTest::mouseClick(button, Qt::LeftButton);
    REQUIRE(shown.selection.isHeadLocked());
    const auto effects = shown.model.effects()->heads;
    const HeadIndex head = *shown.selection.locked().head;
    for (const auto& layer : effects) {
        for (const float effect : layer)
            CHECK(
                std::abs(effect) <= std::abs(
                    effects[static_cast<std::size_t>(head.layer)][static_cast<std::size_t>(head.head)]));
    }
}

TEST_CASE("the card before stays until the next head's numbers arrive, but not for long")
{
    Shown shown;
    shown.lock({5, 5});
    shown.selection.hoverHead(HeadIndex{1, 1});
    CHECK(shown.inspector.card()->head == HeadIndex{5, 5});
    shown.model.setDetail(sampleDetail({1, 1}));
    CHECK(shown.inspector.card()->head == HeadIndex{1, 1});
    CHECK(shown.inspector.findChild<LockMark*>()->isHidden()); // 5.5 is locked, 1.1 is only hovered
    shown.selection.hoverHead(HeadIndex{2, 2});
    for (int wait = 0; wait < 100 && shown.inspector.card(); ++wait)
        QTest::qWait(20);
    CHECK_FALSE(shown.inspector.card().has_value());
    CHECK(stateOf(shown.inspector)->message().title == QStringLiteral("L2H2"));
}

TEST_CASE("a result of an older prompt is dimmed and says its run")
{
    Shown shown;
    shown.lock({5, 5});
    auto* body = shown.inspector.findChild<DimmedArea*>();
    CHECK_FALSE(body->isDimmed());
    shown.model.setStale(true);
    CHECK(body->isDimmed());
    CHECK(body->findChild<Badge*>()->text() == QStringLiteral("from run 1"));
    shown.model.setStale(false);
    CHECK_FALSE(body->isDimmed());
    CHECK(body->findChild<Badge*>()->text() == QStringLiteral("measured"));
}

TEST_CASE("copy puts every number of the card on the clipboard")
{
    Shown shown;
    shown.lock({5, 5});
    shown.inspector.copy();
    const QString text = QGuiApplication::clipboard()->text();
    CHECK(text.startsWith(QStringLiteral("L5H5\nblocks.5.attn.hook_pattern[5]\n")));
    CHECK(text.contains(QString::fromUtf8("attention ·to → ·Mary\t0.997")));
    CHECK(text.contains(QStringLiteral("Effect by source token (derived)")));
}

TEST_CASE("the card draws in both themes, nothing wider than the dock, and scrolls in a small window")
{
    for (const bool dark : {false, true}) {
        for (const int size : {15, 256}) {
            Dressed dressed(dark);
            RunModel model;
            Selection selection;
            Inspector inspector(dressed.theme, model, selection);
            selection.setModelShape(6, 6);
            selection.setTokenCount(size);
            fillSample(model, size);
            selection.lock({HeadIndex{5, 5}, size - 1, 2});
            model.setDetail(sampleDetail({5, 5}, size));
            const QByteArray name =
                QByteArray("inspector-") + QByteArray::number(size) + (dark ? "-dark" : "-light");
            const QImage picture = pictureOf(inspector, {288, 1100}, name.constData());
            CHECK(picture.width() == 288);
            auto* scroll = inspector.findChild<QScrollArea*>();
            CHECK(scroll->widget()->width() <= scroll->viewport()->width());
            inspector.resize(288, 400);
            QCoreApplication::processEvents();
            CHECK(scroll->verticalScrollBar()->maximum() > 0);
            CHECK(scroll->widget()->minimumSizeHint().width() <= 264);
        }
    }
}

TEST_CASE("the card of a head that shares keys and values says with which heads")
{
    const Dressed dressed(false);
    RunModel model;
    Selection selection;
    Inspector inspector(dressed.theme, model, selection);
    selection.setModelShape(6, 9);
    fillSample(model, 15, {6, 9, 3});
    selection.lock({HeadIndex{5, 4}, 14, 2});
    model.setDetail(sampleDetail({5, 4}));
    pictureOf(inspector, {288, 400}, "inspector-grouped");
    const auto* rows = inspector.findChild<KeyValueRows*>();
    REQUIRE(rows->isVisible());
    CHECK(rows->text() == QStringLiteral("key/value group\t1 of 3\nshared with\t5.3, 5.5"));
    fillSample(model);
    model.setDetail(sampleDetail({5, 4}));
    CHECK_FALSE(rows->isVisible());
}

TEST_CASE("the distance profile joins distances where they have no room, and says so")
{
    const Theme theme;
    DistanceProfile profile(theme);
    profile.resize(240, 74);
    profile.setProfile({0.5F, 0.25F, 0.125F});
    CHECK(profile.distancesPerBar() == 1);
    CHECK(profile.textAt(0) == QStringLiteral("distance 0: 0.500"));
    CHECK(profile.textAt(17) == QStringLiteral("distance 1: 0.250"));
    CHECK(profile.textAt(200).isEmpty());
    std::vector<float> longer(1024, 0.001F);
    longer[14] = 0.7F;
    profile.setProfile(longer);
    CHECK(profile.distancesPerBar() == 13); // 80 bars of 3 pixels
    CHECK(profile.textAt(4) == QStringLiteral("distances 13 to 25: at most 0.700"));
    CHECK(profile.property("accessibleValue").toString() == QStringLiteral("largest 0.700 at distance 14"));
}

TEST_CASE("the card says where the pair's score comes from and who reads the head, once it is traced")
{
    Theme theme;
    RunModel model;
    Selection selection;
    DirectionModel directions;
    fillSample(model);
    selection.setModelShape(6, 6);
    selection.setTokenCount(15);
    selection.lock({HeadIndex{5, 4}, 14, 2});
    model.setDetail(sampleDetail({5, 4}, 15, model.result()->run));
    Inspector inspector(theme, model, selection);
    inspector.setDirections(directions);
    REQUIRE(inspector.card());
    CHECK(inspector.card()->getsFrom.title.isEmpty());
    directions.setTracing(true);
    CHECK(inspector.card()->getsFrom.note == QStringLiteral("The pair is being traced."));

    auto neighbours = std::make_shared<HeadNeighbours>();
    neighbours->run = model.result()->run;
    neighbours->head = {5, 4};
    neighbours->destination = 14;
    neighbours->source = 2;
    neighbours->attention = 0.9;
    neighbours->getsFrom = {
        {3, -1, QStringLiteral("MLP 3"), true, 2, -1, 0.072, 0.08},
        {1, 5, QStringLiteral("1.5"), false, 14, 9, 0.045, 0.05}};
    neighbours->givesTo = {{{}, true, false, 0, 0, 2.09}, {{5, 5}, false, true, 14, 2, 0.25}};
    directions.setNeighbours(neighbours);
    directions.setTracing(false);
    const HeadCard& card = *inspector.card();
    REQUIRE(card.getsFrom.rows.size() == 2);
    CHECK(card.getsFrom.rows[0].edge == ValueRow::Content::Edge::Key);
    CHECK(card.getsFrom.rows[1].edge == ValueRow::Content::Edge::Query);
    CHECK(card.text().contains(QStringLiteral("MLP 3 @2\t") + shareText(0.08)));
    CHECK(card.text().contains(QStringLiteral("logits\t+2.09")));
    CHECK(card.text().contains(QStringLiteral("5.5 @14 → @2\t0.250")));

    selection.togglePair(13, 2); // another pair: not traced
    CHECK(inspector.card()->getsFrom.title.isEmpty());
    auto nothing = std::make_shared<HeadNeighbours>(*neighbours);
    nothing->destination = 13;
    nothing->getsFrom.clear();
    nothing->givesTo.clear();
    nothing->note = QStringLiteral("Attention 0.010 is below the threshold 0.179.");
    directions.setNeighbours(nothing);
    CHECK(inspector.card()->getsFrom.note == nothing->note);
}
