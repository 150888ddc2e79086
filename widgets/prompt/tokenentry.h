#pragma once

#include "core/text/tokenizer.h"

#include <QString>

#include <optional>

namespace headwaters {

/// What a person typed into the target or the rival field.
struct TokenEntry {
    std::optional<TokenId>
        token; ///< none where the choice is left to the model, or where `error` says why not
    QString error; ///< one sentence; empty where the entry is good
};

/// Reads one token: its exact text with a leading space typed as a space or as `·`, its label with bytes as
/// `\xNN`, or `#id`. Nothing typed is a good entry without a token. `field` names the field in the error.
[[nodiscard]] TokenEntry
readTokenEntry(const Tokenizer& tokenizer, const QString& typed, const QString& field);

} // namespace headwaters
