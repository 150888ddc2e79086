#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/engine/decompose/headsvd.h"
#include "core/engine/session/runner.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

DirectionKind chosenKind(const Arguments& arguments)
{
    const QStringList words{u"qk"_s, u"sad"_s, u"acc-dest"_s, u"acc-src"_s, u"ov"_s};
    if (!arguments.isSet("kind"_L1))
        return DirectionKind::Qk;
    return *directionKindFromKey(words[arguments.choice("kind"_L1, words)]);
}

/// The heads asked for: one, those of a layer, or all.
std::vector<HeadIndex> chosenHeads(const Arguments& arguments, const ModelInfo& info)
{
    if (arguments.isSet("head"_L1) && !arguments.isSet("layer"_L1))
        throw badInput(u"--head was given without --layer."_s);
    std::vector<HeadIndex> heads;
    const int layer = arguments.isSet("layer"_L1) ? arguments.integer("layer"_L1, 0, info.nLayers - 1) : -1;
    const int head = arguments.isSet("head"_L1) ? arguments.integer("head"_L1, 0, info.nHeads - 1) : -1;
    for (int l = 0; l < info.nLayers; ++l) {
        for (int h = 0; h < info.nHeads; ++h) {
            if ((layer < 0 || l == layer) && (head < 0 || h == head))
                heads.push_back({l, h});
        }
    }
    return heads;
}

std::vector<HeadFactors>
decompositions(HeadSvds& svds, const std::vector<HeadIndex>& heads, DirectionKind kind, bool isAll)
{
    if (isAll)
        return *svds.all(kind, CancelToken());
    std::vector<HeadFactors> result;
    for (const HeadIndex head : heads)
        result.push_back(svds.one(head, kind, CancelToken()));
    return result;
}

void perform(const Arguments& arguments)
{
    const DirectionKind kind = chosenKind(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const std::vector<HeadIndex> heads = chosenHeads(arguments, runner.info());
    HeadSvds svds(runner.model());
    const std::vector<HeadFactors> factors = decompositions(svds, heads, kind, !arguments.isSet("layer"_L1));
    QJsonArray list;
    std::vector<QStringList> rows;
    for (std::size_t at = 0; at < heads.size(); ++at) {
        QJsonArray values;
        QStringList row{heads[at].text()};
        for (const double value : factors[at].singularValues) {
            values.append(value);
            row << QString::number(value, 'g', 5);
        }
        list.append(QJsonObject{
            {u"layer"_s, heads[at].layer}, {u"head"_s, heads[at].head}, {u"singularValues"_s, values}});
        rows.push_back(row);
    }
    if (arguments.isSet("json"_L1))
        printJson({{u"kind"_s, directionKindKey(kind)}, {u"heads"_s, list}});
    else
        print(alignedTable(rows));
}

} // namespace

Verb svdVerb()
{
    return {
        .name = u"svd"_s,
        .summary = u"singular values of the heads' matrices, and what their directions read"_s,
        .description = u"Prints the singular values of each head's matrix, largest first."_s,
        .options =
            modelOptions()
            + QList<
                QCommandLineOption>{{u"layer"_s, u"The layer, counted from 0 (default: all)."_s, u"L"_s}, {u"head"_s, u"The head, counted from 0 (default: all of the layer)."_s, u"H"_s}, {u"kind"_s, u"qk, sad, acc-dest, acc-src or ov (default: qk)."_s, u"KIND"_s}, jsonOption(u"Print one JSON document."_s)},
        .perform = perform,
    };
}

} // namespace headwaters
