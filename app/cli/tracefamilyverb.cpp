#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/promptset.h"
#include "app/cli/traceoptions.h"
#include "core/base/error.h"
#include "core/engine/session/runner.h"

#include <QFileInfo>

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// What the circuit is of, for its provenance.
QString promptsText(const Arguments& arguments, std::size_t count)
{
    const QString counted = count == 1 ? u"1 prompt"_s : u"%1 prompts"_s.arg(count);
    if (arguments.isSet("prompts"_L1))
        return u"%1 of %2"_s.arg(counted, QFileInfo(arguments.value("prompts"_L1)).fileName());
    const QString seed = arguments.isSet("seed"_L1) ? arguments.value("seed"_L1) : u"0"_s;
    return u"%1 of %2, seed %3"_s.arg(counted, arguments.value("family"_L1), seed);
}

void perform(const Arguments& arguments)
{
    checkCircuitOutput(arguments);
    if (arguments.isSet("family"_L1) == arguments.isSet("prompts"_L1))
        throw badInput(u"Give either --family NAME or --prompts FILE."_s);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const Tokenizer& tokenizer = *runner.tokenizer();
    const std::vector<TracePrompt> prompts =
        chosenPromptSet(arguments, tokenizer, runner.info(), !arguments.isSet("roots"_L1));
    const bool allHaveRivals = std::all_of(
        prompts.begin(), prompts.end(), [](const TracePrompt& prompt) { return prompt.rival.has_value(); });
    const TraceRequest request = chosenTrace(arguments, allHaveRivals);
    const Tracer tracer(runner.model());
    const auto circuit = std::make_shared<const Circuit>(tracer.traceFamily(prompts, request, CancelToken()));
    deliverCircuit(
        arguments, circuit, {hashedInfo(runner), nullptr, {}, promptsText(arguments, prompts.size())});
}

} // namespace

Verb traceFamilyVerb()
{
    return {
        .name = u"trace-family"_s,
        .summary = u"one circuit merged from the circuits of many prompts"_s,
        .description =
            u"Traces every prompt of a family of the prompt library, or of a list, and merges the circuits "
            u"by "
            "the roles of the tokens; an edge says in how many prompts it stands. A list has one JSON object "
            "a line: {\"text\": \"...\", \"bos\": false, \"roles\": {\"IO\": 1}, \"target\": \" Mary\", "
            "\"rival\": \" John\"}."_s,
        .options = modelOptions() + promptSetOptions()
            + QList<QCommandLineOption>{{u"no-bos"_s,
                                         u"Do not put the model's beginning-of-text token before the "
                                         "family's prompts."_s}}
            + traceOptions() + circuitOutputOptions()
            + figureOptions(u"Print the circuit as one JSON document."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
