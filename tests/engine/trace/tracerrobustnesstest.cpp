// Traces of every architecture, of the shortest and longest prompts, and of what cannot be traced.
#include "core/base/error.h"
#include "core/circuit/circuitcheck.h"
#include "core/circuit/tau.h"
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>

using namespace headwaters;

namespace {

TracePrompt promptOf(const std::vector<TokenId>& ids)
{
    TracePrompt prompt;
    prompt.ids = ids;
    for (std::size_t at = 0; at < ids.size(); ++at)
        prompt.labels.push_back(QStringLiteral("t%1").arg(at));
    prompt.targetTexts = {QStringLiteral("v"), QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z")};
    return prompt;
}

TokenId likeliestOf(const std::vector<double>& logits)
{
    return static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

/// Heads of a circuit whose removal had nothing left to remove.
std::vector<NodeId> boundedOf(const Circuit& circuit, const TraceInspector& inspector)
{
    std::vector<NodeId> bounded;
    for (const CircuitEdge& edge : circuit.edges) {
        const CircuitNode& node = circuit.nodes[static_cast<std::size_t>(edge.to)];
        if (node.part != CircuitPart::Head || !node.attention)
            continue;
        const double tau = tauAt(circuit.request, node.destinationPosition);
        const FiringTrace trace = inspector
                                      .report(
                                          {*node.headIndex(), node.destinationPosition, node.sourcePosition},
                                          {tau, circuit.request.compat})
                                      .trace;
        if (trace.query.exhausted || trace.key.exhausted)
            bounded.push_back(node.id);
    }
    return bounded;
}

QString faultOf(const Tracer& tracer, const TracePrompt& prompt, const TraceRequest& request)
{
    try {
        (void)tracer.trace(prompt, request, {});
    } catch (const Error& error) {
        return error.problem().summary;
    }
    return {};
}

ModelConfig smallConfig()
{
    ModelConfig config;
    config.nLayers = 3;
    config.nHeads = config.nKeyValueHeads = 2;
    config.dModel = 8;
    config.dHead = 4;
    config.dMlp = 7;
    config.nCtx = 12;
    config.dVocab = 20;
    return config;
}

constexpr TraceMethod methods[] = {TraceMethod::AccPlusPlus, TraceMethod::Acc, TraceMethod::Sad};

} // namespace

TEST_CASE("Every architecture is traced by every method, and its circuits keep the rules")
{
    const QString name = GENERATE(from_range(tracedArchitectures()));
    CAPTURE(name);
    const auto opened = TraceModelCase::open(name);
    TraceRequest request;
    request.tau = 0.15;
    int firings = 0;
    for (const TraceMethod method : methods) {
        request.targets = {1, 2, 3, likeliestOf(opened->trace.run.logits.back())};
        request.roots.clear();
        for (const Firing& firing : opened->firings())
            request.roots.push_back({firing.head, firing.destination, firing.source});
        for (const Seeding seeding : {Seeding::Linear, Seeding::Probability, Seeding::Roots}) {
            for (const bool compat : {false, true}) {
                request.method = method;
                request.seeding = seeding;
                request.compat = compat;
                CAPTURE(methodName(method), static_cast<int>(seeding), compat);
                const Circuit circuit = opened->tracer.trace(promptOf(opened->ids), request, {});
                CheckContext context;
                context.rotary = opened->arrays.config.rotary.isUsed();
                if (method == TraceMethod::AccPlusPlus)
                    context.bounded = boundedOf(circuit, opened->inspector);
                QStringList broken = brokenRules(circuit, context);
                if (seeding == Seeding::Roots) // the given heads are themselves what is explained
                    broken.erase(
                        std::remove_if(
                            broken.begin(), broken.end(),
                            [](const QString& rule) {
                                return rule.endsWith(QStringLiteral("it leads to no root"));
                            }),
                        broken.end());
                CHECK(broken.join(QLatin1Char('\n')) == QString());
                CHECK((!circuit.isEmpty() || !circuit.note.isEmpty()));
                firings += circuit.firings;
            }
        }
    }
    CHECK(firings > 0);
}

TEST_CASE("Prompts of one and two tokens are traced")
{
    const QString name =
        GENERATE(QStringLiteral("abs"), QStringLiteral("rope"), QStringLiteral("gemma2-tiny"));
    const auto opened = TraceModelCase::open(name);
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}}) {
        for (const TraceMethod method : methods) {
            CAPTURE(name, size, methodName(method));
            const std::vector<TokenId> ids(opened->ids.begin(), opened->ids.begin() + static_cast<int>(size));
            TraceRequest request;
            request.method = method;
            request.seeding = Seeding::Probability;
            request.targets = {likeliestOf(TraceInspector(opened->tracer, ids).logits())};
            const Circuit circuit = opened->tracer.trace(promptOf(ids), request, {});
            CheckContext context;
            context.rotary = opened->arrays.config.rotary.isUsed();
            CHECK(brokenRules(circuit, context).join(QLatin1Char('\n')) == QString());
            if (size == 1) // at the first token no head is explained
                CHECK(circuit.firings == 0);
        }
    }
}

