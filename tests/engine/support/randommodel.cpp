#include "engine/support/randommodel.h"

#include "core/files/safetensorswriter.h"
#include "core/files/writing.h"
#include "support/testing.h"

#include <QFile>
#include <QJsonDocument>

#include <cmath>
#include <memory>
#include <random>

namespace headwaters {

namespace {

class Drawing {
public:
    explicit Drawing(std::map<QString, NamedTensor>& tensors) : m_tensors(tensors) { }

    void add(const QString& name, std::vector<std::int64_t> shape, double deviation, double mean = 0)
    {
        std::size_t count = 1;
        for (const std::int64_t extent : shape)
            count *= static_cast<std::size_t>(extent);
        NamedTensor tensor{name, std::move(shape), std::vector<float>(count)};
        for (float& value : tensor.values) {
            // Uniform, made from the bits of the generator: the same numbers with every library.
            const double unit = static_cast<double>(m_bits()) / static_cast<double>(std::mt19937::max());
            value = static_cast<float>(mean + deviation * (2 * unit - 1));
        }
        m_tensors[name] = std::move(tensor);
    }

    void addNorm(const QString& name, std::int64_t width)
    {
        add(name + QStringLiteral(".weight"), {width}, 0.4, 1.0);
        add(name + QStringLiteral(".bias"), {width}, 0.3);
    }

    void addLinear(const QString& name, std::int64_t in, std::int64_t out)
    {
        add(name + QStringLiteral(".weight"), {in, out}, 1.2 / std::sqrt(static_cast<double>(in)));
        add(name + QStringLiteral(".bias"), {out}, 0.3);
    }

private:
    std::map<QString, NamedTensor>& m_tensors;
    std::mt19937 m_bits{7};
};

} // namespace

RandomModel::RandomModel(const QJsonObject& changes)
    : config{
        {QStringLiteral("model_type"), QStringLiteral("gpt2")},
        {QStringLiteral("n_layer"), 2},
        {QStringLiteral("n_head"), 2},
        {QStringLiteral("n_embd"), 12},
        {QStringLiteral("n_inner"), 20},
        {QStringLiteral("n_positions"), 32},
        {QStringLiteral("vocab_size"), 330},
        {QStringLiteral("bos_token_id"), 0}}
{
    for (auto change = changes.begin(); change != changes.end(); ++change)
        config[change.key()] = change.value();
    const auto count = [this](const char* name) {
        return std::int64_t{config.value(QLatin1String(name)).toInt()};
    };
    const std::int64_t width = count("n_embd");
    const std::int64_t inner = config.value(QLatin1String("n_inner")).isNull() ? 4 * width : count("n_inner");

    Drawing drawing(tensors);
    drawing.add(QStringLiteral("wte.weight"), {count("vocab_size"), width}, 1.0);
    drawing.add(QStringLiteral("wpe.weight"), {count("n_positions"), width}, 0.5);
    for (std::int64_t layer = 0; layer < count("n_layer"); ++layer) {
        const QString block = QStringLiteral("h.%1.").arg(layer);
        drawing.addNorm(block + QStringLiteral("ln_1"), width);
        drawing.addLinear(block + QStringLiteral("attn.c_attn"), width, 3 * width);
        drawing.addLinear(block + QStringLiteral("attn.c_proj"), width, width);
        drawing.addNorm(block + QStringLiteral("ln_2"), width);
        drawing.addLinear(block + QStringLiteral("mlp.c_fc"), width, inner);
        drawing.addLinear(block + QStringLiteral("mlp.c_proj"), inner, width);
    }
    drawing.addNorm(QStringLiteral("ln_f"), width);
    if (!config.value(QLatin1String("tie_word_embeddings")).toBool(true))
        drawing.add(QStringLiteral("lm_head.weight"), {count("vocab_size"), width}, 0.8);
}

std::unique_ptr<QTemporaryDir> RandomModel::write() const
{
    auto folder = std::make_unique<QTemporaryDir>();
    REQUIRE(folder->isValid());
    writeFile(folder->filePath(QStringLiteral("config.json")), QJsonDocument(config).toJson());
    std::vector<NamedTensor> list;
    for (const auto& [name, tensor] : tensors)
        list.push_back(tensor);
    writeSafetensors(folder->filePath(QStringLiteral("model.safetensors")), list, dtype);
    for (const char* name :
         {"vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"}) {
        const QString file = QLatin1String(name);
        REQUIRE(QFile::copy(testData(QStringLiteral("gpt2-tiny/") + file), folder->filePath(file)));
    }
    return folder;
}

} // namespace headwaters
