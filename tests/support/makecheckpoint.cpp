// Writes a random GPT-2 folder that opens as a real model, for tests and benchmarks of shapes that are too
// large to be kept in the tree:
//
//     makecheckpoint --shape gpt2-small|tiny [--seed N] [--dtype float32|float16|bfloat16] FOLDER
//
// The vocabulary is the byte alphabet, then merges of pairs of it, then <|endoftext|>, so every text can be
// encoded and every row of the embedding is a token. Weights are drawn with standard deviation 0.02 as GPT-2
// was initialised, so logits are finite.

#include "core/base/error.h"
#include "core/files/safetensorswriter.h"
#include "core/files/writing.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <cstdio>
#include <optional>

namespace headwaters {

namespace {

struct Shape {
    int layers = 0;
    int heads = 0;
    int width = 0;
    int context = 0;
    int vocabulary = 0;
};

std::optional<Shape> shapeOf(const QString& name)
{
    if (name == QLatin1String("gpt2-small"))
        return Shape{12, 12, 768, 1024, 50257};
    if (name == QLatin1String("tiny"))
        return Shape{2, 2, 16, 32, 300};
    return {};
}

// Steele, Lea and Flood's SplitMix64: the same numbers everywhere, unlike the distributions of <random>.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) { }

    // Nearly normal: four uniform numbers of 16 bits summed; mean 0, standard deviation 1.
    float normal()
    {
        const std::uint64_t bits = next();
        const std::uint64_t sum =
            (bits & 0xffffU) + ((bits >> 16) & 0xffffU) + ((bits >> 32) & 0xffffU) + (bits >> 48);
        constexpr double mean = 2.0 * 65535.0;
        const double deviation = std::sqrt(4.0 / 12.0) * 65536.0;
        return static_cast<float>((static_cast<double>(sum) - mean) / deviation);
    }

private:
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }

    std::uint64_t m_state;
};

class Weights {
public:
    explicit Weights(std::uint64_t seed) : m_random(seed) { }

    void add(const QString& name, std::vector<std::int64_t> shape, float deviation, float mean = 0)
    {
        std::size_t count = 1;
        for (const std::int64_t length : shape)
            count *= static_cast<std::size_t>(length);
        NamedTensor tensor{name, std::move(shape), std::vector<float>(count)};
        for (float& value : tensor.values)
            value = mean + deviation * m_random.normal();
        tensors.push_back(std::move(tensor));
    }

    void addNorm(const QString& name, int width)
    {
        add(name + QStringLiteral(".weight"), {width}, 0.02F, 1);
        add(name + QStringLiteral(".bias"), {width}, 0.02F);
    }

    void addLinear(const QString& name, int in, int out, float deviation)
    {
        add(name + QStringLiteral(".weight"), {in, out}, deviation);
        add(name + QStringLiteral(".bias"), {out}, 0.02F);
    }

    std::vector<NamedTensor> tensors;

private:
    Random m_random;
};

std::vector<NamedTensor> randomWeights(const Shape& shape, std::uint64_t seed)
{
    Weights weights(seed);
    // GPT-2 draws what writes into the residual stream smaller, so that the stream does not grow with depth.
    const float writing = 0.02F / std::sqrt(2.0F * static_cast<float>(shape.layers));
    weights.add(QStringLiteral("wte.weight"), {shape.vocabulary, shape.width}, 0.02F);
    weights.add(QStringLiteral("wpe.weight"), {shape.context, shape.width}, 0.02F);
    for (int layer = 0; layer < shape.layers; ++layer) {
        const QString block = QStringLiteral("h.%1.").arg(layer);
        weights.addNorm(block + QStringLiteral("ln_1"), shape.width);
        weights.addLinear(block + QStringLiteral("attn.c_attn"), shape.width, 3 * shape.width, 0.02F);
        weights.addLinear(block + QStringLiteral("attn.c_proj"), shape.width, shape.width, writing);
        weights.addNorm(block + QStringLiteral("ln_2"), shape.width);
        weights.addLinear(block + QStringLiteral("mlp.c_fc"), shape.width, 4 * shape.width, 0.02F);
        weights.addLinear(block + QStringLiteral("mlp.c_proj"), 4 * shape.width, shape.width, writing);
    }
    weights.addNorm(QStringLiteral("ln_f"), shape.width);
    return std::move(weights.tensors);
}

