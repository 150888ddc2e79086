// What heads, MLPs and embeddings write on the logits, against plain loops over every architecture.
#include "core/engine/causal/directreading.h"
#include "engine/support/plainmodel.h"
#include "engine/support/randommodel.h"
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "engine/support/tracemodelcase.h"
#include "support/problem.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

struct Opened {
    std::shared_ptr<const Model> model;
    std::vector<TokenId> ids;
};

Opened open(const QString& name)
{
    if (name.size() <= 4 && name != QStringLiteral("demo")) {
        const TinyReference tiny(name);
        return {tiny.model(), tiny.ids};
    }
    const Reference reference(name);
    std::vector<TokenId> ids = reference.prompts().front().ids;
    ids.resize(std::min<std::size_t>(ids.size(), 12));
    return {Model::load(openModelFolder(reference.folder()), {}), ids};
}

QStringList architectures()
{
    return tracedArchitectures()
        + QStringList{
            QStringLiteral("demo"), QStringLiteral("gpt2-tiny-relu-untied"), QStringLiteral("gemma2-gguf"),
            QStringLiteral("llama-quantised-gguf")};
}

/// The reading of one token by the plain run, part by part.
struct PlainReading {
    plain::Row heads, headsBySource, attentionBias, mlp;
    double embedding = 0, position = 0, finalNormShift = 0, logit = 0;
};

plain::Row column(const plain::Matrix& matrix, std::size_t at)
{
    plain::Row values;
    for (const plain::Row& row : matrix)
        values.push_back(row[at]);
    return values;
}

plain::Row product(plain::Row x, const plain::Row& y)
{
    for (std::size_t at = 0; at < y.size(); ++at)
        x[at] *= y[at];
    return x;
}

PlainReading
plainReading(const plain::Model& model, const std::vector<TokenId>& ids, std::size_t at, std::size_t token)
{
    const plain::Run run = model.run(ids);
    const bool centres = model.config.norm == NormKind::Layer;
    const plain::Row unembedding = column(model.W_U, token);
    // The norms' arithmetic as it is written, on one write at a time.
    const auto onLogit = [&](const plain::Row& write) {
        const plain::Row normed = product(centres ? plain::centred(write) : write, model.finalGain);
        return plain::dot(normed, unembedding) / run.finalScale[at];
    };
    PlainReading reading;
    const auto id = static_cast<std::size_t>(ids[at]);
    reading.embedding = onLogit(model.W_E[id]); // scaled where the model scales it;
    if (!model.config.rotary.isUsed())
        reading.position = onLogit(model.W_pos[at]);
    for (std::size_t l = 0; l < model.layers.size(); ++l) {
        const plain::Layer& weights = model.layers[l];
        const plain::Run::Layer& values = run.layers[l];
        const auto behind = [&](const plain::Row& write) {
            if (!model.config.normsAfter)
                return write;
            return product(
                plain::scaled(centres ? plain::centred(write) : write, 1 / values.postScale[at]),
                weights.ln1PostGain);
        };
        for (std::size_t h = 0; h < weights.W_O.size(); ++h) {
            double whole = 0;
            for (std::size_t source = 0; source < ids.size(); ++source) {
                const double weight = source <= at ? values.pattern[h][at][source] : 0.0;
                const plain::Row write = plain::times(values.v[h][source], weights.W_O[h]);
                const double part = onLogit(behind(plain::scaled(write, weight)));
                reading.headsBySource.push_back(part);
                whole += part;
            }
            reading.heads.push_back(whole);
        }
        reading.attentionBias.push_back(weights.b_O.empty() ? 0.0 : onLogit(behind(weights.b_O)));
        reading.mlp.push_back(onLogit(values.mlpOut[at]));
    }
    if (!model.finalShift.empty())
        reading.finalNormShift += plain::dot(model.finalShift, unembedding);
    if (!model.b_U.empty())
        reading.finalNormShift += model.b_U[token];
    reading.logit = run.logits[at][token];
    return reading;
}

/// The values of one token in a list whose last axis is tokens.
std::vector<double> ofToken(const std::vector<double>& list, int tokens, int token)
{
    std::vector<double> values;
    for (std::size_t at = static_cast<std::size_t>(token); at < list.size();
         at += static_cast<std::size_t>(tokens))
        values.push_back(list[at]);
    return values;
}

} // namespace

