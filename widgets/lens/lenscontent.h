#pragma once

#include "core/results/attribution.h"
#include "core/results/lens.h"
#include "core/results/modelinfo.h"
#include "core/results/runresult.h"
#include "core/text/tokenizer.h"

#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// What a cell of the lens table says.
enum class LensQuantity {
    TopToken, ///< the likeliest token and its probability
    TargetRank,
    Difference, ///< logit of target minus rival
};

/// A cell: a row of the lens and one of its positions.
struct LensCell {
    std::size_t row = 0;
    std::size_t position = 0;

    bool operator==(const LensCell&) const = default;
};

/// All that the Lens view and its figure show, as a value. Parts that are not there are null.
struct LensContent {
    ModelInfo model;
    std::shared_ptr<const RunResult> run;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::shared_ptr<const LogitLens> lens; ///< its words are target and rival; a rival may be missing
    std::shared_ptr<const LogitLens> watch; ///< of one position; its words are those that are watched
    std::shared_ptr<const Attribution> attribution;
    LensQuantity quantity = LensQuantity::TopToken;
    bool middles = false; ///< rows behind attention are shown too
    std::optional<HeadIndex> head; ///< whose sources are listed; none: those of all heads together

    /// `·Mary`
    [[nodiscard]] QString label(TokenId id) const;
    [[nodiscard]] QString target() const;
    [[nodiscard]] QString rival() const; ///< empty where there is none
    /// The prompt's token at a position; the beginning of text as `bos`.
    [[nodiscard]] QString tokenAt(int position) const;

    /// Rows in the order they are drawn: the output, then the latest layer, down to the embedding.
    [[nodiscard]] std::vector<std::size_t> shownRows() const;
    /// `output`, `before 5`, `inside 5`.
    [[nodiscard]] static QString rowName(const LensRow& row);
    /// What stands in a cell: a token, a rank, a signed difference.
    [[nodiscard]] QString cellText(const LensCell& cell) const;
    /// Where its colour stands on the map, 0 to 1: sequential, or diverging for differences, whose bound is
    /// `largestDifference`.
    [[nodiscard]] double cellShare(const LensCell& cell, double bound) const;
    [[nodiscard]] double probability(const LensCell& cell) const; ///< of the top token
    [[nodiscard]] double difference(const LensCell& cell) const; ///< 0 without a rival
    [[nodiscard]] double largestDifference() const; ///< the bound of the diverging map
    /// `0`, `1`, or `−12.3`, `+12.3`: the ends of the colour scale, and what it measures.
    [[nodiscard]] QString scaleLow() const;
    [[nodiscard]] QString scaleHigh() const;
    [[nodiscard]] QString scaleWord() const;
    /// `top token by layer and position`
    [[nodiscard]] QString quantityWord() const;
};

} // namespace headwaters
