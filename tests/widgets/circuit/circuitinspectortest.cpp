#include "widgets/circuit/circuitinspector.h"

#include "support/testing.h"
#include "widgets/circuit/cardlists.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/support/samplecircuit.h"
#include "widgets/support/samplerun.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

struct Fixture {
    Theme theme;
    RunModel run;
    CircuitModel model;
    CircuitInspector inspector{theme, model, run};
    int edge = -1;

    Fixture()
    {
        fillSample(run);
        model.setRunInFront(1);
        model.setPair(run.result()->effects.target, run.result()->effects.rival);
        model.finishTrace(sampleCircuit(), 1);
        inspector.resize(288, 700);
        inspector.show();
        REQUIRE(QTest::qWaitForWindowExposed(&inspector));
    }
    void lockEdge(const char* from, const char* to)
    {
        edge = edgeBetween(*model.circuit(), QLatin1String(from), QLatin1String(to));
        model.lock(CircuitSpot{CircuitSpot::Kind::Edge, edge});
    }
};

} // namespace

TEST_CASE("The shares of an edge add up to what it adds, the rest as one line")
{
    Fixture fixture;
    fixture.lockEdge("0.2", "5.5");
    CHECK(fixture.inspector.edgeCard()->note == QStringLiteral("Its directions are on their way."));
    fixture.model.setEvidence(fixture.edge, sampleEvidence());
    const EdgeCard& card = *fixture.inspector.edgeCard();
    CHECK(card.title == QStringLiteral("0.2 → 5.5"));
    CHECK(card.side == QStringLiteral("key side, written at"));
    CHECK(card.place == QStringLiteral("·Mary"));
    REQUIRE(card.directions.size() == 6);
    CHECK(card.directions[0].label == QStringLiteral("direction 2"));
    CHECK(card.directions[0].value == QStringLiteral("+1.03"));
    CHECK(card.directions[0].isListed);
    CHECK(card.directions[5].label == QStringLiteral("27 others"));
    double sum = 0;
    for (const DirectionLine& line : card.directions)
        sum += QString(line.value).replace(QChar(0x2212), u'-').toDouble();
    CHECK(sum == Approx(QString(card.sum).toDouble()).margin(0.03)); // each rounded to 0.01
    CHECK(card.residual == QStringLiteral("Residual 0.000000 ✓"));
    CHECK(card.scoreNote == QStringLiteral("of the score's 9.42 above the mean key."));
}

TEST_CASE("A residual above what is allowed is said in red with both numbers")
{
    Fixture fixture;
    fixture.lockEdge("0.2", "5.5");
    EdgeEvidence broken = *sampleEvidence();
    broken.residual = 0.018;
    fixture.model.setEvidence(fixture.edge, std::make_shared<const EdgeEvidence>(broken));
    CHECK_FALSE(fixture.inspector.edgeCard()->isWithin);
    CHECK(fixture.inspector.edgeCard()->residual == QStringLiteral("Residual 0.018000, allowed 0.001042 ×"));
}

TEST_CASE("A direction is chosen by click and key, and its tokens are read")
{
    Fixture fixture;
    fixture.lockEdge("0.2", "5.5");
    fixture.model.setEvidence(fixture.edge, sampleEvidence());
    QSignalSpy wanted(&fixture.model, &CircuitModel::readingWanted);
    DirectionList& list = fixture.inspector.directions();
    QTest::mouseClick(&list, Qt::LeftButton, {}, list.partRect(1).center());
    REQUIRE(wanted.count() == 1);
    CHECK(wanted[0][1].toInt() == 6);
    QTest::mouseClick(&list, Qt::LeftButton, {}, list.partRect(5).center()); // the others are none
    CHECK(wanted.count() == 1);
    list.setFocus();
    QTest::keyClick(&list, Qt::Key_Down);
    CHECK(fixture.model.direction() == 4);
    fixture.model.setReading(sampleReading({5, 5}, 4));
    CHECK(fixture.inspector.edgeCard()->query.size() == 4);
    CHECK(fixture.inspector.edgeCard()->query[0].label == fixture.run.label(1));
    CHECK(list.partText(1) == QStringLiteral("direction 6 adds +0.74, 43\u202F%, in the edge's list"));
}

TEST_CASE("Remove and Boost show the new difference beside the old one and a random control")
{
    Fixture fixture;
    fixture.lockEdge("0.2", "5.5");
    CHECK(fixture.inspector.removeButton().text() == QStringLiteral("Remove 2")); // the edge's own list
    fixture.model.setEvidence(fixture.edge, sampleEvidence());
    CHECK(fixture.inspector.removeButton().text() == QStringLiteral("Remove 3"));
    std::vector<EdgeChange> wanted;
    QObject::connect(&fixture.model, &CircuitModel::changeWanted, [&](const EdgeChange& change) {
        wanted.push_back(change);
    });
    fixture.inspector.removeButton().click();
    REQUIRE(wanted.size() == 2);
    CHECK_FALSE(fixture.inspector.removeButton().isEnabled());
    fixture.model.setChangeResult(wanted[0], {4.62, 4.54, 0.997, 0.976, 1, 1, true, {}});
    fixture.model.setChangeResult(wanted[1], {4.62, 4.61, 0.997, 0.996, 1, 1, true, {}});
    const std::vector<TrialLine>& trials = fixture.inspector.edgeCard()->trials;
    REQUIRE(trials.size() == 3);
    CHECK(trials[0].difference == QStringLiteral("+4.62"));
    CHECK(trials[1].label == QStringLiteral("removed"));
    CHECK(trials[1].difference == QStringLiteral("+4.54"));
    CHECK(trials[1].attention == QStringLiteral("0.976"));
    CHECK(trials[1].isLast);
    CHECK(trials[2].isControl);
    CHECK(trials[2].difference == QStringLiteral("+4.61"));
    fixture.inspector.copy();
    CHECK(QApplication::clipboard()->text().contains(QStringLiteral("removed\t+4.54\t0.976")));
    // Global is another question.
    Q_EMIT fixture.inspector.reach().chosen(1);
    CHECK(fixture.inspector.edgeCard()->trials.size() == 1);
}

TEST_CASE("The card of a node lists what it gets and gives, the strongest first")
{
    Fixture fixture;
    fixture.model.setThreshold(0);
    const int node = nodeNamed(*fixture.model.circuit(), QStringLiteral("5.5"));
    fixture.model.lock(CircuitSpot{CircuitSpot::Kind::Node, node});
    const NodeCard& card = *fixture.inspector.nodeCard();
    CHECK(card.title == QStringLiteral("5.5"));
    CHECK(card.hook == QStringLiteral("blocks.5.attn.hook_pattern[5]"));
    REQUIRE(card.gets.rows.size() == shownRows + 1);
    CHECK(card.gets.rows[0].label[0].text == QStringLiteral("3.5"));
    CHECK(card.gets.rows[0].value == QStringLiteral("0.171"));
    CHECK(card.gets.rows.back().label[0].text == QStringLiteral("and 19 more"));
    CHECK(card.gives.rows[0].label[0].text == QStringLiteral("Mary − John"));
    CHECK_FALSE(fixture.inspector.edgeCard());
    // A hovered node is previewed, the locked thing comes back.
    fixture.lockEdge("0.2", "5.5");
    fixture.model.hover(CircuitSpot{CircuitSpot::Kind::Node, node});
    CHECK(fixture.inspector.nodeCard());
    fixture.model.hover(std::nullopt);
    CHECK(fixture.inspector.edgeCard());
}
