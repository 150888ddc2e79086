#include "core/engine/session/modelsession.h"

#include "core/files/modelfolder.h"
#include "engine/support/randommodel.h"
#include "support/testing.h"

#include <QSignalSpy>
#include <QTest>

#include <QThread>

#include <random>

using namespace headwaters;

namespace {

const QString mary = QStringLiteral("When Mary and John went to the store, John gave a drink to");

/// A session and everything it said, in order, as text: `opened demo`, `layer 1 0`, `finished 1`.
class Listener {
public:
    Listener()
    {
        const auto say = [this](const QString& text) { said << text; };
        QObject::connect(
            &session, &ModelSession::modelOpened, &session,
            [=, this](const ModelInfo& info, std::shared_ptr<const Tokenizer> opened) {
                tokenizer = std::move(opened);
                say(QStringLiteral("opened %1").arg(info.dModel));
            });
        QObject::connect(&session, &ModelSession::modelFailed, &session, [=, this](const Problem& failed) {
            problem = failed;
            say(QStringLiteral("open failed"));
        });
        QObject::connect(
            &session, &ModelSession::layerReady, &session,
            [=](quint64 run, const std::shared_ptr<const LayerResult>& layer) {
                say(QStringLiteral("layer %1 %2").arg(run).arg(layer->layer));
            });
        QObject::connect(
            &session, &ModelSession::finished, &session,
            [=, this](quint64 run, std::shared_ptr<const RunResult> finished) {
                result = std::move(finished);
                say(QStringLiteral("finished %1").arg(run));
            });
        QObject::connect(
            &session, &ModelSession::failed, &session, [=, this](quint64 run, const Problem& failed) {
                problem = failed;
                say(QStringLiteral("failed %1").arg(run));
            });
        QObject::connect(&session, &ModelSession::cancelled, &session, [=](quint64 run) {
            say(QStringLiteral("cancelled %1").arg(run));
        });
        QObject::connect(
            &session, &ModelSession::headReady, &session, [=, this](std::shared_ptr<const HeadDetail> ready) {
                detail = std::move(ready);
                say(QStringLiteral("head %1").arg(detail->head.text()));
            });
        QObject::connect(
            &session, &ModelSession::mapReady, &session,
            [=](quint64 run, const std::shared_ptr<const AttentionMap>& map) {
                say(QStringLiteral("map %1 %2").arg(run).arg(mapTitle(*map)));
            });
        QObject::connect(&session, &ModelSession::effectsReady, &session, [=](const EffectSummary& effects) {
            say(QStringLiteral("effects %1 %2").arg(effects.target).arg(effects.rival));
        });
        QObject::connect(&session, &ModelSession::requestFailed, &session, [=, this](const Problem& failed) {
            problem = failed;
            say(QStringLiteral("request failed"));
        });
    }

    [[nodiscard]] bool waitFor(const QString& text)
    {
        return QTest::qWaitFor([&] { return said.contains(text); }, 60000);
    }

    ModelSession session;
    QStringList said;
    Problem problem;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::shared_ptr<const RunResult> result;
    std::shared_ptr<const HeadDetail> detail;
};

RandomModel longModel()
{
    return RandomModel(
        {{QStringLiteral("n_positions"), 1024},
         {QStringLiteral("n_embd"), 32},
         {QStringLiteral("n_head"), 2},
         {QStringLiteral("n_layer"), 6}});
}

const RunRequest longPrompt{QStringLiteral("a").repeated(1023), true, {}, {}};
const RunRequest shortPrompt{QStringLiteral("The river rises."), true, {}, {}};

} // namespace

TEST_CASE("A run asked for before its model has opened comes after it, layer by layer")
{
    Listener listener;
    listener.session.open(demoModel());
    CHECK(listener.session.run({mary, true, {}, {}}) == 1);
    CHECK(listener.said.isEmpty()); // requests return at once
    REQUIRE(listener.waitFor(QStringLiteral("finished 1")));
    CHECK(
        listener.said
        == QStringList(
            {QStringLiteral("opened 192"), QStringLiteral("layer 1 0"), QStringLiteral("layer 1 1"),
             QStringLiteral("layer 1 2"), QStringLiteral("layer 1 3"), QStringLiteral("layer 1 4"),
             QStringLiteral("layer 1 5"), QStringLiteral("finished 1")}));
    CHECK(listener.result->tokens.size() == 15);
    CHECK(listener.tokenizer->size() == 1536);
}

