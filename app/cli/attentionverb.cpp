#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "core/base/error.h"
#include "core/engine/session/runner.h"
#include "widgets/head/headfigure.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr Quantity quantities[] = {
    Quantity::Pattern, Quantity::Score, Quantity::ValueWeighted, Quantity::Effect};

Quantity chosenQuantity(const Arguments& arguments)
{
    if (!arguments.isSet("quantity"_L1))
        return Quantity::Pattern;
    QStringList words;
    for (const Quantity quantity : quantities)
        words << quantityKey(quantity);
    return quantities[arguments.choice("quantity"_L1, words)];
}

SinkMode chosenSinkMode(const Arguments& arguments)
{
    const QStringList words{u"show"_s, u"fade"_s, u"renormalise"_s};
    return arguments.isSet("sinks"_L1) ? static_cast<SinkMode>(arguments.choice("sinks"_L1, words))
                                       : SinkMode::Show;
}

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
        .description = u"Runs a prompt and writes the map of one head. Data hold the matrix as [query, key]."_s,
        .options = modelOptions() + promptOptions() + pairOptions()
            + QList {
                QCommandLineOption(u"layer"_s, u"The layer, counted from 0."_s, u"L"_s),
                QCommandLineOption(u"head"_s, u"The head, counted from 0."_s, u"H"_s),
                QCommandLineOption(u"quantity"_s,
                    u"pattern, score (before softmax), value-weighted or effect (on target minus rival) (default: "
                    "pattern)."_s,
                    u"Q"_s),
                QCommandLineOption(u"sinks"_s, u"show, fade or renormalise (default: show)."_s, u"MODE"_s),
            }
            + figureOptions(),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
