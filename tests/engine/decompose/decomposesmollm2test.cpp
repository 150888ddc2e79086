#include "core/engine/decompose/directionreader.h"
#include "core/engine/decompose/headscores.h"
#include "core/engine/decompose/headsvd.h"
#include "core/engine/session/runner.h"
#include "support/smollm2.h"
#include "support/testing.h"

#include <cmath>
#include <numeric>

using namespace headwaters;

TEST_CASE("All 270 heads of SmolLM2 are decomposed, each checked against its matrix")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const auto model = Model::load(openModelFolder(path), {});
    for (const DirectionKind kind : {DirectionKind::Qk, DirectionKind::Ov}) {
        const auto heads = HeadSvds(model).all(kind, {});
        REQUIRE(heads->size() == 270);
        for (const HeadFactors& head : *heads) {
            CHECK(head.singularValues.size() == 64);
            CHECK(head.singularValues.back() > 0);
        }
    }
}

TEST_CASE("Scores of SmolLM2, rotated and with grouped keys, are the sums of their directions")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    Runner runner;
    runner.open(path, {});
    const auto run = runner.run(
        1, {QStringLiteral("When Mary and John went to the store, John gave a drink to"), true, {}, {}}, {});
    HeadSvds svds(runner.model());
    const auto factors = svds.all(DirectionKind::Qk, {});
    const int last = static_cast<int>(run->tokens.size()) - 1;
    double largest = 0;
    for (int layer = 0; layer < 30; layer += 3) {
        for (int head = 0; head < 9; head += 2) {
            const auto detail = runner.headDetail({layer, head}, 0, 1, {});
            const HeadScores scores(
                runner.snapshot(), {layer, head}, (*factors)[static_cast<std::size_t>(layer * 9 + head)], {});
            for (const int source : {0, 3, last}) {
                const ScoreRow row = scores.row(last, source);
                const auto map = static_cast<double>(
                    detail->scores[static_cast<std::size_t>(last * detail->size + source)]);
                double magnitude = 0;
                for (const double part : row.dimensions)
                    magnitude += std::fabs(part);
                largest = std::max(largest, std::fabs(row.directionResidual) / std::max(magnitude, 1.0));
                CHECK(std::fabs(row.score - map) < row.tolerance);
                CHECK(std::fabs(row.directionResidual) < row.tolerance);
                CHECK(std::fabs(row.dimensionResidual - row.directionResidual) < 1e-9);
            }
        }
    }
    INFO("largest residual, relative: " << largest);
    CHECK(largest < 1e-5);
}

TEST_CASE("Directions of SmolLM2 read and write words of its vocabulary")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    Runner runner;
    runner.open(path, {});
    DirectionReader reader(std::make_shared<HeadSvds>(runner.model()), runner.tokenizer()->size());
    const auto reading = reader.read({20, 0}, {2}, EmbeddingKind::Effective, 8, {}).front();
    QStringList written;
    for (const TokenReading& token : reading.written)
        written << tokenText(runner.tokenizer()->token(token.id).bytes);
    CHECK(written.contains(QStringLiteral(" other")));
    CHECK(written.contains(QStringLiteral(" others")));
}