TEST_CASE("A prompt fills the context, and not more")
{
    const auto opened = TraceModelCase::open(QStringLiteral("abs")); // context 7
    TraceRequest request;
    request.targets = {2};
    REQUIRE(opened->ids.size() == 7);
    CHECK(faultOf(opened->tracer, promptOf(opened->ids), request) == QString());
    std::vector<TokenId> longer = opened->ids;
    longer.push_back(1);
    CHECK(
        faultOf(opened->tracer, promptOf(longer), request)
        == QStringLiteral("The prompt has 8 tokens; the context of arrays holds 7."));
    CHECK(
        faultOf(opened->tracer, promptOf({}), request)
        == QStringLiteral("The prompt is empty: there is no token to run."));
}

TEST_CASE("What cannot be traced is refused in one sentence")
{
    const auto opened = TraceModelCase::open(QStringLiteral("abs"));
    TraceRequest request;
    request.targets = {2};
    TracePrompt prompt = promptOf(opened->ids);
    QString expected;
    SECTION("a target that is no token")
    {
        request.targets = {17};
        expected = QStringLiteral("Token #17 is not in the vocabulary of arrays, which has 17 rows.");
    }
    SECTION("a rival that is no token")
    {
        request.rival = -1;
        expected = QStringLiteral("Token #-1 is not in the vocabulary of arrays, which has 17 rows.");
    }
    SECTION("a rival that is the target")
    {
        request.rival = 2;
        expected =
            QStringLiteral("Target and rival are the same token #2; their difference is 0 everywhere.");
    }
    SECTION("a rival of several targets")
    {
        request.targets = {2, 3};
        request.rival = 4;
        expected = QStringLiteral("A rival is for one target; there are 2.");
    }
    SECTION("no target")
    {
        request.targets.clear();
        expected = QStringLiteral("A trace needs a target token, or heads to start from.");
    }
    SECTION("a token behind the prompt")
    {
        request.position = 7;
        expected = QStringLiteral("There is no token 7 to explain; the prompt has tokens 0 to 6.");
    }
    SECTION("a threshold of nothing")
    {
        request.tau = 0;
        expected = QStringLiteral("tau is 0; an attention weight above 0 and at most 1 is needed.");
    }
    SECTION("a threshold that is no number")
    {
        request.tau = std::nan("");
        expected = QStringLiteral("tau is nan; an attention weight above 0 and at most 1 is needed.");
    }
    SECTION("a scale of nothing")
    {
        request.tauScale = -1;
        expected = QStringLiteral("The scale of tau is -1; it must be above 0.");
    }
    SECTION("roots without heads")
    {
        request.seeding = Seeding::Roots;
        expected = QStringLiteral("A trace from given heads needs at least one.");
    }
    SECTION("a root that is no head")
    {
        request.seeding = Seeding::Roots;
        request.roots = {{{3, 0}, std::nullopt, std::nullopt}};
        expected = QStringLiteral("The root 3.0 is no head of arrays, which has 3 layers of 3 heads.");
    }
    SECTION("a root that looks ahead")
    {
        request.seeding = Seeding::Roots;
        request.roots = {{{2, 0}, 3, 4}};
        expected = QStringLiteral("The root 2.0 cannot look from token 3 to the later token 4.");
    }
    for (const TraceMethod method : methods) {
        request.method = method;
        if (method == TraceMethod::Sad && request.targets.empty())
            continue; // its roots may be given
        CHECK(faultOf(opened->tracer, prompt, request) == expected);
    }
}

