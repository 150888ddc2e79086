#include "core/engine/trace/edgechange.h"
#include "core/engine/trace/edgesignal.h"
#include "engine/support/edges.h"
#include "engine/support/plaintransformer.h"
#include "engine/support/randommodel.h"
#include "engine/support/tracecase.h"
#include "support/problem.h"
#include "support/testing.h"

#include <cmath>

using namespace headwaters;

namespace {

/// Target minus rival at the last position in plain loops.
double plainDifference(const ModelFolder& folder, const std::vector<TokenId>& ids)
{
    const std::vector<double> logits = PlainTransformer(folder).run(ids).at(QStringLiteral("logits"));
    const std::size_t last = logits.size() - logits.size() / ids.size();
    return logits[last + 7] - logits[last + 11];
}

/// As above with numbers of a tensor changed in the file.
double plainDifference(
    RandomModel model, const QString& tensor, std::size_t first, const std::vector<double>& added,
    const std::vector<TokenId>& ids)
{
    std::vector<float>& values = model.tensors.at(tensor).values;
    for (std::size_t i = 0; i < added.size(); ++i)
        values[first + i] = static_cast<float>(static_cast<double>(values[first + i]) + added[i]);
    const auto folder = model.write();
    return plainDifference(openModelFolder(folder->path()), ids);
}

std::vector<double> negative(std::vector<double> values)
{
    for (double& value : values)
        value = -value;
    return values;
}

/// `(vector times the gain of the layer's first norm) W` for the columns [first, first + count) of c_attn.
std::vector<double> read(
    const RandomModel& model, int layer, const std::vector<double>& vector, std::size_t first,
    std::size_t count)
{
    const QString block = QStringLiteral("h.%1.").arg(layer);
    const std::vector<float>& gain = model.tensors.at(block + QStringLiteral("ln_1.weight")).values;
    const std::vector<float>& weight = model.tensors.at(block + QStringLiteral("attn.c_attn.weight")).values;
    const std::size_t columns = 3 * vector.size();
    std::vector<double> result(count, 0.0);
    for (std::size_t i = 0; i < vector.size(); ++i) {
        for (std::size_t o = 0; o < count; ++o)
            result[o] += vector[i] * static_cast<double>(gain[i])
                * static_cast<double>(weight[i * columns + first + o]);
    }
    return result;
}

} // namespace

TEST_CASE("Taking a firing's query edges away leaves the attention that the trace left")
{
    // Rotary positions in whole and in part, grouped keys, windows, caps, norms behind attention: whatever
    // the architecture, the traced rows are what a run loses.
    const QString name = GENERATE(
        QStringLiteral("demo"), QStringLiteral("gpt2-tiny"), QStringLiteral("llama-tiny"),
        QStringLiteral("qwen2-tiny"), QStringLiteral("gemma2-tiny"), QStringLiteral("gpt-neox-tiny"),
        QStringLiteral("mistral-tiny"));
    const OpenedRun opened(name == QLatin1String("demo") ? demoModel() : testData(name), edgeIds);
    const ModelInfo& info = opened.info();
    CAPTURE(name);
    int firings = 0;
    for (int head = 0; head < info.nHeads; ++head) {
        const TraceRoot root{{info.nLayers - 1, head}, 6, {}};
        const Circuit circuit = circuitBelow(opened.tracer, edgeIds, root, TraceMethod::AccPlusPlus, 0.16);
        for (int source = 0; source <= 6; ++source) {
            const auto edges = edgesInto(circuit, root.head, 6, source, EdgeSide::Query);
            if (edges.empty())
                continue;
            double weight = 0;
            std::vector<EdgeTarget> targets;
            for (const CircuitEdge& edge : edges) {
                weight += edge.weight;
                targets.push_back(targetOf(circuit, edge));
            }
            const EdgeChangeResult result = changeEdges(*opened.run, changeOf(targets), {});
            CAPTURE(head, source, result.cleanAttention, weight, targets.size());
            CHECK(result.changedAttention == Approx(result.cleanAttention - weight).margin(1e-9));
            CHECK(
                result.cleanAttention
                == *circuit.nodes[static_cast<std::size_t>(nodeOf(circuit, root.head, 6, source))].attention);
            ++firings;
        }
    }
    CHECK(firings >= 2);
}

