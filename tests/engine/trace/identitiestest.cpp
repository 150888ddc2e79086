// What the parts, terms and weights of every trace add up to, on every architecture.
#include "engine/support/reference.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <cmath>
#include <numeric>

using namespace headwaters;

namespace {

constexpr double exact = 1e-11;
constexpr double quadrature = 2e-3; // of the trapezoid rule with 65 nodes on steep rows

std::unique_ptr<TraceModelCase> anyCase()
{
    const QString name = GENERATE(from_range(tracedArchitectures()));
    UNSCOPED_INFO(name.toStdString());
    return TraceModelCase::open(name);
}

double sum(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double sum(const std::vector<PartShare>& parts)
{
    return std::accumulate(
        parts.begin(), parts.end(), 0.0, [](double all, const PartShare& part) { return all + part.weight; });
}

/// f(s) minus the mean over the other visible keys.
double relative(const std::vector<double>& f, std::size_t source)
{
    const double others = sum(f) - f[source];
    return f[source] - (f.size() > 1 ? others / static_cast<double>(f.size() - 1) : 0);
}

/// Sum over the parts of a side: [direction][visible key].
std::vector<std::vector<double>> sumOfParts(const SideReport& side, std::size_t keys)
{
    const std::size_t directions = side.gradients.size() / side.parts.size();
    std::vector<std::vector<double>> all(directions, std::vector<double>(keys, 0.0));
    for (std::size_t at = 0; at < side.rows.size(); ++at)
        all[at / keys % directions][at % keys] += side.rows[at];
    return all;
}

bool hasOffset(const SideReport& side, int nHeads)
{
    return side.parts.back().component == nHeads + 3;
}

} // namespace

TEST_CASE("What the parts below write adds up to the residual at every layer and token")
{
    const auto opened = anyCase();
    const int heads = static_cast<int>(opened->arrays.config.nHeads);
    const int layers = static_cast<int>(opened->arrays.config.nLayers);
    for (int token = 0; token <= opened->last(); ++token) {
        std::vector<double> all = opened->inspector.written({0, heads + 2, token}, token);
        for (int layer = 0; layer <= layers; ++layer) {
            CAPTURE(layer, token);
            const auto at = static_cast<std::size_t>(layer);
            const auto t = static_cast<std::size_t>(token);
            const plain::Run& run = opened->trace.run;
            CHECK(largestError(all, layer < layers ? run.layers[at].pre[t] : run.last[t]) < exact);
            const double scale = layer < layers ? run.layers[at].scale[t] : run.finalScale[t];
            CHECK(std::abs(opened->inspector.scale(layer, token) - scale) < exact);
            if (layer == layers)
                break;
            for (int part = 0; part < heads + 2; ++part) {
                for (int source = 0; source <= (part < heads ? token : 0); ++source)
                    all = plain::plus(all, opened->inspector.written({layer, part, source}, token));
            }
        }
    }
}

TEST_CASE("What parts write on target minus rival adds up to the difference of the logits")
{
    const auto opened = anyCase();
    const auto& logits = opened->trace.run.logits[static_cast<std::size_t>(opened->last())];
    const plain::Row& bias = opened->canonical.b_U;
    const auto without = [&](std::size_t token) {
        return logits[token] - (bias.empty() ? 0.0 : bias[token]);
    };
    const double difference = without(3) - without(7);
    CHECK(std::abs(opened->inspector.contributions(3, 7, opened->last()).sum() - difference) < exact * 10);
    CHECK(
        std::abs(opened->inspector.contributions(3, std::nullopt, opened->last()).sum() - without(3))
        < exact * 10);
}

TEST_CASE("Attributions of a probability add up to what the prompt adds to it, up to the quadrature")
{
    const auto opened = anyCase();
    const auto& logits = opened->trace.run.logits.back();
    std::vector<TokenId> targets{
        static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin())};
    ProbabilityEvidence one;
    (void)opened->inspector.probabilitySeeds(opened->last(), {targets}, &one);
    CHECK(one.shares == std::vector<double>{1.0});
    CHECK(std::abs(one.sum - one.completeness) < 5e-3 * (1 + one.completeness));
    // From the bias alone: log-probabilities of the unembedding's bias.
    const plain::Row& bias = opened->canonical.b_U;
    const auto target = static_cast<std::size_t>(targets.front());
    const double direct = plain::logProbabilities(logits)[target] - plain::logProbabilities(bias)[target];
    CHECK(std::abs(one.completeness - direct) < exact * 10);

