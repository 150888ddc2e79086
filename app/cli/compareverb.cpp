#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/headoptions.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/engine/session/rundifference.h"
#include "core/engine/session/runner.h"
#include "core/files/writing.h"
#include "widgets/atlas/atlasdifferencefigure.h"
#include "widgets/compare/sidebysidefigure.h"
#include "widgets/head/shownfigure.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// One run with all that is compared of it.
struct Side {
    Runner runner;
    ModelInfo info;
    std::shared_ptr<const RunResult> run;

    [[nodiscard]] QString label(TokenId id) const { return tokenLabel(runner.tokenizer()->token(id)); }
};

/// B's prompt: A's where none was given.
QString otherText(const Arguments& arguments, const QString& text)
{
    const bool hasText = arguments.isSet("other-prompt"_L1);
    const bool hasFile = arguments.isSet("other-prompt-file"_L1);
    if (hasText && hasFile)
        throw badInput(u"Both --other-prompt and --other-prompt-file were given; give one of them."_s);
    if (!hasText && !hasFile && !arguments.isSet("other-model"_L1))
        throw badInput(
            u"Nothing to compare with was given; give --other-prompt TEXT, --other-prompt-file FILE or "
            "--other-model MODEL."_s);
    if (hasFile)
        return fileText(arguments.required("other-prompt-file"_L1));
    return hasText ? arguments.required("other-prompt"_L1) : text;
}

/// A's pair of tokens in B's vocabulary, where it has both; else B speaks of its own likeliest tokens.
void takePair(RunRequest& request, const Side& a, const Tokenizer& tokenizer)
{
    const EffectSummary& effects = a.run->effects;
    if (a.runner.tokenizer().get() == &tokenizer) {
        request.target = effects.target;
        request.rival = effects.rival;
        return;
    }
    const auto inB = [&](TokenId id) {
        return tokenizer.tokenWithText(QString::fromUtf8(a.runner.tokenizer()->token(id).bytes));
    };
    const auto target = inB(effects.target);
    const auto rival = inB(effects.rival);
    if (target && rival && target != rival) {
        request.target = target;
        request.rival = rival;
    }
}

void runA(const Arguments& arguments, const QString& text, Side& a)
{
    a.runner.open(modelPath(arguments), CancelToken());
    a.info = hashedInfo(a.runner);
    a.run = a.runner.run(1, runRequest(arguments, text, *a.runner.tokenizer(), a.info.dVocab), CancelToken());
}

void runB(const Arguments& arguments, const QString& text, const Side& a, Side& b)
{
    if (arguments.isSet("other-model"_L1)) {
        b.runner.open(arguments.required("other-model"_L1), CancelToken());
        b.info = hashedInfo(b.runner);
    } else {
        b.runner.share(*a.runner.snapshot());
        b.info = a.info;
    }
    if (text.isEmpty())
        throw badInput(u"The other prompt is empty."_s);
    RunRequest request{text, !arguments.isSet("no-bos"_L1), {}, {}};
    takePair(request, a, *b.runner.tokenizer());
    b.run = b.runner.run(1, request, CancelToken());
}

std::vector<std::shared_ptr<const LayerDifference>> differencesOf(const Side& a, const Side& b)
{
    const auto snapshotA = a.runner.snapshot();
    const auto snapshotB = b.runner.snapshot();
    std::vector<std::shared_ptr<const LayerDifference>> differences;
    for (int layer = 0; layer < a.info.nLayers; ++layer)
        differences.push_back(
            std::make_shared<LayerDifference>(layerDifference(*snapshotA, *snapshotB, layer, CancelToken())));
    return differences;
}

QString wallBlocked(const Side& a, const Side& b)
{
    return wallDifferenceBlocked(
        a.info, b.info, static_cast<int>(a.run->tokens.size()), static_cast<int>(b.run->tokens.size()));
}

// --- figures

HeadFigureSide
headSide(const Side& side, HeadIndex head, Quantity quantity, const std::optional<SinkMode>& sinkMode)
{
    const auto detail =
        side.runner.headDetail(head, side.run->effects.target, side.run->effects.rival, CancelToken());
    HeadSource source =
        HeadSource::of(*side.run, *detail, quantity, side.label(detail->target), side.label(detail->rival));
    SinkSettings sinks{sinkMode.value_or(SinkMode::Show), defaultSinks(source)};
    return {side.info, side.run, HeadContent::of(std::move(source), std::move(sinks))};
}

