#include "core/engine/session/generator.h"

#include "core/base/error.h"
#include "core/engine/model/model.h"
#include "core/files/modelfolder.h"
#include "core/results/runresult.h"
#include "core/text/utf8.h"
#include "engine/support/randommodel.h"
#include "engine/support/reference.h"
#include "support/testing.h"

#include <cmath>
#include <thread>

using namespace headwaters;

namespace {

/// An open model, the tokenizer beside it, and generations on them.
struct Opened {
    explicit Opened(const QString& path)
        : model(Model::load(openModelFolder(path), {})),
          tokenizer(loadTokenizer(path))
    {
    }

    [[nodiscard]] Generation generate(const GenerationRequest& request) const
    {
        Generator generator(model, tokenizer, request);
        while (generator.step({})) { }
        return generator.generation();
    }

    /// What a whole run on these tokens says comes next: nothing is kept from an earlier one.
    [[nodiscard]] std::vector<float> lastLogits(const std::vector<TokenId>& ids) const
    {
        return model->capture({{ids}, {QStringLiteral("logits")}, false}, {}).front().back().values;
    }

    std::shared_ptr<const Model> model;
    std::shared_ptr<const Tokenizer> tokenizer;
};

std::vector<TokenId> idsOf(const Generation& generation)
{
    std::vector<TokenId> ids;
    for (const GeneratedToken& token : generation.tokens)
        ids.push_back(token.token.id);
    return ids;
}

GenerationRequest asked(const QString& text, int count, const SamplingSettings& sampling = {})
{
    GenerationRequest request;
    request.text = text;
    request.count = count;
    request.sampling = sampling;
    return request;
}

const QString river = QStringLiteral("Once upon a time there was a river that");

} // namespace

TEST_CASE("Tokens written with keys and values kept are those of whole runs on the growing text")
{
    const QString name = GENERATE(values<QString>(
        {QStringLiteral("demo"), QStringLiteral("gpt2-tiny"), QStringLiteral("gpt-neox-tiny"),
         QStringLiteral("llama-tiny"), QStringLiteral("mistral-tiny"), QStringLiteral("qwen2-tiny"),
         QStringLiteral("qwen3-tiny"), QStringLiteral("gemma2-tiny")}));
    CAPTURE(name);
    const Opened opened(Reference(name).folder());
    GenerationRequest request = asked(QStringLiteral("When Mary"), 24);
    request.stopAtEnd = false;
    Generator generator(opened.model, opened.tokenizer, request);
    std::vector<TokenId> ids = opened.tokenizer->encodePrompt(request.text, true);
    while (generator.step({})) {
        const GeneratedToken& got = generator.generation().tokens.back();
        const std::vector<RankedLogit> whole = rankLogits(opened.lastLogits(ids), 1);
        CHECK(got.token.id == whole.front().id);
        CHECK(got.rank == 0);
        CHECK(std::abs(got.probability - whole.front().probability) < 1e-4);
        ids.push_back(got.token.id);
    }
    CHECK(generator.generation().tokens.size() == 24);
    CHECK(generator.generation().reason == StopReason::Count);
}

TEST_CASE("Probability and rank are the model's own, whatever the temperature")
{
    const Opened opened(demoModel());
    const Generation generation = opened.generate(asked(river, 30, {1.7, 0.95, 3}));
    std::vector<TokenId> ids = opened.tokenizer->encodePrompt(river, true);
    for (const GeneratedToken& got : generation.tokens) {
        const RankedLogit whole = rankOf(opened.lastLogits(ids), got.token.id);
        CHECK(got.rank == whole.rank);
        CHECK(std::abs(got.probability - whole.probability) < 1e-4);
        ids.push_back(got.token.id);
    }
}

TEST_CASE("The same seed writes the same tokens, another seed others")
{
    const Opened opened(demoModel());
    const auto first = idsOf(opened.generate(asked(river, 40, {1.0, 0.9, 5})));
    CHECK(first == idsOf(opened.generate(asked(river, 40, {1.0, 0.9, 5}))));
    CHECK(first != idsOf(opened.generate(asked(river, 40, {1.0, 0.9, 6}))));
    // So narrow a sum leaves only the likeliest token to draw from.
    CHECK(
        idsOf(opened.generate(asked(river, 20, {1.0, 1e-9, 5}))) == idsOf(opened.generate(asked(river, 20))));
}

TEST_CASE("The text begins with the space that its first token carries, in every kind of tokenizer")
{
    const Opened opened(testData(QStringLiteral("llama-tiny")));
    const Opened demo(demoModel());
    const Generation generation =
        demo.generate(asked(QStringLiteral("When Mary and John went to the store, John gave a drink to"), 1));
    CHECK(generation.text == QStringLiteral(" Mary"));
    CHECK(generation.prompt.size() == 15);
    const Generation tiny = opened.generate(asked(QStringLiteral("When"), 12));
    QByteArray bytes;
    for (const GeneratedToken& token : tiny.tokens)
        bytes += token.token.bytes;
    CHECK(tiny.text == fromAnyBytes(bytes.toStdString()));
}

