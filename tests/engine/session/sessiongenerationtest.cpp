#include "core/engine/session/modelsession.h"

#include "engine/support/randommodel.h"
#include "support/testing.h"

#include <QElapsedTimer>
#include <QTest>

using namespace headwaters;

namespace {

/// A session and what it says of generations, in order, as text: `token 1`, `generated 1`.
class Listener {
public:
    explicit Listener(const QString& path)
    {
        const auto say = [this](const char* what, quint64 number) {
            said << QStringLiteral("%1 %2").arg(QLatin1String(what)).arg(number);
        };
        const auto connectTo = [this](auto signal, auto slot) {
            QObject::connect(&session, signal, &session, slot);
        };
        connectTo(&ModelSession::tokenReady, [=, this](quint64 number, const GeneratedToken& token) {
            tokens.push_back(token);
            say("token", number);
            if (onToken)
                onToken();
        });
        connectTo(&ModelSession::generated, [=, this](quint64 number, const Generation& whole) {
            generation = whole;
            say("generated", number);
        });
        connectTo(&ModelSession::generationFailed, [=, this](quint64 number, const Problem& failed) {
            problem = failed;
            say("failed", number);
        });
        connectTo(&ModelSession::generationCancelled, [=](quint64 number) { say("cancelled", number); });
        connectTo(&ModelSession::finished, [=, this](quint64 run, std::shared_ptr<const RunResult> finished) {
            result = std::move(finished);
            say("finished", run);
        });
        connectTo(&ModelSession::headReady, [=, this](const std::shared_ptr<const HeadDetail>& detail) {
            head = detail;
            say("head", detail->run);
        });
        connectTo(&ModelSession::modelFailed, [=](const Problem&) { say("not opened", 0); });
        session.open(path);
    }

    [[nodiscard]] bool waitFor(const char* what, quint64 number = 1)
    {
        const QString text = QStringLiteral("%1 %2").arg(QLatin1String(what)).arg(number);
        return QTest::qWaitFor([&] { return said.contains(text); }, 60000);
    }
    [[nodiscard]] qsizetype countOf(const char* what) const
    {
        return said.filter(QLatin1String(what)).size();
    }

    ModelSession session;
    QStringList said;
    std::vector<GeneratedToken> tokens;
    Generation generation;
    Problem problem;
    std::shared_ptr<const RunResult> result;
    std::shared_ptr<const HeadDetail> head;
    std::function<void()> onToken;
};

GenerationRequest river(int count)
{
    GenerationRequest request;
    request.text = QStringLiteral("Once upon a time there was a river");
    request.count = count;
    request.stopAtEnd = false;
    return request;
}

} // namespace

TEST_CASE("A generation is told token by token and then as a whole")
{
    Listener listener(demoModel());
    CHECK(listener.session.generate(river(12)) == 1);
    CHECK(listener.said.isEmpty());
    REQUIRE(listener.waitFor("generated"));
    CHECK(listener.countOf("token 1") == 12);
    CHECK(listener.said.back() == QStringLiteral("generated 1"));
    REQUIRE(listener.generation.tokens.size() == 12);
    for (std::size_t at = 0; at < 12; ++at)
        CHECK(listener.tokens[at].token.id == listener.generation.tokens[at].token.id);
}

TEST_CASE("A token that was written opens as a run on exactly the tokens so far")
{
    Listener listener(demoModel());
    static_cast<void>(listener.session.generate(river(6)));
    REQUIRE(listener.waitFor("generated"));
    RunRequest request{listener.generation.text, true, {}, {}};
    for (const Token& token : listener.generation.prompt)
        request.ids.push_back(token.id);
    for (std::size_t at = 0; at < 5; ++at)
        request.ids.push_back(listener.generation.tokens[at].token.id);
    static_cast<void>(listener.session.run(request));
    REQUIRE(listener.waitFor("finished"));
    CHECK(listener.result->tokens.size() == request.ids.size());
    const GeneratedToken& next = listener.generation.tokens[5];
    const RankedLogit whole = rankOf(listener.result->lastLogits, next.token.id);
    CHECK(whole.rank == 0);
    CHECK(whole.probability == Approx(next.probability).margin(1e-4));
}

