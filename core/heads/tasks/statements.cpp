#include "core/heads/tasks/statements.h"

#include "core/heads/tasks/facttables.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <set>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t fewestQuestions = 12;

/// A question as text and its answer, one token.
struct Question {
    QString text;
    QString answer;
    TokenId token = 0;
};

const FactTable& tableOf(const QString& key)
{
    const std::vector<FactTable>& tables = factTables();
    return *std::find_if(
        tables.begin(), tables.end(), [&](const FactTable& table) { return table.key == key; });
}

/// `form` with the subject for %1; answers that are one token.
std::vector<Question> questionsOf(
    const TaskGround& ground, const std::vector<std::pair<QString, QString>>& rows, const QString& form)
{
    std::vector<Question> questions;
    for (const auto& [subject, object] : rows) {
        if (const auto token = ground.word(object))
            questions.push_back({form.arg(subject), object, *token});
    }
    return questions;
}

std::vector<std::pair<QString, QString>> sums()
{
    static const QStringList numbers{u"one"_s,     u"two"_s,       u"three"_s,    u"four"_s,     u"five"_s,
                                     u"six"_s,     u"seven"_s,     u"eight"_s,    u"nine"_s,     u"ten"_s,
                                     u"eleven"_s,  u"twelve"_s,    u"thirteen"_s, u"fourteen"_s, u"fifteen"_s,
                                     u"sixteen"_s, u"seventeen"_s, u"eighteen"_s, u"nineteen"_s, u"twenty"_s};
    std::vector<std::pair<QString, QString>> rows;
    for (qsizetype left = 1; left <= 10; ++left) {
        for (qsizetype right = 1; right <= left; ++right)
            rows.emplace_back(
                u"%1 plus %2"_s.arg(numbers[left - 1], numbers[right - 1]), numbers[left + right - 1]);
    }
    return rows;
}

/// A bird is an animal too, so neither may stand for a wrong answer of the
/// other.
bool mayBeWrong(const Question& question, const QString& answer)
{
    static const QStringList living{u"animal"_s, u"bird"_s};
    return question.answer != answer && !(living.contains(question.answer) && living.contains(answer));
}

template <typename Item>
std::vector<Item> drawn(const std::vector<Item>& items, int count, PromptRandom& random)
{
    std::vector<Item> chosen;
    for (const std::size_t at : shuffledNumbers(items.size(), random)) {
        if (static_cast<int>(chosen.size()) < count)
            chosen.push_back(items[at]);
    }
    return chosen;
}

/// Neighbours of even and odd place, whose answers are wrong for each other;
/// who finds no partner is dropped.
std::vector<Question> partnersOf(std::vector<Question> questions)
{
    std::vector<Question> partners;
    while (!questions.empty()) {
        const Question one = questions.front();
        questions.erase(questions.begin());
        const auto other = std::find_if(questions.begin(), questions.end(), [&](const Question& question) {
            return mayBeWrong(one, question.answer);
        });
        if (other == questions.end())
            continue;
        partners.push_back(one);
        partners.push_back(*other);
        questions.erase(other);
    }
    return partners;
}

std::vector<TokenId> idsOf(const TaskGround& ground, const QString& text)
{
    return ground.tokenizer->encodePrompt(text, ground.beginOfText.has_value());
}

/// One statement: the question's tokens and the answer's.
ProbePrompt
statement(const std::vector<TokenId>& question, TokenId answer, int label, int group, const QString& topic)
{
    ProbePrompt prompt;
    prompt.ids = question;
    prompt.ids.push_back(answer);
    prompt.position = static_cast<int>(question.size());
    prompt.label = label;
    prompt.group = group;
    prompt.topic = topic;
    return prompt;
}

void addTopic(
    ProbeSet& set, const TaskGround& ground, const QString& topic, const std::vector<Question>& questions)
{
    const std::vector<Question> partners = partnersOf(questions);
    if (partners.size() < fewestQuestions)
        return;
    const int before = set.prompts.empty() ? 0 : set.prompts.back().group + 1;
    for (std::size_t at = 0; at < partners.size(); ++at) {
        const Question& question = partners[at];
        const Question& other = partners[at ^ 1];
        const int group = before + static_cast<int>(at / 2);
        TaskPrompt contrast;
        contrast.ids = idsOf(ground, question.text);
        if (static_cast<int>(contrast.ids.size()) >= ground.nCtx)
            continue;
        contrast.roles[u"END"_s] = {static_cast<int>(contrast.ids.size()) - 1};
        contrast.target = question.token;
        contrast.rival = other.token;
        contrast.variant = topic;
        set.prompts.push_back(statement(contrast.ids, question.token, 1, group, topic));
        set.prompts.push_back(statement(contrast.ids, other.token, 0, group, topic));
        set.contrasts.prompts.push_back(std::move(contrast));
    }
}

/// A question's two forms with their marks taken off.
QStringList formsOf(const FactTable& table)
{
    QStringList forms;
    for (QString form : {table.relationFirst, table.subjectFirst}) {
        if (!form.isEmpty())
            forms << form.remove(u'<').remove(u'>').replace(u"{S}"_s, u"%1"_s);
    }
    return forms;
}

std::vector<TokenId> objectsOf(const std::vector<Question>& questions)
{
    std::set<TokenId> objects;
    for (const Question& question : questions)
        objects.insert(question.token);
    return {objects.begin(), objects.end()};
}