HeadIndex chosenHead(const Arguments& arguments, const ModelInfo& info)
{
    return {
        arguments.integer("layer"_L1, 0, info.nLayers - 1), arguments.integer("head"_L1, 0, info.nHeads - 1)};
}

HeadIndex otherHead(const Arguments& arguments, const ModelInfo& info, HeadIndex head)
{
    if (arguments.isSet("other-layer"_L1))
        head.layer = arguments.integer("other-layer"_L1, 0, info.nLayers - 1);
    if (arguments.isSet("other-head"_L1))
        head.head = arguments.integer("other-head"_L1, 0, info.nHeads - 1);
    if (head.layer >= info.nLayers || head.head >= info.nHeads)
        throw badInput(u"%1 has no head %2: its heads are 0.0 to %3; choose one with --other-layer and "
                       "--other-head."_s.arg(
                           info.name, head.text(), HeadIndex{info.nLayers - 1, info.nHeads - 1}.text()));
    return head;
}

AtlasOptions atlasOptions(const Side& side)
{
    AtlasOptions options;
    options.target = side.label(side.run->effects.target);
    options.rival = side.label(side.run->effects.rival);
    return options;
}

std::unique_ptr<Figure> wallFigure(const Side& a, const Side& b, bool isDifference)
{
    if (!isDifference)
        return std::make_unique<SideBySideFigure>(
            std::make_unique<AtlasFigure>(a.info, a.run, nullptr, atlasOptions(a)),
            std::make_unique<AtlasFigure>(b.info, b.run, nullptr, atlasOptions(b)));
    const QString blocked = wallBlocked(a, b);
    if (!blocked.isEmpty())
        throw badInput(blocked);
    AtlasOptions options;
    options.differences = differencesOf(a, b);
    return std::make_unique<AtlasDifferenceFigure>(a.info, a.run, b.info, b.run, options);
}

std::unique_ptr<Figure>
headFigure(const Arguments& arguments, const Side& a, const Side& b, bool isDifference)
{
    const HeadIndex head = chosenHead(arguments, a.info);
    const HeadIndex other = otherHead(arguments, b.info, head);
    const QString blocked =
        mapDifferenceBlocked(static_cast<int>(a.run->tokens.size()), static_cast<int>(b.run->tokens.size()));
    if (isDifference && !blocked.isEmpty())
        throw badInput(blocked);
    const Quantity quantity = chosenQuantity(arguments);
    const SinkMode sinks = chosenSinkMode(arguments);
    return shownFigure(
        isDifference ? Comparison::Shown::Difference : Comparison::Shown::SideBySide,
        headSide(a, head, quantity, sinks), headSide(b, other, quantity, sinks), 0.7);
}

// --- JSON

QJsonObject sideJson(const Side& side)
{
    const EffectSummary& effects = side.run->effects;
    const auto token = [&](TokenId id) {
        const RankedLogit ranked = rankOf(side.run->lastLogits, id);
        return QJsonObject{
            {u"token"_s, tokenText(side.runner.tokenizer()->token(id).bytes)},
            {u"id"_s, id},
            {u"logit"_s, jsonNumber(static_cast<double>(ranked.logit))},
            {u"probability"_s, jsonNumber(ranked.probability)},
            {u"rank"_s, ranked.rank}};
    };
    QJsonArray heads;
    for (const auto& layer : effects.heads) {
        QJsonArray row;
        for (const float effect : layer)
            row.append(jsonNumber(static_cast<double>(effect)));
        heads.append(row);
    }
    return {
        {u"model"_s, side.info.name},
        {u"sha256"_s, side.info.sha256},
        {u"prompt"_s, side.run->request.text},
        {u"tokens"_s, tokensJson(side.run->tokens)},
        {u"target"_s, token(effects.target)},
        {u"rival"_s, token(effects.rival)},
        {u"logitDifference"_s, jsonNumber(effects.logitDifference)},
        {u"effects"_s, heads}};
}

