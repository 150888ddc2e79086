#pragma once

#include "core/text/token.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <vector>

namespace headwaters {

/// A place of the residual stream that is read as if it were the last.
struct LensRow {
    enum class Place {
        Before, ///< what enters a layer, `hook_resid_pre`
        Middle, ///< behind the layer's attention, `hook_resid_mid`
        Output, ///< behind the last layer, `hook_resid_post`: the model's answer
    };

    int layer = 0;
    Place place = Place::Before;

    [[nodiscard]] QString hook() const; ///< `blocks.3.hook_resid_mid`
    bool operator==(const LensRow&) const = default;
};

/// A word followed through the rows.
struct LensWord {
    TokenId id = 0;
    std::vector<double> logProbability; ///< [row, position] natural logarithm
    std::vector<int> rank; ///< [row, position] how many logits are strictly larger
};

/// The logit lens (nostalgebraist 2020): the final norm and the unembedding applied to the residual stream
/// between the layers, at chosen positions of one prompt. The last row is the output by construction.
struct LogitLens {
    quint64 run = 0; ///< number of the run this belongs to; 0: of none
    QStringList changes = {}; ///< interventions that were on, a line each
    std::vector<int> positions; ///< the prompt's positions that are read, in order
    std::vector<LensRow> rows; ///< in forward order
    std::vector<TokenId> topId; ///< [row, position]; of equal logits the smaller id
    std::vector<double> topLogProbability; ///< [row, position]
    std::vector<LensWord> words; ///< as asked for

    /// Place of a row and the n-th of the positions in the lists.
    [[nodiscard]] std::size_t cell(std::size_t row, std::size_t position) const
    {
        return row * positions.size() + position;
    }
};

} // namespace headwaters
