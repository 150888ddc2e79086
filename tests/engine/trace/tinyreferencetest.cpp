// Every value of the tracing against an independent float64 implementation, on three tiny models: absolute
// positions with layer norm, rotary positions with grouped keys and biases, capped attention.
#include "engine/support/tinyreference.h"
#include "core/engine/trace/traceinspector.h"
#include "support/testing.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace headwaters;

namespace {

constexpr double tolerance = 1e-9;

double number(const QJsonObject& object, const char* name)
{
    REQUIRE(object[QLatin1String(name)].isDouble());
    return object[QLatin1String(name)].toDouble();
}

int integer(const QJsonObject& object, const char* name)
{
    return static_cast<int>(number(object, name));
}

std::vector<double> logProbabilities(const std::vector<double>& logits)
{
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit);
    std::vector<double> result;
    for (const double logit : logits)
        result.push_back(logit - std::log(sum));
    return result;
}

std::vector<int> asTuple(const PartRef& part)
{
    return {part.layer, part.component, part.token};
}

/// `side` has svs [[part, directions]...] and weights [[part, weight]...], in the order found.
void requireSide(const SideTrace& got, const QJsonObject& side)
{
    const QJsonArray lists = side[QLatin1String("svs")].toArray();
    const QJsonArray weights = side[QLatin1String("weights")].toArray();
    REQUIRE(static_cast<int>(got.parts.size()) == lists.size());
    REQUIRE(lists.size() == weights.size());
    for (int at = 0; at < lists.size(); ++at) {
        CAPTURE(at);
        const PartShare& share = got.parts[static_cast<std::size_t>(at)];
        CHECK(asTuple(share.part) == integersOf(lists[at].toArray()[0]));
        CHECK(share.directions == integersOf(lists[at].toArray()[1]));
        CHECK(asTuple(share.part) == integersOf(weights[at].toArray()[0]));
        CHECK(std::abs(share.weight - weights[at].toArray()[1].toDouble()) < tolerance);
    }
    CHECK(std::abs(got.remaining - number(side, "final")) < tolerance);
    CHECK(got.steps == integer(side, "steps"));
}

Firing firingOf(const QJsonObject& values, const char* destination, const char* source)
{
    return {
        {integer(values, "layer"), integer(values, "head")},
        integer(values, destination),
        integer(values, source)};
}

/// Opens a model of the fixture; one tracer for each test.
struct Case {
    TinyReference reference;
    Tracer tracer;
    TraceInspector inspector;

    explicit Case(const QString& name)
        : reference(name),
          tracer(reference.model()),
          inspector(tracer, reference.ids)
    {
    }
};

QString anyModel()
{
    return GENERATE(QStringLiteral("abs"), QStringLiteral("rope"), QStringLiteral("cap"));
}

} // namespace

TEST_CASE("The canonical form keeps the logits of the independent implementation, up to a constant")
{
    const QString name = anyModel();
    CAPTURE(name);
    const Case tiny(name);
    const std::vector<double> expected = numbersOf(tiny.reference.values[QLatin1String("logits_last")]);
    CHECK(largestError(logProbabilities(tiny.inspector.logits()), logProbabilities(expected)) < tolerance);
}

