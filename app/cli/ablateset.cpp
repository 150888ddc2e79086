#include "app/cli/ablateset.h"

#include "app/cli/causaloptions.h"
#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "app/cli/scoredset.h"
#include "core/base/error.h"
#include "core/engine/causal/setruns.h"
#include "core/engine/session/runner.h"
#include "widgets/interventions/setfigure.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

bool showsAccuracy(const Arguments& arguments)
{
    return arguments.isSet("metric"_L1) && arguments.choice("metric"_L1, {u"loss"_s, u"accuracy"_s}) == 1;
}

void checkOptions(const Arguments& arguments, bool isMap)
{
    for (const auto option :
         {"prompt"_L1, "prompt-file"_L1, "target"_L1, "rival"_L1, "corrupted"_L1, "roles"_L1, "random"_L1}) {
        if (arguments.isSet(option))
            throw badInput(u"--%1 is for one prompt; --set asks those of a set."_s.arg(option));
    }
    (void)showsAccuracy(arguments);
    if (!isMap && arguments.isSet("out"_L1))
        throw badInput(u"--out is for a map; a list of heads gives one number."_s);
    if (arguments.isSet("out"_L1))
        checkFigureOptions(arguments);
}

/// Each head alone.
std::vector<std::vector<HeadIndex>> everyHead(const ModelInfo& info)
{
    std::vector<std::vector<HeadIndex>> lists;
    for (int layer = 0; layer < info.nLayers; ++layer) {
        for (int head = 0; head < info.nHeads; ++head)
            lists.push_back({{layer, head}});
    }
    return lists;
}

QJsonArray
wall(const SetAblation& ablation, const ModelInfo& info, double (*value)(const SetAblation&, std::size_t))
{
    QJsonArray layers;
    std::size_t at = 0;
    for (int layer = 0; layer < info.nLayers; ++layer) {
        QJsonArray heads;
        for (int head = 0; head < info.nHeads; ++head)
            heads.append(value(ablation, at++));
        layers.append(heads);
    }
    return layers;
}

double accuracyOf(const SetAblation& ablation, std::size_t at)
{
    return ablation.changed[at].accuracy();
}

double lossOf(const SetAblation& ablation, std::size_t at)
{
    return ablation.changed[at].loss();
}

double errorOf(const SetAblation& ablation, std::size_t at)
{
    return ablation.lossError(at);
}

QString number(double value)
{
    return QString::number(value, 'f', 3);
}

QString mapText(const SetAblation& ablation, const ModelInfo& info, bool ofAccuracy)
{
    std::vector<QStringList> rows{{u"layer \\ head"_s}};
    for (int head = 0; head < info.nHeads; ++head)
        rows.front() << QString::number(head);
    for (int layer = 0; layer < info.nLayers; ++layer) {
        QStringList row{QString::number(layer)};
        for (int head = 0; head < info.nHeads; ++head) {
            const auto at = static_cast<std::size_t>(layer * info.nHeads + head);
            row << number(ofAccuracy ? accuracyOf(ablation, at) : lossOf(ablation, at));
        }
        rows.push_back(row);
    }
    return alignedTable(rows);
}

QJsonObject setJson(const TaskSet& set, const SetAblation& ablation, const Arguments& arguments)
{
    return {
        {u"set"_s, set.key},
        {u"prompts"_s, static_cast<int>(ablation.clean.losses.size())},
        {u"kind"_s, arguments.value("kind"_L1)},
        {u"cleanAccuracy"_s, ablation.clean.accuracy()},
        {u"cleanLoss"_s, ablation.clean.loss()}};
}

void addScores(QJsonObject& object, const SetAblation& ablation, const ModelInfo& info, bool isMap)
{
    const auto add = [&](const QString& field, double (*value)(const SetAblation&, std::size_t)) {
        object[field] = isMap ? QJsonValue(wall(ablation, info, value)) : QJsonValue(value(ablation, 0));
    };
    add(u"accuracy"_s, accuracyOf);
    add(u"loss"_s, lossOf);
    add(u"lossError"_s, errorOf);
}

QString
setText(const TaskSet& set, const SetAblation& ablation, const ModelInfo& info, bool isMap, bool ofAccuracy)
{
    const QString text = u"%1, %2 prompts: accuracy %3, loss %4 nats\n"_s.arg(set.key)
                             .arg(ablation.clean.losses.size())
                             .arg(number(ablation.clean.accuracy()), number(ablation.clean.loss()));
    if (isMap)
        return text + u"%1 without each head:\n\n"_s.arg(ofAccuracy ? u"accuracy"_s : u"loss"_s)
            + mapText(ablation, info, ofAccuracy);
    return text
        + u"without these heads: accuracy %1, loss %2 ± %3 nats\n"_s.arg(
            number(accuracyOf(ablation, 0)), number(lossOf(ablation, 0)), number(errorOf(ablation, 0)));
}

} // namespace

void performOverSet(const Arguments& arguments, AblationKind kind)
{
    const QString typed = arguments.isSet("heads"_L1) ? arguments.required("heads"_L1) : u"all"_s;
    const bool isMap = typed == "all"_L1;
    checkOptions(arguments, isMap);
    std::vector<std::vector<HeadIndex>> lists;
    if (!isMap)
        lists.push_back(headsOf(typed, u"--heads"_s));
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const ModelInfo info = arguments.isSet("out"_L1) ? hashedInfo(runner) : runner.info();
    if (isMap)
        lists = everyHead(info);
    const TaskSet set = scoredSet(arguments, runner.tokenizer(), info);
    SetChange change;
    if (arguments.isSet("reference"_L1))
        change.references = referencePrompts(arguments, *runner.tokenizer());
    change.changes = ablations(kind, change.references.size());
    const SetAblation ablation = ablateOverSet(
        arguments.isSet("fold"_L1) ? runner.model()->folded() : runner.model(), set.prompts, change, lists,
        CancelToken());
    const bool ofAccuracy = showsAccuracy(arguments);
    if (arguments.isSet("out"_L1))
        writeFigureTo(
            arguments, setFigure({ablation, info, set.key, arguments.value("kind"_L1)}, ofAccuracy),
            PageWidth::OneColumn);
    if (arguments.isSet("json"_L1)) {
        QJsonObject object = setJson(set, ablation, arguments);
        if (!isMap)
            object[u"heads"_s] = typed;
        addScores(object, ablation, info, isMap);
        printJson(object);
    } else if (!arguments.isSet("out"_L1)) {
        print(setText(set, ablation, info, isMap, ofAccuracy));
    }
}

} // namespace headwaters