TEST_CASE("Without all directions of all parts a query is zero and looks everywhere alike")
{
    const QString name =
        GENERATE(QStringLiteral("gpt2-tiny"), QStringLiteral("qwen2-tiny"), QStringLiteral("gpt-neox-tiny"));
    const OpenedRun opened(testData(name), edgeIds);
    const ModelInfo& info = opened.info();
    const auto edges = allParts(info, headAt({2, 1}, 5, 3), EdgeSide::Query);
    const EdgeChangeResult result = changeEdges(*opened.run, changeOf(edges), {});
    CAPTURE(name);
    CHECK(result.changedAttention == Approx(1.0 / 6).margin(1e-9));
    CHECK(result.normRatio < 2); // not of the offset, which the normed residual does not hold
    CHECK(std::abs(result.cleanAttention - 1.0 / 6) > 1e-4);
}

TEST_CASE("A signal of nothing changes nothing, to the last bit")
{
    const QString name = GENERATE(QStringLiteral("gpt2"), QStringLiteral("llama-tiny"));
    RandomModel random;
    for (float& value : random.tensors.at(QStringLiteral("h.0.mlp.c_proj.weight")).values)
        value = 0;
    for (float& value : random.tensors.at(QStringLiteral("h.0.mlp.c_proj.bias")).values)
        value = 0;
    const auto folder = random.write();
    const bool isGpt2 = name == QLatin1String("gpt2");
    const OpenedRun opened(isGpt2 ? folder->path() : testData(name), edgeIds);
    // Llama's layers have no biases, so b_O is a part that writes nothing.
    const CircuitPart part = isGpt2 ? CircuitPart::Mlp : CircuitPart::AttentionBias;
    for (const EdgeReach reach : {EdgeReach::Local, EdgeReach::Global}) {
        for (const EdgeSide side : {EdgeSide::Query, EdgeSide::Key}) {
            const int position = side == EdgeSide::Query ? 6 : 2;
            const EdgeChangeResult result = changeEdges(
                *opened.run,
                changeOf(
                    {{partAt(part, 0, position), headAt({1, 1}, 6, 2), side, {0, 3}}}, EdgeOperation::Boost,
                    reach),
                {});
            CHECK(result.changedDifference == result.cleanDifference);
            CHECK(result.changedAttention == result.cleanAttention);
            CHECK(result.cosine == Approx(1.0).margin(1e-15));
            CHECK(result.normRatio == 1.0);
        }
    }
}

TEST_CASE("Boosting adds what removing takes away")
{
    // With two visible tokens the log-odds of the attention are the difference of two scores, in which the
    // query's change is linear.
    const OpenedRun opened(testData(QStringLiteral("llama-tiny")), edgeIds);
    const EdgeTarget edge{
        partAt(CircuitPart::Embedding, 0, 1), headAt({2, 4}, 1, 0), EdgeSide::Query, {0, 2, 5}};
    const auto odds = [&](EdgeOperation operation) {
        const double weight = changeEdges(*opened.run, changeOf({edge}, operation), {}).changedAttention;
        return std::log(weight / (1 - weight));
    };
    const double clean = changeEdges(*opened.run, changeOf({edge}), {}).cleanAttention;
    const double removed = odds(EdgeOperation::Remove);
    CHECK(removed + odds(EdgeOperation::Boost) == Approx(2 * std::log(clean / (1 - clean))).margin(1e-9));
    CHECK(std::abs(removed - std::log(clean / (1 - clean))) > 1e-3);
}

