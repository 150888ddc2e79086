#include "core/engine/decompose/composition.h"

#include "core/engine/model/arraymodel.h"
#include "engine/support/demobench.h"
#include "engine/support/plainmath.h"
#include "engine/support/plantedmodel.h"
#include "engine/support/reference.h"
#include "support/testing.h"

#include <cmath>
#include <stdexcept>

using namespace headwaters;

namespace {

/// One layer's attention in plain loops, gains folded in, what norms centre centred.
class PlainHeads {
public:
    PlainHeads(const ModelArrays& model, int layer)
        : m_group(model.config.groupSize()),
          m_centres(model.config.norm == NormKind::Layer),
          m_gain(find(model, layer, "ln1.w").values),
          m_q(find(model, layer, "attn.W_Q")),
          m_k(find(model, layer, "attn.W_K")),
          m_v(find(model, layer, "attn.W_V")),
          m_o(find(model, layer, "attn.W_O"))
    {
    }

    plain::Matrix ov(std::int64_t head) const
    {
        plain::Matrix writer = part(m_o, head);
        if (m_centres) {
            for (plain::Row& row : writer)
                row = plain::centred(row);
        }
        return plain::times(reader(m_v, head / m_group), writer);
    }
    /// What a receiver makes of what it reads as queries, as keys or as values.
    plain::Matrix readAs(CompositionKind kind, std::int64_t head) const
    {
        const plain::Matrix query = reader(m_q, head), key = reader(m_k, head / m_group);
        switch (kind) {
        case CompositionKind::Query:
            return plain::times(query, plain::transposed(key));
        case CompositionKind::Key:
            return plain::times(key, plain::transposed(query));
        case CompositionKind::Value:
            break;
        }
        return ov(head);
    }

private:
    static NamedTensor find(const ModelArrays& model, int layer, const char* name)
    {
        const QString whole = QStringLiteral("blocks.%1.%2").arg(layer).arg(QLatin1String(name));
        for (const NamedTensor& array : model.arrays) {
            if (array.name == whole)
                return array;
        }
        throw std::out_of_range(name);
    }
    static plain::Matrix part(const NamedTensor& array, std::int64_t head)
    {
        const auto rows = static_cast<std::size_t>(array.shape[1]);
        const auto columns = static_cast<std::size_t>(array.shape[2]);
        plain::Matrix matrix = plain::zeros(rows, columns);
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t column = 0; column < columns; ++column)
                matrix[row][column] = static_cast<double>(
                    array.values[(static_cast<std::size_t>(head) * rows + row) * columns + column]);
        }
        return matrix;
    }
    plain::Matrix reader(const NamedTensor& array, std::int64_t head) const
    {
        plain::Matrix matrix = part(array, head);
        for (std::size_t row = 0; row < matrix.size(); ++row)
            matrix[row] = plain::scaled(matrix[row], static_cast<double>(m_gain[row]));
        if (!m_centres)
            return matrix;
        plain::Matrix columns = plain::transposed(matrix);
        for (plain::Row& column : columns)
            column = plain::centred(column);
        return plain::transposed(columns);
    }

    std::int64_t m_group;
    bool m_centres;
    std::vector<float> m_gain;
    NamedTensor m_q, m_k, m_v, m_o;
};

double norm(const plain::Matrix& matrix)
{
    double sum = 0;
    for (const plain::Row& row : matrix)
        sum += plain::dot(row, row);
    return std::sqrt(sum);
}

constexpr CompositionKind kinds[] = {CompositionKind::Query, CompositionKind::Key, CompositionKind::Value};

} // namespace

TEST_CASE("Composition is the norm of the product over the product of the norms, of whole matrices")
{
    const QString name =
        GENERATE(QStringLiteral("gpt2-tiny"), QStringLiteral("llama-tiny"), QStringLiteral("qwen2-tiny"));
    CAPTURE(name);
    const auto model = Model::load(openModelFolder(Reference(name).folder()), {});
    const ModelArrays arrays = ModelArrays::of(*model);
    const CompositionScores composition(model, {});
    const PlainHeads senders(arrays, 0), receivers(arrays, 1);
    for (int from = 0; from < model->info().nHeads; ++from) {
        for (int to = 0; to < model->info().nHeads; ++to) {
            for (const CompositionKind kind : kinds) {
                const plain::Matrix ov = senders.ov(from), read = receivers.readAs(kind, to);
                const double expected = norm(plain::times(ov, read)) / (norm(ov) * norm(read));
                CHECK(composition.score(kind, {0, from}, {1, to}) == Approx(expected).epsilon(1e-9));
            }
        }
    }
}

TEST_CASE("One head's composition is with what it reads in the layers before and what reads it behind")
{
    const auto model = demo();
    const CompositionScores scores(model, {});
    const HeadIndex own{2, 3};
    const HeadComposition composition = compositionOf(model, own, {});
    CHECK(composition.head == own);
    CHECK_FALSE(composition.isRotary);
    CHECK(composition.byChance == Approx(1 / std::sqrt(192.0)));
    REQUIRE(composition.with.size() == 36);
    for (int layer = 0; layer < 6; ++layer) {
        for (int head = 0; head < 6; ++head) {
            const HeadIndex other{layer, head};
            for (const CompositionKind kind : kinds) {
                const double value = composition.value(kind, other);
                const double expected = layer < own.layer ? scores.score(kind, other, own)
                    : layer > own.layer                   ? scores.score(kind, own, other)
                                                          : 0;
                CHECK(value == Approx(expected).margin(1e-12));
            }
        }
    }
    CHECK_THROWS_AS(compositionOf(model, {6, 0}, {}), Error);
    CHECK_THROWS_AS(compositionOf(model, {0, -1}, {}), Error);
    CancelToken cancel;
    cancel.cancel();
    CHECK_THROWS_AS(compositionOf(model, own, cancel), Error);
}

TEST_CASE("A model with rotary positions says that Q and K hold for one position")
{
    const auto model = Model::load(openModelFolder(Reference(QStringLiteral("llama-tiny")).folder()), {});
    CHECK(compositionOf(model, {0, 0}, {}).isRotary);
}

TEST_CASE("K-composition of the bundled model is what another program makes of its file")
{
    // Plain Python over whole 192 x 192 matrices read from model.safetensors.
    const CompositionScores composition(demo(), {});
    constexpr CompositionKind key = CompositionKind::Key;
    CHECK(composition.score(key, {1, 1}, {5, 5}) == Approx(0.139393068).margin(1e-7));
    CHECK(composition.score(key, {0, 1}, {1, 1}) == Approx(0.122669397).margin(1e-7));
    CHECK(composition.score(key, {3, 2}, {4, 0}) == Approx(0.102138700).margin(1e-7));
    CHECK(composition.score(key, {0, 0}, {5, 4}) == Approx(0.061331565).margin(1e-7));
}

TEST_CASE("Of all heads before it the planted induction head composes most with the previous-token head")
{
    const auto model = planted::model();
    const CompositionScores composition(model, {});
    constexpr CompositionKind key = CompositionKind::Key;
    const double most = composition.score(key, planted::previous, planted::induction);
    for (int head = 0; head < model->info().nHeads; ++head) {
        if (head != planted::previous.head)
            CHECK(composition.score(key, {0, head}, planted::induction) < most / 2);
    }
    CHECK(composition.score(key, planted::sink, planted::induction) == 0); // it writes nothing
    CHECK_THROWS_AS(composition.score(key, {4, 0}, planted::induction), std::out_of_range);
    CHECK_THROWS_AS(composition.score(key, {0, 8}, planted::induction), std::out_of_range);
}