TEST_CASE("Firings are decomposed as by the independent implementation")
{
    const QString name = anyModel();
    CAPTURE(name);
    const Case tiny(name);
    const QJsonArray firings = tiny.reference.values[QLatin1String("firings")].toArray();
    REQUIRE(firings.size() >= 6);
    for (const QJsonValue& value : firings) {
        const QJsonObject expected = value.toObject();
        const Firing firing = firingOf(expected, "dest_pos", "src_pos");
        CAPTURE(firing.text());
        CHECK(std::abs(number(expected, "tau") - std::min(1.0, 2.5 / (firing.destination + 1))) < tolerance);
        // The fixture removes uncapped rows, as the reference program does.
        const FiringReport report = tiny.inspector.report(firing, {number(expected, "tau"), true});
        CHECK(std::abs(report.attention - number(expected, "A")) < tolerance);
        CHECK(report.firstKey == 0);
        CHECK(largestError(report.singularValues, numbersOf(expected[QLatin1String("S")])) < tolerance);
        CHECK(largestError(report.scores, numbersOf(expected[QLatin1String("raw_scores")])) < tolerance);
        CHECK(
            largestError(report.trace.keyWeights, numbersOf(expected[QLatin1String("ig_key_weights")]))
            < tolerance);
        CHECK(report.trace.residual < 1e-12);
        requireSide(report.trace.query, expected[QLatin1String("dest")].toObject());
        requireSide(report.trace.key, expected[QLatin1String("src_side")].toObject());

        const QJsonObject deeper = expected[QLatin1String("tau15")].toObject();
        const FiringReport more = tiny.inspector.report(firing, {0.15, true});
        requireSide(more.trace.query, deeper[QLatin1String("dest")].toObject());
        requireSide(more.trace.key, deeper[QLatin1String("src")].toObject());
    }
}

TEST_CASE("Seeds by probability are those of the independent implementation")
{
    const QString name = anyModel();
    CAPTURE(name);
    const Case tiny(name);
    const QJsonObject expected = tiny.reference.values[QLatin1String("prob_seeds")].toObject();
    const std::vector<double> logits = numbersOf(tiny.reference.values[QLatin1String("logits_last")]);
    const auto target = static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
    const int end = static_cast<int>(tiny.reference.ids.size()) - 1;
    ProbabilityEvidence evidence;
    const SeedChoice choice = tiny.inspector.probabilitySeeds(end, {{target}}, &evidence);
    CHECK(std::abs(evidence.completeness - number(expected, "completeness")) < tolerance);
    CHECK(std::abs(evidence.sum - number(expected, "ig_sum")) < tolerance);
    CHECK(largestError(evidence.shares, numbersOf(expected[QLatin1String("q")])) < tolerance);
    CHECK(std::abs(evidence.drop - number(expected, "drop")) < tolerance);
    const QJsonArray seeds = expected[QLatin1String("seeds")].toArray();
    const std::vector<double> weights = numbersOf(expected[QLatin1String("weights")]);
    REQUIRE(static_cast<int>(choice.seeds.size()) == seeds.size());
    for (int at = 0; at < seeds.size(); ++at) {
        const PartShare& seed = choice.seeds[static_cast<std::size_t>(at)];
        CHECK(asTuple(seed.part) == integersOf(seeds[at]));
        CHECK(std::abs(seed.weight - weights[static_cast<std::size_t>(at)]) < tolerance);
    }
    CHECK(choice.note == QString());
    CHECK(number(expected, "sum_check") < 1e-14); // of the fixture's own parts
}

TEST_CASE("What parts write on target minus rival is that of the independent implementation")
{
    const QString name = anyModel();
    CAPTURE(name);
    const Case tiny(name);
    const std::vector<double> logits = numbersOf(tiny.reference.values[QLatin1String("logits_last")]);
    const auto target = static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
    const ModelConfig& config = tiny.reference.weights.config;
    const int end = static_cast<int>(tiny.reference.ids.size()) - 1;
    const auto rival = static_cast<TokenId>((target + 1) % config.dVocab);
    const PartContributions got = tiny.inspector.contributions(target, rival, end);
    const auto tokens = static_cast<std::size_t>(end) + 1;
    const auto kinds = static_cast<std::size_t>(config.nHeads) + 3;
    std::vector<double> flat(static_cast<std::size_t>(config.nLayers) * kinds * tokens, 0.0);
    for (std::size_t at = 0; at < got.parts.size(); ++at) {
        const PartRef& part = got.parts[at];
        const auto place =
            static_cast<std::size_t>(part.layer) * kinds + static_cast<std::size_t>(part.component);
        flat[place * tokens + static_cast<std::size_t>(part.token)] += got.values[at];
    }
    CHECK(
        largestError(
            flat,
            numbersOf(tiny.reference.values[QLatin1String("prob_seeds")][QLatin1String("linear_contrib")]))
        < tolerance);
}

