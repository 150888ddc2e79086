#include "core/engine/model/model.h"
#include "engine/support/reference.h"
#include "support/testing.h"

#include <cmath>
#include <map>

using namespace headwaters;

namespace {

std::map<QString, NamedTensor> byName(const Capture& capture)
{
    std::map<QString, NamedTensor> tensors;
    for (const NamedTensor& tensor : capture)
        tensors[tensor.name] = tensor;
    return tensors;
}

/// Log-probabilities of each row of logits.
std::vector<double> logProbabilities(const NamedTensor& logits)
{
    const auto columns = static_cast<std::size_t>(logits.shape[1]);
    std::vector<double> result;
    for (std::size_t row = 0; row * columns < logits.values.size(); ++row) {
        const auto first = logits.values.begin() + static_cast<std::ptrdiff_t>(row * columns);
        double sum = 0;
        for (auto at = first; at != first + static_cast<std::ptrdiff_t>(columns); ++at)
            sum += std::exp(static_cast<double>(*at));
        for (auto at = first; at != first + static_cast<std::ptrdiff_t>(columns); ++at)
            result.push_back(static_cast<double>(*at) - std::log(sum));
    }
    return result;
}

void requireHooksEqual(const Reference& reference, const Model& model, const QString& kind)
{
    for (const ReferencePrompt& prompt : reference.prompts()) {
        const auto got = byName(model.capture({{prompt.ids}, {QStringLiteral("*")}, true}, {}).front());
        const QString prefix = QStringLiteral("%1.%2.").arg(prompt.index).arg(kind);
        const QStringList names = reference.namesWithPrefix(prefix);
        REQUIRE(names.size() > 20);
        for (const QString& name : names) {
            CAPTURE(name);
            const QString hook = name.mid(prefix.size());
            REQUIRE(got.count(hook) == 1);
            const double allowed = hook.endsWith(QLatin1String("hook_pattern")) ? 1e-5 : 1e-4;
            CHECK(largestError(got.at(hook), reference.tensor(name)) < allowed);
        }
    }
}

} // namespace

TEST_CASE("Every hook equals TransformerLens on the weights as stored and on the canonical ones")
{
    const QString name = GENERATE(
        QStringLiteral("demo"), QStringLiteral("gpt2-tiny"), QStringLiteral("gpt2-tiny-relu-untied"));
    CAPTURE(name);
    const Reference reference(name);
    const auto model = Model::load(openModelFolder(reference.folder()), {});
    requireHooksEqual(reference, *model, QStringLiteral("plain"));
    requireHooksEqual(reference, *model->folded(), QStringLiteral("folded"));
}