TEST_CASE("A global change of an embedding is a run with another embedding")
{
    const RandomModel random;
    const auto folder = random.write();
    const OpenedRun opened(folder->path(), edgeIds);
    const EdgeTarget edge{partAt(CircuitPart::Embedding, 0, 2), headAt({1, 0}, 6, 2), EdgeSide::Key, {1, 4}};
    const auto signal = edgeSignal(*opened.run, edge, TraceMethod::AccPlusPlus, SignalForm::Raw, {});
    const EdgeChangeResult result =
        changeEdges(*opened.run, changeOf({edge}, EdgeOperation::Remove, EdgeReach::Global), {});
    const double expected =
        plainDifference(random, QStringLiteral("wte.weight"), 42 * 12, negative(signal), edgeIds);
    CHECK(
        result.cleanDifference
        == Approx(plainDifference(openModelFolder(folder->path()), edgeIds)).epsilon(1e-9));
    CHECK(result.changedDifference == Approx(expected).epsilon(1e-5));
    CHECK(std::abs(result.changedDifference - result.cleanDifference) > 1e-3);
}

TEST_CASE("Global changes of an MLP, a head and a bias are a run with another output bias")
{
    // A prompt of one token, at which a bias of the file stands for the change.
    const RandomModel random;
    const auto folder = random.write();
    const std::vector<TokenId> one{42};
    const OpenedRun opened(folder->path(), one);
    const CircuitNode downstream = headAt({1, 1}, 0, 0);
    const auto check = [&](const CircuitNode& upstream, const QString& tensor) {
        const EdgeTarget edge{upstream, downstream, EdgeSide::Query, {0, 2, 3}};
        const auto signal = edgeSignal(*opened.run, edge, TraceMethod::AccPlusPlus, SignalForm::Raw, {});
        const EdgeChangeResult result =
            changeEdges(*opened.run, changeOf({edge}, EdgeOperation::Boost, EdgeReach::Global), {});
        CHECK(
            result.changedDifference
            == Approx(plainDifference(random, tensor, 0, signal, one)).epsilon(1e-5));
        CHECK(std::abs(result.changedDifference - result.cleanDifference) > 1e-4);
        CHECK(result.cosine < 1);
        CHECK(result.normRatio != 1);
    };
    check(partAt(CircuitPart::Mlp, 0, 0), QStringLiteral("h.0.mlp.c_proj.bias"));
    check(partAt(CircuitPart::AttentionBias, 0, 0), QStringLiteral("h.0.attn.c_proj.bias"));
    check(headAt({0, 1}, 0, 0), QStringLiteral("h.0.attn.c_proj.bias"));
}

TEST_CASE("A local change of a query in the last layer is a run with another query bias")
{
    // Only the last position's query reaches the last position's logits there.
    const RandomModel random;
    const auto folder = random.write();
    const OpenedRun opened(folder->path(), edgeIds);
    const EdgeTarget edge{headAt({0, 0}, 6, 4), headAt({1, 1}, 6, 2), EdgeSide::Query, {0, 1}};
    const auto signal = edgeSignal(*opened.run, edge, TraceMethod::AccPlusPlus, SignalForm::Normalized, {});
    const EdgeChangeResult result = changeEdges(*opened.run, changeOf({edge}), {});
    const double expected = plainDifference(
        random, QStringLiteral("h.1.attn.c_attn.bias"), 6, negative(read(random, 1, signal, 6, 6)), edgeIds);
    CHECK(result.changedDifference == Approx(expected).epsilon(1e-5));
    CHECK(std::abs(result.changedDifference - result.cleanDifference) > 1e-5);
}

