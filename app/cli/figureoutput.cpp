#include "app/cli/figureoutput.h"

#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/files/modelfolder.h"
#include "widgets/export/figureformats.h"
#include "widgets/export/figurewriter.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// The place of an option's value among `words`, 0 where it was not given.
int chosen(const Arguments& arguments, QLatin1StringView option, const QStringList& words)
{
    return arguments.isSet(option) ? arguments.choice(option, words) : 0;
}

FigureOptions chosenOptions(const Arguments& arguments, PageWidth otherwise = PageWidth::OneColumn)
{
    const int page = chosen(arguments, "page"_L1, {u"one-column"_s, u"two-columns"_s, u"slide"_s});
    FigureOptions options =
        defaultOptions(arguments.isSet("page"_L1) ? static_cast<PageWidth>(page) : otherwise);
    options.dark = chosen(arguments, "theme"_L1, {u"light"_s, u"dark"_s}) == 1;
    options.map = static_cast<SequentialMap>(chosen(arguments, "colours"_L1, {u"viridis"_s, u"cividis"_s}));
    options.stages = static_cast<StageSet>(chosen(arguments, "stage-colours"_L1, {u"survey"_s, u"safe"_s}));
    return options;
}

} // namespace

QList<QCommandLineOption> figureOptions(const QString& json)
{
    return {
        {u"out"_s, u"Write the figure: .pdf, .svg or .png; or its data: .csv, .npz or .json."_s, u"FILE"_s},
        {u"theme"_s, u"light or dark (default: light)."_s, u"T"_s},
        {u"colours"_s, u"viridis or cividis (default: viridis)."_s, u"MAP"_s},
        {u"stage-colours"_s, u"survey or safe, for colour-blind readers (default: survey)."_s, u"SET"_s},
        {u"page"_s, u"one-column, two-columns or slide (default: one-column)."_s, u"PAGE"_s},
        {u"json"_s, json.isEmpty() ? u"Print the figure's data as one JSON document."_s : json},
    };
}

void checkFigureOptions(const Arguments& arguments)
{
    (void)chosenOptions(arguments);
    if (arguments.isSet("json"_L1) && !arguments.isSet("out"_L1))
        return;
    const QString path = arguments.required("out"_L1);
    (void)checkedEnding(u"--out"_s, path, {u"pdf"_s, u"svg"_s, u"png"_s, u"csv"_s, u"npz"_s, u"json"_s});
    checkWritable(path);
}

void writeFigureTo(const Arguments& arguments, const Figure& figure, PageWidth otherwise)
{
    writeFigure(figure, chosenOptions(arguments, otherwise), arguments.value("out"_L1));
}

void deliverFigure(const Arguments& arguments, const Figure& figure)
{
    if (arguments.isSet("out"_L1))
        writeFigureTo(arguments, figure);
    if (arguments.isSet("json"_L1))
        print(toJson(figure, chosenOptions(arguments)));
}

ModelInfo hashedInfo(const Runner& runner)
{
    ModelInfo info = runner.info();
    info.sha256 = weightsSha256(*runner.weights(), CancelToken());
    return info;
}

} // namespace headwaters
