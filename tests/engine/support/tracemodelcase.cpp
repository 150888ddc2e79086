#include "engine/support/tracemodelcase.h"

#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace headwaters {

TraceModelCase::TraceModelCase(const ModelArrays& given, const std::vector<TokenId>& prompt)
    : arrays(given),
      ids(prompt),
      canonical(plain::Model(arrays).canonical()),
      trace(canonical, ids),
      tracer(modelFromArrays(arrays.config, arrays.arrays)),
      inspector(tracer, ids)
{
}

std::unique_ptr<TraceModelCase> TraceModelCase::open(const QString& name)
{
    if (name.size() <= 4) {
        const TinyReference tiny(name);
        return std::make_unique<TraceModelCase>(tiny.weights, tiny.ids);
    }
    const Reference reference(name);
    const auto model = Model::load(openModelFolder(reference.folder()), {});
    std::vector<TokenId> ids = reference.prompts().front().ids;
    ids.resize(std::min<std::size_t>(ids.size(), 9));
    return std::make_unique<TraceModelCase>(ModelArrays::of(*model), ids);
}

std::vector<Firing> TraceModelCase::firings() const
{
    std::vector<Firing> found;
    for (int layer = 1; layer < arrays.config.nLayers; ++layer) {
        for (int head = 0; head < arrays.config.nHeads; ++head) {
            const int destination = head % 2 == 0 ? last() : last() / 2 + 1;
            Firing most{{layer, head}, destination, 0};
            for (int source = 0; source <= destination; ++source) {
                if (inspector.attention(most.head, destination, source)
                    > inspector.attention(most.head, destination, most.source))
                    most.source = source;
            }
            found.push_back(most);
        }
    }
    return found;
}

QStringList tracedArchitectures()
{
    return {
        QStringLiteral("abs"),
        QStringLiteral("rope"),
        QStringLiteral("cap"),
        QStringLiteral("gpt2-tiny"),
        QStringLiteral("gpt-neox-tiny"),
        QStringLiteral("gpt-neox-sequential"),
        QStringLiteral("llama-tiny"),
        QStringLiteral("llama-rope3-biased"),
        QStringLiteral("mistral-tiny"),
        QStringLiteral("qwen2-tiny"),
        QStringLiteral("qwen2-window"),
        QStringLiteral("qwen3-tiny"),
        QStringLiteral("qwen3-biased"),
        QStringLiteral("gemma2-tiny"),
        QStringLiteral("gemma2-uncapped")};
}

ModelArrays randomArrays(const ModelConfig& config, unsigned seed)
{
    ModelArrays made{config, {}};
    std::mt19937 bits(seed);
    const auto add = [&](const QString& name, std::vector<std::int64_t> shape, double deviation,
                         double mean = 0) {
        NamedTensor& array = made.arrays.emplace_back();
        array.name = name;
        array.shape = shape;
        std::int64_t count = 1;
        for (const std::int64_t extent : shape)
            count *= extent;
        for (std::int64_t at = 0; at < count; ++at) {
            const double unit = static_cast<double>(bits()) / static_cast<double>(std::mt19937::max());
            array.values.push_back(static_cast<float>(mean + deviation * (2 * unit - 1)));
        }
    };
    const std::int64_t d = config.dModel;
    const std::int64_t e = config.dHead;
    const auto spread = [](std::int64_t in) { return 1.8 / std::sqrt(static_cast<double>(in)); };
    const auto norm = [&](const QString& name, std::int64_t width, bool shifts) {
        add(name + QStringLiteral(".w"), {width}, 0.4, 1.0);
        if (shifts && config.norm == NormKind::Layer)
            add(name + QStringLiteral(".b"), {width}, 0.3);
    };
    add(QStringLiteral("embed.W_E"), {config.dVocab, d}, 1.0);
    if (!config.rotary.isUsed())
        add(QStringLiteral("pos_embed.W_pos"), {config.nCtx, d}, 0.6);
    norm(QStringLiteral("ln_final"), d, true);
    if (!config.tiedUnembedding)
        add(QStringLiteral("unembed.W_U"), {d, config.dVocab}, 1.0);
    for (std::int64_t layer = 0; layer < config.nLayers; ++layer) {
        const QString block = QStringLiteral("blocks.%1.").arg(layer);
        norm(block + QStringLiteral("ln1"), d, true);
        for (const char* letter : {"Q", "K", "V"}) {
            const std::int64_t heads = letter[0] == 'Q' ? config.nHeads : config.nKeyValueHeads;
            add(block + QStringLiteral("attn.W_") + QLatin1String(letter), {heads, d, e}, spread(d));
            if (config.queryKeyValueBias)
                add(block + QStringLiteral("attn.b_") + QLatin1String(letter), {heads, e}, 0.5);
        }
        if (config.queryKeyNorm) {
            norm(block + QStringLiteral("attn.q_norm"), e, false);
            norm(block + QStringLiteral("attn.k_norm"), e, false);
        }
        add(block + QStringLiteral("attn.W_O"), {config.nHeads, e, d}, spread(e));
        if (config.outputBias)
            add(block + QStringLiteral("attn.b_O"), {d}, 0.3);
        norm(block + QStringLiteral("ln2"), d, true);
        if (config.gatedMlp)
            add(block + QStringLiteral("mlp.W_gate"), {d, config.dMlp}, spread(d));
        add(block + QStringLiteral("mlp.W_in"), {d, config.dMlp}, spread(d));
        add(block + QStringLiteral("mlp.W_out"), {config.dMlp, d}, spread(config.dMlp));
        if (config.normsAfter) {
            norm(block + QStringLiteral("ln1_post"), d, false);
            norm(block + QStringLiteral("ln2_post"), d, false);
        }
    }
    return made;
}

NamedTensor& arrayOf(ModelArrays& arrays, const QString& name)
{
    for (NamedTensor& array : arrays.arrays) {
        if (array.name == name)
            return array;
    }
    FAIL("no array " << name.toStdString());
    return arrays.arrays.front();
}

} // namespace headwaters
