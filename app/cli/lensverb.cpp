#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "app/cli/readingrun.h"
#include "core/engine/causal/logitlens.h"
#include "widgets/lens/lensfigure.h"

#include <cmath>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// The values of one row, a number for each position.
template <typename Number>
QJsonArray rowOf(const LogitLens& lens, const std::vector<Number>& values, std::size_t row)
{
    QJsonArray array;
    for (std::size_t position = 0; position < lens.positions.size(); ++position)
        array.append(values[lens.cell(row, position)]);
    return array;
}

QJsonObject lensJson(const LogitLens& lens)
{
    QJsonArray rows;
    for (std::size_t row = 0; row < lens.rows.size(); ++row) {
        QJsonObject object{
            {u"hook"_s, lens.rows[row].hook()},
            {u"topId"_s, rowOf(lens, lens.topId, row)},
            {u"topLogProbability"_s, rowOf(lens, lens.topLogProbability, row)}};
        for (std::size_t word = 0; word < lens.words.size(); ++word) {
            const QString name = word == 0 ? u"target"_s : u"rival"_s;
            object[name + u"LogProbability"_s] = rowOf(lens, lens.words[word].logProbability, row);
            object[name + u"Rank"_s] = rowOf(lens, lens.words[word].rank, row);
        }
        rows.append(object);
    }
    return {{u"rows"_s, rows}};
}

QString probability(double logarithm)
{
    return QString::number(std::exp(logarithm), 'f', 4);
}

/// The last position.
QString lensText(const LogitLens& lens, const ReadingRun& run)
{
    const std::size_t last = lens.positions.size() - 1;
    std::vector<QStringList> table{{u"hook"_s, u"top token"_s, u"probability"_s}};
    for (const LensWord& word : lens.words)
        table.front() << u"rank of %1"_s.arg(run.label(word.id)) << u"probability"_s;
    for (std::size_t row = 0; row < lens.rows.size(); ++row) {
        const std::size_t cell = lens.cell(row, last);
        table.push_back(
            {lens.rows[row].hook(), run.label(lens.topId[cell]), probability(lens.topLogProbability[cell])});
        for (const LensWord& word : lens.words)
            table.back() << QString::number(word.rank[cell]) << probability(word.logProbability[cell]);
    }
    return u"after position %1 %2\n\n"_s.arg(last).arg(run.label(run.ids.back())) + alignedTable(table);
}

void perform(const Arguments& arguments)
{
    const ReadingRun run = readingRun(arguments);
    LensRequest request{run.ids, {}, {run.result->effects.target}};
    if (arguments.isSet("rival"_L1))
        request.words.push_back(run.result->effects.rival);
    const LogitLens lens = logitLens(*run.model, request, CancelToken());
    if (arguments.isSet("out"_L1)) {
        LensContent content = run.content();
        content.lens = std::make_shared<const LogitLens>(lens);
        request.positions = {lens.positions.back()};
        content.watch = std::make_shared<const LogitLens>(logitLens(*run.model, request, CancelToken()));
        content.middles = arguments.isSet("inside"_L1);
        writeFigureTo(
            arguments, LensFigure(std::move(content), AttributionSplit::Parts), PageWidth::TwoColumns);
    }
    if (arguments.isSet("json"_L1))
        printJson(lensJson(lens));
    else if (!arguments.isSet("out"_L1))
        print(lensText(lens, run));
}

} // namespace

Verb lensVerb()
{
    return {
        .name = u"lens"_s,
        .summary = u"what the model would predict between its layers"_s,
        .description =
            u"Runs a prompt and applies the final norm and the unembedding to the residual stream before "
            u"each "
            "layer, behind its attention, and behind the last layer, whose row is the output. Prints for the "
            "last position the likeliest token and how likely target and rival are; with --json for all "
            "positions. A rank counts strictly larger logits; logarithms are natural. Where attention and "
            "MLP "
            "stand side by side there is no row behind attention."_s,
        .options = modelOptions() + promptOptions() + pairOptions(u"none"_s)
            + QList<QCommandLineOption>{{u"inside"_s, u"Draw the rows behind attention too."_s}}
            + readingOptions(u"Print one JSON document: a row per hook, a value per position."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
