// Ranks and likeliest tokens of the logit lens where logits are equal.
#include "core/engine/causal/logitlens.h"
#include "core/engine/model/model.h"
#include "core/files/modelfolder.h"
#include "engine/support/randommodel.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;

namespace {

constexpr int width = 200;
constexpr int rows = 323; // no multiple of what a product of matrices takes at a time

/// A tied GPT-2 whose tokens 3, 7 and all from 100 on have one embedding.
std::shared_ptr<const Model> modelOfEqualTokens(bool folds)
{
    RandomModel random({{QStringLiteral("n_embd"), width}, {QStringLiteral("vocab_size"), rows}});
    std::vector<float>& embedding = random.tensors.at(QStringLiteral("wte.weight")).values;
    const auto rowOf = [&](int token) { return embedding.begin() + std::ptrdiff_t{token} * width; };
    for (int token = 3; token < rows; ++token) {
        if (token == 3 || token == 7 || token > 100)
            std::copy_n(rowOf(100), width, rowOf(token));
    }
    const auto model = Model::load(openModelFolder(random.write()->path()), {});
    return folds ? model->folded() : model;
}

} // namespace

TEST_CASE("Tokens that are unembedded by one column have one rank, and the smallest of them is named")
{
    const bool folds = GENERATE(false, true);
    const auto model = modelOfEqualTokens(folds);
    const LogitLens lens =
        logitLens(*model, {{0, 50, 7, 9, 12, 80, 81, 33, 5}, {}, {3, 7, 100, 115, 202, 318, 319, 322}}, {});
    REQUIRE(lens.topId.size() == 5 * 9);
    for (std::size_t cell = 0; cell < lens.topId.size(); ++cell) {
        CAPTURE(folds, cell);
        for (const LensWord& word : lens.words)
            CHECK(word.rank[cell] == lens.words.front().rank[cell]);
        // 98 tokens have a column of their own: 0 to 99 without 3 and 7.
        CHECK(lens.words.front().rank[cell] <= 98);
        CHECK((lens.topId[cell] == 3 || (lens.topId[cell] < 100 && lens.topId[cell] != 7)));
        CHECK((lens.words.front().rank[cell] == 0) == (lens.topId[cell] == 3));
    }
}
