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
    return {
        {u"name"_s, info.name},
        {u"family"_s, info.family},
        {u"nLayers"_s, info.nLayers},
        {u"nHeads"_s, info.nHeads},
        {u"dModel"_s, info.dModel},
        {u"dHead"_s, info.dHead},
        {u"nCtx"_s, info.nCtx},
        {u"dVocab"_s, info.dVocab},
        {u"parameters"_s, info.parameters},
        {u"dtype"_s, info.dtype},
        {u"sha256"_s, info.sha256},
        {u"memory"_s,
         QJsonObject{
             {u"peak"_s, memory.peak}, {u"widened"_s, memory.widened}, {u"available"_s, memory.available}}},
    };
}

QString memoryText(const MemoryEstimate& memory)
{
    return u"at most %1, %2; %3 available"_s.arg(
        bytesText(memory.peak),
        memory.widened ? u"all weights in float32"_s : u"a layer at a time in float32"_s,
        memory.available > 0 ? bytesText(memory.available) : u"unknown"_s);
}

QString infoText(const ModelInfo& info, const MemoryEstimate& memory)
{
    const std::vector<std::pair<QString, QString>> rows{
        {u"name"_s, info.name},
        {u"family"_s, info.family},
        {u"layers"_s, QString::number(info.nLayers)},
        {u"heads per layer"_s, QString::number(info.nHeads)},
        {u"residual width"_s, QString::number(info.dModel)},
        {u"head width"_s, QString::number(info.dHead)},
        {u"context"_s, u"%1 tokens"_s.arg(info.nCtx)},
        {u"vocabulary"_s, u"%1 tokens"_s.arg(info.dVocab)},
        {u"parameters"_s, QString::number(info.parameters)},
        {u"stored as"_s, info.dtype},
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
