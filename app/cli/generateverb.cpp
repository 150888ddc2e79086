#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/engine/session/generator.h"
#include "core/engine/session/runner.h"
#include "core/files/writing.h"

#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

GenerationRequest generationRequest(const Arguments& arguments)
{
    GenerationRequest request;
    request.text = promptText(arguments);
    if (request.text.isEmpty())
        throw badInput(u"The prompt is empty."_s);
    request.beginOfText = !arguments.isSet("no-bos"_L1);
    request.stopAtEnd = !arguments.isSet("ignore-end"_L1);
    if (arguments.isSet("count"_L1))
        request.count = arguments.integer("count"_L1, 1, std::numeric_limits<int>::max());
    if (arguments.isSet("temperature"_L1))
        request.sampling.temperature = arguments.number("temperature"_L1);
    if (arguments.isSet("top-p"_L1))
        request.sampling.topP = arguments.number("top-p"_L1);
    if (arguments.isSet("seed"_L1))
        request.sampling.seed = arguments.natural("seed"_L1);
    request.stops = arguments.values("stop"_L1);
    if (request.stops.contains(QString()))
        throw badInput(u"--stop is empty."_s);
    static_cast<void>(Sampler(request.sampling)); // refuses numbers out of range before a model is loaded
    return request;
}

QJsonObject generationJson(const Generation& generation)
{
    QJsonArray tokens;
    for (const GeneratedToken& generated : generation.tokens) {
        tokens.append(QJsonObject{
            {u"id"_s, generated.token.id},
            {u"text"_s, tokenText(generated.token.bytes)},
            {u"probability"_s, jsonNumber(generated.probability)},
            {u"rank"_s, generated.rank},
        });
    }
    return {
        {u"prompt"_s, tokensJson(generation.prompt)},
        {u"tokens"_s, tokens},
        {u"text"_s, generation.text},
        {u"stopReason"_s, stopReasonKey(generation.reason)},
    };
}

void perform(const Arguments& arguments)
{
    const bool asJson = arguments.isSet("json"_L1);
    const GenerationRequest request = generationRequest(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    Generator generator(runner.model(), runner.tokenizer(), request);
    qsizetype shown = 0;
    while (generator.step(CancelToken())) {
        const QString& text = generator.generation().text;
        if (!asJson)
            print(text.mid(shown));
        shown = text.size();
    }
    if (asJson)
        printJson(generationJson(generator.generation()));
    else
        print(u"\n"_s);
}

} // namespace

Verb generateVerb()
{
    return {
        .name = u"generate"_s,
        .summary = u"what the model writes behind a prompt"_s,
        .description = u"Lets the model go on from a prompt, token by token, and prints the text as it comes. With --json "
                       "each token comes with its probability and with its rank, 0 for the likeliest, both of the model "
                       "as it is: at temperature 1, without --top-p. The same seed gives the same tokens."_s,
        .options = modelOptions() + promptOptions()
            + QList {
                QCommandLineOption(u"count"_s, u"How many tokens at most (default: 20)."_s, u"N"_s),
                QCommandLineOption(u"temperature"_s,
                    u"Logits are divided by it; 0 always takes the likeliest token (default: 0)."_s, u"X"_s),
                QCommandLineOption(u"top-p"_s,
                    u"Draw only from the fewest likeliest tokens whose probabilities reach this sum (default: 1)."_s,
                    u"X"_s),
                QCommandLineOption(u"seed"_s, u"Number that the draws follow from (default: 0)."_s, u"N"_s),
                QCommandLineOption(u"stop"_s,
                    u"End with the token that completes this text. May be given several times."_s, u"TEXT"_s),
                QCommandLineOption(u"ignore-end"_s, u"Go on behind a token that ends a text."_s),
                jsonOption(u"Print one JSON document."_s),
            },
        .perform = perform,
    };
}

} // namespace headwaters
