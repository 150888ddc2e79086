#include "core/engine/decompose/headsvd.h"

#include "core/base/error.h"
#include "core/files/safetensorswriter.h"
#include "engine/support/directionreference.h"
#include "engine/support/randommodel.h"
#include "support/testing.h"

#include <QDir>
#include <QTemporaryDir>

#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

constexpr DirectionKind allKinds[] = {
    DirectionKind::Qk, DirectionKind::Sad, DirectionKind::AccQuery, DirectionKind::AccKey, DirectionKind::Ov};

std::shared_ptr<const Model> load(const QString& path)
{
    return Model::load(openModelFolder(path), {});
}

/// A matrix of doubles, row-major, with nothing but what the definitions need.
struct Matrix {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values;

    Matrix(std::size_t rowCount, std::size_t columnCount)
        : rows(rowCount),
          columns(columnCount),
          values(rowCount * columnCount)
    {
    }
    double& at(std::size_t row, std::size_t column) { return values[row * columns + column]; }
    double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

Matrix product(const Matrix& a, const Matrix& b)
{
    Matrix result(a.rows, b.columns);
    for (std::size_t i = 0; i < a.rows; ++i) {
        for (std::size_t k = 0; k < a.columns; ++k) {
            for (std::size_t j = 0; j < b.columns; ++j)
                result.at(i, j) += a.at(i, k) * b.at(k, j);
        }
    }
    return result;
}

Matrix transposed(const Matrix& a)
{
    Matrix result(a.columns, a.rows);
    for (std::size_t i = 0; i < a.rows; ++i) {
        for (std::size_t j = 0; j < a.columns; ++j)
            result.at(j, i) = a.at(i, j);
    }
    return result;
}

double largestDifference(const Matrix& a, const Matrix& b)
{
    double largest = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(largest, std::fabs(a.values[i] - b.values[i]));
    return largest;
}

Matrix identity(std::size_t size)
{
    Matrix result(size, size);
    for (std::size_t i = 0; i < size; ++i)
        result.at(i, i) = 1;
    return result;
}

Matrix square(const std::vector<double>& values)
{
    const auto size = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(values.size()))));
    Matrix result(size, size);
    result.values = values;
    return result;
}

/// W_Q or W_K of a head of tests/data/gpt2-tiny in canonical form, by its definition: the norm's gain folded
/// in, then centred over the input.
Matrix canonicalReader(const TensorFile& file, std::size_t layer, std::size_t head, std::size_t which)
{
    constexpr std::size_t heads = 4;
    const QString block = QStringLiteral("transformer.h.%1.").arg(layer);
    const std::vector<float> fused =
        toFloat32(file.tensors().at(block + QStringLiteral("attn.c_attn.weight")));
    const std::vector<float> gain = toFloat32(file.tensors().at(block + QStringLiteral("ln_1.weight")));
    const std::size_t width = gain.size();
    const std::size_t size = width / heads;
    Matrix reader(width, size);
    for (std::size_t column = 0; column < size; ++column) {
        double mean = 0;
        for (std::size_t row = 0; row < width; ++row) {
            reader.at(row, column) = static_cast<double>(gain[row])
                * static_cast<double>(fused[row * 3 * width + which * width + head * size + column]);
            mean += reader.at(row, column) / static_cast<double>(width);
        }
        for (std::size_t row = 0; row < width; ++row)
            reader.at(row, column) -= mean;
    }
    return reader;
}

} // namespace

TEST_CASE("Singular values are those of NumPy's dense decomposition, for every kind and family")
{
    for (const DirectionReference& reference : directionReferences()) {
        INFO(reference.name.toStdString());
        HeadSvds svds(load(reference.folder));
        const int nHeads = svds.model()->info().nHeads;
        // Gains of Gemma are 1 + weight, which is rounded to float32 on reading.
        const double tolerance = reference.name == "gemma2-tiny"_L1 ? 3e-8 : 1e-10;
        for (const QJsonValue& value : reference.values["values"_L1].toArray()) {
            const HeadIndex head{value["layer"_L1].toInt(), value["head"_L1].toInt()};
            const DirectionKind kind = *directionKindFromKey(value["kind"_L1].toString());
            INFO(head.text().toStdString() << " " << directionKindKey(kind).toStdString());
            const std::vector<double> expected = numbers(value["singularValues"_L1]);
            const HeadFactors one = svds.one(head, kind, {});
            CHECK(largestError(one.singularValues, expected) < tolerance);
            const auto all = svds.all(kind, {});
            const HeadFactors& same = (*all)[static_cast<std::size_t>(head.layer * nHeads + head.head)];
            CHECK(same.singularValues == one.singularValues);
            CHECK(same.left == one.left);
        }
    }
}

