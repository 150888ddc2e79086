#include "core/heads/tasks/fewshot.h"

#include "core/heads/tasks/facttables.h"
#include "core/heads/tasks/roletext.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int fewestShots = 4;
constexpr std::size_t fewestPairs = 12;

using Pairs = std::vector<std::pair<QString, QString>>;

QStringList split(const char* words)
{
    return QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts);
}

/// `hot:cold big:small`
Pairs pairs(const char* words)
{
    Pairs result;
    for (const QString& both : split(words))
        result.emplace_back(both.section(u':', 0, 0), both.section(u':', 1));
    return result;
}

Pairs capitalised(const QStringList& words)
{
    Pairs result;
    for (const QString& word : words)
        result.emplace_back(word, word.left(1).toUpper() + word.mid(1));
    return result;
}

Pairs nextLetters()
{
    Pairs result;
    for (char letter = 'A'; letter < 'Z'; ++letter)
        result.emplace_back(
            QString(QLatin1Char(letter)), QString(QLatin1Char(static_cast<char>(letter + 1))));
    return result;
}

struct Words {
    QString first, second;
    TokenId answer = 0;
};

/// Pairs whose answers are one token each.
std::vector<Words> usable(const TaskGround& ground, const Pairs& pairs)
{
    std::vector<Words> words;
    for (const auto& [first, second] : pairs) {
        const auto answer = ground.word(second);
        if (ground.word(first) && answer)
            words.push_back({first, second, *answer});
    }
    return words;
}

TaskPrompt promptOf(const TaskGround& ground, const QString& text)
{
    TaskPrompt prompt;
    prompt.ids = ground.tokenizer->encodePrompt(text, ground.beginOfText.has_value());
    prompt.roles[u"END"_s] = {static_cast<int>(prompt.ids.size()) - 1};
    return prompt;
}

/// Examples a line each, then the query.
QString
examplesText(const std::vector<Words>& words, const std::vector<std::size_t>& answers, const QString& query)
{
    QString text;
    for (std::size_t at = 0; at < answers.size(); ++at)
        text += u"%1 -> %2\n"_s.arg(words[at].first, words[answers[at]].second);
    return text + u"%1 ->"_s.arg(query);
}

/// Tokens of the longest prompt with so many examples stay within the context.
int shotsThatFit(const TaskGround& ground, std::size_t pairs, int shots)
{
    constexpr int tokensOfALine = 4;
    const int room = (ground.nCtx - 4) / tokensOfALine;
    return std::min({shots, room, static_cast<int>(pairs) - 2});
}

/// A permutation without a fixed place, by a shuffled ring.
std::vector<std::size_t> exchanged(std::size_t count, PromptRandom& random)
{
    const std::vector<std::size_t> ring = shuffledNumbers(count, random);
    std::vector<std::size_t> answers(count);
    for (std::size_t at = 0; at < count; ++at)
        answers[ring[at]] = ring[(at + 1) % count];
    return answers;
}

/// Two classes that anybody tells apart.
struct ClassPair {
    QString key;
    QStringList first, second;
};

const std::vector<ClassPair>& classPairs()
{
    static const std::vector<ClassPair> classes{
        {u"animals and colours"_s, split("dog cat horse cow sheep goat lion tiger bird fish mouse bear"),
         split("red blue green yellow black white brown pink purple orange gray "
               "silver")},
        {u"months and names"_s,
         split("January February March April May June July August September "
               "October November December"),
         split("Mary John Tom James Paul Peter David Henry Jack Daniel Alice "
               "Emma Laura Sarah")},
        {u"fruits and metals"_s, split("apple pear plum cherry grape lemon peach melon"),
         split("iron gold silver copper tin zinc lead steel")},
    };
    return classes;
}

/// The first pair of labels that are one token each.
std::optional<std::array<QString, 2>> labelsFor(const TaskGround& ground)
{
    static const std::vector<std::array<QString, 2>> labels{
        {u"foo"_s, u"bar"_s}, {u"alpha"_s, u"beta"_s}, {u"left"_s, u"right"_s}, {u"amber"_s, u"cedar"_s}};
    for (const auto& pair : labels) {
        if (ground.word(pair[0]) && ground.word(pair[1]))
            return pair;
    }
    return std::nullopt;
}

/// What one neutral-label prompt is made of, so that it can be written with
/// either label first.
struct LabelDraw {
    std::vector<std::pair<QString, int>> examples; ///< word and class
    QString query;
    int queryClass = 0;
    QString key;
};