TEST_CASE("A local change of a key moves that token's score alone")
{
    const RandomModel random;
    const auto folder = random.write();
    const OpenedRun opened(folder->path(), edgeIds);
    const EdgeTarget edge{partAt(CircuitPart::Mlp, 0, 2), headAt({1, 0}, 6, 2), EdgeSide::Key, {0, 2, 5}};
    const auto signal = edgeSignal(*opened.run, edge, TraceMethod::AccPlusPlus, SignalForm::Normalized, {});
    const auto values = PlainTransformer(openModelFolder(folder->path())).run(edgeIds);
    const std::vector<double>& q = values.at(QStringLiteral("blocks.1.attn.hook_q"));
    const std::vector<double>& pattern = values.at(QStringLiteral("blocks.1.attn.hook_pattern"));
    const std::vector<double> key = read(random, 1, signal, 12, 6); // of head 0
    double change = 0;
    for (std::size_t i = 0; i < 6; ++i)
        change -= q[6 * 12 + i] * key[i] / std::sqrt(6.0);
    const double clean = pattern[6 * 7 + 2];
    const double expected = clean * std::exp(change) / (1 - clean + clean * std::exp(change));
    const EdgeChangeResult result = changeEdges(*opened.run, changeOf({edge}), {});
    CHECK(result.cleanAttention == Approx(clean).epsilon(1e-6));
    CHECK(result.changedAttention == Approx(expected).epsilon(1e-6));
    CHECK(std::abs(expected - clean) > 1e-5);
}

TEST_CASE("SAD changes query, key and value of one head by a whole head's output")
{
    // On one token only the value matters.
    const RandomModel random;
    const auto folder = random.write();
    const std::vector<TokenId> one{42};
    const OpenedRun opened(folder->path(), one);
    const EdgeTarget edge{headAt({0, 1}, -1, -1), headAt({1, 1}, 0, 0), EdgeSide::Query, {0, 2, 3}};
    EdgeChange change = changeOf({edge});
    change.method = TraceMethod::Sad;
    const auto signal = edgeSignal(*opened.run, edge, TraceMethod::Sad, SignalForm::Normalized, {});
    const double expected = plainDifference(
        random, QStringLiteral("h.1.attn.c_attn.bias"), 24 + 6, negative(read(random, 1, signal, 24 + 6, 6)),
        one);
    const EdgeChangeResult result = changeEdges(*opened.run, change, {});
    CHECK(result.changedDifference == Approx(expected).epsilon(1e-5));
    CHECK(std::abs(result.changedDifference - result.cleanDifference) > 1e-4);
}

TEST_CASE("Methods whose edges have no lists take the directions that carry the firing")
{
    const OpenedRun opened(testData(QStringLiteral("gpt2-tiny")), edgeIds);
    for (const TraceMethod method : {TraceMethod::Sad, TraceMethod::Acc}) {
        EdgeChange change = changeOf({{headAt({0, 1}, 6, 4), headAt({2, 0}, 6, 2), EdgeSide::Query, {}}});
        change.method = method;
        int found = 0;
        for (int source = 0; source <= 6; ++source) {
            change.edges[0].downstream.sourcePosition = source;
            try {
                const EdgeChangeResult result = changeEdges(*opened.run, change, {});
                REQUIRE(result.directions.size() == 1);
                CHECK(result.directions[0].size() < 8);
                EdgeChange named = change;
                named.edges[0].directions = result.directions[0];
                CHECK(changeEdges(*opened.run, named, {}).changedDifference == result.changedDifference);
                ++found;
            } catch (const Error& error) { // a side that ACC does not trace
                CHECK(method == TraceMethod::Acc);
                CHECK(error.problem().summary.contains(QLatin1String("no directions")));
            }
        }
        CHECK(found >= 2);
    }
}