TaskPrompt asked(
    const TaskGround& ground, const Question& question, const std::vector<TokenId>& objects,
    const QString& variant)
{
    TaskPrompt prompt;
    prompt.ids = idsOf(ground, question.text);
    prompt.roles[u"END"_s] = {static_cast<int>(prompt.ids.size()) - 1};
    prompt.target = question.token;
    std::copy_if(objects.begin(), objects.end(), std::back_inserter(prompt.others), [&](TokenId object) {
        return object != question.token;
    });
    prompt.variant = variant;
    return prompt;
}

} // namespace

ProbeSet trueStatements(const TaskGround& ground, int count, std::uint64_t seed)
{
    ProbeSet set;
    set.key = u"truthfulness"_s;
    set.sentence = u"true statements from false ones"_s;
    set.contrasts.key = set.key;
    set.contrasts.sentence = u"the right answer stands above a wrong one of the same kind"_s;
    if (!ground.tokenizer) {
        set.reason = u"the model has no tokenizer to write statements with"_s;
        return set;
    }
    PromptRandom random(seed);
    const auto add = [&](const QString& topic, const std::vector<Question>& questions) {
        addTopic(set, ground, topic, drawn(questions, count, random));
    };
    add(u"capital"_s, questionsOf(ground, tableOf(u"capital"_s).rows, u"The capital of %1 is"_s));
    add(u"kind"_s, questionsOf(ground, tableOf(u"kind"_s).rows, u"The %1 is a kind of"_s));
    add(u"sum"_s, questionsOf(ground, sums(), u"The result of %1 is"_s));
    if (set.prompts.empty())
        set.reason = u"fewer than 12 answers of each topic are one token, or the context is too short"_s;
    return set;
}

TaskSet clozeQuestions(const TaskGround& ground, int count, std::uint64_t seed)
{
    TaskSet set;
    set.key = u"cloze"_s;
    set.sentence = u"a fact is completed by one word"_s;
    if (!ground.tokenizer)
        return unaskable(set.key, set.sentence, u"the model has no tokenizer to write questions with"_s);
    PromptRandom random(seed);
    std::vector<std::vector<TaskPrompt>> relations;
    for (const FactTable& table : factTables()) {
        const QStringList forms = formsOf(table);
        const std::vector<Question> questions = questionsOf(ground, table.rows, forms.front());
        if (questions.size() < fewestQuestions)
            continue;
        const std::vector<TokenId> objects = objectsOf(questions);
        std::vector<TaskPrompt> prompts;
        for (const Question& question : drawn(questions, count, random))
            prompts.push_back(asked(ground, question, objects, table.key));
        relations.push_back(std::move(prompts));
    }
    set.chance = 0; // any word of the vocabulary may be the answer
    for (std::size_t round = 0; static_cast<int>(set.prompts.size()) < count; ++round) {
        const std::size_t before = set.prompts.size();
        for (const std::vector<TaskPrompt>& prompts : relations) {
            if (round < prompts.size() && static_cast<int>(set.prompts.size()) < count)
                set.prompts.push_back(prompts[round]);
        }
        if (set.prompts.size() == before)
            break;
    }
    if (set.prompts.empty())
        set.reason = u"no relation has 12 objects that are one token"_s;
    fitToContext(set, ground.nCtx - 1);
    return set;
}

ParaphraseSet paraphrases(const TaskGround& ground, int count, std::uint64_t seed)
{
    struct Forms {
        QString relation;
        QStringList forms;
    };
    static const std::vector<Forms> all{
        {u"capital"_s,
         {u"The capital of %1 is"_s, u"The main city in %1 is"_s, u"The capital city of %1 is called"_s,
          u"In %1, the capital is"_s}},
        {u"language"_s,
         {u"People in %1 speak"_s, u"The language of %1 is"_s, u"Most people in %1 speak"_s,
          u"In %1, people speak"_s}}};
    ParaphraseSet paraphrased;
    TaskSet& set = paraphrased.set;
    set.key = u"paraphrases"_s;
    set.sentence = u"a fact is asked for in four ways"_s;
    paraphrased.forms = 4;
    set.chance = 1.0 / static_cast<double>(fewestQuestions); // or less: relations have so many objects
    if (!ground.tokenizer) {
        set.reason = u"the model has no tokenizer to write questions with"_s;
        return paraphrased;
    }
    PromptRandom random(seed);
    int fact = 0;
    for (const Forms& forms : all) {
        const auto& rows = tableOf(forms.relation).rows;
        const std::vector<TokenId> objects = objectsOf(questionsOf(ground, rows, forms.forms.front()));
        if (objects.size() < fewestQuestions)
            continue;
        for (const auto& row : drawn(rows, (count + 1) / 2, random)) {
            for (const QString& form : forms.forms) {
                for (const Question& question : questionsOf(ground, {row}, form)) {
                    set.prompts.push_back(asked(ground, question, objects, forms.relation));
                    paraphrased.facts.push_back(fact);
                }
            }
            ++fact;
        }
    }
    const bool fits = std::all_of(set.prompts.begin(), set.prompts.end(), [&](const TaskPrompt& prompt) {
        return static_cast<int>(prompt.ids.size()) < ground.nCtx;
    });
    if (set.prompts.empty() || !fits) {
        set.prompts.clear();
        paraphrased.facts.clear();
        set.reason = fits ? u"no relation has 12 objects that are one token"_s
                          : u"the context is too short for the questions"_s;
    }
    return paraphrased;
}

} // namespace headwaters