LabelDraw drawLabels(const ClassPair& classes, int shots, int index, PromptRandom& random)
{
    LabelDraw draw;
    draw.key = classes.key;
    draw.queryClass = index % 2;
    std::array<std::vector<std::size_t>, 2> order{
        shuffledNumbers(static_cast<std::size_t>(classes.first.size()), random),
        shuffledNumbers(static_cast<std::size_t>(classes.second.size()), random)};
    const auto word = [&](int which, int at) {
        const QStringList& list = which == 0 ? classes.first : classes.second;
        return list[static_cast<qsizetype>(
            order[static_cast<std::size_t>(which)][static_cast<std::size_t>(at)])];
    };
    std::vector<std::pair<QString, int>> examples;
    for (int shot = 0; shot < shots; ++shot) {
        for (const int which : {0, 1})
            examples.emplace_back(word(which, shot), which);
    }
    // Each class stands last in half of the prompts, whatever the query's class,
    // so that neither the last label nor the number of labels tells the answer.
    const int last = (index / 2) % 2;
    const std::vector<std::size_t> shuffled = shuffledNumbers(examples.size(), random);
    for (const std::size_t at : shuffled)
        draw.examples.push_back(examples[at]);
    const auto wanted = std::find_if(draw.examples.begin(), draw.examples.end(), [last](const auto& example) {
        return example.second == last;
    });
    std::iter_swap(wanted, draw.examples.end() - 1);
    draw.query = word(draw.queryClass, shots);
    return draw;
}

TaskPrompt labelled(const TaskGround& ground, const LabelDraw& draw, const std::array<QString, 2>& labels)
{
    RoleText text;
    for (const auto& [word, which] : draw.examples) {
        text.text(word + u": "_s)
            .word(
                labels[static_cast<std::size_t>(which)], {which == draw.queryClass ? u"MATCH"_s : u"OTHER"_s})
            .text(u"\n"_s);
    }
    text.text(draw.query + u":"_s);
    TaskPrompt prompt = text.prompt(ground);
    prompt.target = ground.word(labels[static_cast<std::size_t>(draw.queryClass)]);
    prompt.rival = ground.word(labels[static_cast<std::size_t>(1 - draw.queryClass)]);
    prompt.variant = draw.key;
    return prompt;
}

} // namespace

const std::vector<WordMap>& wordMaps()
{
    static const std::vector<WordMap> maps{
        {u"antonym"_s,
         pairs("hot:cold big:small up:down fast:slow old:young "
               "rich:poor early:late happy:sad high:low "
               "hard:easy thick:thin wet:dry strong:weak "
               "open:closed left:right day:night long:short "
               "good:bad black:white hard:soft light:dark "
               "full:empty first:last true:false")},
        {u"capitalise"_s,
         capitalised(split("water house river table market garden school paper "
                           "music north winter summer "
                           "horse apple green black white stone bridge church "
                           "king queen city state world "
                           "france italy spain"))},
        {u"plural"_s,
         pairs("book:books key:keys flower:flowers coin:coins ticket:tickets "
               "map:maps basket:baskets "
               "camera:cameras candle:candles lamp:lamps bottle:bottles "
               "letter:letters table:tables "
               "chair:chairs window:windows door:doors tree:trees stone:stones "
               "cloud:clouds boat:boats "
               "train:trains car:cars house:houses cup:cups plate:plates")},
        {u"past-tense"_s,
         pairs("go:went come:came see:saw take:took give:gave "
               "make:made know:knew say:said find:found "
               "lose:lost buy:bought sell:sold drop:dropped "
               "wash:washed hide:hid open:opened write:wrote "
               "run:ran eat:ate drink:drank sing:sang "
               "speak:spoke break:broke think:thought")},
        {u"country-capital"_s,
         std::find_if(
             factTables().begin(), factTables().end(),
             [](const FactTable& table) { return table.key == u"capital"_s; })
             ->rows},
        {u"next-letter"_s, nextLetters()},
    };
    return maps;
}