TEST_CASE("A prompt of token ids is taken as it is")
{
    const Opened opened(demoModel());
    GenerationRequest request = asked(river, 8);
    const auto expected = idsOf(opened.generate(request));
    request.ids = opened.tokenizer->encodePrompt(river, true);
    request.text = QStringLiteral("another text");
    CHECK(idsOf(opened.generate(request)) == expected);
}

TEST_CASE("Generation ends with the token that completes a stop text, even across tokens")
{
    const Opened opened(demoModel());
    const Generation whole = opened.generate(asked(river, 20));
    REQUIRE(whole.tokens.size() == 20);
    // From within the third token into the fifth.
    const auto length = [&](std::size_t count) {
        qsizetype sum = 0;
        for (std::size_t at = 0; at < count; ++at)
            sum += tokenText(whole.tokens[at].token.bytes).size();
        return sum;
    };
    GenerationRequest request = asked(river, 20);
    request.stops = {
        QStringLiteral("never written"), whole.text.mid(length(2) + 1, length(4) + 1 - length(2) - 1)};
    const Generation stopped = opened.generate(request);
    CHECK(stopped.reason == StopReason::Stop);
    CHECK(stopReasonKey(stopped.reason) == QStringLiteral("stop"));
    CHECK(stopped.tokens.size() == 5);
    CHECK(whole.text.startsWith(stopped.text));
}

TEST_CASE("Generation ends with a token that ends a text, which is no part of it, unless told to go on")
{
    const Opened opened(demoModel());
    const std::vector<TokenId> ends = opened.tokenizer->endOfText();
    REQUIRE(ends == std::vector<TokenId>{1535});
    // The bundled model ends a text sooner or later when it draws at a high temperature.
    GenerationRequest request = asked(river, 240, {1.5, 1.0, 1});
    Generation generation;
    do
        generation = opened.generate(request);
    while (generation.reason != StopReason::EndOfText && ++request.sampling.seed < 200);
    REQUIRE(generation.reason == StopReason::EndOfText);
    CHECK(generation.tokens.back().token.id == 1535);
    CHECK_FALSE(generation.text.contains(QStringLiteral("<|endoftext|>")));
    const auto ended = idsOf(generation);
    request.stopAtEnd = false;
    request.count = static_cast<int>(ended.size()) + 1;
    const Generation longer = opened.generate(request);
    CHECK(longer.reason == StopReason::Count);
    CHECK(longer.tokens.size() == ended.size() + 1);
    CHECK(longer.text.contains(QStringLiteral("<|endoftext|>")));
}

TEST_CASE("Generation ends where the context is full, with one token behind it")
{
    const auto folder = RandomModel({{QStringLiteral("n_positions"), 12}}).write();
    const Opened opened(folder->path());
    GenerationRequest request;
    request.ids = {1, 2, 3, 4, 5};
    request.count = 100;
    request.stopAtEnd = false;
    const Generation generation = opened.generate(request);
    CHECK(generation.reason == StopReason::Context);
    CHECK(generation.tokens.size() == 8);
    request.ids.assign(12, 7);
    CHECK(opened.generate(request).tokens.size() == 1);
    request.ids.assign(13, 7);
    CHECK_THROWS_WITH(opened.generate(request), Catch::Contains("13 tokens") && Catch::Contains("holds 12"));
}

TEST_CASE("What cannot be generated is refused with a sentence")
{
    const Opened opened(demoModel());
    const auto refuses = [&](const GenerationRequest& request, const char* words) {
        CHECK_THROWS_WITH(Generator(opened.model, opened.tokenizer, request), Catch::Contains(words));
    };
    refuses(asked({}, 3), "empty");
    refuses(asked(river, 0), "0 tokens");
    refuses(asked(river, 3, {-1, 1, 0}), "temperature");
    refuses(asked(river, 3, {1, 1.5, 0}), "top-p");
    GenerationRequest request;
    request.ids = {5, 1536};
    refuses(request, "#1536");
}

TEST_CASE("A cancel within a token leaves the generation as it was, and it goes on from there")
{
    const auto folder = RandomModel({{QStringLiteral("n_positions"), 600},
                                     {QStringLiteral("n_embd"), 64},
                                     {QStringLiteral("n_layer"), 8},
                                     {QStringLiteral("n_head"), 2}})
                            .write();
    const Opened opened(folder->path());
    GenerationRequest request;
    request.ids.assign(500, 7);
    for (std::size_t at = 0; at < request.ids.size(); ++at)
        request.ids[at] = static_cast<TokenId>((at * at) % 300);
    request.count = 12;
    request.stopAtEnd = false;
    request.sampling = {1.0, 1.0, 9};
    const auto expected = idsOf(opened.generate(request));

    Generator generator(opened.model, opened.tokenizer, request);
    int cancels = 0;
    for (int round = 0; !generator.hasEnded(); ++round) {
        const CancelToken cancel;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(150 * round));
            cancel.cancel();
        });
        const std::size_t before = generator.generation().tokens.size();
        try {
            generator.step(cancel);
        } catch (const Error& error) {
            CHECK(error.problem().kind == Problem::Kind::Cancelled);
            CHECK(generator.generation().tokens.size() == before);
            ++cancels;
        }
        other.join();
    }
    CHECK(cancels > 0);
    CHECK(idsOf(generator.generation()) == expected);
}