TEST_CASE("U and V are orthonormal, U S V^T is the product, and W W+ W = W")
{
    const QString path = testData(QStringLiteral("gpt2-tiny"));
    const auto file = openModelFolder(path).weights;
    HeadSvds svds(load(path));
    const std::size_t last = 2;
    for (const std::size_t head : {0UL, 3UL}) {
        const HeadFactors factors =
            svds.one({static_cast<int>(last), static_cast<int>(head)}, DirectionKind::Qk, {});
        const Matrix a = canonicalReader(*file, last, head, 0);
        const Matrix b = canonicalReader(*file, last, head, 1);
        const Matrix left = square(factors.left);
        const Matrix right = square(factors.right);
        Matrix u = product(a, left);
        for (std::size_t row = 0; row < u.rows; ++row) {
            for (std::size_t k = 0; k < u.columns; ++k)
                u.at(row, k) /= factors.singularValues[k];
        }
        const Matrix v = product(b, transposed(right));
        CHECK(largestDifference(product(transposed(u), u), identity(u.columns)) < 1e-11);
        CHECK(largestDifference(product(transposed(v), v), identity(v.columns)) < 1e-11);
        const Matrix exact = product(a, transposed(b));
        CHECK(largestDifference(product(product(a, left), transposed(v)), exact) < 1e-12);
        CHECK(largestDifference(product(product(a, left), right), a) < 1e-11);
        for (std::size_t k = 1; k < factors.singularValues.size(); ++k)
            CHECK(factors.singularValues[k] <= factors.singularValues[k - 1]);
    }
}

TEST_CASE("Heads without full rank are decomposed: directions without a singular value read nothing")
{
    RandomModel model;
    for (auto& [name, tensor] : model.tensors) {
        if (name.endsWith(QLatin1String("h.0.attn.c_attn.weight")))
            std::fill(tensor.values.begin(), tensor.values.end(), 0.0F);
    }
    const auto folder = model.write();
    HeadSvds svds(load(folder->path()));
    for (const DirectionKind kind : allKinds) {
        const HeadFactors factors = svds.one({0, 1}, kind, {});
        for (const double value : factors.right)
            CHECK(std::isfinite(value));
        if (kind == DirectionKind::Qk)
            CHECK(factors.singularValues == std::vector<double>(6, 0.0));
    }
}

TEST_CASE("A head that the model does not have is refused")
{
    HeadSvds svds(load(demoModel()));
    for (const HeadIndex head : {HeadIndex{6, 0}, HeadIndex{0, 6}, HeadIndex{-1, 0}, HeadIndex{0, -1}})
        CHECK_THROWS_WITH(
            svds.one(head, DirectionKind::Qk, {}),
            "There is no head " + head.text().toStdString() + ": the model has 6 layers of 6 heads.");
}

TEST_CASE("Decomposing tells its progress by layers and stops when it is cancelled")
{
    HeadSvds svds(load(demoModel()));
    const CancelToken cancel;
    std::vector<std::pair<int, int>> told;
    CHECK_THROWS_AS(
        svds.all(
            DirectionKind::Ov, cancel,
            [&](int done, int total) {
                told.emplace_back(done, total);
                if (done == 2)
                    cancel.cancel();
            }),
        Error);
    CHECK(told == std::vector<std::pair<int, int>>{{1, 6}, {2, 6}});
    CHECK(svds.all(DirectionKind::Ov, {})->size() == 36);
}

TEST_CASE("What was decomposed is found again in the cache")
{
    const QTemporaryDir folder;
    const DirectionCache cache(folder.path());
    const QString hash = QStringLiteral("abc");
    const auto model = load(testData(QStringLiteral("gpt2-tiny")));
    const auto decomposed = [&] {
        HeadSvds svds(model);
        svds.useCache(cache, hash);
        return svds.all(DirectionKind::Sad, {});
    };
    const auto first = decomposed();
    CHECK(QDir(folder.path()).entryList(QDir::Files).size() == 1);
    const auto again = decomposed();
    REQUIRE(again->size() == first->size());
    for (std::size_t at = 0; at < first->size(); ++at) {
        CHECK((*again)[at].singularValues == (*first)[at].singularValues);
        CHECK((*again)[at].left == (*first)[at].left);
        CHECK((*again)[at].right == (*first)[at].right);
    }
}

TEST_CASE("Factors of other weights are not believed: they are computed anew and kept instead")
{
    const QTemporaryDir folder;
    const DirectionCache cache(folder.path());
    const QString hash = QStringLiteral("abc");
    const auto model = load(testData(QStringLiteral("gpt2-tiny")));
    const auto right = HeadSvds(model).all(DirectionKind::Qk, {});
    const auto decomposed = [&] {
        HeadSvds svds(model);
        svds.useCache(cache, hash);
        return svds.all(DirectionKind::Qk, {});
    };
    const auto isRight = [&] {
        return (*decomposed())[7].left == (*right)[7].left
            && (*cache.load(hash, DirectionKind::Qk, static_cast<int>(right->size()), 12))[7].left
            == (*right)[7].left;
    };
    const auto size = static_cast<int>(right->front().singularValues.size());
    REQUIRE(size == 12);
    SECTION("of another kind under this name")
    {
        cache.save(hash, DirectionKind::Qk, *HeadSvds(model).all(DirectionKind::Ov, {}));
        CHECK(isRight());
    }
    SECTION("with one number changed")
    {
        AllHeadFactors changed = *right;
        changed[7].left[3] += 1e-3;
        cache.save(hash, DirectionKind::Qk, changed);
        CHECK(isRight());
    }
    SECTION("with the order of heads changed")
    {
        AllHeadFactors changed = *right;
        std::swap(changed[7], changed[2]);
        cache.save(hash, DirectionKind::Qk, changed);
        CHECK(isRight());
    }
}
