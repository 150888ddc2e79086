#include "app/cli/scoredset.h"

#include "app/cli/commonoptions.h"
#include "core/base/error.h"
#include "core/engine/detect/tasksets.h"
#include "core/text/promptlist.h"

#include <QFileInfo>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultCount = 32;
constexpr int mostPrompts = 1000;

TaskPrompt promptOf(
    const ListedPrompt& listed, const QString& place, bool withBos, const Tokenizer& tokenizer,
    const ModelInfo& info)
{
    TaskPrompt prompt;
    prompt.ids = tokenizer.encodePrompt(listed.text, withBos && listed.beginOfText);
    const int tokens = static_cast<int>(prompt.ids.size());
    if (tokens > info.nCtx)
        throw badInput(u"%1 has %2 tokens; the context holds %3."_s.arg(place).arg(tokens).arg(info.nCtx));
    for (const auto& [role, position] : listed.roles) {
        if (position >= tokens)
            throw badInput(u"%1: the role %2 is at token %3; there are %4."_s.arg(place, role)
                               .arg(position)
                               .arg(tokens));
        prompt.roles[role] = {position};
    }
    if (!listed.target)
        throw badInput(u"%1 has no target; without one it has no score."_s.arg(place));
    prompt.target = tokenizer.parseToken(*listed.target, place + u": the target"_s, info.dVocab);
    if (listed.rival)
        prompt.rival = tokenizer.parseToken(*listed.rival, place + u": the rival"_s, info.dVocab);
    if (prompt.target == prompt.rival)
        throw badInput(u"%1: target and rival are the same token."_s.arg(place));
    return prompt;
}

TaskSet
listedSet(const QString& path, const Arguments& arguments, const Tokenizer& tokenizer, const ModelInfo& info)
{
    if (arguments.isSet("count"_L1))
        throw badInput(u"--count is for a task; a list is taken whole."_s);
    TaskSet set;
    set.key = path;
    for (const ListedPrompt& listed : readPromptList(readInput(path), path))
        set.prompts.push_back(promptOf(
            listed, u"%1: prompt %2"_s.arg(path).arg(set.prompts.size() + 1), !arguments.isSet("no-bos"_L1),
            tokenizer, info));
    return set;
}

} // namespace

TaskSet scoredSet(
    const Arguments& arguments, const std::shared_ptr<const Tokenizer>& tokenizer, const ModelInfo& info)
{
    const QString name = arguments.required("set"_L1);
    if (name == "-"_L1 || QFileInfo(name).isFile())
        return listedSet(name, arguments, *tokenizer, info);
    if (arguments.isSet("no-bos"_L1))
        throw badInput(u"--no-bos is for a list of one's own; a task begins as the model does."_s);
    const int count =
        arguments.isSet("count"_L1) ? arguments.integer("count"_L1, 1, mostPrompts) : defaultCount;
    const quint64 seed = arguments.isSet("seed"_L1) ? arguments.natural("seed"_L1) : 0;
    QStringList names;
    for (TaskSet& set : taskSets(TaskGround::of(tokenizer, info.nCtx), count, seed)) {
        if (set.key != name) {
            names << set.key;
            continue;
        }
        if (set.isEmpty())
            throw failure(u"The task %1 cannot be asked of %2: %3."_s.arg(name, info.name, set.reason));
        return std::move(set);
    }
    throw badInput(u"--set is “%1”, which is no file and none of the tasks %2."_s.arg(
        forMessage(name), names.join(u", "_s)));
}

} // namespace headwaters
