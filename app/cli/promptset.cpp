#include "app/cli/promptset.h"

#include "app/cli/commonoptions.h"
#include "core/base/error.h"
#include "core/engine/trace/familyprompts.h"
#include "core/text/promptlist.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

void setAnswers(
    TracePrompt& prompt, std::optional<TokenId> target, std::optional<TokenId> rival,
    const Tokenizer& tokenizer)
{
    if (target) {
        prompt.targets = {*target};
        prompt.targetTexts = {tokenText(tokenizer.token(*target).bytes)};
    }
    prompt.rival = rival;
}

/// What the trace would refuse, said with the prompt's place.
void check(const TracePrompt& prompt, const QString& place, bool needsTarget, int context)
{
    if (static_cast<int>(prompt.ids.size()) > context)
        throw badInput(
            u"%1 has %2 tokens; the context holds %3."_s.arg(place).arg(prompt.ids.size()).arg(context));
    if (needsTarget && prompt.targets.empty())
        throw badInput(
            u"%1 has no target; a trace needs one, or heads to start from (--roots)."_s.arg(place));
    if (prompt.rival && prompt.targets.empty())
        throw badInput(u"%1 has a rival and no target."_s.arg(place));
    if (prompt.rival && prompt.targets.front() == *prompt.rival)
        throw badInput(u"%1: target and rival are the same token."_s.arg(place));
}

std::vector<TracePrompt>
listedPrompts(const Arguments& arguments, const Tokenizer& tokenizer, const ModelInfo& info, bool needsTarget)
{
    for (const auto option : {"count"_L1, "seed"_L1, "no-bos"_L1}) {
        if (arguments.isSet(option))
            throw badInput(
                u"--%1 is for a family of the library; --prompts says itself what is traced."_s.arg(option));
    }
    const QString path = arguments.required("prompts"_L1);
    const int rows = info.dVocab;
    std::vector<TracePrompt> prompts;
    for (const ListedPrompt& listed : readPromptList(readInput(path), path)) {
        const QString place = u"%1: prompt %2"_s.arg(path).arg(prompts.size() + 1);
        TracePrompt prompt;
        prompt.ids = tokenizer.encodePrompt(listed.text, listed.beginOfText);
        prompt.labels = labelsOfPrompt(
            labelsOfRoles(listed.roles, static_cast<int>(prompt.ids.size()), place), prompt.ids, tokenizer);
        // A later role may stand on the same token, so the place is the list's, not the label's.
        if (const auto role = listed.roles.find(u"IO"_s); role != listed.roles.end())
            prompt.rootSource = role->second;
        const auto token = [&](const std::optional<QString>& text, const QString& which) {
            return text ? std::optional(tokenizer.parseToken(*text, place + u": the "_s + which, rows))
                        : std::nullopt;
        };
        setAnswers(prompt, token(listed.target, u"target"_s), token(listed.rival, u"rival"_s), tokenizer);
        check(prompt, place, needsTarget, info.nCtx);
        prompts.push_back(std::move(prompt));
    }
    return prompts;
}

std::vector<TracePrompt>
chosenFamily(const Arguments& arguments, const Tokenizer& tokenizer, const ModelInfo& info, bool needsTarget)
{
    const PromptLibrary library = PromptLibrary::load();
    const QString typed = arguments.required("family"_L1);
    const QString key = typed == "ioi"_L1 ? u"indirect-object"_s : typed;
    const PromptFamily* family = library.find(key);
    if (family == nullptr) {
        QStringList keys;
        for (const PromptFamily& one : library.families())
            keys << one.key;
        throw badInput(u"--family is “%1”; the library has %2."_s.arg(typed, keys.join(u", "_s)));
    }
    const int count = arguments.isSet("count"_L1) ? arguments.integer("count"_L1, 1, 100'000) : 32;
    const quint64 seed = arguments.isSet("seed"_L1) ? arguments.natural("seed"_L1) : 0;
    std::vector<TracePrompt> prompts =
        familyPrompts(*family, seed, count, !arguments.isSet("no-bos"_L1), tokenizer);
    for (const TracePrompt& prompt : prompts)
        check(prompt, u"The prompt “%1”"_s.arg(forMessage(prompt.text)), needsTarget, info.nCtx);
    return prompts;
}

} // namespace

QList<QCommandLineOption> promptSetOptions()
{
    return {
        {u"family"_s, u"A family of the prompt library; ioi is indirect-object."_s, u"NAME"_s},
        {u"count"_s, u"How many prompts of the family (default: 32)."_s, u"N"_s},
        {u"seed"_s, u"Which prompts are drawn (default: 0)."_s, u"SEED"_s},
        {u"prompts"_s, u"A list of prompts; - is standard input."_s, u"FILE.jsonl"_s},
    };
}

std::vector<TracePrompt> chosenPromptSet(
    const Arguments& arguments, const Tokenizer& tokenizer, const ModelInfo& info, bool needsTarget)
{
    return arguments.isSet("prompts"_L1) ? listedPrompts(arguments, tokenizer, info, needsTarget)
                                         : chosenFamily(arguments, tokenizer, info, needsTarget);
}

} // namespace headwaters
