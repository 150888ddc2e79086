#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace headwaters {

/// A row of the embedding.
using TokenId = std::int32_t;

/// A token as it stands in a prompt: its row, its bytes, and whether it is a special token such as
/// `<|endoftext|>`.
struct Token {
    TokenId id = 0;
    QByteArray bytes; ///< what it adds to the text; a special token's own name
    bool special = false;
};

/// A token's text: UTF-8 decoded, each byte that is no part of a character as `\xNN`. This is what the
/// command line prints and accepts: ` Mary`.
[[nodiscard]] QString tokenText(const QByteArray& bytes);
/// A token for the eye: as `tokenText`, a space as `·`, a non-printable byte as `\xNN`: `·Mary`.
[[nodiscard]] QString tokenLabel(const QByteArray& bytes);
/// As above; the beginning-of-text and other special tokens keep their own names.
[[nodiscard]] QString tokenLabel(const Token& token);

} // namespace headwaters
