#pragma once

#include "core/text/token.h"

#include <string_view>
#include <vector>

namespace headwaters {

/// The step that turns a piece of text into tokens. Immutable, so one instance serves all threads.
class PieceModel {
public:
    virtual ~PieceModel() = default;
    /// Appends the tokens of `piece` (UTF-8) to `out`.
    virtual void encode(std::string_view piece, std::vector<TokenId>& out) const = 0;
};

} // namespace headwaters
