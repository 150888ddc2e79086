#include "core/heads/tasks/taskwords.h"

#include <set>

namespace headwaters {

std::vector<TaskWord> singleTokens(const TaskGround& ground, const QStringList& words)
{
    std::vector<TaskWord> result;
    std::set<TokenId> seen;
    for (const QString& word : words) {
        const std::optional<TokenId> token = ground.word(word);
        if (token && seen.insert(*token).second)
            result.push_back({word, *token});
    }
    return result;
}

QString
whyNotAsked(const TaskGround& ground, const QString& kind, std::size_t words, std::size_t needed, int longest)
{
    if (!ground.tokenizer)
        return QStringLiteral("the model has no tokenizer to write prompts with");
    if (words < needed) {
        return QStringLiteral("%1 %2 are one token each, and %3 are needed").arg(words).arg(kind).arg(needed);
    }
    if (longest > ground.nCtx) {
        return QStringLiteral("its prompts take %1 tokens and the context holds %2")
            .arg(longest)
            .arg(ground.nCtx);
    }
    return {};
}

} // namespace headwaters