TEST_CASE("Where heads share a key, only the edge's own head sees a local change, unless asked otherwise")
{
    const QString name =
        GENERATE(QStringLiteral("qwen2-tiny"), QStringLiteral("gemma2-tiny"), QStringLiteral("qwen3-tiny"));
    const OpenedRun opened(testData(name), edgeIds);
    CAPTURE(name);
    const EdgeTarget edge{partAt(CircuitPart::Mlp, 0, 4), headAt({1, 2}, 6, 4), EdgeSide::Key, {0, 1}};
    EdgeChange alone = changeOf({edge}, EdgeOperation::Boost);
    alone.method = TraceMethod::Acc; // the projection is the same with and without compat
    EdgeChange group = alone;
    group.compat = true;
    const EdgeChangeResult one = changeEdges(*opened.run, alone, {});
    const EdgeChangeResult all = changeEdges(*opened.run, group, {});
    // The head's own attention comes out the same by its scores as by the shared key.
    CHECK(one.changedAttention == Approx(all.changedAttention).margin(1e-12));
    CHECK(std::abs(one.changedAttention - one.cleanAttention) > 1e-6);
    CHECK(std::abs(one.changedDifference - all.changedDifference) > 1e-9);
    CHECK(std::abs(one.changedDifference - one.cleanDifference) > 1e-9);

    EdgeChange sad = alone; // the value too
    sad.method = TraceMethod::Sad;
    sad.edges[0].upstream = headAt({0, 1}, -1, -1);
    EdgeChange sadGroup = sad;
    sadGroup.compat = true;
    const EdgeChangeResult own = changeEdges(*opened.run, sad, {});
    const EdgeChangeResult shared = changeEdges(*opened.run, sadGroup, {});
    CHECK(own.changedAttention == Approx(shared.changedAttention).margin(1e-12));
    CHECK(std::abs(own.changedDifference - shared.changedDifference) > 1e-9);
}

TEST_CASE("A group of heads changed one by one is the group changed at once")
{
    // Layer 2 of the model is its last, so the heads do not meet again: with the shifts of all four heads,
    // key and value alone for each is the shared key and value for all.
    const OpenedRun opened(testData(QStringLiteral("qwen2-tiny")), edgeIds);
    EdgeChange change = changeOf({}, EdgeOperation::Boost);
    change.method = TraceMethod::Acc;
    for (int head = 0; head < 2; ++head) // heads 0 and 1 share the first key
        change.edges.push_back(
            {partAt(CircuitPart::Mlp, 0, 4),
             headAt({2, head}, 6, 4),
             EdgeSide::Key,
             {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}});
    const EdgeChangeResult byHead = changeEdges(*opened.run, change, {});
    EdgeChange once = change; // all directions of the shared key, so the signal is one and the same
    once.edges.pop_back();
    once.compat = true;
    CHECK(
        changeEdges(*opened.run, once, {}).changedDifference
        == Approx(byHead.changedDifference).margin(1e-10));
}

TEST_CASE("A local change reads the clean residual, whatever other edges do below")
{
    const OpenedRun opened(testData(QStringLiteral("llama-tiny")), edgeIds);
    const EdgeTarget high{
        partAt(CircuitPart::Embedding, 0, 6), headAt({2, 3}, 6, 2), EdgeSide::Query, {0, 1, 2}};
    const EdgeTarget low{
        partAt(CircuitPart::Embedding, 0, 6), headAt({1, 0}, 6, 3), EdgeSide::Query, {0, 1, 2}};
    const EdgeChangeResult one = changeEdges(*opened.run, changeOf({high}), {});
    const EdgeChangeResult both = changeEdges(*opened.run, changeOf({high, low}), {});
    // The lower edge's effect reaches the other keys of the higher head, but not its query.
    CHECK(both.changedDifference != one.changedDifference);
    const EdgeTarget all = {high.upstream, high.downstream, high.side, high.directions};
    auto everything = allParts(opened.info(), high.downstream, EdgeSide::Query);
    const EdgeChangeResult none = changeEdges(*opened.run, changeOf(everything), {});
    everything.push_back(low);
    CHECK(
        changeEdges(*opened.run, changeOf(everything), {}).changedAttention
        == Approx(none.changedAttention).margin(1e-9));
    CHECK(none.changedAttention == Approx(1.0 / 7).margin(1e-9));
}
