#include "core/heads/tasks/multiplechoice.h"

#include "core/heads/tasks/facttables.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>

namespace headwaters {

namespace {

const QString shuffledMark = QStringLiteral(" shuffled");

struct Alphabet {
    QString name;
    QStringList labels;
    QString lead; // what stands between `Answer:` and a label, where that is a token of its own
    std::vector<TokenId> answers; // [label]
};

// A label is answered by one token behind `Answer:`, or by one behind a space, for all labels alike.
bool findAnswers(Alphabet& alphabet, const Tokenizer& tokenizer)
{
    for (const QString& lead : {QString(), QStringLiteral(" ")}) {
        const QString before = lead.isEmpty() ? QStringLiteral(" ") : QString();
        alphabet.lead = lead;
        alphabet.answers.clear();
        for (const QString& label : alphabet.labels) {
            const std::vector<TokenId> ids = tokenizer.encodeContinuation(QString(before + label));
            if (ids.size() == 1)
                alphabet.answers.push_back(ids.front());
        }
        // Behind a lone space only what the tokenizer itself writes so.
        const std::vector<TokenId> whole =
            tokenizer.encodeContinuation(QString(QLatin1Char(' ') + alphabet.labels.front()));
        if (static_cast<qsizetype>(alphabet.answers.size()) == alphabet.labels.size()
            && (lead.isEmpty() || whole.size() == 2))
            return true;
    }
    return false;
}

std::vector<Alphabet> usableAlphabets(const Tokenizer& tokenizer)
{
    const auto split = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    std::vector<Alphabet> alphabets;
    for (Alphabet alphabet :
         {Alphabet{QStringLiteral("A-D"), split("A B C D"), {}, {}},
          Alphabet{QStringLiteral("1-4"), split("1 2 3 4"), {}, {}},
          Alphabet{QStringLiteral("QRXZ"), split("Q R X Z"), {}, {}}}) {
        if (findAnswers(alphabet, tokenizer))
            alphabets.push_back(std::move(alphabet));
    }
    return alphabets;
}

struct Item {
    QString thing, answer;
};

std::vector<Item> itemsOf(ChoiceForm form, const TaskGround& ground)
{
    std::vector<Item> items;
    if (form == ChoiceForm::Capitals) {
        for (const auto& [country, city] : factTables().front().rows) {
            if (ground.word(country) && ground.word(city))
                items.push_back({country, city});
        }
        return items;
    }
    const QString table = QStringLiteral(
        "banana yellow, lemon yellow, canary yellow, tomato red, strawberry red, cherry red, brick red, "
        "cucumber green, frog green, leaf green, carrot orange, pumpkin orange, cloud white, swan white, "
        "snowman white, panther black, raven black, sea blue, sapphire blue, flamingo pink, pig pink, "
        "bear brown, chestnut brown");
    for (const QString& row : table.split(QStringLiteral(", "))) {
        const QStringList words = row.split(QLatin1Char(' '));
        if (ground.word(words.at(1)))
            items.push_back({words.at(0), words.at(1)});
    }
    return items;
}

// The right answer at its place, others that are not it around it.
QStringList
drawOptions(const std::vector<Item>& items, const Item& item, int options, int right, PromptRandom& random)
{
    QStringList drawn;
    while (drawn.size() < options) {
        const QString& option =
            drawn.size() == right ? item.answer : items[random.below(items.size())].answer;
        if ((option != item.answer || drawn.size() == right) && !drawn.contains(option))
            drawn.append(option);
    }
    return drawn;
}

TaskPrompt written(
    const TaskGround& ground, ChoiceForm form, const Item& item, const QStringList& options,
    const QStringList& labels, int right, const QString& lead)
{
    RoleText text;
    if (form == ChoiceForm::Colours)
        text.text(QStringLiteral("A %1 is %2. What colour is a %1?").arg(item.thing, item.answer));
    else
        text.text(QStringLiteral("Question: What is the capital of %1?").arg(item.thing));
    for (int at = 0; at < options.size(); ++at) {
        QStringList roles = {QStringLiteral("LABEL_%1").arg(at + 1)};
        if (at == right)
            roles.append(QStringLiteral("RIGHT"));
        text.text(form == ChoiceForm::Colours ? QStringLiteral("\n") : QStringLiteral(" "));
        text.word(labels.at(at), roles);
        text.text(form == ChoiceForm::Colours ? QStringLiteral(": ") : QStringLiteral(". "));
        text.word(options.at(at), {QStringLiteral("OPTION_%1").arg(at + 1)});
    }
    text.text(
        (form == ChoiceForm::Colours ? QStringLiteral("\nAnswer:") : QStringLiteral(" Answer:")) + lead);
    return text.prompt(ground);
}

} // namespace

TaskSet multipleChoice(const TaskGround& ground, ChoiceForm form, int count, std::uint64_t seed)
{
    const bool colours = form == ChoiceForm::Colours;
    const QString key =
        colours ? QStringLiteral("multiple-choice-colours") : QStringLiteral("multiple-choice");
    const QString sentence = colours ? QStringLiteral("Answers with the label of the colour it was just told")
                                     : QStringLiteral("Answers with the label of the right capital");
    if (!ground.tokenizer)
        return unaskable(key, sentence, QStringLiteral("the model has no tokenizer"));
    const std::vector<Item> items = itemsOf(form, ground);
    if (items.size() < 12)
        return unaskable(
            key, sentence,
            QStringLiteral("only %1 of its items have words of one token each; 12 are needed")
                .arg(items.size()));
    const std::vector<Alphabet> alphabets = usableAlphabets(*ground.tokenizer);
    if (alphabets.empty())
        return unaskable(key, sentence, QStringLiteral("no alphabet of labels has one token a label"));
    TaskSet set;
    set.key = key;
    set.sentence = sentence;
    PromptRandom random(seed);
    double chance = 0;
    // Number of options, right place and order of the labels go round on their own in each alphabet; the
    // first alphabet has half of the prompts.
    std::vector<int> turns(alphabets.size());
    const std::vector<std::size_t> order = shuffledNumbers(items.size(), random);
    for (int at = 0; at < count; ++at) {
        const std::size_t which = at % 2 == 0 ? 0 : static_cast<std::size_t>(at / 2) % alphabets.size();
        const Alphabet& alphabet = alphabets[which];
        const int turn = turns[which]++;
        const int options = 2 + turn % 3;
        const int right = (turn / 3) % options;
        const bool shuffled = (turn / 3 / options) % 2 == 1;
        const Item& item = items[order[static_cast<std::size_t>(at) % items.size()]];
        const QStringList drawn = drawOptions(items, item, options, right, random);
        std::vector<std::size_t> places = shuffledNumbers(static_cast<std::size_t>(options), random);
        if (shuffled && std::is_sorted(places.begin(), places.end()))
            std::rotate(places.begin(), places.begin() + 1, places.end());
        else if (!shuffled)
            std::sort(places.begin(), places.end());
        QStringList labels;
        for (const std::size_t place : places)
            labels.append(alphabet.labels.at(static_cast<qsizetype>(place)));
        TaskPrompt prompt = written(ground, form, item, drawn, labels, right, alphabet.lead);
        for (int option = 0; option < options; ++option) {
            const TokenId answer = alphabet.answers[places[static_cast<std::size_t>(option)]];
            if (option == right)
                prompt.target = answer;
            else
                prompt.others.push_back(answer);
        }
        prompt.rival = prompt.others.front();
        prompt.variant = shuffled ? QString(alphabet.name + shuffledMark) : alphabet.name;
        chance += 1.0 / options;
        set.prompts.push_back(std::move(prompt));
    }
    set.chance = chance / std::max(1, count);
    fitToContext(set, ground.nCtx);
    return set;
}

Choice choiceOf(const TaskPrompt& prompt)
{
    Choice choice;
    for (int k = 1; prompt.has(QStringLiteral("LABEL_%1").arg(k)); ++k) {
        const QString label = QStringLiteral("LABEL_%1").arg(k);
        if (prompt.at(label) == prompt.at(QStringLiteral("RIGHT")))
            choice.right = k - 1;
        choice.spans.push_back(positionsOf(prompt, {label, QStringLiteral("OPTION_%1").arg(k)}));
    }
    choice.answers = prompt.others;
    choice.answers.insert(choice.answers.begin() + choice.right, *prompt.target);
    choice.shuffled = prompt.variant.endsWith(shuffledMark);
    choice.alphabet = prompt.variant;
    if (choice.shuffled)
        choice.alphabet.chop(shuffledMark.size());
    return choice;
}

} // namespace headwaters
