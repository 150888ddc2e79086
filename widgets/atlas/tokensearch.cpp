#include "widgets/atlas/tokensearch.h"

namespace headwaters {

namespace {

template <typename Matches> std::vector<int> positionsWhere(const std::vector<Token>& tokens, Matches matches)
{
    std::vector<int> positions;
    for (std::size_t position = 0; position < tokens.size(); ++position)
        if (matches(tokens[position]))
            positions.push_back(static_cast<int>(position));
    return positions;
}

} // namespace

std::vector<int> matchingPositions(const std::vector<Token>& tokens, const QString& typed)
{
    if (typed.isEmpty())
        return {};
    const auto exact = positionsWhere(tokens, [&](const Token& token) {
        const QString text = tokenText(token.bytes);
        return tokenLabel(token) == typed || text == typed || text == u' ' + typed;
    });
    if (!exact.empty())
        return exact;
    return positionsWhere(tokens, [&](const Token& token) {
        return tokenLabel(token).contains(typed, Qt::CaseInsensitive)
            || tokenText(token.bytes).contains(typed, Qt::CaseInsensitive);
    });
}

} // namespace headwaters
