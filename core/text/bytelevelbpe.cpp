#include "core/text/bytelevelbpe.h"

#include "core/base/error.h"
#include "core/text/bytealphabet.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace headwaters {

namespace {

// The tokens of words met before in the same text. It lives as long as one call, so that a tokenizer needs no
// lock; a text repeats most of its words.
class WordCache {
public:
    static bool holds(std::string_view word) { return word.size() <= longestWord; }

    bool append(std::string_view word, std::vector<TokenId>& out) const
    {
        const auto found = m_words.find(word);
        if (found == m_words.end())
            return false;
        const auto [begin, count] = found->second;
        for (std::size_t i = 0; i < count; ++i)
            out.push_back(m_tokens[begin + i]);
        return true;
    }

    void insert(std::string_view word, const std::vector<TokenId>& out, std::size_t from)
    {
        m_words.emplace(std::string(word), Range{m_tokens.size(), out.size() - from});
        m_tokens.insert(m_tokens.end(), out.begin() + static_cast<std::ptrdiff_t>(from), out.end());
    }

private:
    static constexpr std::size_t longestWord = 64;
    struct Range {
        std::size_t begin;
        std::size_t count;
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    std::unordered_map<std::string, Range, Hash, std::equal_to<>> m_words;
    std::vector<TokenId> m_tokens;
};

} // namespace

ByteLevelBpe::ByteLevelBpe(ByteLevelBpeParts parts)
    : m_parts(std::move(parts)),
      m_size(m_parts.vocabulary.size())
{
    for (const AddedToken& token : m_parts.addedTokens.tokens())
        m_size = std::max(m_size, token.id + 1);
}

std::vector<TokenId> ByteLevelBpe::encode(QStringView text) const
{
    const std::string utf8 = toUtf8(text);
    std::vector<TokenId> out;
    out.reserve(utf8.size() / 4);
    WordCache cache;
    const auto encodeCached = [&](std::string_view piece) {
        if (WordCache::holds(piece) && cache.append(piece, out))
            return;
        const std::size_t from = out.size();
        encodePiece(piece, out);
        if (WordCache::holds(piece))
            cache.insert(piece, out, from);
    };
    m_parts.addedTokens.split(
        utf8, [&](std::string_view stretch) { m_parts.preTokenizer->split(stretch, encodeCached); },
        [&out](TokenId id) { out.push_back(id); });
    return out;
}

void ByteLevelBpe::encodePiece(std::string_view piece, std::vector<TokenId>& out) const
{
    if (m_parts.ignoreMerges) {
        const QByteArray bytes(piece.data(), static_cast<qsizetype>(piece.size()));
        if (const std::optional<TokenId> whole = m_parts.vocabulary.id(alphabetText(bytes))) {
            out.push_back(*whole);
            return;
        }
    }
    m_parts.merges->encode(piece, out);
}

Token ByteLevelBpe::token(TokenId id) const
{
    if (id < 0)
        throw badInput(QStringLiteral("Token %1: a token's number is never negative").arg(id));
    if (const AddedToken* added = m_parts.addedTokens.find(id))
        return {id, utf8Bytes(added->content), added->special};
    const QString text = m_parts.vocabulary.text(id);
    if (text.isNull())
        return {id, QStringLiteral("<row %1>").arg(id).toUtf8(), true};
    // A text outside the byte alphabet stands for itself, as in Hugging Face's decoder.
    return {id, alphabetBytes(text).value_or(utf8Bytes(text)), false};
}

std::optional<TokenId> ByteLevelBpe::tokenWithText(QStringView text) const
{
    const QString typed = text.toString();
    if (const AddedToken* added = m_parts.addedTokens.find(typed))
        return added->id;
    const std::optional<TokenId> id = m_parts.vocabulary.id(alphabetText(utf8Bytes(text)));
    // A row that an added token has taken over shows that token's text, not its own.
    return id && m_parts.addedTokens.find(*id) == nullptr ? id : std::nullopt;
}

} // namespace headwaters
