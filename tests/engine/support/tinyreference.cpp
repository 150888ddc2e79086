#include "engine/support/tinyreference.h"

#include "engine/support/tracecase.h"
#include "support/testing.h"

#include <QJsonArray>

#include <cmath>
#include <limits>

namespace headwaters {

namespace {

ModelConfig configOf(const QJsonObject& cfg)
{
    const auto count = [&](const char* name) { return std::int64_t{cfg[QLatin1String(name)].toInt()}; };
    ModelConfig config;
    config.nLayers = count("L");
    config.nHeads = count("H");
    config.nKeyValueHeads = count("KV");
    config.dModel = count("d");
    config.dHead = count("e");
    config.dMlp = count("M");
    config.nCtx = count("T");
    config.dVocab = count("V");
    config.norm = count("ln") == 1 ? NormKind::Layer : NormKind::RootMeanSquare;
    config.normEpsilon = 1e-5;
    config.scoreSoftCap = cfg[QLatin1String("cap")].toDouble();
    config.activation = Activation::GeluTanh;
    config.tiedUnembedding = false;
    if (count("rope") == 1) {
        config.rotary.dimensions = count("rd");
        for (std::int64_t i = 0; i < config.rotary.dimensions / 2; ++i) {
            const double turn = 2.0 * static_cast<double>(i) / static_cast<double>(config.rotary.dimensions);
            config.rotary.frequencies.push_back(std::pow(cfg[QLatin1String("base")].toDouble(), -turn));
        }
    }
    return config;
}

class Weights {
public:
    Weights(const QJsonObject& stored, std::vector<NamedTensor>& arrays) : m_stored(stored), m_arrays(arrays)
    {
    }

    void add(const QString& ours, const QString& theirs, std::vector<std::int64_t> shape)
    {
        NamedTensor& array = m_arrays.emplace_back();
        array.name = ours;
        array.shape = std::move(shape);
        for (const double value : numbersOf(m_stored[theirs]))
            array.values.push_back(static_cast<float>(value));
        ++m_used;
    }
    [[nodiscard]] int used() const { return m_used; }

private:
    const QJsonObject& m_stored;
    std::vector<NamedTensor>& m_arrays;
    int m_used = 0;
};

} // namespace

TinyReference::TinyReference(const QString& name)
    : values(traceFixture(QStringLiteral("tiny_reference.json"))[name].toObject())
{
    const ModelConfig config = configOf(values[QLatin1String("cfg")].toObject());
    weights.config = config;
    ids = integersOf(values[QLatin1String("tokens")]);
    const QJsonObject stored = values[QLatin1String("weights_raw")].toObject();
    Weights reader(stored, weights.arrays);
    const std::int64_t d = config.dModel;
    const std::int64_t e = config.dHead;
    reader.add(QStringLiteral("embed.W_E"), QStringLiteral("wte"), {config.dVocab, d});
    if (!config.rotary.isUsed())
        reader.add(QStringLiteral("pos_embed.W_pos"), QStringLiteral("wpe"), {config.nCtx, d});
    reader.add(QStringLiteral("unembed.W_U"), QStringLiteral("WU"), {d, config.dVocab});
    reader.add(QStringLiteral("unembed.b_U"), QStringLiteral("bU"), {config.dVocab});
    for (int layer = 0; layer < config.nLayers; ++layer) {
        const auto add = [&](const char* ours, const char* theirs, std::vector<std::int64_t> shape) {
            reader.add(
                QStringLiteral("blocks.%1.%2").arg(layer).arg(QLatin1String(ours)),
                QLatin1String(theirs) + QString::number(layer), std::move(shape));
        };
        add("attn.W_Q", "WQ", {config.nHeads, d, e});
        add("attn.b_Q", "bQ", {config.nHeads, e});
        add("attn.W_K", "WK", {config.nKeyValueHeads, d, e});
        add("attn.b_K", "bK", {config.nKeyValueHeads, e});
        add("attn.W_V", "WV", {config.nKeyValueHeads, d, e});
        add("attn.b_V", "bV", {config.nKeyValueHeads, e});
        add("attn.W_O", "WO", {config.nHeads, e, d});
        add("attn.b_O", "bO", {d});
        add("mlp.W_in", "Wi", {d, config.dMlp});
        add("mlp.b_in", "bi", {config.dMlp});
        add("mlp.W_out", "Wo", {config.dMlp, d});
        add("mlp.b_out", "bo", {d});
    }
    REQUIRE(reader.used() == stored.size());
}

std::vector<double> numbersOf(const QJsonValue& array)
{
    std::vector<double> numbers;
    const QJsonArray values = array.toArray();
    for (const QJsonValue& value : values)
        numbers.push_back(value.toDouble(std::numeric_limits<double>::quiet_NaN()));
    return numbers;
}

std::vector<int> integersOf(const QJsonValue& array)
{
    std::vector<int> integers;
    const QJsonArray values = array.toArray();
    for (const QJsonValue& value : values)
        integers.push_back(value.toInt(-1));
    return integers;
}

} // namespace headwaters
