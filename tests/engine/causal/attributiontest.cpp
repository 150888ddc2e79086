// Direct logit attribution and the logit lens against the reference values of the bundled model, a case
// computed by hand, and each architecture's own output.
#include "core/engine/causal/attribution.h"
#include "core/engine/causal/logitlens.h"
#include "core/engine/model/arraymodel.h"
#include "core/files/modelfolder.h"
#include "core/results/runresult.h"
#include "core/text/modeltokenizer.h"
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "engine/support/tracemodelcase.h"
#include "support/problem.h"
#include "support/testing.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>
#include <cmath>

using namespace headwaters;

namespace {

/// All numbers of nested arrays, row by row.
void flatten(const QJsonValue& value, std::vector<double>& into)
{
    if (!value.isArray()) {
        into.push_back(value.toDouble());
        return;
    }
    for (const QJsonValue& part : value.toArray())
        flatten(part, into);
}

std::vector<double> flat(const QJsonValue& value)
{
    std::vector<double> values;
    flatten(value, values);
    return values;
}

QJsonArray causalCases()
{
    QFile file(testData(QStringLiteral("demo/causal.json")));
    REQUIRE(file.open(QIODevice::ReadOnly));
    return QJsonDocument::fromJson(file.readAll())[QStringLiteral("cases")].toArray();
}

double error(double got, double expected)
{
    return std::abs(got - expected) / (1 + std::abs(expected));
}

/// Two layers of one head on d_model 2 whose numbers are computed in the test below. Queries are 0, so the
/// second token attends half to each; all norms' gains undo the root of 2 of the mean square.
std::shared_ptr<const Model> handMadeModel()
{
    ModelConfig config;
    config.nLayers = 2;
    config.nHeads = config.nKeyValueHeads = 1;
    config.dModel = 2;
    config.dHead = 1;
    config.dMlp = 1;
    config.nCtx = 4;
    config.dVocab = 3;
    config.norm = NormKind::RootMeanSquare;
    config.normEpsilon = 1e-12;
    config.tiedUnembedding = false;
    config.queryKeyValueBias = false;
    const float root = std::sqrt(0.5f);
    std::vector<NamedTensor> arrays{
        {QStringLiteral("embed.W_E"), {3, 2}, {2, 4, 0, 0, 1, 0}},
        {QStringLiteral("pos_embed.W_pos"), {4, 2}, {0, 0, 1, 0, 0, 0, 0, 0}},
        {QStringLiteral("unembed.W_U"), {2, 3}, {5, 0, 0, 0, 5, 0}},
        {QStringLiteral("unembed.b_U"), {3}, {0.5f, 0, 0}},
        {QStringLiteral("ln_final.w"), {2}, {root, root}}};
    const auto layer = [&](int index, std::vector<float> W_V, std::vector<float> W_O, std::vector<float> b_O,
                           std::vector<float> b_out) {
        const auto add = [&](const char* name, std::vector<std::int64_t> shape, std::vector<float> values) {
            arrays.push_back(
                {QStringLiteral("blocks.%1.%2").arg(index).arg(QLatin1String(name)), std::move(shape),
                 std::move(values)});
        };
        add("attn.W_Q", {1, 2, 1}, {0, 0});
        add("attn.W_K", {1, 2, 1}, {1, 1});
        add("attn.W_V", {1, 2, 1}, std::move(W_V));
        add("attn.W_O", {1, 1, 2}, std::move(W_O));
        add("attn.b_O", {2}, std::move(b_O));
        add("ln1.w", {2}, {root, root});
        add("ln2.w", {2}, {root, root});
        add("mlp.W_in", {2, 1}, {0, 0});
        add("mlp.W_out", {1, 2}, {1, 1});
        add("mlp.b_out", {2}, std::move(b_out));
    };
    layer(0, {0, 5}, {-2, 4}, {1, 0}, {5, 0});
    layer(1, {26, 0}, {1.0f / 2, 1.0f / 6}, {-1, 0}, {-4, -3});
    return modelFromArrays(config, arrays);
}

} // namespace

