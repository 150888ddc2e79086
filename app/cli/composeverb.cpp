#include "app/cli/causaloptions.h"
#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/engine/decompose/composition.h"
#include "core/engine/session/runner.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// Heads of the layers before, or of those behind, by one kind, the largest first.
QJsonArray partnersJson(const HeadComposition& composition, CompositionKind kind, bool earlier)
{
    std::vector<HeadIndex> partners;
    for (int layer = 0; layer < composition.nLayers; ++layer) {
        for (int head = 0; head < composition.nHeads; ++head) {
            if (earlier ? layer < composition.head.layer : layer > composition.head.layer)
                partners.push_back({layer, head});
        }
    }
    std::stable_sort(partners.begin(), partners.end(), [&](HeadIndex a, HeadIndex b) {
        return composition.value(kind, a) > composition.value(kind, b);
    });
    QJsonArray array;
    for (const HeadIndex partner : partners)
        array.append(QJsonObject{
            {u"layer"_s, partner.layer},
            {u"head"_s, partner.head},
            {u"value"_s, composition.value(kind, partner)}});
    return array;
}

QJsonObject kindsJson(const HeadComposition& composition, bool earlier)
{
    return {
        {u"q"_s, partnersJson(composition, CompositionKind::Query, earlier)},
        {u"k"_s, partnersJson(composition, CompositionKind::Key, earlier)},
        {u"v"_s, partnersJson(composition, CompositionKind::Value, earlier)}};
}

QJsonObject compositionJson(const HeadComposition& composition)
{
    QJsonObject object = kindsJson(composition, true);
    object[u"head"_s] = composition.head.text();
    object[u"byChance"_s] = composition.byChance;
    object[u"rotary"_s] = composition.isRotary;
    object[u"readBy"_s] = kindsJson(composition, false);
    return object;
}

QString compositionTable(const HeadComposition& composition)
{
    std::vector<QStringList> rows{{u"head"_s, composition.head.text(), u"Q"_s, u"K"_s, u"V"_s}};
    for (int layer = 0; layer < composition.nLayers; ++layer) {
        for (int head = 0; head < composition.nHeads && layer != composition.head.layer; ++head) {
            const HeadIndex other{layer, head};
            QStringList row{other.text(), layer < composition.head.layer ? u"is read"_s : u"reads"_s};
            for (const CompositionKind kind :
                 {CompositionKind::Query, CompositionKind::Key, CompositionKind::Value})
                row << QString::number(composition.value(kind, other), 'f', 4);
            rows.push_back(row);
        }
    }
    QString text = alignedTable(rows);
    text += u"random weights give about %1\n"_s.arg(composition.byChance, 0, 'f', 4);
    if (composition.isRotary)
        text += u"K and Q composition at offset 0, approximate\n"_s;
    return text;
}

void perform(const Arguments& arguments)
{
    const HeadIndex head = headOf(arguments.required("head"_L1), u"--head"_s);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const HeadComposition composition = compositionOf(runner.model(), head, CancelToken());
    if (arguments.isSet("json"_L1))
        printJson(compositionJson(composition));
    else
        print(compositionTable(composition));
}

} // namespace

Verb composeVerb()
{
    return {
        .name = u"compose"_s,
        .summary = u"what a head reads of other heads, and what reads it, by the weights alone"_s,
        .description =
            u"Prints how much of what each head of an earlier layer writes the chosen head reads as query, key "
            "or value, and how much of what it writes each head of a later layer reads (Elhage et al. 2021): "
            "K is |OV W_K W_Q^T| / (|OV| |W_K W_Q^T|) with OV = W_V W_O of the head that writes, Q the same "
            "with W_Q W_K^T, V with the reader's own W_V W_O; Frobenius norms, canonical weights. 0 to 1; "
            "random weights give about 1 / sqrt(d_model). Where positions are rotary, Q and K hold at offset "
            "0 and are approximate."_s,
        .options = modelOptions()
            + QList<QCommandLineOption>{
                {u"head"_s, u"The head, as layer.head counted from 0."_s, u"L.H"_s},
                jsonOption(
                    u"Print one JSON document: q, k and v list heads before, readBy those behind, the "
                    "largest value first."_s)},
        .perform = perform,
    };
}

} // namespace headwaters
