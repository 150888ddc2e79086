#include "core/heads/tasks/languages.h"

#include "core/heads/tasks/roletext.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <set>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int shots = 4;
constexpr std::size_t fewestWords = 6;
constexpr std::size_t fewestItems = 12;

const std::array<QString, 4>& languageNames()
{
    static const std::array<QString, 4> names{u"English"_s, u"French"_s, u"German"_s, u"Spanish"_s};
    return names;
}

/// [word][language]
const std::vector<QStringList>& dictionary()
{
    static const std::vector<QStringList> rows = [] {
        std::vector<QStringList> list;
        for (const QString& row :
             u"dog chien Hund perro,cat chat Katze gato,house maison Haus "
             u"casa,book livre Buch libro,"
             "tree arbre Baum arbol,water eau Wasser agua,bread pain Brot pan,sun "
             "soleil Sonne sol,"
             "moon lune Mond luna,hand main Hand mano,door porte Tor puerta,king "
             "roi Konig rey,"
             "red rouge rot rojo,green vert grun verde,night nuit Nacht "
             "noche,horse cheval Pferd caballo,"
             "time temps Zeit tiempo,world monde Welt mundo,year an Jahr ano,day "
             "jour Tag dia,"
             "man homme Mann hombre,woman femme Frau mujer,city ville Stadt "
             "ciudad,war guerre Krieg guerra,"
             "new nouveau neu nuevo,good bon gut bueno,big grand gross grande,with "
             "avec mit con,"
             "without sans ohne sin,for pour fur para,under sous unter bajo,and et "
             "und y,of de von de,"
             "three trois drei tres,five cinq funf cinco,seven sept sieben siete"_s.split(u','))
            list.push_back(row.split(u' '));
        return list;
    }();
    return rows;
}

/// The first token of a word behind a space.
TokenId firstToken(const TaskGround& ground, const QString& word)
{
    return ground.tokenizer->encodeContinuation(QString(u' ' + word)).front();
}

/// Words of a language that are one token and no word of the other three.
Language languageOf(const TaskGround& ground, int which)
{
    Language language;
    language.key = languageNames()[static_cast<std::size_t>(which)];
    std::set<TokenId> words, others;
    for (const QStringList& row : dictionary()) {
        for (qsizetype at = 0; at < row.size(); ++at) {
            const auto token = ground.word(row[at]);
            if (token)
                (at == which ? words : others).insert(*token);
        }
    }
    std::set_difference(
        words.begin(), words.end(), others.begin(), others.end(), std::back_inserter(language.words));
    return language;
}

/// Rows that can be asked for in either language: the first tokens of their
/// translations differ.
std::vector<int> askable(const TaskGround& ground, int one, int other)
{
    std::vector<int> rows;
    for (int row = 0; row < static_cast<int>(dictionary().size()); ++row) {
        const QStringList& words = dictionary()[static_cast<std::size_t>(row)];
        const std::set<TokenId> first{
            firstToken(ground, words[0]), firstToken(ground, words[one]), firstToken(ground, words[other])};
        if (ground.word(words[0]) && first.size() == 3)
            rows.push_back(row);
    }
    return rows;
}

} // namespace

LanguageSet targetLanguages(const TaskGround& ground, int count, std::uint64_t seed)
{
    LanguageSet made;
    TaskSet& set = made.set;
    set.key = u"target-language"_s;
    set.sentence = u"the examples say in which language a word is given back"_s;
    if (!ground.tokenizer) {
        set.reason = u"the model has no tokenizer to write examples with"_s;
        return made;
    }
    made.english = languageOf(ground, 0);
    std::vector<std::pair<Language, int>> found;
    for (const int which : {1, 2, 3}) {
        Language language = languageOf(ground, which);
        if (language.words.size() >= fewestWords)
            found.emplace_back(std::move(language), which);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
        return left.first.words.size() > right.first.words.size();
    });
    if (found.size() < 2 || made.english.words.size() < fewestWords) {
        set.reason = u"only %1 of French, German and Spanish have 6 words of one token, two are needed"_s.arg(
            found.size());
        return made;
    }
    const std::array<int, 2> columns{found[0].second, found[1].second};
    made.languages = {found[0].first, found[1].first};
    const std::vector<int> rows = askable(ground, columns[0], columns[1]);
    if (rows.size() < fewestItems) {
        set.reason = u"only %1 words can be told apart in both languages, 12 are needed"_s.arg(rows.size());
        return made;
    }
    PromptRandom random(seed);
    for (int index = 0; static_cast<int>(set.prompts.size()) < count; ++index) {
        const std::vector<std::size_t> order = shuffledNumbers(rows.size(), random);
        const auto word = [&](std::size_t at, int column) {
            const int row = rows[(order[at] + static_cast<std::size_t>(index)) % rows.size()];
            return dictionary()[static_cast<std::size_t>(row)][column];
        };
        for (const int which : {0, 1}) {
            const int column = columns[static_cast<std::size_t>(which)];
            QString text;
            for (std::size_t shot = 1; shot <= shots; ++shot)
                text += u"%1 -> %2\n"_s.arg(word(shot, 0), word(shot, column));
            text += u"%1 ->"_s.arg(word(0, 0));
            TaskPrompt prompt;
            prompt.ids = ground.tokenizer->encodePrompt(text, ground.beginOfText.has_value());
            prompt.roles[u"END"_s] = {static_cast<int>(prompt.ids.size()) - 1};
            prompt.target = firstToken(ground, word(0, column));
            prompt.rival = firstToken(ground, word(0, columns[static_cast<std::size_t>(1 - which)]));
            prompt.variant = made.languages[static_cast<std::size_t>(which)].key;
            if (static_cast<int>(prompt.ids.size()) > ground.nCtx) {
                set.prompts.clear();
                made.asked.clear();
                made.words.clear();
                set.reason = u"the context of %1 tokens is too short for 4 examples"_s.arg(ground.nCtx);
                return made;
            }
            set.prompts.push_back(std::move(prompt));
            made.asked.push_back(which);
            made.words.push_back(rows[(order[0] + static_cast<std::size_t>(index)) % rows.size()]);
        }
    }
    return made;
}

ProbeSet coherenceSet(const LanguageSet& languages)
{
    ProbeSet set;
    set.key = u"coherence"_s;
    set.reason = languages.set.reason;
    if (!set.reason.isEmpty())
        return set;
    set.sentence = u"%1 from %2 as the language to answer in"_s.arg(
        languages.languages[0].key, languages.languages[1].key);
    set.contrasts.key = languages.set.key;
    set.contrasts.sentence = languages.set.sentence;
    for (std::size_t at = 0; at < languages.set.prompts.size(); ++at) {
        const TaskPrompt& prompt = languages.set.prompts[at];
        ProbePrompt item;
        item.ids = prompt.ids;
        item.position = prompt.at(u"END"_s);
        item.label = languages.asked[at] == 0 ? 1 : 0;
        item.group = languages.words[at];
        item.topic = prompt.variant;
        set.prompts.push_back(std::move(item));
        TaskPrompt contrast = prompt;
        if (languages.asked[at] == 1)
            std::swap(contrast.target, contrast.rival);
        set.contrasts.prompts.push_back(std::move(contrast));
    }
    return set;
}

} // namespace headwaters
