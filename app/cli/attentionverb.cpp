#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/headoptions.h"
#include "core/engine/session/runner.h"
#include "widgets/head/headfigure.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

HeadFigureOptions figureContent(const Arguments& arguments, const HeadDetail& detail)
{
    HeadFigureOptions options;
    options.sinks.mode = chosenSinkMode(arguments);
    options.sinks.positions = sinkPositions(detail.pattern, detail.size);
    return options;
}

QString label(const Tokenizer& tokenizer, TokenId id)
{
    return tokenLabel(tokenizer.token(id));
}

void perform(const Arguments& arguments)
{
    checkFigureOptions(arguments);
    const Quantity quantity = chosenQuantity(arguments);
    (void)chosenSinkMode(arguments);
    (void)arguments.required("layer"_L1);
    (void)arguments.required("head"_L1);
    const QString text = promptText(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const HeadIndex head{
        arguments.integer("layer"_L1, 0, runner.info().nLayers - 1),
        arguments.integer("head"_L1, 0, runner.info().nHeads - 1)};
    const Tokenizer& tokenizer = *runner.tokenizer();
    const auto run =
        runner.run(1, runRequest(arguments, text, tokenizer, runner.info().dVocab), CancelToken());
    const auto detail = runner.headDetail(head, run->effects.target, run->effects.rival, CancelToken());
    const auto figure = HeadFigure::of(
        hashedInfo(runner), run, *detail, quantity, label(tokenizer, detail->target),
        label(tokenizer, detail->rival), figureContent(arguments, *detail));
    deliverFigure(arguments, *figure);
}

} // namespace

Verb attentionVerb()
{
    return {
        .name = u"attention"_s,
        .summary = u"the map of one head as a figure or as data"_s,
        .description =
            u"Runs a prompt and writes the map of one head. Data hold the matrix as [query, key]."_s,
        .options = modelOptions() + promptOptions() + pairOptions() + headOptions() + figureOptions(),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