TEST_CASE("Heads, maps and effects of the finished run are answered")
{
    Listener listener;
    listener.session.open(demoModel());
    const quint64 run = listener.session.run({mary, true, {}, {}});
    REQUIRE(listener.waitFor(QStringLiteral("finished 1")));
    listener.session.requestHead(run, {2, 3}, 822, 804);
    listener.session.requestAggregate(run, Quantity::Pattern, Aggregation::LayerMean, {2, 3}, 822, 804);
    listener.session.requestEffects(run, 804, 822);
    REQUIRE(listener.waitFor(QStringLiteral("effects 804 822")));
    CHECK(listener.said.contains(QStringLiteral("head 2.3")));
    CHECK(listener.said.contains(
        QStringLiteral("map 1 mean of 6 heads of layer 2 · attention · after softmax")));
    CHECK(listener.detail->run == run);
    CHECK(listener.detail->size == 15);

    listener.session.requestHead(run, {9, 0}, 822, 804);
    REQUIRE(listener.waitFor(QStringLiteral("request failed")));
    CHECK(listener.problem.summary.contains(QStringLiteral("Layer 9")));
}

TEST_CASE("A newer request of a kind silences an older one")
{
    Listener listener;
    listener.session.open(demoModel());
    static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("finished 1")));
    for (int head = 0; head < 6; ++head)
        listener.session.requestHead(1, {0, head}, 822, 804);
    REQUIRE(listener.waitFor(QStringLiteral("head 0.5")));
    CHECK(listener.said.filter(QStringLiteral("head")).size() == 1);

    // A question about a run that is not in front any more gets no answer; the newer run does.
    listener.session.requestHead(1, {0, 0}, 822, 804);
    CHECK(listener.session.run({mary, false, {}, {}}) == 2);
    CHECK(listener.session.run({QStringLiteral("Once"), true, {}, {}}) == 3);
    REQUIRE(listener.waitFor(QStringLiteral("finished 3")));
    listener.session.requestHead(1, {1, 1}, 822, 804);
    listener.session.requestEffects(3, 5, 6);
    REQUIRE(listener.waitFor(QStringLiteral("effects 5 6")));
    CHECK(listener.said.filter(QStringLiteral("head")).size() == 1);
    CHECK_FALSE(listener.said.contains(QStringLiteral("finished 2")));
    CHECK_FALSE(listener.said.contains(QStringLiteral("cancelled 2")));
}

TEST_CASE("A model that does not open leaves the open one usable")
{
    Listener listener;
    listener.session.open(demoModel());
    static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("finished 1")));
    listener.session.open(testData(QStringLiteral("no-such-folder")));
    // Asked of the model that is being opened: it is not run on the one before.
    static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("cancelled 2")));
    CHECK(listener.said.contains(QStringLiteral("open failed")));
    CHECK(listener.problem.kind == Problem::Kind::BadInput);
    CHECK(listener.problem.summary.contains(QStringLiteral("no-such-folder")));
    listener.session.requestHead(1, {1, 2}, 822, 804);
    REQUIRE(listener.waitFor(QStringLiteral("head 1.2")));
    static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("finished 3")));
}

TEST_CASE("A run without a model, and a prompt that cannot run, fail once with a sentence")
{
    Listener listener;
    static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("failed 1")));
    CHECK(listener.problem.summary.contains(QStringLiteral("No model")));
    listener.session.open(demoModel());
    static_cast<void>(listener.session.run({QStringLiteral(" the").repeated(400), true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("failed 2")));
    CHECK(listener.problem.summary.contains(QStringLiteral("401 tokens")));
    CHECK(
        listener.said
        == QStringList(
            {QStringLiteral("failed 1"), QStringLiteral("opened 192"), QStringLiteral("failed 2")}));
}

TEST_CASE("Opening another model stops the run under way, which says so")
{
    const auto folder = longModel().write();
    Listener listener;
    listener.session.open(folder->path());
    static_cast<void>(listener.session.run(longPrompt));
    REQUIRE(listener.waitFor(QStringLiteral("layer 1 0")));
    listener.session.open(demoModel());
    static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("finished 2")));
    CHECK_FALSE(listener.said.contains(QStringLiteral("finished 1")));
    CHECK(
        listener.said.indexOf(QStringLiteral("opened 192"))
        < listener.said.indexOf(QStringLiteral("layer 2 0")));
}