TEST_CASE("Attribution by head and by source equals the reference on the bundled model")
{
    const ModelFolder folder = openModelFolder(demoModel());
    const auto model = Model::load(folder, {});
    const auto tokenizer = loadTokenizer(folder);
    for (const QJsonValue& value : causalCases()) {
        const QJsonObject expected = value.toObject();
        const auto ids = tokenizer->encodePrompt(expected[QStringLiteral("clean")].toString(), true);
        const auto token = [&](const char* key) {
            return tokenizer->encode(expected[QLatin1String(key)].toString()).front();
        };
        const Attribution got = attribution(*model, {ids, token("target"), token("rival")}, {});
        const QJsonObject parts = expected[QStringLiteral("attribution")].toObject();
        const auto part = [&](const char* key) { return parts[QLatin1String(key)]; };
        CHECK(error(got.embedding, part("embedding").toDouble()) < 1e-4);
        CHECK(error(got.position, part("position").toDouble()) < 1e-4);
        CHECK(largestError(got.heads, flat(part("heads"))) < 1e-4);
        CHECK(largestError(got.attentionBias, flat(part("attentionBias"))) < 1e-4);
        CHECK(largestError(got.mlp, flat(part("mlp"))) < 1e-4);
        CHECK(error(got.finalNormShift, part("finalNormShift").toDouble()) < 1e-4);
        CHECK(largestError(got.headsBySource, flat(expected[QStringLiteral("attributionBySource")])) < 1e-4);
        CHECK(error(got.total, expected[QStringLiteral("cleanDifference")].toDouble()) < 1e-4);
        CHECK(got.destination == static_cast<int>(ids.size()) - 1);
    }
}

TEST_CASE("The logit lens equals the reference on the bundled model")
{
    const ModelFolder folder = openModelFolder(demoModel());
    const auto model = Model::load(folder, {});
    const auto tokenizer = loadTokenizer(folder);
    for (const QJsonValue& value : causalCases()) {
        const QJsonObject expected = value.toObject();
        const auto ids = tokenizer->encodePrompt(expected[QStringLiteral("clean")].toString(), true);
        const TokenId target = tokenizer->encode(expected[QStringLiteral("target")].toString()).front();
        const LogitLens lens = logitLens(*model, {ids, {}, {target}}, {});
        const QJsonArray rows = expected[QStringLiteral("logitLens")].toArray();
        REQUIRE(lens.rows.size() == static_cast<std::size_t>(rows.size()));
        for (std::size_t row = 0; row < lens.rows.size(); ++row) {
            const QJsonObject wanted = rows[static_cast<qsizetype>(row)].toObject();
            CHECK(lens.rows[row].hook() == wanted[QStringLiteral("hook")].toString());
            const auto at = [&](const char* key) { return wanted[QLatin1String(key)].toArray(); };
            for (std::size_t position = 0; position < ids.size(); ++position) {
                CAPTURE(row, position);
                const auto column = static_cast<qsizetype>(position);
                const std::size_t cell = lens.cell(row, position);
                CHECK(lens.topId[cell] == at("topId")[column].toInt());
                CHECK(error(lens.topLogProbability[cell], at("topLogProbability")[column].toDouble()) < 1e-4);
                CHECK(
                    error(lens.words[0].logProbability[cell], at("targetLogProbability")[column].toDouble())
                    < 1e-4);
                CHECK(lens.words[0].rank[cell] == at("targetRank")[column].toInt());
            }
        }
    }
}

