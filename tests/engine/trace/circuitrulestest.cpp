// Cases that no prompt of the fixtures shows: sides that are not traced, tokens without a role, removals
// that never get below tau, heads without rank.
#include "core/base/error.h"
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <cmath>
#include <numeric>
#include <set>

using namespace headwaters;

namespace {

double sum(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

TracePrompt promptOf(const std::vector<TokenId>& ids)
{
    TracePrompt prompt;
    prompt.ids = ids;
    for (std::size_t at = 0; at < ids.size(); ++at)
        prompt.labels.push_back(QStringLiteral("t%1").arg(at));
    return prompt;
}

TraceRequest fromRoot(TraceMethod method, const Firing& firing)
{
    TraceRequest request;
    request.method = method;
    request.seeding = Seeding::Roots;
    request.roots = {{firing.head, firing.destination, firing.source}};
    return request;
}

/// Names of nodes and edges, so that circuits can be compared whatever their order.
std::set<QString> namesOf(const Circuit& circuit)
{
    std::set<QString> names;
    const auto name = [&](int at) {
        const CircuitNode& node = circuit.nodes[static_cast<std::size_t>(at)];
        return QStringLiteral("%1 %2 %3.%4 (%5, %6)")
            .arg(node.label)
            .arg(static_cast<int>(node.part))
            .arg(node.layer)
            .arg(node.head)
            .arg(node.destinationPosition)
            .arg(node.sourcePosition);
    };
    for (const CircuitEdge& edge : circuit.edges)
        names.insert(QStringLiteral("%1 > %2 %3 %4")
                         .arg(name(edge.from), name(edge.to))
                         .arg(static_cast<int>(edge.side))
                         .arg(edge.weight, 0, 'g', 12));
    return names;
}

/// What is left of a circuit when the tokens without a label have no nodes and nothing behind them is
/// followed.
Circuit without(const Circuit& circuit, const std::vector<QString>& labels)
{
    const auto isLabelled = [&](const CircuitNode& node) {
        const auto has = [&](int position) { return !labels[static_cast<std::size_t>(position)].isEmpty(); };
        return has(node.destinationPosition) && has(node.sourcePosition);
    };
    std::vector<bool> reached(circuit.nodes.size());
    for (std::size_t at = 0; at < reached.size(); ++at)
        reached[at] = circuit.nodes[at].part == CircuitPart::Root;
    Circuit left;
    left.nodes = circuit.nodes;
    std::vector<bool> taken(circuit.edges.size());
    for (bool more = true; more;) {
        more = false;
        for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
            const CircuitEdge& edge = circuit.edges[at];
            const auto from = static_cast<std::size_t>(edge.from);
            if (taken[at] || !reached[static_cast<std::size_t>(edge.to)] || !isLabelled(circuit.nodes[from]))
                continue;
            taken[at] = reached[from] = more = true;
            left.edges.push_back(edge);
        }
    }
    return left;
}

} // namespace

TEST_CASE("A side whose terms add up to less than 0 is not traced")
{
    const QString name = GENERATE(QStringLiteral("abs"), QStringLiteral("rope"));
    const TinyReference tiny(name);
    ModelArrays arrays = tiny.weights;
    for (float& value : arrayOf(arrays, QStringLiteral("blocks.2.attn.b_K")).values)
        value *= 6;
    const auto opened = std::make_unique<TraceModelCase>(arrays, tiny.ids);
    int ofQuery = 0;
    int ofKey = 0;
    for (int head = 0; head < opened->arrays.config.nHeads; ++head) {
        for (int destination = 1; destination <= opened->last(); ++destination) {
            for (int source = 0; source <= destination; ++source) {
                const Firing firing{{2, head}, destination, source};
                if (opened->inspector.attention(firing.head, destination, source) < 1.0 / (destination + 1))
                    continue;
                CAPTURE(firing.text());
                const RelativeScoreTrace trace = opened->inspector.relativeScore(firing);
                const bool query = sum(trace.queryTerms) > 0;
                const bool key = sum(trace.keyTerms) > 0;
                CHECK(trace.queryDirections.empty() != query);
                CHECK(trace.queryParts.empty() != query);
                CHECK(trace.keyDirections.empty() != key);
                CHECK(trace.keyParts.empty() != key);
                if (query && key)
                    continue;
                ofQuery += query ? 0 : 1;
                ofKey += key ? 0 : 1;
                const Circuit circuit =
                    opened->tracer.trace(promptOf(opened->ids), fromRoot(TraceMethod::Acc, firing), {});
                for (const CircuitEdge& edge : circuit.edges) {
                    if (edge.to == 0)
                        CHECK((edge.side == EdgeSide::Query ? query : key));
                }
            }
        }
    }
    CHECK(ofQuery > 0);
    // With absolute positions the key side cannot be negative where the firing rule holds.
    CHECK((ofKey > 0) == opened->arrays.config.rotary.isUsed());
}

TEST_CASE("Tokens without a label get no nodes and are not followed")
{
    const auto opened =
        TraceModelCase::open(GENERATE(QStringLiteral("gpt2-tiny"), QStringLiteral("llama-tiny")));
    TraceRequest request;
    request.method = GENERATE(TraceMethod::Acc, TraceMethod::AccPlusPlus);
    request.tau = 0.15;
    request.targets = {1, 2, 3, 5, 8}; // a root each
    TracePrompt prompt = promptOf(opened->ids);
    for (const TokenId target : request.targets)
        prompt.targetTexts.push_back(QString::number(target));
    const Circuit all = opened->tracer.trace(prompt, request, {});
    REQUIRE(all.edges.size() > 10);
    for (const std::size_t unlabelled : {std::size_t{0}, std::size_t{2}, std::size_t{5}}) {
        CAPTURE(unlabelled);
        TracePrompt some = prompt;
        some.labels[unlabelled].clear();
        some.labels[3].clear();
        const Circuit got = opened->tracer.trace(some, request, {});
        CHECK(namesOf(got) == namesOf(without(all, some.labels)));
        for (const CircuitNode& node : got.nodes)
            CHECK_FALSE((node.destination.isEmpty() || (node.headIndex() && node.source.isEmpty())));
        CHECK(got.edges.size() < all.edges.size());
    }
}

