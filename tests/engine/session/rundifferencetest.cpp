#include "core/engine/session/rundifference.h"

#include "core/engine/session/modelsession.h"
#include "core/engine/session/runner.h"
#include "engine/support/randommodel.h"
#include "support/testing.h"

#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

const QString john = QStringLiteral("When Mary and John went to the store, John gave a drink to");
const QString mary = QStringLiteral("When Mary and John went to the store, Mary gave a drink to");

/// The two prompts on the bundled model, B on A's weights.
struct Pair {
    explicit Pair(const QString& textA = john, const QString& textB = mary)
    {
        a.open(demoModel(), {});
        static_cast<void>(a.run(1, {textA, true, {}, {}}, {}));
        b.share(*a.snapshot());
        static_cast<void>(b.run(1, {textB, true, {}, {}}, {}));
    }

    Runner a;
    Runner b;
};

QString summaryOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.problem().summary;
    }
    return {};
}

} // namespace

TEST_CASE("A second runner shares the model of the first and forgets nothing of it")
{
    const Pair pair;
    CHECK(pair.b.model() == pair.a.model());
    CHECK(pair.b.tokenizer() == pair.a.tokenizer());
    CHECK(pair.a.lastRun()->request.text == john);
    CHECK(pair.b.lastRun()->request.text == mary);
}

// Hugging Face's attentions of both prompts, subtracted with torch; see tests/data/README.md.
TEST_CASE("The mean difference of a head is the reference's")
{
    const Pair pair;
    const LayerDifference first = layerDifference(*pair.a.snapshot(), *pair.b.snapshot(), 0, {});
    const LayerDifference last = layerDifference(*pair.a.snapshot(), *pair.b.snapshot(), 5, {});
    const double means0[] = {0.000253, 0.0052923, 0.0165206, 6.63e-05, 0.0058406, 0.0018979};
    const double means5[] = {0.0092517, 0.0020684, 0.0039738, 0.0145958, 0.0076193, 0.0064768};
    const double largest5[] = {0.4333652, 0.0492509, 0.1491276, 0.2628086, 0.2395347, 0.1234295};
    REQUIRE(first.heads.size() == 6);
    CHECK(last.layer == 5);
    for (std::size_t head = 0; head < 6; ++head) {
        CHECK(first.heads[head].meanAbsolute == Approx(means0[head]).margin(2e-6));
        CHECK(last.heads[head].meanAbsolute == Approx(means5[head]).margin(2e-6));
        CHECK(last.heads[head].largest == Approx(largest5[head]).margin(1e-4));
        CHECK(last.heads[head].head == HeadIndex{5, static_cast<int>(head)});
    }
}

TEST_CASE("The picture of a head's difference is one pattern minus the other")
{
    const Pair pair;
    const LayerDifference layer = layerDifference(*pair.a.snapshot(), *pair.b.snapshot(), 2, {});
    const auto a = pair.a.headDetail({2, 1}, 0, 1, {});
    const auto b = pair.b.headDetail({2, 1}, 0, 1, {});
    const DifferencePicture& picture = layer.heads[1].picture;
    REQUIRE(picture.size == 15);
    for (std::size_t at = 0; at < picture.values.size(); ++at)
        CHECK(picture.values[at] == Approx(a->pattern[at] - b->pattern[at]).margin(1e-6));
}

TEST_CASE("Runs of other lengths or models of other shapes have no difference")
{
    const Pair pair(john, QStringLiteral("Mary gave"));
    const QString lengths =
        summaryOf([&] { (void)layerDifference(*pair.a.snapshot(), *pair.b.snapshot(), 0, {}); });
    CHECK(lengths.contains(QStringLiteral("15 tokens")));
    CHECK(lengths.contains(QStringLiteral("4 tokens")));

    Runner other;
    const auto folder = RandomModel().write();
    other.open(folder->path(), {});
    static_cast<void>(other.run(1, {QStringLiteral("a b"), true, {}, {}}, {}));
    const QString shapes =
        summaryOf([&] { (void)layerDifference(*pair.a.snapshot(), *other.snapshot(), 0, {}); });
    CHECK(shapes.contains(QStringLiteral("6 × 6")));
    CHECK(shapes.contains(QStringLiteral("2 × 2")));
}

TEST_CASE("A snapshot stays what it was while its runner runs on")
{
    Pair pair;
    const auto before = pair.a.snapshot();
    const LayerDifference expected = layerDifference(*before, *pair.b.snapshot(), 3, {});
    static_cast<void>(pair.a.run(2, {QStringLiteral("Tom likes Anna"), true, {}, {}}, {}));
    const LayerDifference again = layerDifference(*before, *pair.b.snapshot(), 3, {});
    for (std::size_t head = 0; head < 6; ++head)
        CHECK(again.heads[head].meanAbsolute == expected.heads[head].meanAbsolute);
}

TEST_CASE("The differences of all layers arrive in order, then the end")
{
    const Pair pair;
    RunDifference difference;
    QStringList said;
    QObject::connect(
        &difference, &RunDifference::layerReady, &difference,
        [&](const std::shared_ptr<const LayerDifference>& layer) { said << QString::number(layer->layer); });
    QObject::connect(
        &difference, &RunDifference::ended, &difference, [&] { said << QStringLiteral("ended"); });
    difference.start(pair.a.snapshot(), pair.b.snapshot());
    CHECK(difference.isRunning());
    CHECK(QTest::qWaitFor([&] { return said.contains(QStringLiteral("ended")); }, 60000));
    CHECK(said.join(u' ') == QStringLiteral("0 1 2 3 4 5 ended"));
    CHECK_FALSE(difference.isRunning());
}

TEST_CASE("Nothing arrives of differences that were stopped, and a newer pair silences an older one")
{
    const Pair pair;
    RunDifference difference;
    QSignalSpy layers(&difference, &RunDifference::progressed);
    QSignalSpy ends(&difference, &RunDifference::ended);
    difference.start(pair.a.snapshot(), pair.b.snapshot());
    difference.stop();
    CHECK(ends.count() == 1);
    QTest::qWait(50);
    CHECK(layers.count() == 0);

    difference.start(pair.a.snapshot(), pair.b.snapshot());
    difference.start(pair.b.snapshot(), pair.a.snapshot());
    CHECK(QTest::qWaitFor([&] { return ends.count() == 3; }, 60000));
    CHECK(layers.count() == 6);
}

TEST_CASE("A session that shares a model opens it without reading and runs beside the first")
{
    ModelSession first;
    QSignalSpy finished(&first, &ModelSession::finished);
    first.open(demoModel());
    first.run({john, true, {}, {}});
    CHECK(first.snapshot() == nullptr);
    REQUIRE(QTest::qWaitFor([&] { return finished.count() == 1; }, 60000));
    REQUIRE(first.snapshot());

    ModelSession second;
    QSignalSpy opened(&second, &ModelSession::modelOpened);
    QSignalSpy secondFinished(&second, &ModelSession::finished);
    QSignalSpy hashed(&second, &ModelSession::hashReady);
    second.share(first.snapshot());
    second.run({mary, true, {}, {}});
    REQUIRE(QTest::qWaitFor([&] { return secondFinished.count() == 1; }, 60000));
    CHECK(opened.count() == 1);
    CHECK(second.snapshot());
    CHECK(qvariant_cast<std::shared_ptr<const RunResult>>(secondFinished[0][1])->request.text == mary);
    QTest::qWait(1200); // the hash of a model that was read would begin within this time
    CHECK(hashed.count() == 0);
}
