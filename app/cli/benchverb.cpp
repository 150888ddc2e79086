#include "app/bundledmodel.h"
#include "app/cli/benchtools.h"
#include "app/cli/commonoptions.h"
#include "app/cli/offscreenwindow.h"
#include "app/cli/output.h"
#include "app/cli/processfigures.h"
#include "app/cli/scanbench.h"
#include "app/cli/tracebench.h"
#include "app/viewarea.h"
#include "core/base/error.h"
#include "core/engine/decompose/headscores.h"
#include "core/engine/decompose/headsvd.h"
#include "core/engine/session/generator.h"
#include "core/engine/session/runner.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/head/headview.h"

#include <QApplication>
#include <QTemporaryDir>

#include <array>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array promptLengths{15, 16, 64, 256, 1024, 2048};
constexpr std::array partialLengths{15, 64, 512};
constexpr int longestWithAllHooks = 1024; // twice as many tokens would keep 10 GB of a small language model
constexpr int generatedTokens = 32;

QJsonValue orNull(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

/// From the start of the process to the first maps on the wall, and what the window takes to follow the
/// person.
QJsonObject benchWindow(const QString& model)
{
    OffscreenWindow offscreen({1280, 800}, Theme::Mode::Light, model);
    Document& document = offscreen.document();
    MainWindow& window = offscreen.window();
    window.setRequest({firstPrompt(), true, {}, {}});
    offscreen.waitUntil([&] { return document.runModel().layersArrived() > 0; });
    (void)window.atlas().grab();
    const std::optional<double> firstMap = secondsSinceStart();
    offscreen.waitUntil([&] { return document.isSettled(); });

    QJsonObject figures{{u"firstMapSeconds"_s, orNull(firstMap)}};
    figures[u"atlasPaintSeconds"_s] = medianSeconds([&] { (void)window.atlas().grab(); });

    Selection& selection = document.selection();
    window.views().setCurrentView(&window.head());
    int step = 0;
    figures[u"selectionChangeSeconds"_s] = medianSeconds([&] {
        SelectionState state = selection.locked();
        state.source = ++step % 2;
        selection.lock(state);
        QApplication::processEvents();
    });
    const ModelInfo info = document.runModel().model();
    figures[u"headSwitchSeconds"_s] = medianSeconds([&] {
        const int next = ++step % (info.nLayers * info.nHeads);
        const HeadIndex head{next / info.nHeads, next % info.nHeads};
        SelectionState state = selection.locked();
        state.head = head;
        selection.lock(state);
        offscreen.waitUntil([&] { return document.isSettled(); });
        QApplication::processEvents();
    });
    return figures;
}

QJsonObject benchLength(Runner& runner, int count)
{
    const std::vector<TokenId> ids = tokensFor(*runner.tokenizer(), count);
    const RunRequest request = requestFor(*runner.tokenizer(), ids);
    const CancelToken cancel;
    QJsonObject figures{{u"tokens"_s, count}};
    resetPeakMemory();
    figures[u"runSeconds"_s] = medianSeconds([&] { (void)runner.run(1, request, cancel); });
    figures[u"runPeakMemoryBytes"_s] = peakMemoryValue();
    if (count > longestWithAllHooks)
        return figures;
    CaptureRequest everything;
    everything.prompts = {ids};
    everything.hooks = {u"*"_s};
    resetPeakMemory();
    try {
        figures[u"cacheSeconds"_s] =
            medianSeconds([&] { (void)runner.model()->capture(everything, cancel); });
    } catch (const Error& error) {
        // Too little memory for all hooks of a long prompt is an answer too.
        figures[u"cacheSeconds"_s] = QJsonValue();
        figures[u"problem"_s] = error.problem().summary;
    }
    figures[u"peakMemoryBytes"_s] = peakMemoryValue();
    return figures;
}

/// Tokens a second behind the first prompt, keys and values kept, its reading not counted.
QJsonValue benchGeneration(const Runner& runner)
{
    GenerationRequest request;
    request.text = firstPrompt();
    request.count = generatedTokens;
    request.stopAtEnd = false;
    Generator generator(runner.model(), runner.tokenizer(), request);
    while (generator.step(CancelToken())) { }
    const Generation& generation = generator.generation();
    if (generation.tokens.size() < 2 || generation.seconds <= 0)
        return {};
    return static_cast<double>(generation.tokens.size() - 1) / generation.seconds;
}

/// The decompositions of all heads, computed and read again from what was kept.
QJsonObject benchDecompositions(const Runner& runner)
{
    const QTemporaryDir folder;
    const DirectionCache cache(folder.path());
    const auto decompose = [&](bool isKept) {
        HeadSvds svds(runner.model());
        if (isKept)
            svds.useCache(cache, u"bench"_s);
        (void)svds.all(DirectionKind::Qk, CancelToken());
    };
    const ModelInfo& info = runner.info();
    return {
        {u"heads"_s, info.nLayers * info.nHeads},
        {u"seconds"_s, medianSeconds([&] { decompose(false); })},
        {u"cachedSeconds"_s, medianSeconds([&] { decompose(true); })}};
}

/// What a step of the first-k slider takes, and a score row, for the last head.
QJsonArray benchPartialScores(Runner& runner)
{
    const ModelInfo info = runner.info();
    const HeadIndex head{info.nLayers - 1, info.nHeads - 1};
    HeadSvds svds(runner.model());
    const HeadFactors factors = svds.one(head, DirectionKind::Qk, CancelToken());
    QJsonArray figures;
    for (const int count : partialLengths) {
        if (count > info.nCtx)
            continue;
        const std::vector<TokenId> ids = tokensFor(*runner.tokenizer(), count);
        const auto run = runner.run(1, requestFor(*runner.tokenizer(), ids), CancelToken());
        HeadScores scores(runner.snapshot(), head, factors, CancelToken());
        const int last = static_cast<int>(run->tokens.size()) - 1;
        int step = 0;
        figures.append(QJsonObject{
            {u"tokens"_s, count},
            {u"seconds"_s, medianSeconds([&] { (void)scores.first(++step % info.dHead, CancelToken()); })},
            {u"rowSeconds"_s, medianSeconds([&] { (void)scores.row(last, 0); })}});
    }
    return figures;
}

QString benchText(const QJsonObject& figures)
{
    std::vector<QStringList> rows;
    for (const auto& [name, key] :
         {std::pair{u"first map"_s, u"firstMapSeconds"_s},
          std::pair{u"atlas paint"_s, u"atlasPaintSeconds"_s},
          std::pair{u"selection change"_s, u"selectionChangeSeconds"_s},
          std::pair{u"head switch"_s, u"headSwitchSeconds"_s}})
        rows.push_back({name, milliseconds(figures[key])});
    QString text = alignedTable(rows) + u'\n';
    rows = {{u"tokens"_s, u"run"_s, u"peak memory"_s, u"run, all hooks kept"_s, u"peak memory"_s}};
    for (const auto run : figures["runs"_L1].toArray())
        rows.push_back(
            {QString::number(run["tokens"_L1].toInt()), milliseconds(run["runSeconds"_L1]),
             megabytes(run["runPeakMemoryBytes"_L1]), milliseconds(run["cacheSeconds"_L1]),
             megabytes(run["peakMemoryBytes"_L1])});
    text += alignedTable(rows);
    const QJsonValue svd = figures["svd"_L1];
    text += u"\n%1 heads decomposed in %2, read from the cache in %3\n"_s.arg(
        QString::number(svd["heads"_L1].toInt()), milliseconds(svd["seconds"_L1]),
        milliseconds(svd["cachedSeconds"_L1]));
    rows = {{u"tokens"_s, u"map of the first k directions"_s, u"score row"_s}};
    for (const auto partial : figures["partialScores"_L1].toArray())
        rows.push_back(
            {QString::number(partial["tokens"_L1].toInt()), milliseconds(partial["seconds"_L1]),
             milliseconds(partial["rowSeconds"_L1])});
    text += u'\n' + alignedTable(rows);
    text += u'\n' + traceBenchText(figures["traces"_L1].toObject());
    text += u'\n' + scanBenchText(figures["scan"_L1].toObject());
    const QJsonValue rate = figures["tokensPerSecond"_L1];
    if (rate.isDouble())
        text += u"\ngenerates %1 tokens a second\n"_s.arg(rate.toDouble(), 0, 'f', 1);
    return text;
}

/// Of a model for which everything would take long.
void performScan(const Arguments& arguments)
{
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const QJsonObject scan = benchScan(runner);
    if (arguments.isSet("json"_L1))
        printJson({{u"model"_s, runner.info().name}, {u"scan"_s, scan}});
    else
        print(scanBenchText(scan));
}

void perform(const Arguments& arguments)
{
    if (arguments.isSet("scan"_L1)) {
        performScan(arguments);
        return;
    }
    const QString path = modelPath(arguments);
    QJsonObject figures = benchWindow(path);
    Runner runner;
    runner.open(path, CancelToken());
    QJsonArray runs;
    for (const int count : promptLengths) {
        if (count <= runner.info().nCtx)
            runs.append(benchLength(runner, count));
    }
    figures[u"partialScores"_s] = benchPartialScores(runner);
    figures[u"svd"_s] = benchDecompositions(runner);
    figures[u"tokensPerSecond"_s] = benchGeneration(runner);
    figures[u"traces"_s] = benchTraces(runner);
    figures[u"scan"_s] = benchScan(runner);
    figures[u"model"_s] = runner.info().name;
    figures[u"runs"_s] = runs;
    if (arguments.isSet("json"_L1))
        printJson(figures);
    else
        print(benchText(figures));
}

} // namespace

Verb benchVerb()
{
    return {
        .name = u"bench"_s,
        .summary = u"how long it takes: first map, runs, painting"_s,
        .description =
            u"Measures the time from the start of the process to the first maps in the window, runs of "
            "15 to 2048 tokens where the context allows, how quickly the window follows, how quickly "
            "all heads are decomposed, circuits are traced, heads are scanned and tokens are generated. "
            "Times are medians of repeats in seconds."_s,
        .options = modelOptions()
            + QList{QCommandLineOption(u"scan"_s, u"Measure the scan of all heads alone."_s), jsonOption(u"Print one JSON document."_s)},
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
