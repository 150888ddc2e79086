#include "core/text/rolelabels.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

// The bytes of the text that each token covers; a beginning-of-text token that was added covers none.
struct TokenBytes {
    std::vector<TokenId> ids;
    std::vector<std::size_t> ends; // [position]
};

// How many bytes of what is left of the text a token covers. A tokenizer may put a space before a text, which
// the text does not hold.
std::size_t coveredBytes(std::string_view left, const QByteArray& token)
{
    const std::string_view bytes(token.constData(), static_cast<std::size_t>(token.size()));
    if (left.starts_with(bytes))
        return bytes.size();
    if (bytes.starts_with(' ') && left.starts_with(bytes.substr(1)))
        return bytes.size() - 1;
    return std::min(left.size(), bytes.size());
}

TokenBytes tokenBytes(const Prompt& prompt, const Tokenizer& tokenizer)
{
    TokenBytes result;
    result.ids = tokenizer.encodePrompt(prompt.text, prompt.beginOfText);
    const bool added = result.ids.size() > tokenizer.encode(prompt.text).size();
    const std::string text = toUtf8(prompt.text);
    std::size_t end = 0;
    for (std::size_t i = 0; i < result.ids.size(); ++i) {
        if (i > 0 || !added)
            end += coveredBytes(std::string_view(text).substr(end), tokenizer.token(result.ids[i]).bytes);
        result.ends.push_back(end);
    }
    return result;
}

std::optional<TokenRange> covering(const TokenBytes& tokens, std::size_t begin, std::size_t end)
{
    std::optional<TokenRange> range;
    std::size_t start = 0;
    for (std::size_t i = 0; i < tokens.ends.size(); ++i) {
        if (tokens.ends[i] > begin && start < end) {
            const int position = static_cast<int>(i);
            range = TokenRange{range ? range->first : position, position};
        }
        start = tokens.ends[i];
    }
    return range;
}

std::optional<TokenRange> tokensAt(const TextRange& range, const Prompt& prompt, const TokenBytes& tokens)
{
    if (range.begin < 0 || range.length <= 0 || range.begin + range.length > prompt.text.size())
        return std::nullopt;
    const QStringView text(prompt.text);
    const std::size_t begin = toUtf8(text.left(range.begin)).size();
    return covering(tokens, begin, begin + toUtf8(text.mid(range.begin, range.length)).size());
}

std::optional<TokenRange> lastOf(QStringView text, const TokenBytes& tokens, const Tokenizer& tokenizer)
{
    const std::optional<TokenId> id = tokenizer.tokenWithText(text);
    const auto found = id ? std::find(tokens.ids.rbegin(), tokens.ids.rend(), *id) : tokens.ids.rend();
    if (found == tokens.ids.rend())
        return std::nullopt;
    const int position = static_cast<int>(std::distance(found, tokens.ids.rend())) - 1;
    return TokenRange{position, position};
}

std::optional<TokenRange> punctuation(const TokenBytes& tokens, const Tokenizer& tokenizer)
{
    const std::optional<TokenRange> stop = lastOf(u".", tokens, tokenizer);
    return stop ? stop : lastOf(u",", tokens, tokenizer);
}

std::optional<TokenRange> verb(const TokenBytes& tokens, const Tokenizer& tokenizer)
{
    std::optional<TokenRange> range;
    for (const QStringView word : std::to_array<QStringView>({u" gave", u" give", u" said"})) {
        if (const std::optional<TokenRange> found = lastOf(word, tokens, tokenizer))
            range = found;
    }
    return range;
}

std::optional<TokenRange>
anchorOf(const RoleMark& mark, const Prompt& prompt, const TokenBytes& tokens, const Tokenizer& tokenizer)
{
    const int last = static_cast<int>(tokens.ids.size()) - 1;
    switch (mark.anchor) {
    case RoleMark::Anchor::Word:
        return tokensAt(mark.word, prompt, tokens);
    case RoleMark::Anchor::Start:
        return TokenRange{0, 0};
    case RoleMark::Anchor::End:
        return TokenRange{last, last};
    case RoleMark::Anchor::Punctuation:
        return punctuation(tokens, tokenizer);
    case RoleMark::Anchor::Verb:
        break;
    }
    return verb(tokens, tokenizer);
}

} // namespace

std::optional<int> RoleLabels::position(const QString& role) const
{
    const auto found = std::find(m_labels.begin(), m_labels.end(), role);
    if (found == m_labels.end() || role.isEmpty())
        return std::nullopt;
    return static_cast<int>(std::distance(m_labels.begin(), found));
}

RoleLabels roleLabels(const Prompt& prompt, const Tokenizer& tokenizer)
{
    const TokenBytes tokens = tokenBytes(prompt, tokenizer);
    std::vector<QString> labels(tokens.ids.size());
    for (const RoleMark& mark : prompt.roles) {
        const std::optional<TokenRange> anchor = anchorOf(mark, prompt, tokens, tokenizer);
        if (!anchor)
            continue;
        const int position = (mark.offset < 0 ? anchor->first : anchor->last) + mark.offset;
        if (position >= 0 && static_cast<std::size_t>(position) < labels.size())
            labels[static_cast<std::size_t>(position)] = mark.name;
    }
    return RoleLabels(std::move(labels));
}

std::optional<TokenRange> tokensOf(const TextRange& range, const Prompt& prompt, const Tokenizer& tokenizer)
{
    return tokensAt(range, prompt, tokenBytes(prompt, tokenizer));
}

} // namespace headwaters
