#include "app/cli/output.h"
#include "app/cli/sweepoutput.h"
#include "app/cli/verb.h"
#include "core/base/error.h"
#include "core/text/tokenpositions.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// Every edge of one head cut in turn.
void deliverEdges(const Arguments& arguments, const CausalSetup& setup, const Intervention& change)
{
    CausalRun run = setup.run();
    QJsonObject object = questionJson(setup, run);
    object[u"head"_s] = change.heads.front().text();
    deliverSweep(
        arguments, setup,
        run.sweep(
            {.axes = SweepAxes::DestinationBySource, .change = change}, CancelToken(), {}, {},
            controlDraws(arguments)),
        object,
        u"%1, clean: %2\nwithout each edge of %3, a row a token that reads:\n\n"_s.arg(
            setup.difference(), QString::number(run.clean().difference, 'f', 4),
            change.heads.front().text()));
}

void deliverEdge(const Arguments& arguments, const CausalSetup& setup, Intervention change)
{
    const std::vector<Token> tokens = setup.tokens();
    change.positions = {parsePosition(tokens, arguments.value("dest"_L1), u"--dest"_s)};
    change.sources = {parsePosition(tokens, arguments.value("src"_L1), u"--src"_s)};
    CausalRun run = setup.run();
    const CausalMeasures measures = run.apply({{change}}, CausalBase::Clean, CancelToken()).measures;
    if (!arguments.isSet("json"_L1)) {
        print(u"%1, clean: %2\n%3: %4\n"_s.arg(
            setup.difference(), QString::number(run.clean().difference, 'f', 4), describe(change),
            QString::number(measures.difference, 'f', 4)));
        return;
    }
    const auto side = [&tokens](int position) {
        const Token& token = tokens[static_cast<std::size_t>(position)];
        return QJsonObject{
            {u"position"_s, position}, {u"id"_s, token.id}, {u"text"_s, tokenText(token.bytes)}};
    };
    QJsonObject object = questionJson(setup, run);
    object[u"head"_s] = arguments.value("head"_L1);
    object[u"dest"_s] = side(change.positions.front());
    object[u"src"_s] = side(change.sources.front());
    addMeasures(object, measures);
    printJson(object);
}

void perform(const Arguments& arguments)
{
    Intervention change;
    change.site = CausalSite::Scores;
    change.operation = CausalOperation::KnockOut;
    change.heads = headsOf(arguments.required("head"_L1), u"--head"_s);
    const bool isMap = !arguments.isSet("dest"_L1) && !arguments.isSet("src"_L1);
    checkSweepOptions(arguments);
    if (isMap && change.heads.size() > 1)
        throw badInput(
            u"A map of edges is of one head; --head names %1. Name an edge with --dest and --src."_s.arg(
                change.heads.size()));
    if (!isMap) {
        for (const auto option : {"dest"_L1, "src"_L1})
            (void)arguments.required(option);
        refuseMapOptions(arguments, u"leave --dest and --src out"_s);
        if (arguments.isSet("random"_L1))
            throw badInput(u"--random is for a map; leave --dest and --src out."_s);
    }
    const CausalSetup setup = CausalSetup::of(arguments);
    if (isMap)
        deliverEdges(arguments, setup, change);
    else
        deliverEdge(arguments, setup, change);
}

} // namespace

Verb knockoutVerb()
{
    return {
        .name = u"knockout"_s,
        .summary = u"cut one attention edge, and see target minus rival change"_s,
        .description =
            u"Runs a prompt again with a head's score for one pair of tokens at minus infinity before the "
            "softmax, so that the rest of the row takes its place, and prints target minus rival. Without "
            "--dest and --src each edge of the head is cut in turn, as a map of destinations and sources. "
            "Works on the weights as stored."_s,
        .options = causalOptions()
            + QList<QCommandLineOption>{
                {u"head"_s, u"The head; several with commas where an edge is named."_s, u"L.H"_s},
                {u"dest"_s,
                 u"The token that reads: its position from 0, or its exact text, a leading space included; "
                 "a repeated token is numbered: \" John (1)\"."_s,
                 u"TOKEN"_s},
                {u"src"_s, u"The token that is no longer read, as --dest."_s, u"TOKEN"_s}}
            + sweepOptions(u"Beside a map: the edge to another token of the same row cut, drawn so often."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
