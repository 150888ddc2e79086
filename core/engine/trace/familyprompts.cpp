#include "core/engine/trace/familyprompts.h"

#include "core/circuit/tokenlabels.h"
#include "core/text/promptnotes.h"
#include "core/text/rolelabels.h"

#include <algorithm>

namespace headwaters {

std::vector<QString>
labelsOfPrompt(std::vector<QString> roles, const std::vector<TokenId>& ids, const Tokenizer& tokenizer)
{
    const bool hasRole =
        std::any_of(roles.begin(), roles.end(), [](const QString& role) { return !role.isEmpty(); });
    if (hasRole)
        return roles;
    std::vector<QString> texts;
    for (const TokenId id : ids)
        texts.push_back(tokenText(tokenizer.token(id).bytes));
    return tokenLabels(texts);
}

std::vector<TracePrompt> familyPrompts(
    const PromptFamily& family, std::uint64_t seed, int count, bool beginOfText, const Tokenizer& tokenizer)
{
    std::vector<TracePrompt> prompts;
    for (Prompt example : family.examples(seed, count)) {
        example.beginOfText = example.beginOfText && beginOfText;
        TracePrompt prompt;
        prompt.text = example.text;
        prompt.ids = tokenizer.encodePrompt(example.text, example.beginOfText);
        const RoleLabels roles = roleLabels(example, tokenizer);
        prompt.rootSource = roles.position(QStringLiteral("IO"));
        prompt.labels = labelsOfPrompt(roles.labels(), prompt.ids, tokenizer);
        if (const auto target = answerToken(example.target, tokenizer)) {
            prompt.targets = {*target};
            prompt.targetTexts = {tokenText(tokenizer.token(*target).bytes)};
        }
        prompt.rival = answerToken(example.rival, tokenizer);
        prompts.push_back(std::move(prompt));
    }
    return prompts;
}

} // namespace headwaters
