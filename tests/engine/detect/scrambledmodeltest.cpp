#include "core/engine/detect/scrambledmodel.h"
#include "core/engine/model/arraymodel.h"
#include "engine/support/reference.h"
#include "support/testing.h"

#include <algorithm>
#include <numeric>

using namespace headwaters;

namespace {

std::shared_ptr<const Model> open(const QString& name, WeightPlacement placement)
{
    return Model::load(openModelFolder(Reference(name).folder()), {}, {}, placement);
}

/// Sum of squares of each head's part; the first axis is that of heads.
std::vector<double> squares(const NamedTensor& array)
{
    const auto heads = static_cast<std::size_t>(array.shape.front());
    const std::size_t size = array.values.size() / heads;
    std::vector<double> sums(heads);
    for (std::size_t number = 0; number < array.values.size(); ++number)
        sums[number / size] +=
            static_cast<double>(array.values[number]) * static_cast<double>(array.values[number]);
    return sums;
}

bool isScrambled(const QString& name)
{
    return name.contains(QStringLiteral("attn.W_")) || name.contains(QStringLiteral("attn.b_Q"))
        || name.contains(QStringLiteral("attn.b_K")) || name.contains(QStringLiteral("attn.b_V"));
}

} // namespace

TEST_CASE("Scrambling changes the attention matrices of every head, keeps their norms, and nothing else")
{
    const QString name = GENERATE(
        QStringLiteral("gpt2-tiny"), QStringLiteral("gpt-neox-tiny"), QStringLiteral("qwen2-tiny"),
        QStringLiteral("qwen3-tiny"), QStringLiteral("gemma2-tiny"), QStringLiteral("llama-tiny-gguf"));
    CAPTURE(name);
    const auto model = open(name, WeightPlacement::Resident);
    const ModelArrays before = ModelArrays::of(*model);
    const ModelArrays after = ModelArrays::of(*scrambledModel(model, 1));
    REQUIRE(after.arrays.size() == before.arrays.size());
    for (std::size_t at = 0; at < before.arrays.size(); ++at) {
        const NamedTensor &stored = before.arrays[at], &scrambled = after.arrays[at];
        CAPTURE(stored.name);
        REQUIRE(scrambled.name == stored.name);
        if (!isScrambled(stored.name)) {
            CHECK(scrambled.values == stored.values);
            continue;
        }
        if (stored.name.contains(QStringLiteral("W_")))
            CHECK(scrambled.values != stored.values);
        const std::vector<double> norms = squares(stored), kept = squares(scrambled);
        for (std::size_t head = 0; head < norms.size(); ++head)
            CHECK(kept[head] == Approx(norms[head]));
    }
}

TEST_CASE("A dimension of a scrambled head is a dimension of the same head, taken whole")
{
    const auto model = open(QStringLiteral("gpt2-tiny"), WeightPlacement::Resident);
    const auto arrayOf = [](const ModelArrays& arrays, const QString& name) {
        return *std::find_if(arrays.arrays.begin(), arrays.arrays.end(), [&](const auto& array) {
            return array.name == name;
        });
    };
    const QString name = QStringLiteral("blocks.1.attn.W_K"); // [head, d_model, d_head]
    const NamedTensor stored = arrayOf(ModelArrays::of(*model), name);
    const NamedTensor scrambled = arrayOf(ModelArrays::of(*scrambledModel(model, 3)), name);
    const auto columns = [](const NamedTensor& array, std::int64_t head) {
        std::vector<std::vector<float>> all;
        const std::int64_t rows = array.shape[1], dims = array.shape[2];
        for (std::int64_t dim = 0; dim < dims; ++dim) {
            std::vector<float> column;
            for (std::int64_t row = 0; row < rows; ++row)
                column.push_back(array.values[static_cast<std::size_t>((head * rows + row) * dims + dim)]);
            all.push_back(column);
        }
        std::sort(all.begin(), all.end());
        return all;
    };
    for (std::int64_t head = 0; head < stored.shape.front(); ++head)
        CHECK(columns(scrambled, head) == columns(stored, head));
}

