#include "core/heads/tasks/coloredobjects.h"

#include "core/heads/tasks/roletext.h"

namespace headwaters {

namespace {

QStringList usable(const TaskGround& ground, const char* words)
{
    QStringList result;
    for (const QString& word : QString::fromLatin1(words).split(QLatin1Char(' '))) {
        if (ground.word(word))
            result.append(word);
    }
    return result;
}

} // namespace

TaskSet coloredObjects(const TaskGround& ground, ColoredForm form, int count, std::uint64_t seed)
{
    const bool direct = form == ColoredForm::Direct;
    const QString key = direct ? QStringLiteral("colored-objects-direct") : QStringLiteral("colored-objects");
    const QString sentence = QStringLiteral("Says which colour the asked thing has, of three things");
    if (!ground.tokenizer)
        return unaskable(key, sentence, QStringLiteral("the model has no tokenizer"));
    const QStringList colours =
        usable(ground, "red blue green yellow black white brown pink purple gray silver gold");
    const QStringList things = usable(
        ground,
        "book ring letter ball key flower coin ticket map basket camera candle lamp bottle jacket pencil "
        "watch bone box cup plate spoon hat shoe bag clock bell mirror rope wheel");
    const QStringList surfaces = usable(ground, "table desk floor shelf");
    if (colours.size() < 6 || things.size() < 12 || surfaces.isEmpty())
        return unaskable(
            key, sentence,
            QStringLiteral("only %1 colours and %2 things are one token each; 6 and 12 are needed")
                .arg(colours.size())
                .arg(things.size()));
    TaskSet set;
    set.key = key;
    set.sentence = sentence;
    set.chance = 1.0 / 3.0;
    PromptRandom random(seed);
    for (int at = 0; at < count; ++at) {
        const std::vector<std::size_t> colourOrder =
            shuffledNumbers(static_cast<std::size_t>(colours.size()), random);
        const std::vector<std::size_t> thingOrder =
            shuffledNumbers(static_cast<std::size_t>(things.size()), random);
        const auto colour = [&](int k) {
            return colours.at(static_cast<qsizetype>(colourOrder[static_cast<std::size_t>(k)]));
        };
        const auto thing = [&](int k) {
            return things.at(static_cast<qsizetype>(thingOrder[static_cast<std::size_t>(k)]));
        };
        const int asked = at % 3;
        RoleText text;
        text.text(QStringLiteral("On the %1 there is")
                      .arg(
                          direct ? surfaces.front()
                                 : surfaces.at(static_cast<qsizetype>(
                                     random.below(static_cast<std::size_t>(surfaces.size()))))));
        for (int k = 0; k < 3; ++k) {
            QStringList colourRoles = {QStringLiteral("COL_%1").arg(k + 1)};
            if (k == asked)
                colourRoles.append(QStringLiteral("RIGHT"));
            const QString join =
                k == 0 ? QString() : (k == 1 || direct ? QStringLiteral(",") : QStringLiteral(" and"));
            text.text(join + QStringLiteral(" a ")).word(colour(k), colourRoles);
            text.text(QStringLiteral(" ")).word(thing(k), {QStringLiteral("OBJ_%1").arg(k + 1)});
        }
        const QString role = QStringLiteral("ASKED");
        text.text(
            direct ? QStringLiteral(". Question: What color is the ")
                   : QStringLiteral(". Q: What colour is the "));
        text.word(thing(asked), {role});
        if (direct)
            text.text(QStringLiteral("? Answer:"));
        else
            text.text(QStringLiteral("? A: The ")).word(thing(asked), {role}).text(QStringLiteral(" is"));
        TaskPrompt prompt = text.prompt(ground);
        prompt.target = ground.word(colour(asked));
        for (int k = 0; k < 3; ++k) {
            if (k != asked)
                prompt.others.push_back(*ground.word(colour(k)));
        }
        prompt.rival = prompt.others.front();
        prompt.variant = QStringLiteral("asked %1").arg(asked + 1);
        set.prompts.push_back(std::move(prompt));
    }
    fitToContext(set, ground.nCtx);
    return set;
}

} // namespace headwaters