TEST_CASE("A head whose scores are all equal never fires, and a model of zeros has nothing to trace")
{
    ModelArrays arrays = randomArrays(smallConfig());
    const std::vector<TokenId> ids{1, 5, 2, 9, 5, 2};
    const auto clear = [&](const QString& name) {
        for (float& value : arrayOf(arrays, name).values)
            value = 0;
    };
    SECTION("no query reads anything")
    {
        for (int layer = 0; layer < 3; ++layer) {
            clear(QStringLiteral("blocks.%1.attn.W_Q").arg(layer));
            clear(QStringLiteral("blocks.%1.attn.b_Q").arg(layer));
        }
        const Tracer tracer(modelFromArrays(arrays.config, arrays.arrays));
        TraceRequest request;
        request.targets = {likeliestOf(TraceInspector(tracer, ids).logits())};
        for (const TraceMethod method : methods) {
            request.method = method;
            const Circuit circuit = tracer.trace(promptOf(ids), request, {});
            CHECK(brokenRules(circuit).join(QLatin1Char('\n')) == QString());
            for (const CircuitEdge& edge : circuit.edges)
                CHECK(circuit.nodes[static_cast<std::size_t>(edge.to)].part == CircuitPart::Root);
        }
        const RelativeScoreTrace relative = TraceInspector(tracer, ids).relativeScore({{1, 0}, 5, 2});
        CHECK(relative.queryDirections.empty());
        CHECK(relative.keyDirections.empty());
    }
    SECTION("nothing at all")
    {
        for (NamedTensor& array : arrays.arrays)
            std::fill(array.values.begin(), array.values.end(), 0.0F);
        const Tracer tracer(modelFromArrays(arrays.config, arrays.arrays));
        TraceRequest request;
        request.targets = {3};
        for (const TraceMethod method : methods) {
            for (const Seeding seeding : {Seeding::Linear, Seeding::Probability}) {
                request.method = method;
                request.seeding = seeding;
                const Circuit circuit = tracer.trace(promptOf(ids), request, {});
                CHECK(circuit.isEmpty());
                CHECK_FALSE(circuit.note.isEmpty());
            }
        }
    }
}

TEST_CASE("Heads of one dimension and wider than the residual are traced")
{
    ModelConfig config = smallConfig();
    config.dHead = GENERATE(1, 11);
    config.norm = GENERATE(NormKind::Layer, NormKind::RootMeanSquare);
    CAPTURE(config.dHead, static_cast<int>(config.norm));
    const TraceModelCase opened(randomArrays(config, 5), {1, 5, 2, 9, 5, 2});
    for (const Firing& firing : opened.firings()) {
        CAPTURE(firing.text());
        CHECK(opened.inspector.report(firing, {0.1, false}).trace.residual < 1e-9);
        CHECK(opened.inspector.relativeScore(firing).residual < 1e-9);
    }
    TraceRequest request;
    request.targets = {likeliestOf(opened.trace.run.logits.back())};
    for (const TraceMethod method : methods) {
        request.method = method;
        const Circuit circuit = opened.tracer.trace(promptOf(opened.ids), request, {});
        CHECK(brokenRules(circuit).join(QLatin1Char('\n')) == QString());
    }
}

TEST_CASE("A prompt that does not fit into the memory is refused before it runs")
{
    ModelConfig config = smallConfig();
    config.rotary = {4, {1.0, 0.1}};
    config.nCtx = std::int64_t{1} << 30U;
    const Tracer tracer(modelFromArrays(config, randomArrays(config).arrays));
    const std::vector<TokenId> ids(3'000'000, 1);
    TraceRequest request;
    request.targets = {2};
    TracePrompt prompt;
    prompt.ids = ids;
    prompt.labels = std::vector<QString>(ids.size(), QStringLiteral("t"));
    const QString fault = faultOf(tracer, prompt, request);
    CHECK(fault.startsWith(QStringLiteral("Tracing needs")));
}

TEST_CASE("A norm over the head that centres is not traced")
{
    ModelConfig config = smallConfig();
    config.rotary = {4, {1.0, 0.1}};
    config.queryKeyNorm = true;
    const auto model = modelFromArrays(config, randomArrays(config).arrays, QStringLiteral("odd"));
    CHECK_THROWS_WITH(
        Tracer(model),
        "odd cannot be traced: its norm over each query and key centres, which no method of tracing covers.");
}
