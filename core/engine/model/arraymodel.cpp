#include "core/engine/model/arraymodel.h"

#include "core/engine/model/arrayslots.h"
#include "core/engine/model/transformermodel.h"

#include <cmath>
#include <limits>
#include <set>

namespace headwaters {

namespace {

constexpr std::int64_t widest = std::int64_t{1} << 31U;

void requireSize(const char* field, std::int64_t value)
{
    if (value < 1 || value > widest) {
        throw badInput(QStringLiteral("The configuration's %1 is %2; it must be at least 1.")
                           .arg(QLatin1String(field))
                           .arg(value));
    }
}

void check(const ModelConfig& config)
{
    requireSize("nLayers", config.nLayers);
    requireSize("nHeads", config.nHeads);
    requireSize("nKeyValueHeads", config.nKeyValueHeads);
    requireSize("dModel", config.dModel);
    requireSize("dHead", config.dHead);
    requireSize("dMlp", config.dMlp);
    requireSize("nCtx", config.nCtx);
    requireSize("dVocab", config.dVocab);
    if (config.nHeads % config.nKeyValueHeads != 0) {
        throw badInput(QStringLiteral("The configuration's nKeyValueHeads is %1; it must divide the %2 query "
                                      "heads.")
                           .arg(config.nKeyValueHeads)
                           .arg(config.nHeads));
    }
    const Rotary& rotary = config.rotary;
    const auto pairs = static_cast<std::int64_t>(rotary.frequencies.size());
    if (rotary.dimensions < 0 || rotary.dimensions > config.dHead || rotary.dimensions != 2 * pairs) {
        throw badInput(QStringLiteral("The configuration rotates %1 of the %2 dimensions of a head with %3 "
                                      "frequencies; each frequency is for two of them.")
                           .arg(rotary.dimensions)
                           .arg(config.dHead)
                           .arg(pairs));
    }
    if (config.queryKeyNorm && !rotary.isUsed())
        throw badInput(QStringLiteral("The configuration's queryKeyNorm is on, which is implemented with "
                                      "rotary positions only."));
    if (!config.windows.empty() && static_cast<std::int64_t>(config.windows.size()) != config.nLayers) {
        throw badInput(QStringLiteral("The configuration has %1 windows for %2 layers.")
                           .arg(config.windows.size())
                           .arg(config.nLayers));
    }
}

QString shapeText(const std::vector<std::int64_t>& shape)
{
    QStringList numbers;
    for (const std::int64_t extent : shape)
        numbers << QString::number(extent);
    return QStringLiteral("[%1]").arg(numbers.join(QStringLiteral(", ")));
}

std::size_t elements(const std::vector<std::int64_t>& shape)
{
    std::size_t count = 1;
    for (const std::int64_t extent : shape)
        count *= static_cast<std::size_t>(extent);
    return count;
}

using ByName = std::map<QString, const NamedTensor*>;

ByName byName(const std::vector<NamedTensor>& arrays)
{
    ByName found;
    for (const NamedTensor& array : arrays) {
        if (!found.emplace(array.name, &array).second)
            throw badInput(QStringLiteral("The array %1 is there twice.").arg(forMessage(array.name)));
    }
    return found;
}

void check(const NamedTensor& array, const ArraySlot& slot)
{
    if (array.shape != slot.shape) {
        throw badInput(QStringLiteral("The array %1 has the shape %2; it must be %3.")
                           .arg(array.name, shapeText(array.shape), shapeText(slot.shape)));
    }
    if (array.values.size() != elements(array.shape)) {
        throw badInput(QStringLiteral("The array %1 of shape %2 has %3 numbers.")
                           .arg(array.name, shapeText(array.shape))
                           .arg(array.values.size()));
    }
    for (std::size_t at = 0; at < array.values.size(); ++at) {
        if (!std::isfinite(array.values[at])) {
            throw badInput(
                QStringLiteral("Number %1 of the array %2 is not finite.").arg(at).arg(array.name));
        }
    }
}

at::Tensor tensorOf(const NamedTensor& array)
{
    at::Tensor tensor = at::empty(array.shape, at::kFloat);
    std::copy(array.values.begin(), array.values.end(), tensor.data_ptr<float>());
    return tensor;
}

/// Puts arrays into their places and says how many numbers there were.
qint64 place(const std::vector<ArraySlot>& slots, ByName arrays)
{
    qint64 numbers = 0;
    for (const ArraySlot& slot : slots) {
        const auto found = arrays.find(slot.name);
        if (found == arrays.end()) {
            if (slot.optional)
                continue;
            throw badInput(QStringLiteral("The array %1 is missing; its shape would be %2.")
                               .arg(slot.name, shapeText(slot.shape)));
        }
        check(*found->second, slot);
        *slot.tensor = slot.fromArray(tensorOf(*found->second));
        numbers += static_cast<qint64>(found->second->values.size());
        arrays.erase(found);
    }
    if (!arrays.empty()) {
        throw badInput(QStringLiteral("The array %1 is no weight of this configuration.")
                           .arg(forMessage(arrays.begin()->first)));
    }
    return numbers;
}

ModelInfo infoOf(const ModelConfig& config, const QString& name, qint64 numbers)
{
    ModelInfo info = shapeInfo(config);
    info.name = name;
    info.family = QStringLiteral("arrays");
    info.parameters = numbers;
    info.dtype = QStringLiteral("float32");
    info.storedNumbers = {{info.dtype, numbers}};
    info.storedBytes = numbers * static_cast<qint64>(sizeof(float));
    return info;
}

} // namespace

std::shared_ptr<const Model>
modelFromArrays(const ModelConfig& config, const std::vector<NamedTensor>& arrays, const QString& name)
{
    check(config);
    return withTorch([&] {
        Weights weights;
        const qint64 numbers = place(arraySlots(config, weights), byName(arrays));
        if (config.tiedUnembedding)
            weights.outer.W_U = weights.outer.W_E.t();
        return std::make_shared<const TransformerModel>(
            infoOf(config, name, numbers), config,
            std::make_shared<const ResidentWeights>(std::move(weights)), false);
    });
}

ModelArrays ModelArrays::of(const Model& model)
{
    const auto& transformer = static_cast<const TransformerModel&>(model);
    const Weights* resident = transformer.weights().resident();
    if (resident == nullptr)
        throw failure(QStringLiteral("The weights of %1 stay in their file, so there are no arrays of them.")
                          .arg(model.info().name));
    return withTorch([&] {
        ModelArrays made{transformer.config(), {}};
        Weights weights = *resident; // tensors are shared
        for (const ArraySlot& slot : arraySlots(made.config, weights)) {
            if (!slot.tensor->defined())
                continue;
            const at::Tensor array = slot.toArray(*slot.tensor);
            made.arrays.push_back(
                {slot.name, slot.shape, {array.data_ptr<float>(), array.data_ptr<float>() + array.numel()}});
        }
        return made;
    });
}

} // namespace headwaters
