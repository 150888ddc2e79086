#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/traceoptions.h"
#include "core/engine/session/runner.h"
#include "core/engine/trace/tracer.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

void perform(const Arguments& arguments)
{
    checkCircuitOutput(arguments);
    const bool hasRival = arguments.isSet("rival"_L1);
    TraceRequest request = chosenTrace(arguments, hasRival);
    const QString text = promptText(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const Tokenizer& tokenizer = *runner.tokenizer();
    const RunRequest asked = runRequest(arguments, text, tokenizer, runner.info().dVocab);
    const auto run = runner.run(1, asked, CancelToken());
    std::vector<TokenId> ids;
    for (const Token& token : run->tokens)
        ids.push_back(token.id);
    request.targets = {run->effects.target};
    request.rival = asked.rival;
    const Tracer tracer(runner.model());
    const auto circuit = std::make_shared<const Circuit>(
        tracer.trace(tracePrompt(tokenizer, ids, request), request, CancelToken()));
    CircuitFigure::Source source{hashedInfo(runner), run, {}, {}, {}};
    const auto label = [&](TokenId id) { return tokenText(tokenizer.token(id).bytes).trimmed(); };
    if (request.rival && request.seeding == Seeding::Linear)
        source.into = u"%1 − %2"_s.arg(label(request.targets.front()), label(*request.rival));
    deliverCircuit(arguments, circuit, source);
}

} // namespace

Verb traceVerb()
{
    return {
        .name = u"trace"_s,
        .summary = u"the circuit behind a prediction, from one prompt"_s,
        .description =
            u"Runs a prompt, finds the heads and other parts that write on the target (minus the rival), and "
            "follows what their attention rests on upstream, to the embeddings: which part, along which "
            "singular directions, by how much. A circuit without nodes is an answer; its note says why."_s,
        .options = modelOptions() + promptOptions() + pairOptions(u"none"_s) + traceOptions()
            + circuitOutputOptions() + figureOptions(u"Print the circuit as one JSON document."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
