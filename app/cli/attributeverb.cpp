#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "app/cli/readingrun.h"
#include "core/base/error.h"
#include "core/engine/causal/attribution.h"
#include "widgets/lens/lensfigure.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t printedParts = 20;

QJsonArray list(const std::vector<double>& values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(value);
    return array;
}

/// Numbers row by row as arrays of arrays: the last axis has `width` numbers.
QJsonArray rows(const std::vector<double>& values, int width)
{
    QJsonArray all;
    for (std::size_t first = 0; first < values.size(); first += static_cast<std::size_t>(width)) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
        all.append(list({begin, begin + width}));
    }
    return all;
}

QJsonObject attributionJson(const Attribution& attribution)
{
    QJsonArray bySource;
    const QJsonArray allHeads = rows(attribution.headsBySource, attribution.sources);
    for (int layer = 0; layer < attribution.nLayers; ++layer) {
        QJsonArray heads;
        for (int head = 0; head < attribution.nHeads; ++head)
            heads.append(allHeads[layer * attribution.nHeads + head]);
        bySource.append(heads);
    }
    return {
        {u"embedding"_s, attribution.embedding},
        {u"position"_s, attribution.position},
        {u"heads"_s, rows(attribution.heads, attribution.nHeads)},
        {u"attentionBias"_s, list(attribution.attentionBias)},
        {u"mlp"_s, list(attribution.mlp)},
        {u"finalNormShift"_s, attribution.finalNormShift},
        {u"headsBySource"_s, bySource},
        {u"total"_s, attribution.total},
    };
}

QString number(double value)
{
    return QString::asprintf("%+.4f", value);
}

QString attributionText(const Attribution& attribution, const ReadingRun& run)
{
    std::vector<AttributedPart> parts = attributedParts(attribution);
    std::stable_sort(parts.begin(), parts.end(), [](const AttributedPart& one, const AttributedPart& other) {
        return std::abs(one.value) > std::abs(other.value);
    });
    std::vector<QStringList> table;
    double rest = 0;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (at < printedParts)
            table.push_back({partName(parts[at]), number(parts[at].value)});
        else
            rest += parts[at].value;
    }
    if (parts.size() > printedParts)
        table.push_back({u"%1 others"_s.arg(parts.size() - printedParts), number(rest)});
    table.push_back({u"sum"_s, number(attribution.total)});
    table.push_back({u"logit difference"_s, number(attribution.logitDifference)});
    table.push_back({u"residual"_s, QString::number(attribution.residual(), 'e', 1)});
    return u"what writes %1 − %2, in logits\n\n"_s.arg(
               run.label(attribution.target), run.label(attribution.rival))
        + alignedTable(table);
}

void perform(const Arguments& arguments)
{
    const ReadingRun run = readingRun(arguments);
    const Attribution result = attribution(
        *run.model, {run.ids, run.result->effects.target, run.result->effects.rival}, CancelToken());
    if (arguments.isSet("out"_L1)) {
        LensContent content = run.content();
        content.attribution = std::make_shared<const Attribution>(result);
        writeFigureTo(arguments, LensFigure(std::move(content), AttributionSplit::Parts));
    }
    if (arguments.isSet("json"_L1))
        printJson(attributionJson(result));
    else if (!arguments.isSet("out"_L1))
        print(attributionText(result, run));
    if (!result.isWithinTolerance())
        throw failure(u"The parts of the logit difference miss it by %1, and %2 would be rounding."_s
                          .arg(result.residual())
                          .arg(result.tolerance()));
}

} // namespace

Verb attributeVerb()
{
    return {
        .name = u"attribute"_s,
        .summary = u"what every head, source token and MLP adds to target minus rival"_s,
        .description =
            u"Runs a prompt and splits the logit difference of target and rival after its last token among "
            u"the "
            "embedding, the positions, the heads (also by source token), the output biases, the MLPs and the "
            "final norm's shift, with the norm's scale held at the run's. The parts add up to the "
            "difference; "
            "the residual is what float32 rounds. Where the model caps its logits, it is the difference "
            "before "
            "the cap."_s,
        .options = modelOptions() + promptOptions() + pairOptions()
            + readingOptions(u"Print one JSON document: every part, heads as [layer][head], and by source as "
                             "[layer][head][source]."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