TEST_CASE("Every part of a direct reading equals the plain arithmetic on each architecture")
{
    const QString name = GENERATE(from_range(architectures()));
    CAPTURE(name);
    const Opened opened = open(name);
    const plain::Model plainModel(ModelArrays::of(*opened.model));
    const int last = static_cast<int>(opened.ids.size()) - 1;
    for (const int position : {last, last / 2}) {
        CAPTURE(position);
        const std::vector<TokenId> tokens{opened.ids[1], 7, opened.ids[1]};
        const DirectReading reading = directReading(*opened.model, {opened.ids, position, tokens, true}, {});
        REQUIRE(reading.tokens == 3);
        REQUIRE(reading.sources == last + 1);
        for (int token = 0; token < 3; ++token) {
            CAPTURE(token);
            const auto at = static_cast<std::size_t>(token);
            const PlainReading expected = plainReading(
                plainModel, opened.ids, static_cast<std::size_t>(position),
                static_cast<std::size_t>(tokens[at]));
            const auto error = [&](const std::vector<double>& got, const std::vector<double>& wanted) {
                return largestError(ofToken(got, 3, token), wanted);
            };
            CHECK(error(reading.heads, expected.heads) < 1e-4);
            CHECK(error(reading.headsBySource, expected.headsBySource) < 1e-4);
            CHECK(error(reading.attentionBias, expected.attentionBias) < 1e-4);
            CHECK(error(reading.mlp, expected.mlp) < 1e-4);
            CHECK(error(reading.embedding, {expected.embedding}) < 1e-4);
            CHECK(error(reading.position, {expected.position}) < 1e-4);
            CHECK(error(reading.finalNormShift, {expected.finalNormShift}) < 1e-4);
            CHECK(error(reading.logits, {expected.logit}) < 1e-4);
            CHECK(error(reading.total, {reading.logits[at]}) < 1e-4);
        }
    }
}

TEST_CASE("Sources of a head add up to the head, and behind the position nothing is read")
{
    const Opened opened = open(QStringLiteral("demo"));
    const DirectReading reading = directReading(*opened.model, {opened.ids, 5, {300, 400}, true}, {});
    for (int layer = 0; layer < reading.nLayers; ++layer) {
        for (int head = 0; head < reading.nHeads; ++head) {
            for (int token = 0; token < 2; ++token) {
                double all = 0;
                for (int source = 0; source < reading.sources; ++source) {
                    all += reading.source(layer, head, source, token);
                    if (source > 5)
                        CHECK(reading.source(layer, head, source, token) == 0.0);
                }
                CHECK(std::abs(all - reading.head(layer, head, token)) < 1e-5);
            }
        }
    }
    CHECK(reading.sources == static_cast<int>(opened.ids.size()));
}

TEST_CASE("Prompts read together give what each gives alone")
{
    const auto folder = RandomModel().write();
    const auto model = Model::load(openModelFolder(folder->path()), {});
    std::vector<DirectRequest> requests{
        {{0, 17, 300, 17, 4, 329}, 2, {5, 9}, true}, {{5}, -1, {9}, false}, {{3, 2, 1}, 1, {}, true}};
    // More than one batch.
    for (int more = 0; more < 80; ++more)
        requests.push_back({std::vector<TokenId>(30, more), -1, {more, 300}, more % 2 == 0});
    int ran = 0;
    DirectReadingOptions options;
    options.ran = [&ran] { ++ran; };
    const std::vector<DirectReading> together = directReadings(*model, requests, options);
    CHECK(ran == static_cast<int>(requests.size()));
    REQUIRE(together.size() == requests.size());
    for (std::size_t at = 0; at < requests.size(); at += at < 3 ? 1 : 19) {
        CAPTURE(at);
        const DirectReading alone = directReading(*model, requests[at], {});
        CHECK(largestError(together[at].heads, alone.heads) < 1e-5);
        CHECK(largestError(together[at].headsBySource, alone.headsBySource) < 1e-5);
        CHECK(largestError(together[at].total, alone.total) < 1e-5);
        CHECK(largestError(together[at].total, together[at].logits) < 1e-4);
        CHECK(alone.total.size() == requests[at].tokens.size());
        CHECK(alone.headsBySource.empty() == (!requests[at].bySource || requests[at].tokens.empty()));
    }
}

TEST_CASE("A direct reading refuses tokens, positions and prompts that are none")
{
    const auto folder = RandomModel().write();
    const auto model = Model::load(openModelFolder(folder->path()), {});
    const auto read = [&](const DirectRequest& request) {
        return problemOf([&] { static_cast<void>(directReading(*model, request, {})); }).summary;
    };
    CHECK(read({{1, 2}, 2, {1}}).contains(QStringLiteral("Position 2")));
    CHECK(read({{1, 2}, -1, {330}}).contains(QStringLiteral("Token #330")));
    CHECK(read({{1, -1}, -1, {3}}).contains(QStringLiteral("Token #-1")));
    CHECK(read({{}, -1, {3}}).contains(QStringLiteral("empty")));
    const CancelToken cancel;
    cancel.cancel();
    CHECK(
        problemOf([&] {
            static_cast<void>(directReading(*model, {{1, 2}, -1, {3}}, cancel));
        }).kind
        == Problem::Kind::Cancelled);
}
