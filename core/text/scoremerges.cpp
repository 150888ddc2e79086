#include "core/text/scoremerges.h"

#include "core/base/error.h"
#include "core/text/bytealphabet.h"
#include "core/text/pairqueue.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr TokenId none = -1;

} // namespace

ScoreMerges::ScoreMerges(std::vector<ScoredToken> tokens, std::optional<TokenId> unknown)
    : m_tokens(std::move(tokens)),
      m_unknown(unknown)
{
    std::unordered_map<std::string_view, TokenId> bytes;
    m_ids.reserve(m_tokens.size());
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        const ScoredToken& token = m_tokens[i];
        if (token.kind == ScoredToken::Kind::Text || token.kind == ScoredToken::Kind::Unused)
            m_ids.emplace(token.text, static_cast<TokenId>(i));
        else if (token.kind == ScoredToken::Kind::Byte)
            bytes.emplace(token.text, static_cast<TokenId>(i));
    }
    for (std::size_t byte = 0; byte < m_bytes.size(); ++byte) {
        const auto found = bytes.find(toUtf8(byteTokenText(static_cast<unsigned char>(byte))));
        m_bytes[byte] = found == bytes.end() ? none : found->second;
        m_hasBytes = m_hasBytes && m_bytes[byte] != none;
    }
}

std::optional<TokenId> ScoreMerges::find(std::string_view text) const
{
    const auto found = m_ids.find(text);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

void ScoreMerges::appendUnknown(std::string_view text, std::vector<TokenId>& out) const
{
    if (m_hasBytes) {
        for (const char byte : text)
            out.push_back(m_bytes[static_cast<unsigned char>(byte)]);
        return;
    }
    if (!m_unknown)
        throw badInput(
            QStringLiteral("The text holds the character U+%1, for which the vocabulary has no token")
                .arg(static_cast<uint>(utf8At(text, 0).character), 4, 16, QLatin1Char('0')));
    out.push_back(*m_unknown);
}

void ScoreMerges::encode(std::string_view piece, std::vector<TokenId>& out) const
{
    using Queue = PairQueue<double>;
    std::vector<TokenId> start;
    std::vector<std::size_t> begins; // [position], and the end of the piece
    for (std::size_t at = 0; at < piece.size();) {
        const std::size_t length = utf8At(piece, at).length;
        start.push_back(find(piece.substr(at, length)).value_or(none));
        begins.push_back(at);
        at += length;
    }
    begins.push_back(piece.size());
    Queue queue(start);
    const auto endOf = [&](int position) {
        const int next = queue.at(position).next;
        return next == Queue::none ? piece.size() : begins[static_cast<std::size_t>(next)];
    };
    const auto textOf = [&](int left, int right) {
        const std::size_t begin = begins[static_cast<std::size_t>(left)];
        return piece.substr(begin, endOf(right) - begin);
    };
    // How a token was put together, for those that are not used themselves.
    std::unordered_map<TokenId, std::pair<std::string_view, std::string_view>> parts;
    queue.run(
        [&](int left, int right) -> Queue::Merge {
            const std::optional<TokenId> id = find(textOf(left, right));
            return id ? Queue::Merge({-token(*id).score, *id}) : std::nullopt;
        },
        [&](int left, int right) {
            const std::string_view whole = textOf(left, right);
            const std::optional<TokenId> id = find(whole);
            if (id && token(*id).kind == ScoredToken::Kind::Unused)
                parts[*id] = {textOf(left, left), textOf(right, right)};
        });
    bool afterUnknown = false;
    std::vector<std::string_view> pending;
    for (int position = queue.first(); position != Queue::none; position = queue.at(position).next) {
        pending.push_back(textOf(position, position));
        while (!pending.empty()) {
            const std::string_view text = pending.back();
            pending.pop_back();
            const std::optional<TokenId> id = find(text);
            const auto split = id ? parts.find(*id) : parts.end();
            if (split != parts.end()) {
                pending.push_back(split->second.second);
                pending.push_back(split->second.first);
                continue;
            }
            if (id)
                out.push_back(*id);
            else if (m_hasBytes || !afterUnknown)
                appendUnknown(text, out);
            afterUnknown = !id;
        }
    }
}

} // namespace headwaters
