#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "core/engine/session/runner.h"
#include "widgets/atlas/atlasfigure.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

RankBy chosenRank(const Arguments& arguments)
{
    const QStringList words{u"received"_s, u"entropy"_s, u"effect"_s};
    return arguments.isSet("rank-by"_L1) ? static_cast<RankBy>(arguments.choice("rank-by"_L1, words))
                                         : RankBy::ReceivedMass;
}

void perform(const Arguments& arguments)
{
    checkFigureOptions(arguments);
    AtlasOptions options;
    options.rankBy = chosenRank(arguments);
    const QString text = promptText(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    if (arguments.isSet("top"_L1))
        options.top = arguments.integer("top"_L1, 1, runner.info().nLayers * runner.info().nHeads);
    const Tokenizer& tokenizer = *runner.tokenizer();
    const auto run =
        runner.run(1, runRequest(arguments, text, tokenizer, runner.info().dVocab), CancelToken());
    options.target = tokenLabel(tokenizer.token(run->effects.target));
    options.rival = tokenLabel(tokenizer.token(run->effects.rival));
    deliverFigure(arguments, AtlasFigure(hashedInfo(runner), run, nullptr, options));
}

} // namespace

Verb atlasVerb()
{
    return {
        .name = u"atlas"_s,
        .summary = u"the wall of all heads as a figure or as data"_s,
        .description = u"Runs a prompt and writes the wall of all heads: one small map each. Data hold the scores of "
                       "every head."_s,
        .options = modelOptions() + promptOptions() + pairOptions()
            + QList {
                QCommandLineOption(
                    u"rank-by"_s, u"received, entropy or effect (default: received)."_s, u"SCORE"_s),
                QCommandLineOption(u"top"_s, u"Fade all but the N best heads (default: fade none)."_s, u"N"_s),
            }
            + figureOptions(),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