TEST_CASE("Relative scores and their parts are those of the independent implementation")
{
    const Case tiny(QStringLiteral("abs"));
    const QJsonArray firings = tiny.reference.values[QLatin1String("acc")].toArray();
    REQUIRE(firings.size() == 6);
    for (const QJsonValue& value : firings) {
        const QJsonObject expected = value.toObject();
        const Firing firing = firingOf(expected, "dest", "src");
        CAPTURE(firing.text());
        const RelativeScoreTrace got = tiny.inspector.relativeScore(firing);
        CHECK(got.residual < 1e-12);
        CHECK(got.queryDirections == integersOf(expected[QLatin1String("svs_dest")]));
        CHECK(got.keyDirections == integersOf(expected[QLatin1String("svs_src")]));
        CHECK(largestError(got.queryTerms, numbersOf(expected[QLatin1String("k_dest")])) < tolerance);
        CHECK(largestError(got.keyTerms, numbersOf(expected[QLatin1String("k_src")])) < tolerance);
        const int heads = static_cast<int>(tiny.reference.weights.config.nHeads);
        const auto weightOf = [](const std::vector<PartShare>& parts, const PartRef& part) {
            const auto found = std::find_if(
                parts.begin(), parts.end(), [&](const PartShare& share) { return share.part == part; });
            return found == parts.end() ? 0.0 : found->weight; // an untraced side has no parts
        };
        const QJsonArray rows = expected[QLatin1String("rows")].toArray();
        std::size_t parts = 0;
        for (const QJsonValue& row : rows) {
            const QString kind = row.toArray()[0].toString();
            const int layer = row.toArray()[1].toInt();
            const int token = row.toArray()[2].toInt();
            PartRef query{layer, heads, firing.destination};
            PartRef key{layer, heads, firing.source};
            if (kind == QLatin1String("bO"))
                query.component = key.component = heads + 1;
            else if (kind == QLatin1String("emb"))
                query.component = key.component = heads + 2;
            else if (kind.startsWith(QLatin1String("ah")))
                query = key = {layer, kind.mid(2).toInt(), token};
            else
                REQUIRE(kind == QLatin1String("mlp"));
            CAPTURE(kind, layer, token);
            CHECK(std::abs(weightOf(got.queryParts, query) - row.toArray()[3].toDouble()) < tolerance);
            CHECK(std::abs(weightOf(got.keyParts, key) - row.toArray()[4].toDouble()) < tolerance);
            ++parts;
        }
        if (!got.queryParts.empty())
            CHECK(got.queryParts.size() == parts);
        if (!got.keyParts.empty())
            CHECK(got.keyParts.size() == parts);
    }
}

TEST_CASE("Signal directions and what heads write along them are those of the independent implementation")
{
    const Case tiny(QStringLiteral("abs"));
    const QJsonArray firings = tiny.reference.values[QLatin1String("paper")].toArray();
    REQUIRE(firings.size() == 5);
    for (const QJsonValue& value : firings) {
        const QJsonObject expected = value.toObject();
        const Firing firing = firingOf(expected, "dest", "src");
        CAPTURE(firing.text());
        const SadFiring got = tiny.inspector.sad(firing, true);
        CHECK(std::abs(got.score - number(expected, "score")) < tolerance);
        std::vector<double> terms = got.terms;
        std::sort(terms.rbegin(), terms.rend());
        CHECK(largestError(terms, numbersOf(expected[QLatin1String("products_desc")])) < tolerance);
        CHECK(got.directions == integersOf(expected[QLatin1String("svs_sorted_by_product")]));
        const auto requireTable = [&](const std::vector<std::vector<double>>& table, const char* name) {
            const QJsonArray layers = expected[QLatin1String(name)].toArray();
            REQUIRE(static_cast<int>(table.size()) == layers.size());
            for (int layer = 0; layer < layers.size(); ++layer)
                CHECK(
                    largestError(table[static_cast<std::size_t>(layer)], numbersOf(layers[layer]))
                    < tolerance);
        };
        requireTable(got.query, "contrib_dest");
        requireTable(got.key, "contrib_src");
    }
}