FewShotSet fewShot(const TaskGround& ground, const WordMap& map, int shots, int count, std::uint64_t seed)
{
    FewShotSet made;
    TaskSet& set = made.set;
    set.key = u"few-shot-"_s + map.key;
    set.sentence = u"examples show what is done to a word: %1"_s.arg(map.key);
    if (!ground.tokenizer) {
        set.reason = u"the model has no tokenizer to write examples with"_s;
        return made;
    }
    const std::vector<Words> words = usable(ground, map.pairs);
    made.shots = shotsThatFit(ground, words.size(), shots);
    if (words.size() < fewestPairs) {
        set.reason =
            u"only %1 answers of %2 are one token each, 12 are needed"_s.arg(words.size()).arg(map.key);
        return made;
    }
    if (made.shots < fewestShots) {
        set.reason = u"the context of %1 tokens is too short for 4 examples"_s.arg(ground.nCtx);
        return made;
    }
    set.chance = 1.0 / (1 + made.shots);
    PromptRandom random(seed);
    for (int index = 0; index < count; ++index) {
        std::vector<Words> drawn;
        for (const std::size_t at : shuffledNumbers(words.size(), random))
            drawn.push_back(words[at]);
        const auto examples = static_cast<std::size_t>(made.shots);
        const Words& query = drawn[examples];
        std::vector<std::size_t> right(examples);
        for (std::size_t at = 0; at < examples; ++at)
            right[at] = at;
        TaskPrompt prompt = promptOf(ground, examplesText(drawn, right, query.first));
        prompt.target = query.answer;
        prompt.rival = drawn[examples - 1].answer;
        for (std::size_t at = 0; at + 1 < examples; ++at)
            prompt.others.push_back(drawn[at].answer);
        prompt.variant = map.key;
        if (prompt.rival == prompt.target)
            prompt.rival.reset();
        std::erase(prompt.others, *prompt.target);

        TaskPrompt shuffled = prompt, bare = prompt;
        shuffled.ids = promptOf(ground, examplesText(drawn, exchanged(examples, random), query.first)).ids;
        const TaskPrompt alone = promptOf(ground, u"%1 ->"_s.arg(query.first));
        bare.ids = alone.ids;
        bare.roles = alone.roles;
        shuffled.roles[u"END"_s] = {static_cast<int>(shuffled.ids.size()) - 1};
        if (static_cast<int>(std::max(prompt.ids.size(), shuffled.ids.size())) > ground.nCtx)
            continue;
        set.prompts.push_back(std::move(prompt));
        made.shuffled.push_back(std::move(shuffled));
        made.bare.push_back(std::move(bare));
    }
    if (set.prompts.empty())
        set.reason =
            u"the context of %1 tokens is too short for %2 examples"_s.arg(ground.nCtx).arg(made.shots);
    return made;
}

NeutralLabelSet neutralLabels(const TaskGround& ground, int shots, int count, std::uint64_t seed)
{
    NeutralLabelSet made;
    TaskSet& set = made.set;
    set.key = u"neutral-labels"_s;
    set.sentence = u"examples give words of two kinds labels that mean nothing"_s;
    if (!ground.tokenizer) {
        set.reason = u"the model has no tokenizer to write examples with"_s;
        return made;
    }
    const auto labels = labelsFor(ground);
    if (!labels) {
        set.reason = u"no pair of labels such as foo and bar is one token each"_s;
        return made;
    }
    std::vector<ClassPair> classes;
    for (const ClassPair& pair : classPairs()) {
        if (std::min(pair.first.size(), pair.second.size()) > shots)
            classes.push_back(pair);
    }
    if (classes.empty()) {
        set.reason = u"no two classes have %1 words of one token each"_s.arg(shots + 1);
        return made;
    }
    PromptRandom random(seed);
    for (int index = 0; index < count; ++index) {
        // Four prompts balance class and order; then the labels change places; then
        // other classes.
        const LabelDraw draw =
            drawLabels(classes[static_cast<std::size_t>(index / 8) % classes.size()], shots, index, random);
        const bool isSwapped = (index / 4) % 2 == 1;
        const std::array<QString, 2> other{(*labels)[1], (*labels)[0]};
        TaskPrompt prompt = labelled(ground, draw, isSwapped ? other : *labels);
        TaskPrompt swapped = labelled(ground, draw, isSwapped ? *labels : other);
        if (static_cast<int>(std::max(prompt.ids.size(), swapped.ids.size())) > ground.nCtx)
            continue;
        set.prompts.push_back(std::move(prompt));
        made.swapped.push_back(std::move(swapped));
    }
    if (set.prompts.empty())
        set.reason = u"the context of %1 tokens is too short for the examples"_s.arg(ground.nCtx);
    return made;
}

} // namespace headwaters