TEST_CASE("Cancel stops a run, which says so, and the run before stays in front")
{
    const auto folder = longModel().write();
    Listener listener;
    listener.session.open(folder->path());
    static_cast<void>(listener.session.run(shortPrompt));
    REQUIRE(listener.waitFor(QStringLiteral("finished 1")));
    static_cast<void>(listener.session.run(longPrompt));
    REQUIRE(listener.waitFor(QStringLiteral("layer 2 0")));
    listener.session.cancel();
    REQUIRE(listener.waitFor(QStringLiteral("cancelled 2")));
    CHECK_FALSE(listener.said.contains(QStringLiteral("finished 2")));
    CHECK_FALSE(listener.said.contains(QStringLiteral("layer 2 5")));
    listener.session.requestHead(1, {5, 1}, 1, 2);
    REQUIRE(listener.waitFor(QStringLiteral("head 5.1")));
    CHECK(listener.detail->size == static_cast<int>(listener.result->tokens.size()));
}

TEST_CASE("Two hundred cancels at random moments leave the session usable, each run answered once")
{
    const auto folder = longModel().write();
    Listener listener;
    listener.session.open(folder->path());
    static_cast<void>(listener.session.run(shortPrompt));
    REQUIRE(listener.waitFor(QStringLiteral("finished 1")));
    quint64 shown = 1;
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        const quint64 run = listener.session.run(round % 4 == 0 ? longPrompt : shortPrompt);
        QTest::qWait(static_cast<int>(random() % 8));
        if (round % 3 != 2)
            listener.session.cancel();
        const QString number = QString::number(run);
        REQUIRE(QTest::qWaitFor(
            [&] {
                return listener.said.contains(QStringLiteral("cancelled ") + number)
                    || listener.said.contains(QStringLiteral("finished ") + number);
            },
            60000));
        const auto answers = listener.said.filter(QStringLiteral("cancelled ") + number).size()
            + listener.said.filter(QStringLiteral("finished ") + number).size();
        REQUIRE(answers == 1);
        if (listener.said.contains(QStringLiteral("finished ") + number))
            shown = run;
        listener.said.clear();
        // Whatever was finished last still answers.
        listener.session.requestHead(shown, {0, 1}, 1, 2);
        REQUIRE(listener.waitFor(QStringLiteral("head 0.1")));
        REQUIRE(listener.detail->run == shown);
        listener.said.clear();
    }
}

TEST_CASE("A run that was superseded just as it finished does not keep the one in front from answering")
{
    Listener listener;
    listener.session.open(demoModel());
    static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(listener.waitFor(QStringLiteral("finished 1")));
    const auto front = listener.result;
    static_cast<void>(listener.session.run({QStringLiteral("Once upon a time"), true, {}, {}}));
    QThread::msleep(300); // finished in the model thread, and nobody has heard of it yet
    static_cast<void>(listener.session.run({QString(), true, {}, {}})); // silences it, and fails
    REQUIRE(listener.waitFor(QStringLiteral("failed 3")));
    CHECK_FALSE(listener.said.contains(QStringLiteral("finished 2")));
    listener.session.requestHead(1, {4, 4}, 822, 804);
    REQUIRE(listener.waitFor(QStringLiteral("head 4.4")));
    CHECK(listener.detail->run == 1);
    CHECK(listener.detail->size == static_cast<int>(front->tokens.size()));
}

TEST_CASE("The hash of the weights follows the first run, and comes without one too")
{
    const bool withRun = GENERATE(true, false);
    Listener listener;
    QSignalSpy hash(&listener.session, &ModelSession::hashReady);
    listener.session.open(demoModel());
    if (withRun)
        static_cast<void>(listener.session.run({mary, true, {}, {}}));
    REQUIRE(QTest::qWaitFor([&] { return hash.size() == 1; }, 60000));
    CHECK(hash.front()[0].toString().endsWith(QStringLiteral("resources/demo")));
    CHECK(hash.front()[1].toString() == weightsSha256(*openModelFolder(demoModel()).weights, {}));
}

TEST_CASE("A session that is deleted while it works stops at once")
{
    const auto folder = longModel().write();
    for (const int wait : {0, 1, 20, 60, 150}) {
        Listener listener;
        listener.session.open(folder->path());
        static_cast<void>(listener.session.run(longPrompt));
        QTest::qWait(wait);
    }
    SUCCEED();
}