TEST_CASE("No dimension of a scrambled head meets the one that it belongs to")
{
    const auto [name, group] = GENERATE(
        std::pair(QStringLiteral("gpt2-tiny"), std::size_t{1}),
        std::pair(QStringLiteral("qwen2-tiny"), std::size_t{2}));
    CAPTURE(name);
    const auto model = open(name, WeightPlacement::Resident);
    const ModelArrays before = ModelArrays::of(*model), after = ModelArrays::of(*scrambledModel(model, 5));
    // Which dimension of the stored head stands at each place of the scrambled one: [head][place].
    const auto orders = [&](const QString& part) {
        const QString array = QStringLiteral("blocks.0.attn.") + part;
        const auto find = [&](const ModelArrays& arrays) {
            return *std::find_if(arrays.arrays.begin(), arrays.arrays.end(), [&](const NamedTensor& one) {
                return one.name == array;
            });
        };
        const NamedTensor stored = find(before), scrambled = find(after);
        const bool isWriter =
            part == QStringLiteral("W_O"); // [head, d_head, d_model], else [.., d_model, d_head]
        const auto dims = static_cast<std::size_t>(stored.shape[isWriter ? 1 : 2]);
        const auto rows = static_cast<std::size_t>(stored.shape[isWriter ? 2 : 1]);
        const auto vector = [&](const NamedTensor& tensor, std::size_t head, std::size_t dim) {
            std::vector<float> values;
            for (std::size_t row = 0; row < rows; ++row)
                values.push_back(
                    tensor.values[head * rows * dims + (isWriter ? dim * rows + row : row * dims + dim)]);
            return values;
        };
        std::vector<std::vector<std::size_t>> all;
        for (std::size_t head = 0; head < static_cast<std::size_t>(stored.shape.front()); ++head) {
            all.emplace_back();
            for (std::size_t place = 0; place < dims; ++place) {
                std::size_t dim = 0;
                while (dim < dims && vector(stored, head, dim) != vector(scrambled, head, place))
                    ++dim;
                all.back().push_back(dim);
            }
        }
        return all;
    };
    const auto q = orders(QStringLiteral("W_Q")), k = orders(QStringLiteral("W_K"));
    const auto v = orders(QStringLiteral("W_V")), o = orders(QStringLiteral("W_O"));
    REQUIRE(q.size() == group * k.size());
    for (std::size_t head = 0; head < q.size(); ++head) {
        for (std::size_t place = 0; place < q[head].size(); ++place) {
            REQUIRE(q[head][place] < q[head].size());
            CHECK(q[head][place] != k[head / group][place]);
            CHECK(o[head][place] != v[head / group][place]);
        }
    }
}

TEST_CASE("A scrambled model is fixed by its seed and the same where weights stay in their file")
{
    const Reference reference(QStringLiteral("llama-tiny-gguf"));
    const CaptureRequest request{{reference.prompts().front().ids}, {QStringLiteral("*")}, true};
    const auto resident = open(QStringLiteral("llama-tiny-gguf"), WeightPlacement::Resident);
    const auto mapped = open(QStringLiteral("llama-tiny-gguf"), WeightPlacement::Mapped);
    const auto last = [&](const std::shared_ptr<const Model>& model) {
        return model->capture(request, {}).front().back().values;
    };
    const std::vector<float> expected = last(scrambledModel(resident, 1));
    CHECK(largestError(last(scrambledModel(resident, 1)), expected) == 0);
    CHECK(largestError(last(scrambledModel(mapped, 1)), expected) < 1e-6);
    CHECK(largestError(last(scrambledModel(resident, 2)), expected) > 1e-3);
    CHECK(largestError(last(resident), expected) > 1e-3);
    CHECK(scrambledModel(resident, 1)->info().sha256.isEmpty());
}
