#include "core/engine/session/snapshottracer.h"

#include "core/engine/session/runner.h"
#include "support/problem.h"

#include <atomic>
#include <thread>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const QString mary = u"When Mary and John went to the store, John gave a drink to"_s;

std::shared_ptr<const RunSnapshot> ran(Runner& runner, quint64 number, const QString& text)
{
    static_cast<void>(runner.run(number, {text, true, {}, {}}, {}));
    return runner.snapshot();
}

} // namespace

TEST_CASE("A run is traced once and kept while it stays; tracer and decompositions stay with the model")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto first = ran(runner, 1, mary);
    SnapshotTracer tracers;
    const auto traced = tracers.traced(first, {});
    REQUIRE(traced.tracer);
    REQUIRE(traced.run);
    CHECK(traced.tokenizer == runner.tokenizer());
    CHECK(traced.ids.size() == 15);

    int steps = 0;
    const auto again = tracers.traced(first, {}, [&steps](int, int) { ++steps; });
    CHECK(again.run == traced.run);
    CHECK(again.tracer == traced.tracer);
    CHECK(steps == 0);

    const auto second = ran(runner, 2, u"Tom likes Anna"_s);
    const auto other = tracers.traced(second, {}, [&steps](int, int) { ++steps; });
    CHECK(other.run != traced.run);
    CHECK(other.tracer == traced.tracer);
    CHECK(other.ids.size() == runner.lastRun()->tokens.size());
    CHECK(steps > 0);
    CHECK(tracers.traced(first, {}).ids == traced.ids); // an older snapshot is still good
}

TEST_CASE("Another model gets a tracer of its own")
{
    SnapshotTracer tracers;
    Runner runner;
    runner.open(demoModel(), {});
    const auto demo = tracers.traced(ran(runner, 1, mary), {});
    runner.open(testData(u"gpt2-tiny"_s), {});
    const auto tiny = tracers.traced(ran(runner, 2, u"Mary"_s), {});
    CHECK(tiny.tracer != demo.tracer);
    CHECK(tiny.tracer->info().nLayers == 3);
    CHECK(tiny.tokenizer == runner.tokenizer());
    CHECK(tracers.traced(runner.snapshot(), {}).tracer == tiny.tracer);
    CHECK(demo.tracer->info().nLayers == 6); // what was handed out lives on
}

TEST_CASE("A trace that is cancelled keeps what was there before")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto first = ran(runner, 1, mary);
    SnapshotTracer tracers;
    const auto traced = tracers.traced(first, {});
    CancelToken cancel;
    cancel.cancel();
    const auto second = ran(runner, 2, u"Tom likes Anna"_s);
    CHECK(
        problemOf([&] { static_cast<void>(tracers.traced(second, cancel)); }).kind
        == Problem::Kind::Cancelled);
    CHECK(tracers.traced(first, {}).run == traced.run);
    CHECK(tracers.traced(second, {}).ids.size() == runner.lastRun()->tokens.size());
}

TEST_CASE("Several threads may ask at a time")
{
    Runner runner;
    runner.open(demoModel(), {});
    const std::shared_ptr<const RunSnapshot> runs[] = {
        ran(runner, 1, mary), ran(runner, 2, u"Tom likes Anna"_s)};
    const std::size_t shorter = runner.lastRun()->tokens.size();
    SnapshotTracer tracers;
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < 5; ++round) {
                const auto& snapshot = runs[(thread + round) % 2];
                const auto traced = tracers.traced(snapshot, {});
                right += traced.ids.size() == ((thread + round) % 2 == 0 ? 15 : shorter);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(right == 20);
}