TEST_CASE("Logits, attentions and hidden states equal Hugging Face")
{
    const QString name = GENERATE(values<QString>(
        {QStringLiteral("demo"),
         QStringLiteral("gpt2-tiny"),
         QStringLiteral("gpt2-tiny-relu-untied"),
         QStringLiteral("gpt-neox-tiny"),
         QStringLiteral("llama-tiny"),
         QStringLiteral("mistral-tiny"),
         QStringLiteral("qwen2-tiny"),
         QStringLiteral("qwen3-tiny"),
         QStringLiteral("gemma2-tiny"),
         QStringLiteral("llama-rope3-biased"),
         QStringLiteral("gpt-neox-sequential"),
         QStringLiteral("qwen2-window"),
         QStringLiteral("qwen3-biased"),
         QStringLiteral("gemma2-uncapped"),
         QStringLiteral("mistral-unwindowed"),
         QStringLiteral("llama-tiny-gguf"),
         QStringLiteral("llama-quantised-gguf"),
         QStringLiteral("llama-rope3-gguf"),
         QStringLiteral("qwen2-gguf"),
         QStringLiteral("qwen3-gguf"),
         QStringLiteral("gemma2-gguf"),
         QStringLiteral("gpt-neox-gguf"),
         QStringLiteral("gpt2-gguf")}));
    const WeightPlacement placement = GENERATE(WeightPlacement::Resident, WeightPlacement::Mapped);
    CAPTURE(name, static_cast<int>(placement));
    const Reference reference(name);
    const auto model = Model::load(openModelFolder(reference.folder()), {}, {}, placement);
    CHECK(model->info().weightsStayInFile == (placement == WeightPlacement::Mapped));
    const int nLayers = model->info().nLayers;
    for (const ReferencePrompt& prompt : reference.prompts()) {
        CAPTURE(prompt.index);
        const auto got = byName(model->capture({{prompt.ids}, {QStringLiteral("*")}, true}, {}).front());
        const auto error = [&](const QString& hook, const QString& what) {
            return largestError(
                got.at(hook), reference.tensor(QStringLiteral("%1.%2").arg(prompt.index).arg(what)));
        };
        CHECK(error(QStringLiteral("logits"), QStringLiteral("logits")) < 1e-4);
        // The quantised file's reference holds the attentions but not what enters each layer.
        const bool hasHidden =
            !reference.namesWithPrefix(QStringLiteral("%1.hidden_states").arg(prompt.index)).isEmpty();
        for (int layer = 0; layer < nLayers; ++layer) {
            const auto hook = [layer](const char* text) {
                return QStringLiteral("blocks.%1.%2").arg(layer).arg(QLatin1String(text));
            };
            CHECK(error(hook("attn.hook_pattern"), QStringLiteral("attentions.%1").arg(layer)) < 1e-5);
            if (hasHidden)
                CHECK(error(hook("hook_resid_pre"), QStringLiteral("hidden_states.%1").arg(layer)) < 1e-4);
        }
        if (!hasHidden)
            continue;
        CHECK(
            error(QStringLiteral("ln_final.hook_normalized"), QStringLiteral("hidden_states.%1").arg(nLayers))
            < 1e-4);
    }
}

TEST_CASE("The canonical weights give the same log-probabilities")
{
    const QString name = GENERATE(values<QString>(
        {QStringLiteral("demo"), QStringLiteral("gpt2-tiny"), QStringLiteral("gpt2-tiny-relu-untied"),
         QStringLiteral("gpt-neox-tiny"), QStringLiteral("llama-tiny"), QStringLiteral("mistral-tiny"),
         QStringLiteral("qwen2-tiny"), QStringLiteral("qwen3-tiny"), QStringLiteral("gemma2-tiny"),
         QStringLiteral("llama-rope3-biased"), QStringLiteral("gpt-neox-sequential"),
         QStringLiteral("qwen3-biased"), QStringLiteral("gemma2-uncapped"), QStringLiteral("gemma2-gguf")}));
    CAPTURE(name);
    const Reference reference(name);
    const auto model = Model::load(openModelFolder(reference.folder()), {});
    const CaptureRequest request{{reference.prompts().front().ids}, {QStringLiteral("logits")}, true};
    const auto plain = logProbabilities(model->capture(request, {}).front().front());
    const auto folded = logProbabilities(model->folded()->capture(request, {}).front().front());
    REQUIRE(plain.size() == folded.size());
    double largest = 0;
    for (std::size_t at = 0; at < plain.size(); ++at)
        largest = std::max(largest, std::abs(plain[at] - folded[at]));
    CHECK(largest < 1e-4);
    CHECK(model->folded() == model->folded()->folded());
}

TEST_CASE("The bundled model is described as its card says")
{
    const auto model = Model::load(openModelFolder(demoModel()), {});
    const ModelInfo& info = model->info();
    CHECK(info.family == QStringLiteral("gpt2"));
    CHECK(info.nLayers == 6);
    CHECK(info.nHeads == 6);
    CHECK(info.nKeyValueHeads == 6);
    CHECK(info.dModel == 192);
    CHECK(info.dHead == 32);
    CHECK(info.dMlp == 768);
    CHECK(info.nCtx == 256);
    CHECK(info.dVocab == 1536);
    CHECK(info.parameters == 3'013'632);
    CHECK(info.dtype == QStringLiteral("float16"));
}
