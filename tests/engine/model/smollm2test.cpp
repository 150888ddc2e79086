#include "support/smollm2.h"

#include "core/engine/model/model.h"
#include "core/files/reading.h"
#include "core/text/modeltokenizer.h"
#include "engine/support/reference.h"
#include "support/testing.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace headwaters;

namespace {

const NamedTensor& named(const Capture& capture, const QString& name)
{
    for (const NamedTensor& tensor : capture) {
        if (tensor.name == name)
            return tensor;
    }
    FAIL("no " << name.toStdString());
    throw std::logic_error("unreachable");
}

std::vector<float> lastRow(const NamedTensor& tensor)
{
    return {tensor.values.end() - static_cast<std::ptrdiff_t>(tensor.shape.back()), tensor.values.end()};
}

/// Row `index` of a tensor's first dimension.
std::vector<float> part(const NamedTensor& whole, int index)
{
    const auto size = static_cast<std::ptrdiff_t>(whole.values.size()) / whole.shape.front();
    return {whole.values.begin() + index * size, whole.values.begin() + (index + 1) * size};
}

} // namespace

TEST_CASE("SmolLM2's ids and top logits are those of Hugging Face")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const Reference reference(QStringLiteral("smollm2"));
    const ModelFolder folder = openModelFolder(path);
    const auto tokenizer = loadTokenizer(folder);
    const auto model = Model::load(folder, {});
    REQUIRE(reference.prompts().size() == 6);
    for (const ReferencePrompt& prompt : reference.prompts()) {
        CAPTURE(prompt.text, prompt.bos);
        CHECK(tokenizer->encodePrompt(prompt.text, prompt.bos) == prompt.ids);
        const Capture got = model->capture({{prompt.ids}, {QStringLiteral("logits")}, false}, {}).front();
        const std::vector<float> logits = lastRow(got.back());
        REQUIRE(logits.size() == 49152);
        REQUIRE(prompt.topLogits.size() == 10);
        const auto largest = std::max_element(logits.begin(), logits.end()) - logits.begin();
        CHECK(largest == prompt.top.front().first);
        for (std::size_t at = 0; at < prompt.top.size(); ++at) {
            const double expected = prompt.topLogits[at];
            const auto logit = static_cast<double>(logits[static_cast<std::size_t>(prompt.top[at].first)]);
            CHECK(std::abs(logit - expected) < 1e-3 * (1 + std::abs(expected)));
        }
    }
    CHECK(tokenizer->token(reference.prompts().front().top.front().first).bytes == " Mary");
}

TEST_CASE("SmolLM2's attention and hidden states are those of Hugging Face")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const Reference reference(QStringLiteral("smollm2"));
    const auto model = Model::load(openModelFolder(path), {});
    int text = 0;
    for (const ReferencePrompt& prompt : reference.prompts()) {
        if (prompt.bos)
            continue;
        CAPTURE(prompt.text);
        const QString prefix = QStringLiteral("%1.no-bos.").arg(text++);
        const NamedTensor patterns = reference.tensor(prefix + QStringLiteral("patterns"));
        const NamedTensor hidden = reference.tensor(prefix + QStringLiteral("hidden_last"));
        const QStringList hooks{
            QStringLiteral("*hook_pattern"), QStringLiteral("*hook_resid_pre"),
            QStringLiteral("ln_final.hook_normalized")};
        const Capture got = model->capture({{prompt.ids}, hooks, false}, {}).front();
        const auto hook = [&got](int layer, const char* name) -> const NamedTensor& {
            return named(got, QStringLiteral("blocks.%1.%2").arg(layer).arg(QLatin1String(name)));
        };
        for (int layer = 0; layer < 30; ++layer) {
            CAPTURE(layer);
            CHECK(largestError(hook(layer, "attn.hook_pattern").values, part(patterns, layer)) < 1e-4);
            CHECK(largestError(lastRow(hook(layer, "hook_resid_pre")), part(hidden, layer)) < 1e-3);
        }
        CHECK(
            largestError(lastRow(named(got, QStringLiteral("ln_final.hook_normalized"))), part(hidden, 30))
            < 1e-3);
    }
    CHECK(text == 3);
}

TEST_CASE("SmolLM2's tokenizer cuts every text of the reference as Hugging Face does")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const auto tokenizer = loadTokenizer(openModelFolder(path));
    const QJsonObject json = readJsonObject(testData(QStringLiteral("smollm2/tokens.json")));
    const QJsonArray strings = json[QLatin1String("strings")].toArray();
    REQUIRE(strings.size() > 100);
    for (const QJsonValue& string : strings) {
        const QString text = string[QLatin1String("text")].toString();
        CAPTURE(text);
        std::vector<TokenId> expected;
        for (const QJsonValue& id : string[QLatin1String("ids")].toArray())
            expected.push_back(id.toInt());
        const std::vector<TokenId> ids = tokenizer->encode(text);
        CHECK(ids == expected);
        CHECK(tokenizer->decode(ids) == text);
    }
}