    targets.push_back((targets.front() + 5) % static_cast<TokenId>(opened->arrays.config.dVocab));
    ProbabilityEvidence two;
    (void)opened->inspector.probabilitySeeds(opened->last(), {targets}, &two);
    CHECK(std::abs(sum(two.shares) - 1) < exact);
    CHECK(std::abs(two.sum - two.completeness) < 5e-3 * (1 + std::abs(two.completeness)));
}

TEST_CASE("Rows of both sides add up to the score row, direction by direction")
{
    const auto opened = anyCase();
    const int heads = static_cast<int>(opened->arrays.config.nHeads);
    for (const Firing& firing : opened->firings()) {
        CAPTURE(firing.text());
        const FiringReport report = opened->inspector.report(firing, {0.5, true});
        const std::size_t keys = report.scores.size();
        const auto query = sumOfParts(report.query, keys);
        const auto key = sumOfParts(report.key, keys);
        std::vector<double> ofQuery(keys, 0.0);
        std::vector<double> ofKey(keys, 0.0);
        for (std::size_t k = 0; k < query.size(); ++k) {
            // Without rotation the key side has no row for the offset, which is the same for every key.
            std::vector<double> gap(keys, 0.0);
            for (std::size_t t = 0; t < keys; ++t) {
                ofQuery[t] += query[k][t];
                ofKey[t] += key[k][t];
                gap[t] = query[k][t] - key[k][t];
            }
            const bool complete = opened->arrays.config.rotary.isUsed();
            CHECK(
                largestError(gap, std::vector<double>(keys, complete ? 0.0 : gap.front()))
                < exact * (1 + std::abs(gap.front())));
        }
        CHECK(largestError(ofQuery, report.scores) < exact);
        const double gap = report.scores.front() - ofKey.front();
        for (std::size_t t = 0; t < keys; ++t)
            CHECK(std::abs(ofKey[t] + gap - report.scores[t]) < exact * (1 + std::abs(report.scores[t])));
        if (opened->arrays.config.rotary.isUsed())
            CHECK(std::abs(gap) < exact * (1 + std::abs(report.scores.front())));
        else
            CHECK_FALSE(hasOffset(report.key, heads));
    }
}

TEST_CASE("Gradients add up to the rise of the attention over equal scores, up to the quadrature")
{
    const auto opened = anyCase();
    for (const Firing& firing : opened->firings()) {
        CAPTURE(firing.text());
        for (const bool compat : {true, false}) {
            const FiringReport report = opened->inspector.report(firing, {0.5, compat});
            const double cap = opened->arrays.config.scoreSoftCap;
            const bool isCapped = cap > 0 && !compat;
            double weighted = 0;
            for (std::size_t t = 0; t < report.scores.size(); ++t)
                weighted += report.trace.keyWeights[t] * report.scores[t];
            CHECK(std::abs(sum(report.query.gradients) - weighted) < exact);
            CHECK(std::abs(sum(report.key.gradients) - weighted) < exact + (isCapped ? 1 : 0));
            if (!isCapped)
                CHECK(std::abs(sum(report.trace.keyWeights)) < exact);
            // Compat leaves the cap out of the row, so the attention is that of the row as it is.
            std::vector<double> row = report.scores;
            for (double& score : row)
                score = isCapped ? cap * std::tanh(score / cap) : score;
            const double full =
                plain::softmax(row)[static_cast<std::size_t>(firing.source - report.firstKey)];
            CHECK(std::abs(weighted - (full - 1.0 / static_cast<double>(row.size()))) < quadrature);
            if (isCapped || cap == 0)
                CHECK(std::abs(full - report.attention) < exact);
        }
    }
}

