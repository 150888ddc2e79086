// Decompositions and rotations that traces rest on.
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <cmath>

using namespace headwaters;

namespace {

constexpr double exact = 1e-11;

/// A row-major [rows, columns] matrix as rows.
plain::Matrix rowsOf(const std::vector<double>& values, std::size_t columns)
{
    plain::Matrix rows;
    for (std::size_t first = 0; first < values.size(); first += columns)
        rows.emplace_back(
            values.begin() + static_cast<std::ptrdiff_t>(first),
            values.begin() + static_cast<std::ptrdiff_t>(first + columns));
    return rows;
}

std::vector<double> flat(const plain::Matrix& rows)
{
    std::vector<double> all;
    for (const plain::Row& row : rows)
        all.insert(all.end(), row.begin(), row.end());
    return all;
}

/// Whether the columns are orthogonal units where the value is not 0, and zeros where it is.
void requireUnitColumns(const plain::Matrix& rows, const std::vector<double>& values)
{
    const plain::Matrix columns = plain::transposed(rows);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            const bool both = values[i] > 1e-12 * values[0] && values[j] > 1e-12 * values[0];
            const double expected = i == j && values[i] > 1e-12 * values[0] ? 1.0 : 0.0;
            if (both || i == j)
                CHECK(std::abs(plain::dot(columns[i], columns[j]) - expected) < 1e-9);
        }
    }
}

/// Checks the decomposition of every head, with and without the rows of biases, against the dense one.
void requireDecompositions(const ModelArrays& arrays)
{
    const plain::Model model = plain::Model(arrays).canonical();
    const Tracer tracer(modelFromArrays(arrays.config, arrays.arrays));
    const TraceInspector inspector(tracer, {1, 2});
    for (int head = 0; head < arrays.config.nHeads; ++head) {
        const plain::Layer& layer = model.layers[1];
        const auto at = static_cast<std::size_t>(head);
        for (const bool queryBias : {false, true}) {
            for (const bool keyBias : {false, true}) {
                CAPTURE(head, queryBias, keyBias);
                plain::Matrix q = layer.W_Q[at];
                plain::Matrix k = layer.W_K[at];
                if (queryBias)
                    q.push_back(layer.b_Q[at]);
                if (keyBias)
                    k.push_back(layer.b_K[at]);
                const plain::Matrix omega = plain::times(q, plain::transposed(k));
                const SingularFactors got = inspector.factors({1, head}, queryBias, keyBias);
                const std::size_t e = got.singularValues.size();
                REQUIRE(e == static_cast<std::size_t>(arrays.config.dHead));
                plain::Row expected = plain::svd(omega).s;
                expected.resize(e, 0.0);
                CHECK(largestError(got.singularValues, expected) < exact);
                const plain::Matrix left = rowsOf(got.left, e);
                const plain::Matrix right = rowsOf(got.right, e);
                plain::Matrix scaled = left;
                for (plain::Row& row : scaled) {
                    for (std::size_t i = 0; i < e; ++i)
                        row[i] *= got.singularValues[i];
                }
                const plain::Matrix rebuilt = plain::times(scaled, plain::transposed(right));
                CHECK(largestError(flat(rebuilt), flat(omega)) < exact);
                requireUnitColumns(left, got.singularValues);
                requireUnitColumns(right, got.singularValues);
                // What the tracing's offsets rest on: W W+ W = W.
                CHECK(
                    largestError(flat(plain::times(plain::times(k, plain::pseudoInverse(k)), k)), flat(k))
                    < exact);
            }
        }
    }
}

ModelConfig smallConfig()
{
    ModelConfig config;
    config.nLayers = 2;
    config.nHeads = config.nKeyValueHeads = 2;
    config.dModel = 9;
    config.dHead = 4;
    config.dMlp = 7;
    config.nCtx = 16;
    config.dVocab = 20;
    return config;
}

} // namespace

