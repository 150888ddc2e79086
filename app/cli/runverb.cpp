#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "app/tokenpair.h"
#include "core/base/error.h"
#include "core/engine/session/runner.h"
#include "core/files/npz.h"
#include "core/files/writing.h"

#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// What the file keeps: logits stand in every one.
QStringList keptHooks(const Arguments& arguments)
{
    QStringList hooks{u"logits"_s};
    if (arguments.isSet("hooks"_L1))
        hooks += arguments.values("hooks"_L1);
    else if (arguments.isSet("cache"_L1))
        hooks += u"*"_s;
    return hooks;
}

struct Outcome {
    std::vector<Token> tokens;
    std::vector<float> lastLogits;
    TokenId target = 0;
    TokenId rival = 0;
};

QJsonObject predictionJson(const Tokenizer& tokenizer, const RankedLogit& ranked)
{
    return {
        {u"token"_s, tokenText(tokenizer.token(ranked.id).bytes)},
        {u"id"_s, ranked.id},
        {u"logit"_s, jsonNumber(static_cast<double>(ranked.logit))},
        {u"probability"_s, jsonNumber(ranked.probability)},
    };
}

QJsonObject runJson(const Tokenizer& tokenizer, const Outcome& outcome, int count)
{
    QJsonArray predictions;
    for (const RankedLogit& ranked : rankLogits(outcome.lastLogits, count))
        predictions.append(predictionJson(tokenizer, ranked));
    const RankedLogit target = rankOf(outcome.lastLogits, outcome.target);
    const RankedLogit rival = rankOf(outcome.lastLogits, outcome.rival);
    return {
        {u"tokens"_s, tokensJson(outcome.tokens)},
        {u"predictions"_s, predictions},
        {u"target"_s, predictionJson(tokenizer, target)},
        {u"rival"_s, predictionJson(tokenizer, rival)},
        {u"logitDifference"_s,
         jsonNumber(static_cast<double>(target.logit) - static_cast<double>(rival.logit))},
    };
}

QString runText(const Tokenizer& tokenizer, const Outcome& outcome, int count)
{
    const auto row = [&](const RankedLogit& ranked) {
        return QStringList{
            tokenLabel(tokenizer.token(ranked.id)), QString::number(ranked.id),
            QString::number(static_cast<double>(ranked.logit), 'f', 2),
            QString::number(ranked.probability, 'f', 4), QString::number(ranked.rank)};
    };
    std::vector<QStringList> rows{{u"token"_s, u"id"_s, u"logit"_s, u"probability"_s, u"rank"_s}};
    for (const RankedLogit& ranked : rankLogits(outcome.lastLogits, count))
        rows.push_back(row(ranked));
    const RankedLogit target = rankOf(outcome.lastLogits, outcome.target);
    const RankedLogit rival = rankOf(outcome.lastLogits, outcome.rival);
    return u"Next token after %1\n%2\n%3 minus %4: %5 logits\n"_s.arg(
        outcome.tokens.size() == 1 ? u"1 token"_s : u"%1 tokens"_s.arg(outcome.tokens.size()),
        alignedTable(rows), tokenLabel(tokenizer.token(target.id)), tokenLabel(tokenizer.token(rival.id)),
        QString::number(static_cast<double>(target.logit - rival.logit), 'f', 2));
}

std::vector<float> lastRow(const NamedTensor& logits)
{
    return {logits.values.end() - static_cast<std::ptrdiff_t>(logits.shape.back()), logits.values.end()};
}

void checkOptions(const Arguments& arguments)
{
    if (arguments.isSet("hooks"_L1) && !arguments.isSet("cache"_L1))
        throw badInput(u"--hooks chooses what --cache writes; give --cache FILE.npz too."_s);
    if (!arguments.isSet("cache"_L1))
        return;
    const QString path = arguments.required("cache"_L1);
    (void)checkedEnding(u"--cache"_s, path, {u"npz"_s});
    checkWritable(path);
}

void perform(const Arguments& arguments)
{
    checkOptions(arguments);
    const bool writesCache = arguments.isSet("cache"_L1);
    const int count =
        arguments.isSet("top"_L1) ? arguments.integer("top"_L1, 1, std::numeric_limits<int>::max()) : 10;
    const QString text = promptText(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const Tokenizer& tokenizer = *runner.tokenizer();
    const RunRequest request = runRequest(arguments, text, tokenizer, runner.info().dVocab);
    const auto model = arguments.isSet("fold"_L1) ? runner.model()->folded() : runner.model();

    CaptureRequest capture;
    capture.prompts = {tokenizer.encodePrompt(request.text, request.beginOfText)};
    capture.hooks = keptHooks(arguments);
    capture.allLogits = writesCache;
    const Capture kept = std::move(model->capture(capture, CancelToken()).front());

    Outcome outcome;
    for (const TokenId id : capture.prompts.front())
        outcome.tokens.push_back(tokenizer.token(id));
    outcome.lastLogits = lastRow(kept.back());
    const TokenPair pair = tokenPair(request.target, request.rival, outcome.lastLogits);
    outcome.target = pair.target;
    outcome.rival = pair.rival;
    if (writesCache)
        writeNpz(arguments.required("cache"_L1), kept);
    if (arguments.isSet("json"_L1))
        printJson(runJson(tokenizer, outcome, count));
    else
        print(runText(tokenizer, outcome, count));
}

} // namespace

Verb runVerb()
{
    return {
        .name = u"run"_s,
        .summary = u"the likeliest next tokens; all activations as a file"_s,
        .description = u"Runs a prompt and prints the likeliest next tokens at its last position. With --cache the "
                       "activations are written under their hooks' names, and logits as [position, vocabulary]."_s,
        .options = modelOptions() + promptOptions() + pairOptions()
            + QList {
                QCommandLineOption(u"top"_s, u"How many next tokens (default: 10)."_s, u"K"_s),
                QCommandLineOption(u"cache"_s, u"Write activations to this file, which ends in .npz."_s, u"FILE"_s),
                QCommandLineOption(u"hooks"_s,
                    u"Which activations: a hook's name, * for any characters. May be given several times "
                    "(default: all)."_s,
                    u"GLOB"_s),
                QCommandLineOption(u"fold"_s, u"Use the canonical weights, with norms and biases folded."_s),
                jsonOption(u"Print one JSON document."_s),
            },
        .perform = perform,
    };
}

} // namespace headwaters
