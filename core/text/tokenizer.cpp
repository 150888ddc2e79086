#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/text/jsonfields.h"
#include "core/text/utf8.h"

#include <QRegularExpression>

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t mostLabels = 8;

QString labelsOf(const Tokenizer& tokenizer, const std::vector<TokenId>& ids)
{
    QStringList labels;
    for (std::size_t i = 0; i < ids.size() && i < mostLabels; ++i)
        labels << tokenLabel(tokenizer.token(ids[i]));
    if (ids.size() > mostLabels)
        labels << QStringLiteral("…");
    return labels.join(QStringLiteral(", "));
}

// Tokens that end within a character are printed with `\xNN`, and what is printed can be typed.
std::optional<TokenId> tokenWithEscapes(const Tokenizer& tokenizer, const QString& typed)
{
    if (!typed.contains(QLatin1String("\\x")))
        return std::nullopt;
    for (TokenId id = 0; id < tokenizer.size(); ++id) {
        const Token token = tokenizer.token(id);
        if (!token.special && tokenText(token.bytes) == typed)
            return id;
    }
    return std::nullopt;
}

} // namespace

std::vector<TokenId> Tokenizer::encodePrompt(QStringView text, bool withBeginOfText) const
{
    std::vector<TokenId> ids = encode(text);
    const std::optional<TokenId> begin = beginOfText();
    if (withBeginOfText && begin && (ids.empty() || ids.front() != *begin))
        ids.insert(ids.begin(), *begin);
    return ids;
}

QByteArray Tokenizer::textBytes(std::span<const TokenId> ids) const
{
    QByteArray bytes;
    for (const TokenId id : ids)
        bytes += token(id).bytes;
    return bytes;
}

QString Tokenizer::decode(std::span<const TokenId> ids) const
{
    return fromAnyBytes(textBytes(ids).toStdString());
}

TokenId Tokenizer::parseToken(const QString& typed, const QString& field, int rows) const
{
    static const QRegularExpression number(QStringLiteral("\\A#([+-]?[0-9]+)\\z"));
    const int count = std::max(size(), rows);
    if (typed.isEmpty())
        throw badInput(QStringLiteral("%1: empty; give the exact text of one token, or #id").arg(field));
    if (const QRegularExpressionMatch match = number.match(typed); match.hasMatch()) {
        bool ok = false;
        const int id = match.captured(1).toInt(&ok);
        if (!ok || id < 0 || id >= count || typed.contains(QLatin1Char('+')))
            throw badInput(QStringLiteral("%1: %2 is no token of this model; its tokens are #0 to #%3")
                               .arg(field, quoted(typed))
                               .arg(count - 1));
        return id;
    }
    if (const std::optional<TokenId> id = tokenWithText(typed))
        return *id;
    if (const std::optional<TokenId> id = tokenWithEscapes(*this, typed))
        return *id;
    const std::vector<TokenId> ids = encodeContinuation(typed);
    if (ids.size() == 1)
        throw badInput(QStringLiteral("%1: %2 is not the exact text of a token; the nearest is %3 (#%4)")
                           .arg(field, quoted(typed), quoted(tokenText(token(ids.front()).bytes)))
                           .arg(ids.front()));
    throw badInput(QStringLiteral("%1: %2 is %3 tokens (%4), not one")
                       .arg(field, quoted(typed))
                       .arg(ids.size())
                       .arg(labelsOf(*this, ids)));
}

} // namespace headwaters
