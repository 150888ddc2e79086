#pragma once

#include "core/text/token.h"

#include <QString>

#include <map>
#include <vector>

namespace headwaters {

/// A prompt for interventions: tokens, and where its roles are, if they are known.
struct CausalPrompt {
    std::vector<TokenId> ids; ///< beginning-of-text token included
    std::map<QString, int> roles = {};

    bool operator==(const CausalPrompt&) const = default;
};

/// For each position of `prompt` the position of `reference` that plays the same part. Prompts of equal
/// length are matched position by position. Otherwise roles that both have are matched, in the same order in
/// both, and the tokens behind a role one by one; where a word is split into more tokens than in the
/// reference, those that are left over go with the next role. Behind the last role both must have as many
/// tokens. `name` is what messages call the reference. \throws Error (bad input) that says what does not
/// match.
[[nodiscard]] std::vector<int>
alignedPositions(const CausalPrompt& prompt, const CausalPrompt& reference, const QString& name);

} // namespace headwaters