TEST_CASE("What removals take away adds up to the fall of the attention, below tau unless all is gone")
{
    const auto opened = anyCase();
    for (const Firing& firing : opened->firings()) {
        for (const double tau : {0.6, 0.25, 0.01}) {
            CAPTURE(firing.text(), tau);
            const FiringReport report = opened->inspector.report(firing, {tau, false});
            for (const SideTrace* side : {&report.trace.query, &report.trace.key}) {
                CHECK(std::abs(sum(side->parts) - (report.attention - side->remaining)) < exact);
                CHECK((side->remaining < tau || side->exhausted));
                std::size_t listed = 0;
                for (const PartShare& part : side->parts)
                    listed += part.directions.size();
                CHECK(static_cast<int>(listed) == side->steps);
            }
        }
    }
}

TEST_CASE("Terms of the relative score add up to it, but for the biases that a side leaves out")
{
    const auto opened = anyCase();
    const plain::Model& model = opened->canonical;
    for (const Firing& firing : opened->firings()) {
        CAPTURE(firing.text());
        const auto layer = static_cast<std::size_t>(firing.head.layer);
        const auto head = static_cast<std::size_t>(firing.head.head);
        const auto d = static_cast<std::size_t>(firing.destination);
        const plain::Run::Layer& own = opened->trace.run.layers[layer];
        const FiringReport report = opened->inspector.report(firing, {0.5, true});
        const auto first = static_cast<std::size_t>(report.firstKey);
        const std::size_t source = static_cast<std::size_t>(firing.source) - first;
        const auto gained = [](plain::Row bias, const plain::Row& gain) {
            for (std::size_t i = 0; i < gain.size(); ++i)
                bias[i] *= gain[i];
            return bias;
        };
        const plain::Row queryBias = model.rotated(
            plain::scaled(
                gained(model.layers[layer].b_Q[head], model.layers[layer].queryGain),
                1 / own.queryScale[head][d]),
            d);
        std::vector<double> scores, keyBiasTerms, queryBiasTerms;
        for (std::size_t t = first; t <= d; ++t) {
            const plain::Row keyBias = model.rotated(
                plain::scaled(
                    gained(model.layers[layer].b_K[head], model.layers[layer].keyGain),
                    1 / own.keyScale[head][t]),
                t);
            scores.push_back(plain::dot(own.q[head][d], own.k[head][t]));
            keyBiasTerms.push_back(plain::dot(own.q[head][d], keyBias));
            queryBiasTerms.push_back(plain::dot(queryBias, own.k[head][t]));
        }
        const double whole = relative(scores, source);
        const RelativeScoreTrace trace = opened->inspector.relativeScore(firing);
        const double scale = exact * (1 + std::abs(whole));
        CHECK(std::abs(sum(trace.keyTerms) - (whole - relative(keyBiasTerms, source))) < scale);
        CHECK(std::abs(sum(trace.queryTerms) - (whole - relative(queryBiasTerms, source))) < scale);
        if (!opened->arrays.config.rotary.isUsed())
            CHECK(std::abs(sum(trace.keyTerms) - whole) < scale);

        const auto chosen = [](const std::vector<double>& terms, const std::vector<int>& which) {
            double all = 0;
            for (const int k : which)
                all += terms[static_cast<std::size_t>(k)];
            return all;
        };
        CHECK(std::abs(sum(trace.queryParts) - chosen(trace.queryTerms, trace.queryDirections)) < scale);
        CHECK(std::abs(sum(trace.keyParts) - chosen(trace.keyTerms, trace.keyDirections)) < scale);
        CHECK(
            std::abs(sum(opened->inspector.sad(firing, false).terms) - scores[source])
            < exact * (1 + std::abs(scores[source])));
    }
}
