#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/engine/session/runner.h"
#include "core/files/modelfolder.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

QJsonObject infoJson(const ModelInfo& info)
{
    return {
        {u"name"_s, info.name},     {u"family"_s, info.family}, {u"nLayers"_s, info.nLayers},
        {u"nHeads"_s, info.nHeads}, {u"dModel"_s, info.dModel}, {u"dHead"_s, info.dHead},
        {u"nCtx"_s, info.nCtx},     {u"dVocab"_s, info.dVocab}, {u"parameters"_s, info.parameters},
        {u"dtype"_s, info.dtype},   {u"sha256"_s, info.sha256},
    };
}

QString infoText(const ModelInfo& info)
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
        {u"sha256"_s, info.sha256},
    };
    QString text;
    for (const auto& [name, value] : rows)
        text += name.leftJustified(16) + u"  "_s + value + u'\n';
    return text;
}

void perform(const Arguments& arguments)
{
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    ModelInfo info = runner.info();
    info.sha256 = weightsSha256(*runner.weights(), CancelToken());
    if (arguments.isSet("json"_L1))
        printJson(infoJson(info));
    else
        print(infoText(info));
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