QByteArray configOf(const Shape& shape)
{
    const QJsonObject config{
        {QStringLiteral("model_type"), QStringLiteral("gpt2")},
        {QStringLiteral("architectures"), QJsonArray{QStringLiteral("GPT2LMHeadModel")}},
        {QStringLiteral("activation_function"), QStringLiteral("gelu_new")},
        {QStringLiteral("layer_norm_epsilon"), 1e-5},
        {QStringLiteral("n_layer"), shape.layers},
        {QStringLiteral("n_head"), shape.heads},
        {QStringLiteral("n_embd"), shape.width},
        {QStringLiteral("n_ctx"), shape.context},
        {QStringLiteral("n_positions"), shape.context},
        {QStringLiteral("vocab_size"), shape.vocabulary},
        {QStringLiteral("bos_token_id"), shape.vocabulary - 1},
        {QStringLiteral("eos_token_id"), shape.vocabulary - 1},
    };
    return QJsonDocument(config).toJson();
}

// GPT-2's printable stand-ins for the 256 bytes: a printable byte is itself, the others follow from U+0100.
QStringList byteAlphabet()
{
    QStringList printable;
    QStringList moved;
    for (int byte = 0; byte < 256; ++byte) {
        const bool isPrintable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte != 0xad);
        if (isPrintable)
            printable << QString(QChar(byte));
        else
            moved << QString(QChar(0x100 + static_cast<int>(moved.size())));
    }
    return printable + moved;
}

void writeTokenizer(const QDir& folder, int vocabulary)
{
    const QStringList alphabet = byteAlphabet();
    QJsonObject vocab;
    int id = 0;
    for (const QString& symbol : alphabet)
        vocab[symbol] = id++;
    QByteArray merges = "#version: 0.2\n";
    for (const QString& left : alphabet) {
        for (const QString& right : alphabet) {
            if (id == vocabulary - 1)
                break;
            vocab[left + right] = id++;
            merges += (left + QLatin1Char(' ') + right).toUtf8() + '\n';
        }
    }
    vocab[QStringLiteral("<|endoftext|>")] = id;
    writeFile(
        folder.filePath(QStringLiteral("vocab.json")), QJsonDocument(vocab).toJson(QJsonDocument::Compact));
    writeFile(folder.filePath(QStringLiteral("merges.txt")), merges);
    writeFile(
        folder.filePath(QStringLiteral("tokenizer_config.json")),
        R"({"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "tokenizer_class": "GPT2Tokenizer"})"
        "\n");
}

void writeCheckpoint(const QString& path, const Shape& shape, std::uint64_t seed, DType dtype)
{
    if (!QDir().mkpath(path))
        throw failure(QStringLiteral("%1: the folder cannot be made").arg(forMessage(path)));
    const QDir folder(path);
    writeFile(folder.filePath(QStringLiteral("config.json")), configOf(shape));
    writeTokenizer(folder, shape.vocabulary);
    writeSafetensors(folder.filePath(QStringLiteral("model.safetensors")), randomWeights(shape, seed), dtype);
}

} // namespace

} // namespace headwaters

int main(int argc, char* argv[])
{
    using namespace headwaters;
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Writes a random GPT-2 folder."));
    parser.addHelpOption();
    parser.addOptions({
        {QStringLiteral("shape"), QStringLiteral("gpt2-small or tiny."), QStringLiteral("SHAPE"),
         QStringLiteral("gpt2-small")},
        {QStringLiteral("seed"), QStringLiteral("Seed of the random numbers."), QStringLiteral("N"),
         QStringLiteral("0")},
        {QStringLiteral("dtype"), QStringLiteral("float32, float16 or bfloat16."), QStringLiteral("DTYPE"),
         QStringLiteral("float32")},
    });
    parser.addPositionalArgument(QStringLiteral("FOLDER"), QStringLiteral("Where to write it."));
    parser.process(application);

    const std::optional<Shape> shape = shapeOf(parser.value(QStringLiteral("shape")));
    bool isNumber = false;
    const std::uint64_t seed = parser.value(QStringLiteral("seed")).toULongLong(&isNumber);
    std::optional<DType> dtype;
    for (const DType candidate : {DType::F32, DType::F16, DType::BF16}) {
        if (dtypeText(candidate) == parser.value(QStringLiteral("dtype")))
            dtype = candidate;
    }
    if (!shape || !isNumber || !dtype || parser.positionalArguments().size() != 1) {
        std::fputs(qPrintable(parser.helpText()), stderr);
        return 2;
    }
    try {
        writeCheckpoint(parser.positionalArguments().first(), *shape, seed, *dtype);
    } catch (const Error& error) {
        std::fprintf(stderr, "makecheckpoint: %s\n", error.what());
        return 1;
    }
    return 0;
}
