#pragma once

#include "core/text/token.h"

#include <vector>

namespace headwaters {

/// Where runs with heads removed are read.
struct AblationPlace {
    std::size_t prompt = 0;
    int position = 0; ///< whose logits are read
    TokenId next = 0; ///< the token that should follow
    std::vector<TokenId> against = {}; ///< wrong ones; empty: all of the vocabulary
};

/// Runs whose mean stands in for a head that is removed.
struct HeadReferences {
    /// [prompt] its reference, as long as the prompt; empty: the prompts themselves.
    std::vector<std::vector<TokenId>> prompts = {};
    /// [prompt] whose means are taken: position by position over the references of the same group, which are
    /// all of one length. -1, or empty: over all references and positions but the first.
    std::vector<int> groups = {};
};

} // namespace headwaters