TEST_CASE("A model of two layers gives the attribution and the lens that were computed by hand")
{
    // Second of two tokens: (2, 4) + (1, 0) = (3, 4), normed (0.6, 0.8). Head 0.0 reads value 0 of the first
    // token and 4 of its own, half each: z = 2 writes (-4, 8); with b_O (1, 0) the residual is (0, 12), with
    // b_out (5, 12). The first token stands at (7, 0) then. Head 1.0 reads 26 and 10, z = 18 writes (9, 3);
    // b_O gives (13, 15), b_out (9, 12), normed (0.6, 0.8): logits 3.5, 4, 0. A write (x, y) adds (x - y) / 3
    // to the first minus the second.
    const auto model = handMadeModel();
    const Attribution got = attribution(*model, {{2, 0}, 0, 1}, {});
    CHECK(got.embedding == Approx(-2.0 / 3));
    CHECK(got.position == Approx(1.0 / 3));
    CHECK(got.head({0, 0}) == Approx(-4));
    CHECK(got.head({1, 0}) == Approx(2));
    CHECK(got.bySource({0, 0}, 0) == Approx(0).margin(1e-6));
    CHECK(got.bySource({0, 0}, 1) == Approx(-4));
    CHECK(got.bySource({1, 0}, 0) == Approx(13.0 / 9));
    CHECK(got.bySource({1, 0}, 1) == Approx(5.0 / 9));
    CHECK(largestError(got.attentionBias, {1.0 / 3, -1.0 / 3}) < 1e-5);
    CHECK(largestError(got.mlp, {5.0 / 3, -1.0 / 3}) < 1e-5);
    CHECK(got.finalNormShift == Approx(0.5));
    CHECK(got.total == Approx(-0.5));
    CHECK(got.logitDifference == Approx(-0.5));
    CHECK(got.biases() == Approx(0.5));
    CHECK(largestError(got.sourceTotals(), {13.0 / 9, -31.0 / 9}) < 1e-5);
    CHECK(got.isWithinTolerance());

    const LogitLens lens = logitLens(*model, {{2, 0}, {1}, {0, 2}}, {});
    const double length = std::sqrt(13.0 * 13 + 15 * 15);
    const std::vector<std::array<double, 3>> logits{
        {3.5, 4, 0},
        {0.5, 5, 0},
        {25.0 / 13 + 0.5, 60.0 / 13, 0},
        {65 / length + 0.5, 75 / length, 0},
        {3.5, 4, 0}};
    const std::vector<std::array<int, 2>> ranks{{1, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}};
    REQUIRE(lens.rows.size() == 5);
    for (std::size_t row = 0; row < 5; ++row) {
        CAPTURE(row);
        const auto& [first, second, third] = logits[row];
        const double sum = std::log(std::exp(first) + std::exp(second) + std::exp(third));
        CHECK(lens.topId[row] == (first > second ? 0 : 1));
        CHECK(lens.topLogProbability[row] == Approx(std::max(first, second) - sum));
        CHECK(lens.words[0].logProbability[row] == Approx(first - sum));
        CHECK(lens.words[1].logProbability[row] == Approx(third - sum));
        CHECK(lens.words[0].rank[row] == ranks[row][0]);
        CHECK(lens.words[1].rank[row] == ranks[row][1]);
    }
}

