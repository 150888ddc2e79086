#include "app/cli/output.h"
#include "app/cli/sweepoutput.h"
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

/// What the map varies: by default heads, or layers and positions of a site that belongs to no head.
SweepAxes chosenAxes(const Arguments& arguments, CausalSite site)
{
    if (!arguments.isSet("by"_L1))
        return isPerHead(site) ? SweepAxes::LayerByHead : SweepAxes::LayerByPosition;
    return static_cast<SweepAxes>(
        arguments.choice("by"_L1, {u"head"_s, u"position"_s, u"head-position"_s, u"edge"_s}));
}

/// What only a path into a head reads.
constexpr std::initializer_list<QLatin1StringView> pathOptions{
    "sender"_L1, "receiver"_L1, "input"_L1, "linear"_L1};

void refuse(const Arguments& arguments, std::initializer_list<QLatin1StringView> options, const QString& what)
{
    for (const auto option : options) {
        if (arguments.isSet(option))
            throw badInput(u"--%1 is for %2."_s.arg(option, what));
    }
}

SweepRequest activationRequest(const Arguments& arguments, Mode mode)
{
    refuse(arguments, pathOptions, u"--mode path"_s);
    refuse(arguments, {"mlps"_L1}, u"--mode path and direct-path"_s);
    SweepRequest request;
    const bool isOfEdges = arguments.value("by"_L1) == "edge"_L1;
    request.change.site =
        isOfEdges && !arguments.isSet("site"_L1) ? CausalSite::Pattern : chosenSite(arguments);
    request.change.operation = CausalOperation::Patch;
    request.base = mode == Mode::Denoise ? CausalBase::Corrupted : CausalBase::Clean;
    request.axes = chosenAxes(arguments, request.change.site);
    if (request.axes == SweepAxes::DestinationBySource)
        request.change.heads = {headOf(arguments.required("head"_L1), u"--head"_s)};
    else
        refuse(arguments, {"head"_L1}, u"--by edge"_s);
    return request;
}

/// Paths to the logits, from each head, or into one head, from each below or one sender.
SweepRequest pathRequest(const Arguments& arguments, Mode mode)
{
    SweepRequest request;
    Intervention& change = request.change;
    change.site = chosenSite(arguments);
    if (change.site != CausalSite::Z)
        throw badInput(
            u"A path exchanges what heads write, so its --site is z; it is %1."_s.arg(siteKey(change.site)));
    refuse(arguments, {"by"_L1, "head"_L1}, u"--mode denoise and noise"_s);
    change.operation = mode == Mode::Path ? CausalOperation::Path : CausalOperation::DirectPath;
    change.recomputesMlps =
        arguments.isSet("mlps"_L1) && arguments.choice("mlps"_L1, {u"frozen"_s, u"recomputed"_s}) == 1;
    if (mode == Mode::DirectPath) {
        refuse(arguments, pathOptions, u"--mode path"_s);
        return request;
    }
    change.receiver = headOf(arguments.required("receiver"_L1), u"--receiver"_s);
    (void)arguments.required("input"_L1);
    change.input = static_cast<PathInput>(arguments.choice("input"_L1, {u"q"_s, u"k"_s, u"v"_s}));
    change.linear = arguments.isSet("linear"_L1);
    if (arguments.isSet("sender"_L1))
        change.heads = {headOf(arguments.required("sender"_L1), u"--sender"_s)};
    return request;
}

SweepRequest chosenRequest(const Arguments& arguments, Mode mode)
{
    return mode == Mode::Denoise || mode == Mode::Noise ? activationRequest(arguments, mode)
                                                        : pathRequest(arguments, mode);
}

/// One path from one sender.
void deliverPath(
    const Arguments& arguments, CausalRun& run, const SweepRequest& request, QJsonObject object,
    const QString& heading)
{
    const CausalMeasures measures = run.apply({{request.change}}, request.base, CancelToken()).measures;
    object[u"sender"_s] = request.change.heads.front().text();
    addMeasures(object, measures);
    if (arguments.isSet("json"_L1))
        printJson(object);
    else
        print(
            heading
            + u"%1: %2\n"_s.arg(describe(request.change), QString::number(measures.difference, 'f', 4)));
}

