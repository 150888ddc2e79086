#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/base/memory.h"
#include "core/engine/session/runner.h"
#include "core/files/memoryestimate.h"
#include "core/files/modelfolder.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

QJsonObject infoJson(const ModelInfo& info, const MemoryEstimate& memory)
{
    QJsonObject stored;
    for (const auto& [dtype, numbers] : info.storedNumbers)
        stored[dtype] = numbers;
    return {
        {u"name"_s, info.name},
        {u"family"_s, info.family},
        {u"nLayers"_s, info.nLayers},
        {u"nHeads"_s, info.nHeads},
        {u"nKeyValueHeads"_s, info.nKeyValueHeads},
        {u"dModel"_s, info.dModel},
        {u"dHead"_s, info.dHead},
        {u"dMlp"_s, info.dMlp},
        {u"nCtx"_s, info.nCtx},
        {u"dVocab"_s, info.dVocab},
        {u"parameters"_s, info.parameters},
        {u"dtype"_s, info.dtype},
        {u"fileType"_s, info.fileType},
        {u"storedNumbers"_s, stored},
        {u"storedBytes"_s, info.storedBytes},
        {u"sha256"_s, info.sha256},
        {u"memory"_s,
         QJsonObject{
             {u"peak"_s, memory.peak}, {u"widened"_s, memory.widened}, {u"available"_s, memory.available}}},
    };
}

QString memoryText(const MemoryEstimate& memory)
{
    return u"about %1, %2; %3 available"_s.arg(
        bytesText(memory.peak),
        memory.widened ? u"all weights in float32"_s : u"a layer at a time in float32"_s,
        memory.available > 0 ? bytesText(memory.available) : u"unknown"_s);
}

QString headsText(const ModelInfo& info)
{
    if (info.nKeyValueHeads == info.nHeads)
        return QString::number(info.nHeads);
    return u"%1 in %2 key/value groups of %3"_s.arg(info.nHeads)
        .arg(info.nKeyValueHeads)
        .arg(info.nHeads / info.nKeyValueHeads);
}

/// `GGUF, Q4_1 (79 %), Q8_0 (21 %), float32, 98 MB`: a share that rounds to nothing is left out.
QString storedText(const ModelInfo& info)
{
    QStringList dtypes;
    for (const auto& [dtype, numbers] : info.storedNumbers) {
        const double share = static_cast<double>(numbers) / static_cast<double>(info.parameters);
        const bool isAll = info.storedNumbers.size() == 1;
        dtypes << (isAll || share < 0.005 ? dtype : u"%1 (%2 %)"_s.arg(dtype).arg(share * 100, 0, 'f', 0));
    }
    return u"%1, %2, %3"_s.arg(info.fileType, dtypes.join(u", "_s), bytesText(info.storedBytes));
}

QString infoText(const ModelInfo& info, const MemoryEstimate& memory)
{
    const std::vector<std::pair<QString, QString>> rows{
        {u"name"_s, info.name},
        {u"family"_s, info.family},
        {u"layers"_s, QString::number(info.nLayers)},
        {u"heads per layer"_s, headsText(info)},
        {u"residual width"_s, QString::number(info.dModel)},
        {u"head width"_s, QString::number(info.dHead)},
        {u"MLP width"_s, QString::number(info.dMlp)},
        {u"context"_s, u"%1 tokens"_s.arg(info.nCtx)},
        {u"vocabulary"_s, u"%1 tokens"_s.arg(info.dVocab)},
        {u"parameters"_s, QString::number(info.parameters)},
        {u"stored as"_s, storedText(info)},
        {u"memory"_s, memoryText(memory)},
        {u"sha256"_s, info.sha256},
    };
    QString text;
    for (const auto& [name, value] : rows)
        text += name.leftJustified(16) + u"  "_s + value + u'\n';
    return text;
}

void perform(const Arguments& arguments)
{
    const qint64 available = availableMemory(); // before the model takes its part
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    ModelInfo info = runner.info();
    info.sha256 = weightsSha256(*runner.weights(), CancelToken());
    const MemoryEstimate memory = estimateMemory(openModelFolder(runner.info().path), available);
    if (arguments.isSet("json"_L1))
        printJson(infoJson(info, memory));
    else
        print(infoText(info, memory));
}

} // namespace

Verb infoVerb()
{
    return {
        .name = u"info"_s,
        .summary = u"shape, size, number format and hash of a model"_s,
        .description =
            u"Reads and checks a model and prints its shape, size, number format and the SHA-256 of its "
            "weights."_s,
        .options = modelOptions() + QList{jsonOption(u"Print one JSON document."_s)},
        .perform = perform,
    };
}

} // namespace headwaters
