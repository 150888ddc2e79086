#include "core/files/memoryestimate.h"

#include "core/files/families.h"

#include <QRegularExpression>

#include <algorithm>
#include <map>

namespace headwaters {

namespace {

constexpr qint64 widenedSize = sizeof(float);

bool isUnembedding(const QString& name)
{
    static const QStringList names{
        QStringLiteral("lm_head.weight"), QStringLiteral("embed_out.weight"),
        QStringLiteral("output.weight")};
    return names.contains(name);
}

/// What is read row by row where the weights stay in the file: the embedding and the unembedding.
bool isReadByRows(const QString& name)
{
    static const QStringList ends{
        QStringLiteral("wte.weight"), QStringLiteral("embed_tokens.weight"),
        QStringLiteral("embed_in.weight"), QStringLiteral("token_embd.weight")};
    const auto endsName = [&name](const QString& end) { return name.endsWith(end); };
    return isUnembedding(name) || std::any_of(ends.begin(), ends.end(), endsName);
}

/// The layer that a tensor belongs to; -1 outside the layers.
int layerOf(const QString& name)
{
    static const QRegularExpression layer(QStringLiteral("(?:^|\\.)(?:h|layers|blk)\\.(\\d{1,6})\\."));
    const QRegularExpressionMatch match = layer.match(name);
    return match.hasMatch() ? match.captured(1).toInt() : -1;
}

} // namespace

bool isWeight(const TensorView& tensor)
{
    static const QRegularExpression buffer(
        QStringLiteral("(?:^|\\.)(?:attn|attention)\\.(?:masked_)?bias$|(?:^|\\.)rotary_emb\\.inv_freq$"));
    return !buffer.match(tensor.name).hasMatch();
}

MemoryEstimate estimateMemory(const TensorFile& weights, bool tied, qint64 available)
{
    MemoryEstimate estimate;
    estimate.available = available;
    std::map<int, qint64> layers; // parameters; -1: outside the layers
    qint64 byRows = 0; // of those outside
    for (const auto& [name, tensor] : weights.tensors()) {
        if (!isWeight(tensor) || (tied && isUnembedding(name)))
            continue;
        const auto count = static_cast<qint64>(elementCount(tensor));
        layers[layerOf(name)] += count;
        byRows += isReadByRows(name) ? count : 0;
        estimate.parameters += count;
    }
    const qint64 all = estimate.parameters * widenedSize;
    estimate.widened = available <= 0 || all <= available / 2;
    qint64 largest = 0;
    for (const auto& [layer, count] : layers)
        largest = std::max(largest, layer < 0 ? qint64{0} : count);
    estimate.weights = estimate.widened ? all : (largest + layers[-1] - byRows) * widenedSize;
    estimate.peak = estimate.weights + programMemory;
    return estimate;
}

MemoryEstimate estimateMemory(const ModelFolder& model, qint64 available)
{
    return estimateMemory(*model.weights, isTied(model), available);
}

} // namespace headwaters
