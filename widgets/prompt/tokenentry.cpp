#include "widgets/prompt/tokenentry.h"

#include "core/base/error.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

constexpr QChar spaceSign(0x00b7);

/// A token whose bytes are no text is typed as the window shows it.
std::optional<TokenId> tokenWithLabel(const Tokenizer& tokenizer, const QString& label)
{
    if (!label.contains(QLatin1String("\\x")))
        return std::nullopt;
    for (TokenId id = 0; id < tokenizer.size(); ++id) {
        if (tokenLabel(tokenizer.token(id)) == label)
            return id;
    }
    return std::nullopt;
}

} // namespace

TokenEntry readTokenEntry(const Tokenizer& tokenizer, const QString& typed, const QString& field)
{
    if (typed.isEmpty())
        return {};
    // A token may hold the sign itself, so the literal reading comes first.
    if (const auto literal = tokenizer.tokenWithText(typed))
        return {*literal, {}};
    QString text = typed;
    text.replace(spaceSign, QLatin1Char(' '));
    try {
        return {tokenizer.parseToken(text, field), {}};
    } catch (const Error& error) {
        if (const auto byLabel = tokenWithLabel(tokenizer, typed))
            return {*byLabel, {}};
        const QString spaced = QLatin1Char(' ') + text;
        if (!text.startsWith(QLatin1Char(' ')) && !text.startsWith(QLatin1Char('#'))
            && tokenizer.tokenWithText(spaced)) {
            return {
                std::nullopt,
                QCoreApplication::translate(
                    "TokenEntry", "The %1 “%2” is not one token of this model, but “·%2” is.")
                    .arg(field, text)};
        }
        return {std::nullopt, error.problem().summary};
    }
}

} // namespace headwaters