void perform(const Arguments& arguments)
{
    const Mode mode = chosenMode(arguments);
    const SweepRequest request = chosenRequest(arguments, mode);
    const bool isOnePath = mode == Mode::Path && !request.change.heads.empty();
    (void)arguments.required("corrupted"_L1);
    checkSweepOptions(arguments);
    if (isOnePath) {
        refuseMapOptions(arguments, u"one sender gives one number"_s);
        refuse(arguments, {"random"_L1}, u"a map; leave --sender out"_s);
    }
    const CausalSetup setup = CausalSetup::of(arguments);
    CausalRun run = setup.run();
    QJsonObject object = questionJson(setup, run);
    object[u"mode"_s] = arguments.value("mode"_L1);
    object[u"site"_s] = siteKey(request.change.site);
    if (isPathOperation(request.change.operation))
        object[u"mlps"_s] = request.change.recomputesMlps ? u"recomputed"_s : u"frozen"_s;
    if (mode == Mode::Path) {
        object[u"receiver"_s] = request.change.receiver.text();
        object[u"input"_s] = pathInputKey(request.change.input);
        object[u"linear"_s] = request.change.linear;
    }
    const QString heading = u"%1, clean: %2, corrupted: %3\n"_s.arg(
        setup.difference(), QString::number(run.clean().difference, 'f', 4),
        QString::number(run.corrupted()->difference, 'f', 4));
    if (isOnePath)
        deliverPath(arguments, run, request, object, heading);
    else
        deliverSweep(
            arguments, setup, run.sweep(request, CancelToken(), {}, {}, controlDraws(arguments)), object,
            heading + u"patched:\n\n"_s);
}

} // namespace

Verb patchVerb()
{
    return {
        .name = u"patch"_s,
        .summary = u"exchange activations between two prompts, and see target minus rival change"_s,
        .description =
            u"Runs a prompt and a corrupted one and exchanges one activation after the other: denoise puts "
            "the clean run's into the corrupted run, noise the corrupted run's into the clean run; --by says "
            "whether each head alone at all positions, each layer at each position, each head at each "
            "position, or each edge of one head. direct-path exchanges what a head writes in the final "
            "residual alone; path in what one head reads as its query, key or value, of all heads below or "
            "of --sender. No other head is computed again on the way, MLPs only with --mlps recomputed. Heads "
            "that share keys and values are patched together at k and v. The normalised effect is the share "
            "of the way between the prompts, null where they differ by less than 0.1. Works on the weights "
            "as stored."_s,
        .options = causalOptions()
            + QList<QCommandLineOption>{
                corruptedOption(),
                {u"mode"_s, u"denoise, noise, direct-path or path."_s, u"MODE"_s},
                {u"site"_s,
                 u"z, q, k, v, scores, pattern, resid_pre, attn_out, mlp_out or resid_post (default: z; of "
                 "edges pattern)."_s,
                 u"SITE"_s},
                {u"by"_s,
                 u"head, position, head-position or edge (default: head, of a site without heads position)."_s,
                 u"WHAT"_s},
                {u"head"_s, u"Whose edges are exchanged, one by one: with --by edge."_s, u"L.H"_s},
                {u"sender"_s, u"The head whose result is exchanged (default: each of the layers below)."_s,
                 u"L.H"_s},
                {u"receiver"_s, u"The head that reads it."_s, u"L.H"_s},
                {u"input"_s, u"q, k or v: what it reads it as."_s, u"INPUT"_s},
                {u"mlps"_s,
                 u"frozen or recomputed: whether a path leads through MLPs too (default: frozen)."_s,
                 u"HOW"_s},
                {u"linear"_s, u"Hold the scale of the receiver's norm, so that effects add up."_s}}
            + sweepOptions(
                u"Beside a map: changes of the same size in random directions, drawn so often."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
