#include "core/text/bpetokenizer.h"

#include "core/base/error.h"
#include "core/text/bytealphabet.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <unordered_map>

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

BpeTokenizer::BpeTokenizer(BpeTokenizerParts parts)
    : m_parts(std::move(parts)),
      m_size(m_parts.vocabulary.size())
{
    for (const AddedToken& token : m_parts.addedTokens.tokens())
        m_size = std::max(m_size, token.id + 1);
}

std::vector<TokenId> BpeTokenizer::encode(QStringView text) const
{
    return encodeAt(text, StretchPlace::TextStart);
}

std::vector<TokenId> BpeTokenizer::encodeContinuation(QStringView text) const
{
    return encodeAt(text, StretchPlace::Continuation);
}

std::vector<TokenId> BpeTokenizer::encodeAt(QStringView text, StretchPlace place) const
{
    const std::string utf8 = toUtf8(text);
    std::vector<TokenId> out;
    out.reserve(utf8.size() / 4);
    WordCache cache;
    const PreTokenizer::Sink encodeCached = [&](std::string_view piece) {
        if (WordCache::holds(piece) && cache.append(piece, out))
            return;
        const std::size_t from = out.size();
        encodePiece(piece, out);
        if (WordCache::holds(piece))
            cache.insert(piece, out, from);
    };
    AddedTokens::Sinks sinks;
    sinks.token = [&out](TokenId id) { out.push_back(id); };
    sinks.text = [&](std::string_view stretch, StretchPlace where) {
        if (m_parts.preTokenizer)
            m_parts.preTokenizer->split(stretch, where, encodeCached);
        else
            encodeCached(stretch);
    };
    if (m_parts.normalizer) {
        sinks.rewrite = [this](std::string_view stretch, StretchPlace where) {
            return m_parts.normalizer->rewrite(stretch, where);
        };
    }
    m_parts.addedTokens.split(utf8, place, sinks);
    return out;
}

void BpeTokenizer::encodePiece(std::string_view piece, std::vector<TokenId>& out) const
{
    if (m_parts.ignoreMerges) {
        const QByteArray bytes(piece.data(), static_cast<qsizetype>(piece.size()));
        const QString text = m_parts.byteAlphabet ? alphabetText(bytes) : fromUtf8(piece);
        if (const std::optional<TokenId> whole = m_parts.vocabulary.id(text)) {
            out.push_back(*whole);
            return;
        }
    }
    m_parts.model->encode(piece, out);
}

Token BpeTokenizer::token(TokenId id) const
{
    return tokenAt(id, false);
}

Token BpeTokenizer::tokenAt(TokenId id, bool first) const
{
    if (id < 0)
        throw badInput(QStringLiteral("Token %1: a token's number is never negative").arg(id));
    if (const AddedToken* added = m_parts.addedTokens.find(id)) {
        const bool plain = added->special || m_parts.byteAlphabet;
        return {
            id, plain ? utf8Bytes(added->content) : m_parts.decoder.bytes(added->content, first),
            added->special};
    }
    const QString text = m_parts.vocabulary.text(id);
    if (text.isNull())
        return {id, QStringLiteral("<row %1>").arg(id).toUtf8(), true};
    return {id, m_parts.decoder.bytes(text, first), false};
}

QByteArray BpeTokenizer::textBytes(std::span<const TokenId> ids) const
{
    QByteArray bytes;
    for (std::size_t i = 0; i < ids.size(); ++i)
        bytes += tokenAt(ids[i], i == 0).bytes;
    return m_parts.decoder.finished(bytes);
}

std::optional<TokenId> BpeTokenizer::tokenWithText(QStringView text) const
{
    const QString typed = text.toString();
    const QByteArray bytes = utf8Bytes(text);
    if (const AddedToken* added = m_parts.addedTokens.find(typed))
        return added->id;
    QStringList writings;
    if (m_parts.byteAlphabet) {
        writings << alphabetText(bytes);
    } else {
        writings << QString(typed).replace(QLatin1Char(' '), QChar(0x2581)) << typed;
        if (bytes.size() == 1)
            writings << byteTokenText(static_cast<unsigned char>(bytes[0]));
    }
    for (const QString& writing : std::as_const(writings)) {
        const std::optional<TokenId> id = m_parts.vocabulary.id(writing);
        // A row that an added token has taken over shows that token's text, not its own.
        if (id && token(*id).bytes == bytes && !token(*id).special)
            return id;
    }
    return std::nullopt;
}

} // namespace headwaters