TEST_CASE("The thin decomposition equals the dense one")
{
    SECTION("of fixtures")
    {
        requireDecompositions(TinyReference(QStringLiteral("abs")).weights);
        requireDecompositions(TinyReference(QStringLiteral("rope")).weights);
    }
    SECTION("with fewer rows than columns")
    {
        ModelConfig config = smallConfig();
        config.dModel = 3;
        config.dHead = 5;
        requireDecompositions(randomArrays(config));
    }
    SECTION("of one column")
    {
        ModelConfig config = smallConfig();
        config.dHead = 1;
        requireDecompositions(randomArrays(config));
    }
    SECTION("of one row and one column")
    {
        ModelConfig config = smallConfig();
        config.dHead = config.dModel = 1;
        config.norm = NormKind::RootMeanSquare; // centred, one number is 0
        requireDecompositions(randomArrays(config));
    }
    SECTION("where columns are equal, so that some values vanish")
    {
        ModelArrays arrays = randomArrays(smallConfig());
        std::vector<float>& keys = arrayOf(arrays, QStringLiteral("blocks.1.attn.W_K")).values;
        for (std::size_t at = 0; at < keys.size(); at += 4)
            keys[at + 3] = keys[at + 1];
        std::vector<float>& bias = arrayOf(arrays, QStringLiteral("blocks.1.attn.b_K")).values;
        bias[3] = bias[1];
        bias[7] = bias[5];
        requireDecompositions(arrays);
    }
    SECTION("of nothing")
    {
        ModelArrays arrays = randomArrays(smallConfig());
        for (float& value : arrayOf(arrays, QStringLiteral("blocks.1.attn.W_K")).values)
            value = 0;
        requireDecompositions(arrays);
    }
}

TEST_CASE("Rotations are orthogonal, nothing at position 0, and meet by their distance")
{
    const QString name = GENERATE(
        QStringLiteral("rope"), QStringLiteral("llama-rope3-biased"), QStringLiteral("gpt-neox-tiny"));
    CAPTURE(name);
    const auto opened = TraceModelCase::open(name);
    const auto e = static_cast<std::size_t>(opened->arrays.config.dHead);
    const auto rotation = [&](int position) { return rowsOf(opened->inspector.rotation(position), e); };
    plain::Matrix unit = plain::zeros(e, e);
    for (std::size_t i = 0; i < e; ++i)
        unit[i][i] = 1;
    CHECK(rotation(0) == unit);
    for (const int position : {1, 5, 8}) {
        const plain::Matrix turned = rotation(position);
        CHECK(largestError(flat(plain::times(turned, plain::transposed(turned))), flat(unit)) < 1e-14);
        // Row i is the i-th unit rotated, so x times it is x rotated.
        for (std::size_t i = 0; i < e; ++i)
            CHECK(
                largestError(
                    turned[i], opened->canonical.rotated(unit[i], static_cast<std::size_t>(position)))
                < 1e-14);
    }
    const auto meeting = [&](int query, int key) {
        return flat(plain::times(rotation(query), plain::transposed(rotation(key))));
    };
    CHECK(largestError(meeting(8, 5), meeting(3, 0)) < 1e-13);
    CHECK(largestError(meeting(7, 7), flat(unit)) < 1e-14);
    CHECK(largestError(meeting(8, 5), meeting(8, 6)) > 1e-3);
    const auto rotated = static_cast<std::size_t>(opened->arrays.config.rotary.dimensions);
    for (std::size_t i = rotated; i < e; ++i)
        CHECK(rotation(5)[i] == unit[i]);
    CHECK((name != QLatin1String("gpt-neox-tiny") || rotated < e));
}

TEST_CASE("Without rotary positions a rotation is the identity")
{
    const auto opened = TraceModelCase::open(QStringLiteral("abs"));
    CHECK(opened->inspector.rotation(5) == opened->inspector.rotation(0));
}

TEST_CASE("Frequencies of Llama 3 are kept, divided or mixed by their wavelength")
{
    const auto opened = TraceModelCase::open(QStringLiteral("llama-rope3-biased"));
    const std::vector<double>& got = opened->arrays.config.rotary.frequencies;
    REQUIRE(got.size() == 5);
    // config.json: base 10000, factor 8, low 1, high 4, context 24.
    const double pi = std::acos(-1.0);
    int kinds[3] = {0, 0, 0};
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double frequency = std::pow(10000.0, -2.0 * static_cast<double>(i) / 10);
        const double wavelength = 2 * pi / frequency;
        double expected = frequency;
        if (wavelength > 24.0 / 1) {
            expected = frequency / 8;
            ++kinds[1];
        } else if (wavelength < 24.0 / 4) {
            ++kinds[0];
        } else {
            const double w = (24 / wavelength - 1) / (4 - 1);
            expected = (1 - w) * frequency / 8 + w * frequency;
            ++kinds[2];
        }
        CHECK(std::abs(got[i] / expected - 1) < 1e-6); // the family computes with float32
    }
    CAPTURE(kinds[0], kinds[1], kinds[2]);
    CHECK(kinds[1] > 0);
    CHECK(kinds[0] + kinds[2] > 0);
}
