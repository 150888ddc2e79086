#include "app/cli/causaloptions.h"
#include "app/cli/output.h"
#include "app/cli/verb.h"
#include "core/text/tokenpositions.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

void perform(const Arguments& arguments)
{
    for (const auto option : {"head"_L1, "dest"_L1, "src"_L1})
        (void)arguments.required(option);
    Intervention change;
    change.site = CausalSite::Scores;
    change.operation = CausalOperation::KnockOut;
    change.heads = headsOf(arguments.value("head"_L1), u"--head"_s);
    const CausalSetup setup = CausalSetup::of(arguments);
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

} // namespace

Verb knockoutVerb()
{
    return {
        .name = u"knockout"_s,
        .summary = u"cut one attention edge, and see target minus rival change"_s,
        .description =
            u"Runs a prompt again with a head's score for one pair of tokens at minus infinity before the "
            "softmax, so that the rest of the row takes its place, and prints target minus rival. Works on "
            "the weights as stored."_s,
        .options = causalOptions()
            + QList<QCommandLineOption>{
                {u"head"_s, u"The head; several with commas."_s, u"L.H"_s},
                {u"dest"_s,
                 u"The token that reads: its position from 0, or its exact text, a leading space included; "
                 "a repeated token is numbered: \" John (1)\"."_s,
                 u"TOKEN"_s},
                {u"src"_s, u"The token that is no longer read, as --dest."_s, u"TOKEN"_s}},
        .perform = perform,
    };
}

} // namespace headwaters
