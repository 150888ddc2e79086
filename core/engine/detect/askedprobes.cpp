#include "core/engine/detect/askedprobes.h"

#include "core/engine/detect/competence.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>
#include <map>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t promptsPerForward = 16;
constexpr double fewestRight = 0.3;
constexpr double mostRight = 0.7;

/// The model's first and second choice.
struct Choices {
    TokenId first = 0, second = 0;
};

/// Among all tokens, or among those that the prompt names.
Choices choicesOf(const float* logits, std::size_t vocabulary, const std::vector<TokenId>& among)
{
    Choices choices{-1, -1};
    const auto offer = [&](TokenId id) {
        if (choices.first < 0 || logits[id] > logits[choices.first]) {
            choices.second = choices.first;
            choices.first = id;
        } else if (choices.second < 0 || logits[id] > logits[choices.second]) {
            choices.second = id;
        }
    };
    if (among.empty()) {
        for (std::size_t id = 0; id < vocabulary; ++id)
            offer(static_cast<TokenId>(id));
    } else {
        for (const TokenId id : among)
            offer(id);
    }
    return choices;
}

class ChoiceReader : public HookVisitor {
public:
    ChoiceReader(const TaskSet& set, std::size_t first, bool amongAnswers, std::vector<Choices>& choices)
        : m_set(set),
          m_first(first),
          m_amongAnswers(amongAnswers),
          m_choices(choices)
    {
    }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::Logits; }
    void visit(const Where& where, at::Tensor value) override
    {
        const TaskPrompt& prompt = m_set.prompts[m_first + where.prompt];
        std::vector<TokenId> among;
        if (m_amongAnswers) {
            among = prompt.others;
            among.push_back(*prompt.target);
        }
        const at::Tensor row = value.select(0, value.size(0) - 1).contiguous();
        m_choices[m_first + where.prompt] =
            choicesOf(row.data_ptr<float>(), static_cast<std::size_t>(row.numel()), among);
    }

private:
    const TaskSet& m_set;
    std::size_t m_first;
    bool m_amongAnswers;
    std::vector<Choices>& m_choices;
};

std::vector<Choices> choicesIn(const Bench& bench, const TaskSet& set, bool amongAnswers)
{
    std::vector<Choices> choices(set.prompts.size());
    withTorch([&] {
        for (std::size_t first = 0; first < set.prompts.size(); first += promptsPerForward) {
            std::vector<std::vector<TokenId>> batch;
            for (std::size_t at = first; at < std::min(first + promptsPerForward, set.prompts.size()); ++at) {
                bench.model->checkPrompt(set.prompts[at].ids);
                batch.push_back(set.prompts[at].ids);
            }
            ChoiceReader reader(set, first, amongAnswers, choices);
            forward(
                bench.model->config(), bench.model->weights(), batch, LogitRows::Last, reader, bench.cancel,
                {});
            for (std::size_t at = 0; bench.ran && at < batch.size(); ++at)
                bench.ran();
        }
    });
    return choices;
}

ProbePrompt answered(const TaskPrompt& question, TokenId answer, bool label, int group)
{
    ProbePrompt prompt;
    prompt.ids = question.ids;
    prompt.ids.push_back(answer);
    prompt.position = static_cast<int>(question.ids.size());
    prompt.label = label ? 1 : 0;
    prompt.group = group;
    prompt.topic = question.variant;
    return prompt;
}

TaskPrompt contrastOf(const TaskPrompt& question, TokenId target, TokenId rival)
{
    TaskPrompt contrast = question;
    contrast.target = target;
    contrast.rival = rival;
    contrast.others.clear();
    return contrast;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 0) + u" %"_s;
}

/// The answer that most forms of a question get; none where two are as
/// frequent, or all differ.
std::optional<TokenId> majority(const std::vector<TokenId>& answers)
{
    std::map<TokenId, int> counts;
    for (const TokenId answer : answers)
        ++counts[answer];
    const auto best = std::max_element(counts.begin(), counts.end(), [](const auto& left, const auto& right) {
        return left.second < right.second;
    });
    const auto asOften = std::count_if(
        counts.begin(), counts.end(), [&](const auto& one) { return one.second == best->second; });
    return best->second > 1 && asOften == 1 ? std::optional(best->first) : std::nullopt;
}

} // namespace

