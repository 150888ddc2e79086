#include "core/heads/tasks/roletext.h"

#include "core/text/rolelabels.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace headwaters {

RoleText& RoleText::text(const QString& text)
{
    m_text += text;
    return *this;
}

RoleText& RoleText::word(const QString& text, const QStringList& roles)
{
    for (const QString& role : roles)
        m_spans.push_back({role, m_text.size(), text.size()});
    m_text += text;
    return *this;
}

TaskPrompt RoleText::prompt(const TaskGround& ground) const
{
    Prompt written;
    written.text = m_text;
    written.beginOfText = ground.beginOfText.has_value();
    std::map<QString, std::set<int>> roles;
    for (const Span& span : m_spans) {
        const auto range = tokensOf({span.begin, span.length}, written, *ground.tokenizer);
        for (int position = range ? range->first : 0; range && position <= range->last; ++position)
            roles[span.role].insert(position);
    }
    TaskPrompt prompt;
    prompt.ids = ground.tokenizer->encodePrompt(m_text, written.beginOfText);
    for (const auto& [role, positions] : roles)
        prompt.roles[role].assign(positions.begin(), positions.end());
    prompt.roles[QStringLiteral("END")] = {static_cast<int>(prompt.ids.size()) - 1};
    return prompt;
}

std::vector<std::size_t> shuffledNumbers(std::size_t count, PromptRandom& random)
{
    std::vector<std::size_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), std::size_t(0));
    for (std::size_t left = count; left > 1; --left)
        std::swap(numbers[left - 1], numbers[random.below(left)]);
    return numbers;
}

std::vector<int> positionsOf(const TaskPrompt& prompt, const QStringList& roles)
{
    std::set<int> positions;
    for (const QString& role : roles) {
        if (const auto found = prompt.roles.find(role); found != prompt.roles.end())
            positions.insert(found->second.begin(), found->second.end());
    }
    return {positions.begin(), positions.end()};
}

TaskSet unaskable(const QString& key, const QString& sentence, const QString& reason)
{
    TaskSet set;
    set.key = key;
    set.sentence = sentence;
    set.reason = reason;
    return set;
}

void fitToContext(TaskSet& set, int nCtx)
{
    if (set.prompts.empty())
        return;
    std::size_t shortest = set.prompts.front().ids.size();
    for (const TaskPrompt& prompt : set.prompts)
        shortest = std::min(shortest, prompt.ids.size());
    std::erase_if(
        set.prompts, [&](const TaskPrompt& prompt) { return static_cast<int>(prompt.ids.size()) > nCtx; });
    if (set.prompts.empty())
        set.reason = QStringLiteral("its prompts have %1 tokens or more, and the context holds %2")
                         .arg(shortest)
                         .arg(nCtx);
}

} // namespace headwaters