TEST_CASE("A question about a head is answered while a generation goes on")
{
    Listener listener(demoModel());
    static_cast<void>(listener.session.run({QStringLiteral("The river rises."), true, {}, {}}));
    REQUIRE(listener.waitFor("finished"));
    listener.onToken = [&] {
        if (listener.tokens.size() == 5)
            listener.session.requestHead(1, {2, 3}, 822, 804);
    };
    static_cast<void>(listener.session.generate(river(100)));
    REQUIRE(listener.waitFor("generated"));
    CHECK(listener.countOf("token 1") == 100);
    CHECK(listener.countOf("head 1") == 1);
    CHECK(
        listener.said.indexOf(QStringLiteral("head 1"))
        < listener.said.lastIndexOf(QStringLiteral("token 1")));
}

TEST_CASE("Cancel ends a generation between two tokens, and the session goes on")
{
    Listener listener(demoModel());
    listener.onToken = [&] {
        if (listener.tokens.size() == 3)
            listener.session.cancel();
    };
    static_cast<void>(listener.session.generate(river(200)));
    REQUIRE(listener.waitFor("cancelled"));
    CHECK(listener.countOf("token 1") < 200);
    CHECK(listener.countOf("generated") == 0);
    listener.onToken = {};
    static_cast<void>(listener.session.generate(river(4)));
    REQUIRE(listener.waitFor("generated", 2));
    CHECK(listener.countOf("token 2") == 4);
    static_cast<void>(listener.session.run({QStringLiteral("The river"), true, {}, {}}));
    REQUIRE(listener.waitFor("finished"));
}

TEST_CASE("Cancel ends a generation within its first token, while a long prompt is read")
{
    const auto folder = RandomModel({{QStringLiteral("n_positions"), 1024},
                                     {QStringLiteral("n_embd"), 64},
                                     {QStringLiteral("n_head"), 2},
                                     {QStringLiteral("n_layer"), 24}})
                            .write();
    Listener listener(folder->path());
    static_cast<void>(listener.session.run({QStringLiteral("a"), true, {}, {}}));
    REQUIRE(listener.waitFor("finished"));
    GenerationRequest request;
    request.ids.assign(1000, 65);
    static_cast<void>(listener.session.generate(request));
    QTest::qWait(5);
    listener.session.cancel();
    REQUIRE(listener.waitFor("cancelled"));
    CHECK(listener.tokens.empty());
}

TEST_CASE("A newer run, and another model, end a generation; a newer generation silences it")
{
    Listener listener(demoModel());
    static_cast<void>(listener.session.generate(river(200)));
    REQUIRE(listener.waitFor("token"));
    static_cast<void>(listener.session.run({QStringLiteral("The river"), true, {}, {}}));
    REQUIRE(listener.waitFor("cancelled"));
    REQUIRE(listener.waitFor("finished"));

    static_cast<void>(listener.session.generate(river(200)));
    REQUIRE(listener.waitFor("token", 2));
    listener.session.open(testData(QStringLiteral("llama-tiny")));
    REQUIRE(listener.waitFor("cancelled", 2));
    static_cast<void>(listener.session.generate(river(4))); // of the model that opens
    REQUIRE(listener.waitFor("generated", 3));
    CHECK(listener.generation.prompt.front().id != 1535); // the bundled model's

    static_cast<void>(listener.session.generate(river(200)));
    REQUIRE(listener.waitFor("token", 4));
    static_cast<void>(listener.session.generate(river(3)));
    REQUIRE(listener.waitFor("generated", 5));
    CHECK(listener.countOf("cancelled 4") == 0);
    CHECK(listener.countOf("generated 4") == 0);
}

TEST_CASE("A generation asked of a model that does not open is not made with the one before")
{
    Listener listener(demoModel());
    static_cast<void>(listener.session.generate(river(2)));
    REQUIRE(listener.waitFor("generated"));
    listener.session.open(testData(QStringLiteral("no-such-model")));
    static_cast<void>(listener.session.generate(river(2)));
    REQUIRE(listener.waitFor("cancelled", 2));
    CHECK(listener.countOf("not opened") == 1);
    static_cast<void>(listener.session.generate(river(2)));
    REQUIRE(listener.waitFor("generated", 3));
}

TEST_CASE("A generation that cannot be made fails once with a sentence")
{
    Listener listener(demoModel());
    GenerationRequest request = river(5);
    request.text = QStringLiteral(" the").repeated(400);
    static_cast<void>(listener.session.generate(request));
    REQUIRE(listener.waitFor("failed"));
    CHECK(listener.problem.summary.contains(QStringLiteral("401 tokens")));
    request.text.clear();
    static_cast<void>(listener.session.generate(request));
    REQUIRE(listener.waitFor("failed", 2));
    CHECK(listener.problem.summary.contains(QStringLiteral("empty")));
}
