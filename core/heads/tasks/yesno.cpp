#include "core/heads/tasks/yesno.h"

#include "core/heads/tasks/facttables.h"
#include "core/heads/tasks/roletext.h"

namespace headwaters {

namespace {

struct WordPair {
    QString first, second;
};

std::optional<WordPair> usable(const TaskGround& ground, const WordPair& large)
{
    for (const WordPair& pair : {large, WordPair{large.first.toLower(), large.second.toLower()}}) {
        if (ground.word(pair.first) && ground.word(pair.second))
            return pair;
    }
    return {};
}

TaskPrompt ask(const TaskGround& ground, const WordPair& pair, bool swapped, const QString& question)
{
    RoleText text;
    const QString yes = QStringLiteral("YES"), no = QStringLiteral("NO");
    text.text(QStringLiteral("Answer "));
    text.word(swapped ? pair.second : pair.first, {swapped ? no : yes});
    text.text(QStringLiteral(" or "));
    text.word(swapped ? pair.first : pair.second, {swapped ? yes : no});
    text.text(QStringLiteral(". %1\nAnswer:").arg(question));
    return text.prompt(ground);
}

} // namespace

YesNoSet yesNo(const TaskGround& ground, int questions, std::uint64_t seed)
{
    const QString key = QStringLiteral("yes-no");
    const QString sentence = QStringLiteral("Affirms what is true and denies what is not");
    YesNoSet result;
    if (!ground.tokenizer) {
        result.set = unaskable(key, sentence, QStringLiteral("the model has no tokenizer"));
        return result;
    }
    const auto pair = usable(ground, {QStringLiteral("Yes"), QStringLiteral("No")});
    const auto control = usable(ground, {QStringLiteral("Left"), QStringLiteral("Right")});
    std::vector<std::pair<QString, QString>> rows;
    for (const auto& row : factTables().front().rows) {
        if (ground.word(row.first) && ground.word(row.second))
            rows.push_back(row);
    }
    if (!pair || !control || rows.size() < 12) {
        result.set = unaskable(
            key, sentence,
            rows.size() < 12 ? QStringLiteral("only %1 capitals have words of one token each; 12 are needed")
                                   .arg(rows.size())
                             : QStringLiteral("Yes and No, or Left and Right, are not one token each"));
        return result;
    }
    result.set.key = key;
    result.set.sentence = sentence;
    result.yes = *ground.word(pair->first);
    result.no = *ground.word(pair->second);
    PromptRandom random(seed);
    const std::vector<std::size_t> order = shuffledNumbers(rows.size(), random);
    for (int at = 0; at < questions; ++at) {
        const auto& [country, city] = rows[order[static_cast<std::size_t>(at) % rows.size()]];
        const bool isTrue = at % 2 == 0;
        QString asked = city;
        while (!isTrue && asked == city)
            asked = rows[random.below(rows.size())].second;
        const QString question = QStringLiteral("Is %1 the capital of %2?").arg(asked, country);
        for (const bool swapped : {false, true}) {
            TaskPrompt prompt = ask(ground, *pair, swapped, question);
            prompt.variant = swapped ? QStringLiteral("no first") : QStringLiteral("yes first");
            prompt.target = isTrue ? result.yes : result.no;
            prompt.rival = isTrue ? result.no : result.yes;
            result.set.prompts.push_back(std::move(prompt));
            result.control.push_back(ask(ground, *control, swapped, question));
        }
    }
    // Both orders of a question fit or neither, and the control is of their length or stays out with them.
    for (const auto* prompts : {&result.set.prompts, &result.control}) {
        for (const TaskPrompt& prompt : *prompts) {
            if (static_cast<int>(prompt.ids.size()) > ground.nCtx) {
                result.set.reason =
                    QStringLiteral("its prompts are longer than the context of %1").arg(ground.nCtx);
            }
        }
    }
    if (!result.set.reason.isEmpty()) {
        result.set.prompts.clear();
        result.control.clear();
    }
    return result;
}

} // namespace headwaters
