#include "core/engine/session/changedrun.h"

#include "core/engine/causal/causalrun.h"
#include "core/engine/session/modelsession.h"
#include "core/engine/session/rundifference.h"
#include "core/engine/session/runner.h"
#include "core/engine/session/snapshotreadings.h"
#include "support/testing.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// The bundled model on a prompt, and what can be done to it.
struct ChangedBench {
    ChangedBench()
    {
        runner.open(demoModel(), {});
        unchanged = runner.run(
            1, {u"When Mary and John went to the store, John gave a drink to"_s, true, {}, {}}, {});
        snapshot = runner.snapshot();
        CausalQuestion question;
        for (const Token& token : unchanged->tokens)
            question.prompt.ids.push_back(token.id);
        question.target = unchanged->effects.target;
        question.rival = unchanged->effects.rival;
        run = std::make_unique<CausalRun>(runner.model(), question, CancelToken());
    }

    [[nodiscard]] std::shared_ptr<const RunSnapshot> changed(const Intervention& item)
    {
        return changedRun(*run, *snapshot, {{item}}, {});
    }

    Runner runner;
    std::shared_ptr<const RunResult> unchanged;
    std::shared_ptr<const RunSnapshot> snapshot;
    std::unique_ptr<CausalRun> run;
};

Intervention ofHeads(CausalSite site, std::vector<HeadIndex> heads)
{
    Intervention item;
    item.site = site;
    item.heads = std::move(heads);
    return item;
}

Intervention ofLayer(CausalSite site, int layer, std::vector<int> positions)
{
    Intervention item;
    item.site = site;
    item.layers = {layer};
    item.positions = std::move(positions);
    return item;
}

Intervention knockOut(HeadIndex head, int destination, int source)
{
    Intervention item = ofHeads(CausalSite::Scores, {head});
    item.operation = CausalOperation::KnockOut;
    item.positions = {destination};
    item.sources = {source};
    return item;
}

/// One of each kind of place.
std::vector<Intervention> kinds()
{
    return {
        ofHeads(CausalSite::Z, {{5, 5}, {2, 2}}), ofHeads(CausalSite::Q, {{4, 4}}),
        ofHeads(CausalSite::K, {{3, 1}}),         ofHeads(CausalSite::V, {{2, 0}}),
        ofHeads(CausalSite::Pattern, {{5, 4}}),   knockOut({5, 5}, 14, 2),
        ofLayer(CausalSite::ResidPre, 3, {4}),    ofLayer(CausalSite::AttnOut, 1, {}),
        ofLayer(CausalSite::MlpOut, 0, {3, 4}),   ofLayer(CausalSite::ResidPost, 5, {14}),
    };
}

} // namespace

TEST_CASE("A changed run says what the same stack does to the end")
{
    ChangedBench bench;
    for (const Intervention& item : kinds()) {
        CAPTURE(describe(item).toStdString());
        const auto changed = bench.changed(item);
        const std::vector<float> expected = bench.run->logits({{{item}}}, CausalBase::Clean, {}).front();
        REQUIRE(resultOf(*changed)->lastLogits.size() == expected.size());
        float apart = 0;
        for (std::size_t id = 0; id < expected.size(); ++id)
            apart = std::max(apart, std::abs(resultOf(*changed)->lastLogits[id] - expected[id]));
        CHECK(apart < 1e-4F);
        CHECK(resultOf(*changed)->changes == QStringList{describe(item)});
        CHECK(resultOf(*changed)->lastLogits != bench.unchanged->lastLogits);
    }
    Intervention off = kinds().front();
    off.enabled = false;
    const auto same = bench.changed(off);
    CHECK(resultOf(*same)->changes.isEmpty());
    CHECK(resultOf(*same)->lastLogits == bench.unchanged->lastLogits);
}

TEST_CASE("Maps that are computed again are those of the changed run")
{
    ChangedBench bench;
    for (const Intervention& item : kinds()) {
        CAPTURE(describe(item).toStdString());
        Runner other;
        other.share(*bench.snapshot);
        const auto result = other.adopt(7, *bench.changed(item));
        CHECK(other.lastRun()->run == 7);
        CHECK(result->effects.run == 7);
        double apart = 0;
        for (const auto& layer : result->layers) {
            for (const HeadSummary& head : layer->heads) {
                const auto detail =
                    other.headDetail(head.head, result->effects.target, result->effects.rival, {});
                REQUIRE(detail->pattern.size() == head.thumbnail.values.size());
                for (std::size_t at = 0; at < detail->pattern.size(); ++at)
                    apart = std::max(
                        apart,
                        std::abs(
                            static_cast<double>(detail->pattern[at]) - head.thumbnail.values[at] / 255.0));
            }
        }
        CHECK(apart <= 0.51 / 255); // a thumbnail has 256 steps
    }
    Runner other;
    other.share(*bench.snapshot);
    static_cast<void>(other.adopt(1, *bench.changed(knockOut({5, 5}, 14, 2))));
    const auto detail = other.headDetail({5, 5}, 0, 1, {});
    CHECK(detail->pattern[14 * 15 + 2] == 0);
}

TEST_CASE("The difference to the changed run begins where the change does")
{
    ChangedBench bench;
    const auto changed = bench.changed(ofHeads(CausalSite::Z, {{2, 2}}));
    const auto largest = [&](int layer) {
        const LayerDifference difference = layerDifference(*bench.snapshot, *changed, layer, {});
        double most = 0;
        for (const HeadDifference& head : difference.heads)
            most = std::max(most, static_cast<double>(head.largest));
        return most;
    };
    CHECK(largest(0) == 0);
    CHECK(largest(2) == 0); // its own pattern is not changed
    CHECK(largest(3) > 0.01);
    // What a head does not write has no effect.
    CHECK(resultOf(*changed)->effects.heads[2][2] == 0);
    CHECK(bench.unchanged->effects.heads[2][2] != 0);
}

TEST_CASE("The lens of a changed run ends in its output")
{
    ChangedBench bench;
    for (const Intervention& item : kinds()) {
        CAPTURE(describe(item).toStdString());
        const auto changed = bench.changed(item);
        const auto& logits = resultOf(*changed)->lastLogits;
        const auto lens = lensOf(*changed, {}, {bench.unchanged->effects.target}, {}, {});
        const auto best =
            static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
        CHECK(lens->topId.back() == best);
        CHECK(lens->run == bench.unchanged->run);
    }
}

TEST_CASE("A session shows a run that was made elsewhere and answers questions about it")
{
    ChangedBench bench;
    ModelSession session;
    QSignalSpy opened(&session, &ModelSession::modelOpened);
    session.share(bench.snapshot);
    REQUIRE(opened.wait());
    QSignalSpy finished(&session, &ModelSession::finished);
    QSignalSpy heads(&session, &ModelSession::headReady);
    const quint64 run = session.adopt(bench.changed(knockOut({5, 5}, 14, 2)));
    REQUIRE(finished.wait());
    const auto result = finished.first()[1].value<std::shared_ptr<const RunResult>>();
    CHECK(result->run == run);
    CHECK(result->changes.size() == 1);
    session.requestHead(run, {5, 5}, 0, 1);
    REQUIRE(heads.wait());
    const auto detail = heads.first()[0].value<std::shared_ptr<const HeadDetail>>();
    CHECK(detail->pattern[14 * 15 + 2] == 0);
    CHECK(resultOf(*session.snapshot()) == result);
}