TEST_CASE("On every architecture attributions add up and the lens ends in the output")
{
    const QString name = GENERATE(from_range(
        tracedArchitectures() + QStringList{QStringLiteral("gemma2-gguf"), QStringLiteral("gpt2-gguf")}));
    CAPTURE(name);
    std::shared_ptr<const Model> model;
    std::vector<TokenId> ids;
    if (name.size() <= 4) {
        const TinyReference tiny(name);
        model = tiny.model();
        ids = tiny.ids;
    } else {
        const Reference reference(name);
        model = Model::load(openModelFolder(reference.folder()), {});
        ids = reference.prompts().front().ids;
    }
    const Attribution got = attribution(*model, {ids, 3, ids.front(), 2}, {});
    CHECK(got.isWithinTolerance());
    CHECK(std::abs(got.residual()) < 1e-4 * (1 + std::abs(got.logitDifference)));

    const LogitLens lens = logitLens(*model, {ids, {}, {3, 5}}, {});
    const Capture logits = model->capture({{ids}, {QStringLiteral("logits")}, true}, {}).front();
    const auto vocabulary = static_cast<std::size_t>(model->info().dVocab);
    CHECK(lens.rows.back() == LensRow{model->info().nLayers - 1, LensRow::Place::Output});
    for (std::size_t position = 0; position < ids.size(); ++position) {
        CAPTURE(position);
        const auto first = logits[0].values.begin() + static_cast<std::ptrdiff_t>(position * vocabulary);
        const std::vector<float> row(first, first + static_cast<std::ptrdiff_t>(vocabulary));
        const RankedLogit top = rankLogits(row, 1).front();
        const std::size_t cell = lens.cell(lens.rows.size() - 1, position);
        CHECK(lens.topLogProbability[cell] == Approx(std::log(top.probability)).margin(1e-4));
        for (const LensWord& word : lens.words) {
            const RankedLogit own = rankOf(row, word.id);
            CHECK(word.logProbability[cell] == Approx(std::log(own.probability)).margin(1e-4));
            CHECK(std::abs(word.rank[cell] - own.rank) <= 1); // near ties
        }
    }
}

TEST_CASE("Where attention and MLP stand side by side the lens has no middle rows")
{
    const Reference reference(QStringLiteral("gpt-neox-tiny"));
    const auto model = Model::load(openModelFolder(reference.folder()), {});
    const LogitLens lens = logitLens(*model, {reference.prompts().front().ids, {1}, {}}, {});
    REQUIRE(lens.rows.size() == static_cast<std::size_t>(model->info().nLayers) + 1);
    for (const LensRow& row : lens.rows)
        CHECK(row.place != LensRow::Place::Middle);
    CHECK(lens.topId.size() == lens.rows.size());
}

TEST_CASE("The lens at some positions says what it says there at all, and progress reaches its end")
{
    const auto model = Model::load(openModelFolder(demoModel()), {});
    const std::vector<TokenId> ids{0, 300, 301, 302, 303};
    int done = 0;
    int total = 0;
    const LogitLens all = logitLens(*model, {ids, {}, {300, 1535}}, {}, [&](int now, int of) {
        CHECK(now > done);
        done = now;
        total = of;
    });
    CHECK(done == total);
    CHECK(total == 13 * 5);
    const LogitLens some = logitLens(*model, {ids, {4, 1}, {1535}}, {});
    for (std::size_t row = 0; row < all.rows.size(); ++row) {
        CHECK(some.topId[some.cell(row, 0)] == all.topId[all.cell(row, 4)]);
        CHECK(some.topId[some.cell(row, 1)] == all.topId[all.cell(row, 1)]);
        CHECK(some.words[0].rank[some.cell(row, 1)] == all.words[1].rank[all.cell(row, 1)]);
    }
}

TEST_CASE("The lens refuses words and positions that are none, and can be cancelled")
{
    const auto model = handMadeModel();
    const auto read = [&](const LensRequest& request) {
        return problemOf([&] { static_cast<void>(logitLens(*model, request, {})); }).summary;
    };
    CHECK(read({{1, 2}, {2}, {1}}).contains(QStringLiteral("Position 2")));
    CHECK(read({{1, 2}, {-1}, {1}}).contains(QStringLiteral("Position -1")));
    CHECK(read({{1, 2}, {}, {3}}).contains(QStringLiteral("Token #3")));
    CHECK(read({{}, {}, {}}).contains(QStringLiteral("empty")));
    const CancelToken cancel;
    cancel.cancel();
    CHECK(
        problemOf([&] {
            static_cast<void>(logitLens(*model, {{1, 2}, {}, {}}, cancel));
        }).kind
        == Problem::Kind::Cancelled);
}
