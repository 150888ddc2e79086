#include "core/engine/model/family.h"

#include "core/files/gguf.h"

#include <QFileInfo>
#include <QJsonValue>

#include <algorithm>
#include <array>
#include <cmath>

namespace headwaters {

namespace {

using FamilyFunction = const Family& (*)();
constexpr std::array<FamilyFunction, 7> families{gpt2Family,  gptNeoXFamily, llamaFamily, mistralFamily,
                                                 qwen2Family, qwen3Family,   gemma2Family};

QString knownNames(QString Family::*name)
{
    QStringList names;
    for (const FamilyFunction family : families) {
        if (!(family().*name).isEmpty())
            names << family().*name;
    }
    return names.join(QStringLiteral(", "));
}

bool knowsAny(const Family& family, const QStringList& architectures)
{
    return std::any_of(architectures.begin(), architectures.end(), [&](const QString& name) {
        return family.architectures.contains(name);
    });
}

const Family& findFamily(const ConfigReader& reader)
{
    const QString modelType = QStringLiteral("model_type");
    const QString type = reader.text(modelType, {});
    const QStringList architectures = reader.texts(QStringLiteral("architectures"));
    for (const FamilyFunction function : families) {
        const Family& family = function();
        // Early checkpoints have no model_type; their architecture says the same.
        if (type.isEmpty() ? !knowsAny(family, architectures) : type != family.name)
            continue;
        if (!architectures.isEmpty() && !knowsAny(family, architectures)) {
            throw reader.fault(
                QStringLiteral("architectures"),
                QStringLiteral("of the family %1, %2 are implemented")
                    .arg(family.name, family.architectures.join(QStringLiteral(", "))));
        }
        return family;
    }
    throw reader.fault(
        modelType, QStringLiteral("the families that can be opened are: %1").arg(knownNames(&Family::name)));
}

/// A family that is stored only under another's name reads nothing of its own and is passed over.
const Family& findGgufFamily(const ConfigReader& reader)
{
    const QString field = QStringLiteral("general.architecture");
    const QString architecture = reader.text(field, {});
    for (const FamilyFunction function : families) {
        if (!architecture.isEmpty() && architecture == function().ggufName)
            return function();
    }
    throw reader.fault(
        field,
        QStringLiteral("the architectures that can be opened are: %1").arg(knownNames(&Family::ggufName)));
}

// Every key that an architecture may carry without changing the arithmetic beyond what its family reads.
const QStringList& harmlessKeys()
{
    static const QStringList keys{
        QStringLiteral("attention.causal"),
        QStringLiteral("attention.head_count"),
        QStringLiteral("attention.head_count_kv"),
        QStringLiteral("attention.key_length"),
        QStringLiteral("attention.layer_norm_epsilon"),
        QStringLiteral("attention.layer_norm_rms_epsilon"),
        QStringLiteral("attention.sliding_window"),
        QStringLiteral("attention.value_length"),
        QStringLiteral("attn_logit_softcapping"),
        QStringLiteral("block_count"),
        QStringLiteral("context_length"),
        QStringLiteral("embedding_length"),
        QStringLiteral("feed_forward_length"),
        QStringLiteral("final_logit_softcapping"),
        QStringLiteral("rope.dimension_count"),
        QStringLiteral("rope.freq_base"),
        QStringLiteral("rope.scale_linear"),
        QStringLiteral("rope.scaling.attn_factor"),
        QStringLiteral("rope.scaling.factor"),
        QStringLiteral("rope.scaling.finetuned"),
        QStringLiteral("rope.scaling.original_context_length"),
        QStringLiteral("rope.scaling.type"),
        QStringLiteral("tensor_data_layout"),
        QStringLiteral("use_parallel_residual"),
        QStringLiteral("vocab_size"),
    };
    return keys;
}

// A cap or a residual that only some of the families know must not be passed over by the others.
bool isKnown(const QString& key, const QString& architecture)
{
    const bool isGpt2 = architecture == QLatin1String("gpt2");
    const bool isNeoX = architecture == QLatin1String("gptneox");
    if (key.endsWith(QLatin1String("_logit_softcapping")) && architecture != QLatin1String("gemma2"))
        return false;
    if (key == QLatin1String("use_parallel_residual") && !isNeoX)
        return false;
    if (key == QLatin1String("attention.sliding_window") && (isGpt2 || isNeoX))
        return false;
    return harmlessKeys().contains(key) && !(isGpt2 && key.startsWith(QLatin1String("rope.")));
}

void refuseUnknownKeys(const ConfigReader& reader, const GgufMetadata& metadata, const Family& family)
{
    const QString start = family.ggufName + QLatin1Char('.');
    for (const auto& [name, value] : metadata.values()) {
        if (!name.startsWith(start))
            continue;
        if (std::holds_alternative<std::vector<double>>(value) || std::holds_alternative<QStringList>(value))
            throw metadata.fault(name, QStringLiteral("a value for each layer is not implemented"));
        if (!isKnown(name.mid(start.size()), family.ggufName))
            reader.refuse(name, QStringLiteral("this switch of the architecture is not implemented"));
    }
    const QString causal = start + QStringLiteral("attention.causal");
    if (!reader.flag(causal, true))
        throw reader.fault(causal, QStringLiteral("only causal attention is implemented"));
}

/// The metadata without arrays, as fields that can be read one by one.
QJsonObject scalarsOf(const GgufMetadata& metadata)
{
    QJsonObject fields;
    for (const auto& [key, value] : metadata.values()) {
        std::visit(
            [&fields, &name = key](const auto& scalar) {
                using Type = std::decay_t<decltype(scalar)>;
                if constexpr (std::is_same_v<Type, std::int64_t>)
                    fields[name] = QJsonValue(static_cast<qint64>(scalar));
                else if constexpr (
                    std::is_same_v<
                        Type, double> || std::is_same_v<Type, bool> || std::is_same_v<Type, QString>)
                    fields[name] = QJsonValue(scalar);
            },
            value);
    }
    return fields;
}

/// What the embedding says where the metadata do not: the size of the vocabulary. And whether the
/// unembedding has a tensor of its own.
void addWhatTensorsSay(QJsonObject& fields, const TensorFile& file, const QString& architecture)
{
    const QString field = architecture + QStringLiteral(".vocab_size");
    const auto embedding = file.tensors().find(QStringLiteral("token_embd.weight"));
    if (embedding != file.tensors().end() && embedding->second.shape.size() == 2)
        fields[field] = QJsonValue(static_cast<qint64>(embedding->second.shape[0]));
}

/// Llama 3.1's stretching stands in a GGUF file as a tensor of divisors.
void divideByFrequencyFactors(Rotary& rotary, const TensorFile& file)
{
    const auto found = file.tensors().find(QStringLiteral("rope_freqs.weight"));
    if (found == file.tensors().end())
        return;
    const TensorView& view = found->second;
    const auto error = [&view](const QString& what) {
        return badInput(
            QStringLiteral("%1: the tensor %2 %3.").arg(QFileInfo(view.file).fileName(), view.name, what));
    };
    if (elementCount(view) != rotary.frequencies.size())
        throw error(QStringLiteral("has %1 numbers; a head rotates in %2 pairs")
                        .arg(elementCount(view))
                        .arg(rotary.frequencies.size()));
    const std::vector<float> factors = toFloat32(view);
    for (std::size_t at = 0; at < factors.size(); ++at) {
        if (!(factors[at] > 0) || !std::isfinite(factors[at]))
            throw error(QStringLiteral("holds %1 at %2; factors must be above 0")
                            .arg(static_cast<double>(factors[at]))
                            .arg(at));
        rotary.frequencies[at] =
            static_cast<double>(static_cast<float>(rotary.frequencies[at]) / factors[at]);
    }
}

ModelDescription describeGguf(const GgufFile& file)
{
    QJsonObject fields = scalarsOf(file.metadata());
    const QString name = QFileInfo(file.metadata().file()).fileName();
    const Family& family = findGgufFamily(ConfigReader(fields, name));
    addWhatTensorsSay(fields, file, family.ggufName);
    const ConfigReader reader(fields, name);
    refuseUnknownKeys(reader, file.metadata(), family);

    ModelDescription description;
    description.family = family.name;
    description.config = family.readGguf(reader);
    description.layout = family.ggufLayout(description.config);
    description.config.tiedUnembedding =
        !file.tensors().contains(description.layout.unembedding + QStringLiteral(".weight"));
    description.source = QStringLiteral("the metadata");
    if (description.config.rotary.isUsed())
        divideByFrequencyFactors(description.config.rotary, file);
    return description;
}

} // namespace

ModelDescription describeModel(const ModelFolder& folder)
{
    if (folder.gguf)
        return describeGguf(*folder.gguf);
    const QString source = QStringLiteral("config.json");
    const ConfigReader reader(folder.config, source);
    const Family& family = findFamily(reader);
    ModelDescription description;
    description.family = family.name;
    description.config = family.readConfig(reader);
    description.layout = family.layout(description.config);
    description.source = source;
    return description;
}

} // namespace headwaters
