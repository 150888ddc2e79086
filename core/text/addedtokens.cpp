#include "core/text/addedtokens.h"

#include "core/text/characterclass.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace headwaters {

namespace {

// Walks back to the start of the character that ends at `end`; the text is valid UTF-8 throughout.
std::size_t previousCharacter(std::string_view text, std::size_t end)
{
    std::size_t at = end - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
        --at;
    return at;
}

bool isSpaceAt(std::string_view text, std::size_t at)
{
    return characterClass(utf8At(text, at).character) == CharacterClass::Space;
}

std::size_t withSpacesBefore(std::string_view text, std::size_t start, std::size_t bound)
{
    while (start > bound) {
        const std::size_t before = previousCharacter(text, start);
        if (before < bound || !isSpaceAt(text, before))
            break;
        start = before;
    }
    return start;
}

std::size_t withSpacesAfter(std::string_view text, std::size_t stop)
{
    while (stop < text.size() && isSpaceAt(text, stop))
        stop += utf8At(text, stop).length;
    return stop;
}

bool touchesWord(std::string_view text, std::size_t start, std::size_t stop)
{
    const auto word = [text](std::size_t at) { return isWordCharacter(utf8At(text, at).character); };
    return (start > 0 && word(previousCharacter(text, start))) || (stop < text.size() && word(stop));
}

} // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : m_tokens(std::move(tokens))
{
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        std::string bytes = toUtf8(m_tokens[i].content);
        if (bytes.empty())
            continue;
        Patterns& patterns = m_tokens[i].normalized ? m_second : m_first;
        patterns[static_cast<unsigned char>(bytes.front())].push_back({std::move(bytes), i});
    }
    for (Patterns* patterns : {&m_first, &m_second}) {
        for (std::vector<Pattern>& list : *patterns)
            std::stable_sort(list.begin(), list.end(), [](const Pattern& a, const Pattern& b) {
                return a.bytes.size() > b.bytes.size();
            });
    }
}

const AddedToken* AddedTokens::find(TokenId id) const
{
    const auto found = std::find_if(
        m_tokens.begin(), m_tokens.end(), [id](const AddedToken& token) { return token.id == id; });
    return found == m_tokens.end() ? nullptr : &*found;
}

const AddedToken* AddedTokens::find(const QString& content) const
{
    const auto found = std::find_if(m_tokens.begin(), m_tokens.end(), [&content](const AddedToken& token) {
        return token.content == content;
    });
    return found == m_tokens.end() ? nullptr : &*found;
}

void AddedTokens::split(std::string_view text, const TextSink& textSink, const TokenSink& tokenSink) const
{
    splitBy(
        m_first, text, [&](std::string_view rest) { splitBy(m_second, rest, textSink, tokenSink); },
        tokenSink);
}

void AddedTokens::splitBy(
    const Patterns& patterns, std::string_view text, const TextSink& textSink,
    const TokenSink& tokenSink) const
{
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::vector<Pattern>& candidates = patterns[static_cast<unsigned char>(text[at])];
        const auto match = std::find_if(candidates.begin(), candidates.end(), [&](const Pattern& pattern) {
            return text.substr(at, pattern.bytes.size()) == pattern.bytes;
        });
        if (match == candidates.end()) {
            ++at;
            continue;
        }
        const AddedToken& token = m_tokens[match->token];
        std::size_t start = at;
        std::size_t stop = at + match->bytes.size();
        at = stop;
        if (token.singleWord && touchesWord(text, start, stop))
            continue;
        if (token.leftStrip)
            start = withSpacesBefore(text, start, done);
        if (token.rightStrip)
            stop = withSpacesAfter(text, stop);
        if (done < start)
            textSink(text.substr(done, start - done));
        tokenSink(token.id);
        done = stop;
    }
    if (done < text.size())
        textSink(text.substr(done));
}

} // namespace headwaters