QJsonObject differenceJson(const Side& a, const Side& b)
{
    QJsonArray heads;
    for (const auto& layer : differencesOf(a, b)) {
        for (const HeadDifference& head : layer->heads) {
            const auto at = [&](const Side& side) {
                return side.run->effects.heads[static_cast<std::size_t>(head.head.layer)]
                                              [static_cast<std::size_t>(head.head.head)];
            };
            heads.append(QJsonObject{
                {u"layer"_s, head.head.layer},
                {u"head"_s, head.head.head},
                {u"meanAbsoluteDifference"_s, jsonNumber(static_cast<double>(head.meanAbsolute))},
                {u"largestAbsoluteDifference"_s, jsonNumber(static_cast<double>(head.largest))},
                {u"effectDifference"_s, jsonNumber(static_cast<double>(at(a) - at(b)))}});
        }
    }
    return {
        {u"logitDifference"_s, jsonNumber(a.run->effects.logitDifference - b.run->effects.logitDifference)},
        {u"heads"_s, heads}};
}

QJsonObject comparisonJson(const Side& a, const Side& b)
{
    QJsonObject object{{u"a"_s, sideJson(a)}, {u"b"_s, sideJson(b)}};
    const QString blocked = wallBlocked(a, b);
    object[u"difference"_s] = blocked.isEmpty() ? QJsonValue(differenceJson(a, b)) : QJsonValue();
    if (!blocked.isEmpty())
        object[u"whyNoDifference"_s] = blocked;
    return object;
}

void perform(const Arguments& arguments)
{
    checkFigureOptions(arguments);
    const bool isDifference =
        !arguments.isSet("show"_L1) || arguments.choice("show"_L1, {u"difference"_s, u"side-by-side"_s}) == 0;
    (void)chosenQuantity(arguments);
    (void)chosenSinkMode(arguments);
    const bool isOneHead = arguments.isSet("layer"_L1) || arguments.isSet("head"_L1);
    if (isOneHead) {
        (void)arguments.required("layer"_L1);
        (void)arguments.required("head"_L1);
    }
    if (!arguments.isSet("out"_L1) && arguments.isSet("json"_L1)) {
        for (const auto option : {"layer"_L1, "head"_L1, "other-layer"_L1, "other-head"_L1, "show"_L1}) {
            if (arguments.isSet(option))
                throw badInput(
                    u"--%1 chooses the figure that --out writes; --json alone tells all heads."_s.arg(
                        option));
        }
    }
    const QString text = promptText(arguments);
    const QString other = otherText(arguments, text);
    Side a;
    Side b;
    runA(arguments, text, a);
    runB(arguments, other, a, b);
    if (arguments.isSet("out"_L1))
        writeFigureTo(
            arguments,
            isOneHead ? *headFigure(arguments, a, b, isDifference) : *wallFigure(a, b, isDifference));
    if (arguments.isSet("json"_L1))
        printJson(comparisonJson(a, b));
}

} // namespace

Verb compareVerb()
{
    return {
        .name = u"compare"_s,
        .summary = u"two prompts or two models, and their difference"_s,
        .description = u"Runs A, the prompt on the model, and B, another prompt, another model or both. Writes A − B of "
                       "one head, or of all heads where none is named; needs as many tokens on both sides. With --json "
                       "it prints the tokens of both, the effects and logit differences, and the mean |A − B| of each "
                       "head's attention over the pairs of tokens up to the diagonal."_s,
        .options = modelOptions() + promptOptions()
            + QList {
                QCommandLineOption(u"other-prompt"_s, u"B's text (default: that of A)."_s, u"TEXT"_s),
                QCommandLineOption(u"other-prompt-file"_s,
                    u"A file with B's text, taken byte for byte; - is standard input."_s, u"FILE"_s),
                QCommandLineOption(u"other-model"_s, u"B's model (default: that of A)."_s, u"MODEL"_s),
            }
            + pairOptions() + headOptions()
            + QList {
                QCommandLineOption(u"other-layer"_s, u"B's layer (default: that of A)."_s, u"L"_s),
                QCommandLineOption(u"other-head"_s, u"B's head (default: that of A)."_s, u"H"_s),
                QCommandLineOption(u"show"_s, u"difference or side-by-side (default: difference)."_s, u"WHAT"_s),
            }
            + figureOptions(u"Print both runs and their difference as one JSON document."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
