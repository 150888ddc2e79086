#include "core/heads/taskset.h"

#include <algorithm>

namespace headwaters {

namespace {

/// A space and three or more ASCII letters: what a person reads as a whole word.
bool isPlainWord(const QByteArray& bytes)
{
    const auto isLetter = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    };
    return bytes.size() >= 4 && bytes.front() == ' ' && std::all_of(bytes.begin() + 1, bytes.end(), isLetter);
}

} // namespace

TaskGround TaskGround::of(std::shared_ptr<const Tokenizer> tokenizer, int nCtx)
{
    TaskGround ground;
    ground.nCtx = nCtx;
    ground.beginOfText = tokenizer->beginOfText();
    std::vector<TokenId> words;
    for (TokenId id = 0; id < tokenizer->size(); ++id) {
        const Token token = tokenizer->token(id);
        if (!token.special && isPlainWord(token.bytes))
            words.push_back(id);
    }
    // Ids follow the order of merges, so both ends are the most and the least frequent (Bansal et al. 2023).
    const std::size_t cut = words.size() / 20;
    ground.pool.assign(
        words.begin() + static_cast<std::ptrdiff_t>(cut), words.end() - static_cast<std::ptrdiff_t>(cut));
    ground.tokenizer = std::move(tokenizer);
    return ground;
}

std::optional<TokenId> TaskGround::word(const QString& word) const
{
    if (!tokenizer)
        return {};
    const std::vector<TokenId> ids = tokenizer->encodeContinuation(QString(QLatin1Char(' ') + word));
    return ids.size() == 1 ? std::optional(ids.front()) : std::nullopt;
}

} // namespace headwaters
