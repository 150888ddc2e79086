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

AddedTokens::AddedTokens(std::vector<AddedToken> tokens, const Rewrite& rewrite) : m_tokens(std::move(tokens))
{
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        const AddedToken& token = m_tokens[i];
        m_byId.insert(token.id, i);
        m_byContent.insert(token.content, i);
        std::string bytes = toUtf8(token.content);
        if (token.normalized && rewrite)
            bytes = rewrite(bytes, StretchPlace::TextStart);
        if (bytes.empty())
            continue;
        Patterns& patterns = token.normalized ? m_second : m_first;
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
    const auto found = m_byId.constFind(id);
    return found == m_byId.constEnd() ? nullptr : &m_tokens[found.value()];
}

const AddedToken* AddedTokens::find(const QString& content) const
{
    const auto found = m_byContent.constFind(content);
    return found == m_byContent.constEnd() ? nullptr : &m_tokens[found.value()];
}

void AddedTokens::split(std::string_view text, StretchPlace place, const Sinks& sinks) const
{
    const auto second = [&](std::string_view rest, StretchPlace where) {
        if (!sinks.rewrite) {
            splitBy(m_second, rest, where, sinks.text, sinks.token);
            return;
        }
        const std::string rewritten = sinks.rewrite(rest, where);
        splitBy(m_second, rewritten, where, sinks.text, sinks.token);
    };
    splitBy(m_first, text, place, second, sinks.token);
}

void AddedTokens::splitBy(
    const Patterns& patterns, std::string_view text, StretchPlace place, const TextSink& textSink,
    const TokenSink& tokenSink) const
{
    const auto placeOf = [place](std::size_t begin) { return begin == 0 ? place : StretchPlace::AfterToken; };
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
            textSink(text.substr(done, start - done), placeOf(done));
        tokenSink(token.id);
        done = stop;
    }
    if (done < text.size())
        textSink(text.substr(done), placeOf(done));
}

} // namespace headwaters
