#pragma once

#include "tests/widgets/support/samplerun.h"
#include "widgets/head/headcontent.h"

#include <cmath>
#include <limits>

namespace headwaters {

/// A map of three tokens small enough to follow by hand. Rows: 1 | 0.5 0.5 | 0.2 0.3 0.5.
inline AttentionMap smallMap(Quantity quantity = Quantity::Pattern)
{
    AttentionMap map;
    map.head = {5, 1};
    map.quantity = quantity;
    map.size = 3;
    map.values = {1.0F, 0.0F, 0.0F, 0.5F, 0.5F, 0.0F, 0.2F, 0.3F, 0.5F};
    return map;
}

inline HeadSource smallSource(Quantity quantity = Quantity::Pattern)
{
    HeadSource source;
    source.map = smallMap(quantity);
    source.pattern = smallMap().values;
    source.labels = {QStringLiteral("bos"), QStringLiteral("When"), QStringLiteral("·Mary")};
    source.texts = {QStringLiteral("bos"), QStringLiteral("When"), QStringLiteral(" Mary")};
    source.target = QStringLiteral("·Mary");
    source.rival = QStringLiteral("·John");
    return source;
}

/// The sample run for a prompt of any length, without its thumbnails, which take long to make for long
/// prompts.
inline std::shared_ptr<const RunResult> plainRun(int size, quint64 run = 1)
{
    auto result = std::make_shared<RunResult>(*sampleRun(15, run));
    const std::vector<Token> words = result->tokens;
    result->tokens.clear();
    for (int position = 0; position < size; ++position)
        result->tokens.push_back(words[static_cast<std::size_t>(position) % words.size()]);
    return result;
}

} // namespace headwaters
