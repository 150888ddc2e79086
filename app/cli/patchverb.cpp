#include "app/cli/causaloptions.h"
#include "app/cli/output.h"
#include "app/cli/verb.h"
#include "core/base/error.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

enum class Mode { Denoise, Noise, DirectPath, Path };

Mode chosenMode(const Arguments& arguments)
{
    (void)arguments.required("mode"_L1);
    return static_cast<Mode>(
        arguments.choice("mode"_L1, {u"denoise"_s, u"noise"_s, u"direct-path"_s, u"path"_s}));
}

CausalSite chosenSite(const Arguments& arguments)
{
    QStringList keys;
    for (int site = 0; site < causalSiteCount; ++site)
        keys << siteKey(static_cast<CausalSite>(site));
    return arguments.isSet("site"_L1) ? static_cast<CausalSite>(arguments.choice("site"_L1, keys))
                                      : CausalSite::Z;
}

/// What is swept, or for a path between two heads what is done.
SweepRequest chosenRequest(const Arguments& arguments, Mode mode)
{
    SweepRequest request;
    Intervention& change = request.change;
    change.site = chosenSite(arguments);
    change.operation = CausalOperation::Patch;
    if (mode == Mode::Denoise)
        request.base = CausalBase::Corrupted;
    if (mode == Mode::Denoise || mode == Mode::Noise) {
        for (const auto option : {"sender"_L1, "receiver"_L1, "input"_L1}) {
            if (arguments.isSet(option))
                throw badInput(u"--%1 is for --mode path."_s.arg(option));
        }
        request.axes = isPerHead(change.site) ? SweepAxes::LayerByHead : SweepAxes::LayerByPosition;
        return request;
    }
    if (change.site != CausalSite::Z)
        throw badInput(
            u"A path exchanges what heads write, so its --site is z; it is %1."_s.arg(siteKey(change.site)));
    change.operation = mode == Mode::Path ? CausalOperation::Path : CausalOperation::DirectPath;
    if (mode == Mode::DirectPath)
        return request;
    change.receiver = headOf(arguments.required("receiver"_L1), u"--receiver"_s);
    (void)arguments.required("input"_L1);
    change.input = static_cast<PathInput>(arguments.choice("input"_L1, {u"q"_s, u"k"_s, u"v"_s}));
    change.linear = arguments.isSet("linear"_L1);
    if (arguments.isSet("sender"_L1))
        change.heads = {headOf(arguments.required("sender"_L1), u"--sender"_s)};
    return request;
}

QJsonArray normalisedJson(const SweepMap& map)
{
    QJsonArray rows;
    for (int row = 0; row < map.size.rows; ++row) {
        QJsonArray cells;
        for (int column = 0; column < map.size.columns; ++column) {
            const auto& cell = map.at(row, column);
            const std::optional<double> effect = cell
                ? normalisedEffect(
                    map.request.base, cell->difference, map.clean.difference, map.corrupted->difference)
                : std::nullopt;
            cells.append(effect ? QJsonValue(*effect) : QJsonValue());
        }
        rows.append(cells);
    }
    return rows;
}

void perform(const Arguments& arguments)
{
    const Mode mode = chosenMode(arguments);
    const SweepRequest request = chosenRequest(arguments, mode);
    (void)arguments.required("corrupted"_L1);
    const CausalSetup setup = CausalSetup::of(arguments);
    CausalRun run = setup.run();
    QJsonObject object = questionJson(setup, run);
    object[u"mode"_s] = arguments.value("mode"_L1);
    object[u"site"_s] = siteKey(request.change.site);
    QString text = u"%1, clean: %2, corrupted: %3\n"_s.arg(
        setup.difference(), QString::number(run.clean().difference, 'f', 4),
        QString::number(run.corrupted()->difference, 'f', 4));
    if (mode == Mode::Path) {
        object[u"receiver"_s] = request.change.receiver.text();
        object[u"input"_s] = pathInputKey(request.change.input);
        object[u"linear"_s] = request.change.linear;
    }
    if (!request.change.heads.empty()) {
        const CausalMeasures measures = run.apply({{request.change}}, request.base, CancelToken()).measures;
        object[u"sender"_s] = request.change.heads.front().text();
        addMeasures(object, measures);
        text += u"%1: %2\n"_s.arg(describe(request.change), QString::number(measures.difference, 'f', 4));
    } else {
        const SweepMap map = run.sweep(request, CancelToken());
        addMeasures(object, map);
        object[u"normalisedEffect"_s] = normalisedJson(map);
        text += u"patched:\n\n"_s + mapText(map, setup);
    }
    if (arguments.isSet("json"_L1))
        printJson(object);
    else
        print(text);
}

} // namespace

Verb patchVerb()
{
    return {
        .name = u"patch"_s,
        .summary = u"exchange activations between two prompts, and see target minus rival change"_s,
        .description =
            u"Runs a prompt and a corrupted one and exchanges one activation after the other: denoise puts "
            "the clean run's into the corrupted run, noise the corrupted run's into the clean run, each head "
            "alone at all positions, or each layer at each position. direct-path exchanges what a head "
            "writes "
            "in the final residual alone; path in what one head reads as its query, key or value, of all "
            "heads below or of --sender. Nothing between the two is computed again. Heads that share keys "
            "and "
            "values are patched together at k and v. The normalised effect is the share of the way between "
            "the prompts, null where they differ by less than 0.1. Works on the weights as stored."_s,
        .options =
            causalOptions() + QList<QCommandLineOption>{corruptedOption(), {u"mode"_s, u"denoise, noise, direct-path or path."_s, u"MODE"_s}, {u"site"_s, u"z, q, k, v, scores, pattern, resid_pre, attn_out, mlp_out or resid_post (default: z)."_s, u"SITE"_s}, {u"sender"_s, u"The head whose result is exchanged (default: each of the layers below)."_s, u"L.H"_s}, {u"receiver"_s, u"The head that reads it."_s, u"L.H"_s}, {u"input"_s, u"q, k or v: what it reads it as."_s, u"INPUT"_s}, {u"linear"_s, u"Hold the scale of the receiver's norm, so that effects add up."_s}},
        .perform = perform,
    };
}

} // namespace headwaters
