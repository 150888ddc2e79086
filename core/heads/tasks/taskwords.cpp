#include "core/heads/tasks/tasktext.h"

#include "core/text/rolelabels.h"

#include <QStringList>

#include <set>
#include <stdexcept>

namespace headwaters {

TaskText& TaskText::say(const QString& text)
{
    m_text += text;
    return *this;
}

TaskText& TaskText::say(const QString& word, const QString& role)
{
    m_words.push_back({{m_text.size(), word.size()}, role});
    m_text += word;
    return *this;
}

TaskPrompt TaskText::prompt(const TaskGround& ground) const
{
    if (!ground.tokenizer)
        throw std::logic_error("texts need a tokenizer");
    Prompt prompt;
    prompt.text = m_text;
    prompt.beginOfText = ground.beginOfText.has_value();
    TaskPrompt result;
    result.ids = ground.tokenizer->encodePrompt(m_text, prompt.beginOfText);
    for (const Word& word : m_words) {
        const std::optional<TokenRange> tokens = tokensOf(word.range, prompt, *ground.tokenizer);
        for (int position = tokens ? tokens->first : 0; tokens && position <= tokens->last; ++position)
            result.roles[word.role].push_back(position);
    }
    result.roles[QStringLiteral("END")] = {static_cast<int>(result.ids.size()) - 1};
    return result;
}

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
