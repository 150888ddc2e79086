#include "app/cli/tracebench.h"

#include "app/cli/benchtools.h"
#include "app/cli/output.h"
#include "app/cli/processfigures.h"
#include "core/base/error.h"
#include "core/engine/session/runner.h"
#include "core/engine/trace/familyprompts.h"

#include <array>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array traceLengths{15, 40, 64, 128, 512};
constexpr double longEnough = 10; // seconds of a trace beyond which no longer prompt is tried
constexpr int familySize = 256;

/// The likeliest next token of the run that a prompt makes.
TokenId likeliest(const Runner& runner, const std::vector<TokenId>& ids)
{
    const CaptureRequest last{{ids}, {u"logits"_s}, false};
    const std::vector<float> logits = runner.model()->capture(last, CancelToken()).front().back().values;
    return rankLogits(logits, 1).front().id;
}

QJsonObject benchLength(const Runner& runner, const Tracer& tracer, int count)
{
    const std::vector<TokenId> ids = tokensFor(*runner.tokenizer(), count);
    TraceRequest request;
    request.targets = {likeliest(runner, ids)};
    const TracePrompt prompt = tracePrompt(*runner.tokenizer(), ids, request);
    QJsonObject figures{{u"tokens"_s, count}};
    resetPeakMemory();
    try {
        Circuit circuit;
        figures[u"seconds"_s] =
            medianSeconds([&] { circuit = tracer.trace(prompt, request, CancelToken()); });
        figures[u"firings"_s] = circuit.firings;
        figures[u"edges"_s] = static_cast<int>(circuit.edges.size());
    } catch (const Error& error) {
        figures[u"problem"_s] = error.problem().summary; // too little memory is an answer too
    }
    figures[u"peakMemoryBytes"_s] = peakMemoryValue();
    return figures;
}

/// SAD over the family of indirect objects, from the heads that write on the first prompt's answer.
QJsonObject benchFamily(const Runner& runner, const Tracer& tracer)
{
    const PromptLibrary library = PromptLibrary::load();
    std::vector<TracePrompt> prompts =
        familyPrompts(*library.find(u"indirect-object"_s), 0, familySize, true, *runner.tokenizer());
    // SAD starts from the heads that write on what this model says next.
    for (TracePrompt& prompt : prompts) {
        prompt.targets = {likeliest(runner, prompt.ids)};
        prompt.rival.reset();
        prompt.rootSource.reset();
    }
    TraceRequest request;
    request.method = TraceMethod::Sad;
    Circuit circuit;
    const double seconds =
        medianSeconds([&] { circuit = tracer.traceFamily(prompts, request, CancelToken()); });
    return {
        {u"prompts"_s, static_cast<int>(prompts.size())},
        {u"seconds"_s, seconds},
        {u"firings"_s, circuit.firings},
        {u"edges"_s, static_cast<int>(circuit.edges.size())}};
}

} // namespace

QJsonObject benchTraces(const Runner& runner)
{
    QJsonObject figures;
    const std::vector<TokenId> ids = tokensFor(*runner.tokenizer(), traceLengths.front());
    TraceRequest request;
    request.targets = {likeliest(runner, ids)};
    const TracePrompt prompt = tracePrompt(*runner.tokenizer(), ids, request);
    figures[u"firstSeconds"_s] =
        medianSeconds([&] { (void)Tracer(runner.model()).trace(prompt, request, CancelToken()); });
    const Tracer tracer(runner.model());
    QJsonArray lengths;
    for (const int count : traceLengths) {
        const bool wasLong = !lengths.isEmpty() && lengths.last()[u"seconds"_s].toDouble() > longEnough;
        if (count <= runner.info().nCtx && !wasLong)
            lengths.append(benchLength(runner, tracer, count));
    }
    figures[u"accpp"_s] = lengths;
    figures[u"sad"_s] = benchFamily(runner, tracer);
    return figures;
}

QString traceBenchText(const QJsonObject& traces)
{
    std::vector<QStringList> rows{
        {u"tokens"_s, u"ACC++ trace"_s, u"firings"_s, u"edges"_s, u"peak memory"_s}};
    for (const auto length : traces["accpp"_L1].toArray()) {
        rows.push_back(
            {QString::number(length["tokens"_L1].toInt()), milliseconds(length["seconds"_L1]),
             QString::number(length["firings"_L1].toInt()), QString::number(length["edges"_L1].toInt()),
             megabytes(length["peakMemoryBytes"_L1])});
    }
    const QJsonObject sad = traces["sad"_L1].toObject();
    return alignedTable(rows)
        + u"first trace, canonical weights made anew: %1\n"
          "SAD over %2 prompts: %3, %4 firings\n"_s.arg(
              milliseconds(traces["firstSeconds"_L1]), QString::number(sad["prompts"_L1].toInt()),
              milliseconds(sad["seconds"_L1]), QString::number(sad["firings"_L1].toInt()));
}

} // namespace headwaters
