// What holds for every circuit, over the whole prompt library on the bundled model.
#include "core/base/error.h"
#include "core/circuit/circuitcheck.h"
#include "core/circuit/merge.h"
#include "core/engine/trace/traceinspector.h"
#include "core/text/promptlibrary.h"
#include "engine/support/tracecase.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>
#include <optional>

using namespace headwaters;

namespace {

/// The bundled model, opened once for all tests.
struct Demo {
    TracedModel opened = TracedModel::open(demoModel());
    Tracer tracer{opened.model};
};

const Demo& demo()
{
    static const Demo one;
    return one;
}

struct TracedPrompt {
    std::vector<TokenId> ids;
    std::optional<TokenId> target;
    std::optional<TokenId> rival;
};

std::optional<TokenId> tokenOf(const QString& text)
{
    return text.isEmpty() ? std::nullopt : demo().opened.tokenizer->tokenWithText(text);
}

std::vector<TracedPrompt> promptsOf(const PromptFamily& family, int count)
{
    std::vector<TracedPrompt> prompts;
    for (const Prompt& prompt : family.examples(11, count)) {
        prompts.push_back(
            {demo().opened.tokenizer->encodePrompt(prompt.text, prompt.beginOfText), tokenOf(prompt.target),
             tokenOf(prompt.rival)});
        REQUIRE(prompts.back().ids.size() <= 256);
    }
    return prompts;
}

TokenId likeliestAfter(const std::vector<TokenId>& ids)
{
    const std::vector<double> logits = TraceInspector(demo().tracer, ids).logits();
    return static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

TraceRequest requestFor(const TracedPrompt& prompt, TraceMethod method, Seeding seeding)
{
    TraceRequest request;
    request.method = method;
    request.seeding = seeding;
    request.targets = {prompt.target ? *prompt.target : likeliestAfter(prompt.ids)};
    if (seeding == Seeding::Linear && prompt.rival && prompt.rival != request.targets.front())
        request.rival = prompt.rival;
    return request;
}

Circuit traced(const Tracer& tracer, const TracedPrompt& prompt, const TraceRequest& request)
{
    return tracer.trace(tracePrompt(*demo().opened.tokenizer, prompt.ids, request), request, {});
}

void requireSound(const Circuit& circuit)
{
    CHECK(brokenRules(circuit).join(QLatin1Char('\n')) == QString());
    CHECK((!circuit.isEmpty() || !circuit.note.isEmpty()));
    CHECK_FALSE(circuit.note.contains(QStringLiteral("stayed at tau")));
    for (const CircuitNode& node : circuit.nodes) {
        if (node.attention)
            CHECK((*node.attention >= 0 && *node.attention <= 1 + 1e-12));
    }
    for (const NearTie& tie : circuit.nearTies)
        CHECK(std::isfinite(tie.gap));
}

Circuit withoutTime(Circuit circuit)
{
    circuit.seconds = 0;
    return circuit;
}

} // namespace

TEST_CASE("Circuits of the whole prompt library keep every rule, with each method and start")
{
    int notEmpty = 0;
    int expanded = 0;
    const PromptLibrary library = PromptLibrary::load();
    REQUIRE(library.families().size() >= 14);
    for (const PromptFamily& family : library.families()) {
        for (const TracedPrompt& prompt : promptsOf(family, 2)) {
            for (const TraceMethod method : {TraceMethod::AccPlusPlus, TraceMethod::Acc, TraceMethod::Sad}) {
                for (const Seeding seeding : {Seeding::Linear, Seeding::Probability}) {
                    if (method == TraceMethod::Sad && seeding == Seeding::Probability)
                        continue;
                    CAPTURE(family.key, methodName(method), static_cast<int>(seeding));
                    const TraceRequest request = requestFor(prompt, method, seeding);
                    const Circuit circuit = traced(demo().tracer, prompt, request);
                    requireSound(circuit);
                    notEmpty += circuit.isEmpty() ? 0 : 1;
                    expanded += circuit.firings;
                }
            }
        }
    }
    CHECK(notEmpty > 70);
    CHECK(expanded > 500);
}

TEST_CASE("The same trace twice is the same, bit for bit, whatever was traced in between")
{
    const Tracer fresh(demo().opened.model);
    const PromptLibrary library = PromptLibrary::load();
    for (const PromptFamily& family : library.families()) {
        const TracedPrompt prompt = promptsOf(family, 1).front();
        const TraceMethod method = family.key.size() % 2 == 0 ? TraceMethod::AccPlusPlus : TraceMethod::Acc;
        CAPTURE(family.key);
        const TraceRequest request = requestFor(prompt, method, Seeding::Linear);
        const Circuit first = withoutTime(traced(demo().tracer, prompt, request));
        CHECK((withoutTime(traced(demo().tracer, prompt, request)) == first));
        CHECK((withoutTime(traced(fresh, prompt, request)) == first));
    }
}

TEST_CASE("A family traced in one batch is its prompts traced alone, merged")
{
    const TraceMethod method = GENERATE(TraceMethod::AccPlusPlus, TraceMethod::Acc);
    const PromptLibrary library = PromptLibrary::load();
    const PromptFamily* family = library.find(QStringLiteral("indirect-object"));
    REQUIRE(family != nullptr);
    TraceRequest request;
    request.method = method;
    std::vector<TracePrompt> prompts;
    std::vector<PromptCircuit> alone;
    for (const TracedPrompt& one : promptsOf(*family, 5)) {
        const TraceRequest own = requestFor(one, method, Seeding::Linear);
        TracePrompt prompt = tracePrompt(*demo().opened.tokenizer, one.ids, own);
        prompt.targets = own.targets;
        prompt.rival = own.rival;
        alone.push_back(
            {static_cast<int>(alone.size()),
             std::make_shared<const Circuit>(demo().tracer.trace(prompt, own, {}))});
        prompts.push_back(prompt);
        request.targets = own.targets;
        request.rival = own.rival;
    }
    const Circuit expected = mergedCircuit(alone);
    const Circuit got = demo().tracer.traceFamily(prompts, request, {});
    CHECK(got.graphs == expected.graphs);
    REQUIRE(got.nodes.size() == expected.nodes.size());
    for (std::size_t at = 0; at < got.nodes.size(); ++at) {
        CHECK((got.nodes[at].id == expected.nodes[at].id));
        CHECK(got.nodes[at].appearances == expected.nodes[at].appearances);
    }
    REQUIRE(got.edges.size() == expected.edges.size());
    for (std::size_t at = 0; at < got.edges.size(); ++at) {
        const CircuitEdge& one = got.edges[at];
        const CircuitEdge& other = expected.edges[at];
        CHECK((one.from == other.from && one.to == other.to && one.side == other.side));
        CHECK(one.prompts == other.prompts);
        // Longer batches take their sums in another order.
        CHECK(std::abs(one.weight - other.weight) < 1e-9 * (1 + std::abs(other.weight)));
    }
}

TEST_CASE("What stands behind the explained token changes nothing")
{
    const PromptLibrary library = PromptLibrary::load();
    for (const char* key : {"indirect-object", "induction"}) {
        const PromptFamily* family = library.find(QLatin1String(key));
        REQUIRE(family != nullptr);
        TracedPrompt whole = promptsOf(*family, 1).front();
        TraceRequest request = requestFor(whole, TraceMethod::AccPlusPlus, Seeding::Linear);
        TracedPrompt start = whole;
        start.ids.resize(whole.ids.size() - 3);
        request.targets = {whole.ids[start.ids.size()]};
        request.rival = std::nullopt;
        const Circuit expected = traced(demo().tracer, start, request);
        request.position = static_cast<int>(start.ids.size()) - 1;
        const Circuit got = traced(demo().tracer, whole, request);
        CHECK(got.nodes.size() == expected.nodes.size());
        REQUIRE(got.edges.size() == expected.edges.size());
        for (std::size_t at = 0; at < got.edges.size(); ++at) {
            CHECK(got.edges[at].directions == expected.edges[at].directions);
            CHECK(std::abs(got.edges[at].weight - expected.edges[at].weight) < 1e-9);
        }
    }
}

TEST_CASE("A trace that is cancelled says so")
{
    const PromptLibrary library = PromptLibrary::load();
    const TracedPrompt prompt = promptsOf(*library.find(QStringLiteral("indirect-object")), 1).front();
    const TraceRequest request = requestFor(prompt, TraceMethod::AccPlusPlus, Seeding::Linear);
    const TracePrompt named = tracePrompt(*demo().opened.tokenizer, prompt.ids, request);
    const auto kindOf = [&](const CancelToken& cancel, const ProgressFunction& progress) {
        try {
            (void)demo().tracer.trace(named, request, cancel, progress);
        } catch (const Error& error) {
            return error.problem().kind;
        }
        return Problem::Kind::Failed;
    };
    const CancelToken before;
    before.cancel();
    CHECK(kindOf(before, {}) == Problem::Kind::Cancelled);
    for (const int when : {1, 7, 9}) { // of 12 steps: in the run, and at layers of the trace
        const CancelToken cancel;
        int last = 0;
        CHECK(
            kindOf(
                cancel,
                [&](int done, int total) {
                    CHECK(total == 12);
                    last = done;
                    if (done == when)
                        cancel.cancel();
                })
            == Problem::Kind::Cancelled);
        CHECK(last == when);
    }
}