AskedProbes askStatements(const Bench& bench, const ProbeSet& set)
{
    if (!set.reason.isEmpty())
        return {set, {.task = set.key, .sentence = set.sentence, .reason = set.reason}};
    const TaskAnswers answers = answersIn(bench, set.contrasts);
    QStringList passed;
    for (const QString& topic : set.topics()) {
        TaskSet part = set.contrasts;
        part.prompts.clear();
        TaskAnswers own;
        for (std::size_t at = 0; at < set.contrasts.prompts.size(); ++at) {
            if (set.contrasts.prompts[at].variant != topic)
                continue;
            part.prompts.push_back(set.contrasts.prompts[at]);
            own.correct.push_back(answers.correct[at]);
            own.differences.push_back(answers.differences[at]);
        }
        if (competenceIn(bench, part, own).passed)
            passed << topic;
    }
    Competence competence = competenceIn(bench, set.contrasts, answers);
    // Each topic is asked for itself: a model that knows capitals may be probed on capitals.
    competence.passed = !passed.isEmpty();
    if (competence.passed)
        competence.reason.clear();
    else if (competence.reason.isEmpty())
        competence.reason = u"in no topic is the right answer above the wrong one often enough"_s;
    return {bench.gates ? set.onTopics(passed) : set, competence};
}

AskedProbes askQuestions(const Bench& bench, const TaskSet& questions)
{
    AskedProbes asked;
    asked.set.key = u"accuracy"_s;
    asked.set.sentence = u"right answers of the model from wrong ones"_s;
    asked.set.reason = questions.reason;
    asked.set.contrasts.key = questions.key;
    asked.competence = {.task = questions.key, .sentence = questions.sentence, .reason = questions.reason};
    if (!questions.reason.isEmpty())
        return asked;
    const std::vector<Choices> choices = choicesIn(bench, questions, false);
    double right = 0;
    for (std::size_t at = 0; at < choices.size(); ++at) {
        const TaskPrompt& question = questions.prompts[at];
        const bool isRight = choices[at].first == *question.target;
        right += isRight ? 1 : 0;
        asked.set.prompts.push_back(answered(question, choices[at].first, isRight, static_cast<int>(at)));
        asked.set.contrasts.prompts.push_back(
            contrastOf(question, *question.target, isRight ? choices[at].second : choices[at].first));
    }
    asked.competence.prompts = static_cast<int>(choices.size());
    asked.competence.accuracy = right / static_cast<double>(choices.size());
    const double share = asked.competence.accuracy;
    asked.competence.passed = share >= fewestRight && share <= mostRight;
    if (!asked.competence.passed)
        asked.competence.reason =
            u"it gets %1 of %2 questions right, and 30 to 70 % are needed to tell right from wrong"_s
                .arg(percent(share))
                .arg(choices.size());
    return asked;
}

AskedProbes askParaphrases(const Bench& bench, const ParaphraseSet& paraphrases)
{
    const TaskSet& set = paraphrases.set;
    AskedProbes asked;
    asked.set.key = u"consistency"_s;
    asked.set.sentence = u"answers that most forms of a question get from others"_s;
    asked.set.reason = set.reason;
    asked.set.contrasts.key = set.key;
    asked.competence = {.task = set.key, .sentence = set.sentence, .reason = set.reason};
    if (!set.reason.isEmpty())
        return asked;
    asked.competence = competenceIn(bench, set);
    const std::vector<Choices> choices = choicesIn(bench, set, true);
    for (std::size_t first = 0; first < choices.size();) {
        std::size_t end = first;
        std::vector<TokenId> answers;
        for (; end < choices.size() && paraphrases.facts[end] == paraphrases.facts[first]; ++end)
            answers.push_back(choices[end].first);
        if (const auto most = majority(answers)) {
            for (std::size_t at = first; at < end; ++at) {
                const TaskPrompt& question = set.prompts[at];
                const bool agrees = choices[at].first == *most;
                asked.set.prompts.push_back(
                    answered(question, choices[at].first, agrees, paraphrases.facts[first]));
                asked.set.contrasts.prompts.push_back(
                    contrastOf(question, *most, agrees ? choices[at].second : choices[at].first));
            }
        }
        first = end;
    }
    return asked;
}

} // namespace headwaters