TEST_CASE("A removal ends after 1000 rows, and as in the reference program its lists are then empty")
{
    const Reference reference(QStringLiteral("llama-tiny"));
    const auto model = Model::load(openModelFolder(reference.folder()), {});
    const Tracer tracer(model);
    const TraceInspector inspector(tracer, reference.prompts().front().ids);
    const Firing firing{{2, 1}, 16, 3};
    const FiringReport all = inspector.report(firing, {1e-9, false});
    REQUIRE(all.query.gradients.size() > 1000);
    CHECK(all.trace.query.steps == 1000);
    CHECK(all.trace.query.exhausted);
    CHECK_FALSE(all.trace.query.parts.empty());
    const FiringReport compat = inspector.report(firing, {1e-9, true});
    CHECK(compat.trace.query.steps == 1000);
    CHECK(compat.trace.query.exhausted);
    CHECK(compat.trace.query.parts.empty());
}

TEST_CASE("When all rows are removed every key gets the same weight, and the circuit says so")
{
    const auto opened = TraceModelCase::open(QStringLiteral("rope"));
    const Firing firing = opened->firings().front();
    const double equal = 1.0 / (firing.destination + 1);
    const FiringReport report = opened->inspector.report(firing, {1e-9, false});
    for (const SideTrace* side : {&report.trace.query, &report.trace.key}) {
        CHECK(side->exhausted);
        CHECK(std::abs(side->remaining - equal) < 1e-9);
    }
    TraceRequest request = fromRoot(TraceMethod::AccPlusPlus, firing);
    request.tau = 1e-9;
    const Circuit circuit = opened->tracer.trace(promptOf(opened->ids), request, {});
    CHECK(circuit.note.contains(QStringLiteral("the attention stayed at tau or above")));
    request.tau = std::nullopt;
    CHECK(opened->tracer.trace(promptOf(opened->ids), request, {}).note == QString());
}

TEST_CASE("A head that sees only part of the keys gives no rows for the others")
{
    const auto opened = TraceModelCase::open(QStringLiteral("mistral-tiny"));
    const std::int64_t window = opened->arrays.config.window(0);
    REQUIRE(window == 6);
    const FiringReport report = opened->inspector.report({{1, 0}, 8, 5}, {1e-9, false});
    CHECK(report.firstKey == 3);
    CHECK(report.scores.size() == 6);
    for (const PartShare& share : report.trace.query.parts)
        CHECK((share.part.component >= 4 || share.part.token > 8 - window));
    // A source outside the window has no attention and is not traced.
    CHECK(opened->inspector.attention({1, 0}, 8, 1) == 0);
    const Circuit circuit =
        opened->tracer.trace(promptOf(opened->ids), fromRoot(TraceMethod::AccPlusPlus, {{1, 0}, 8, 1}), {});
    CHECK(circuit.isEmpty());
    CHECK(circuit.note.startsWith(QStringLiteral("None of the given heads attends with")));
}

TEST_CASE("Heads whose matrix lacks rank are traced in full, biases outside of it included")
{
    // Biases do not lie in the space of the equal columns, or of none.
    const QString which = GENERATE(QStringLiteral("equal columns"), QStringLiteral("no keys"));
    const bool isQuery = GENERATE(true, false);
    CAPTURE(which, isQuery);
    const TinyReference tiny(GENERATE(QStringLiteral("abs"), QStringLiteral("rope")));
    ModelArrays arrays = tiny.weights;
    const QString name = isQuery ? QStringLiteral("blocks.2.attn.W_Q") : QStringLiteral("blocks.2.attn.W_K");
    std::vector<float>& values = arrayOf(arrays, name).values;
    for (std::size_t at = 0; at < values.size(); at += 4) {
        values[at + 3] = values[at + 1];
        for (std::size_t i = 0; i < 4 && which == QLatin1String("no keys"); ++i)
            values[at + i] = 0;
    }
    const TraceModelCase opened(arrays, tiny.ids);
    for (const Firing& firing : opened.firings()) {
        CAPTURE(firing.text());
        const FiringReport report = opened.inspector.report(firing, {0.15, false});
        CHECK(report.trace.residual < 1e-11);
        const auto at = static_cast<std::size_t>(firing.destination);
        const auto& scores = opened.trace.run.layers[static_cast<std::size_t>(firing.head.layer)]
                                 .scores[static_cast<std::size_t>(firing.head.head)][at];
        std::vector<double> rows(report.scores.size(), 0.0);
        for (std::size_t i = 0; i < report.query.rows.size(); ++i)
            rows[i % rows.size()] += report.query.rows[i];
        CHECK(largestError(rows, {scores.begin(), scores.begin() + firing.destination + 1}) < 1e-11);
        const RelativeScoreTrace relative = opened.inspector.relativeScore(firing);
        CHECK(relative.residual < 1e-11);
        for (const double term : relative.queryTerms)
            CHECK(std::isfinite(term));
        CHECK(std::isfinite(opened.inspector.sad(firing, false).score));
    }
}
