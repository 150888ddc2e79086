#include "core/engine/detect/competence.h"

#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/decision.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t promptsPerForward = 8;

bool canBeScored(const TaskPrompt& prompt)
{
    return prompt.target && (prompt.rival || !prompt.others.empty());
}

/// Scores a batch of prompts by their last logits.
class AnswerReader : public HookVisitor {
public:
    AnswerReader(const TaskSet& set, std::size_t first, TaskAnswers& answers)
        : m_set(set),
          m_first(first),
          m_answers(answers)
    {
    }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::Logits; }

    void visit(const Where& where, at::Tensor value) override
    {
        const std::size_t index = m_first + where.prompt;
        const TaskPrompt& prompt = m_set.prompts[index];
        if (!canBeScored(prompt))
            return;
        const at::Tensor row = value.select(0, value.size(0) - 1).contiguous();
        const float* logits = row.data_ptr<float>();
        const double target = logits[*prompt.target];
        double mean = 0;
        bool isAbove = !prompt.rival || target > logits[*prompt.rival];
        for (const TokenId other : prompt.others) {
            isAbove = isAbove && target > logits[other];
            mean += logits[other] / static_cast<double>(prompt.others.size());
        }
        m_answers.correct[index] = isAbove ? 1 : 0;
        m_answers.differences[index] = target - (prompt.rival ? logits[*prompt.rival] : mean);
    }

private:
    const TaskSet& m_set;
    std::size_t m_first;
    TaskAnswers& m_answers;
};

} // namespace

TaskAnswers answersIn(const Bench& bench, const TaskSet& set)
{
    const std::size_t count = set.prompts.size();
    for (const TaskPrompt& prompt : set.prompts) {
        bench.model->checkPrompt(prompt.ids);
        for (const std::optional<TokenId>& id : {prompt.target, prompt.rival}) {
            if (id)
                bench.model->checkToken(*id);
        }
        for (const TokenId other : prompt.others)
            bench.model->checkToken(other);
    }
    TaskAnswers answers{std::vector<double>(count), std::vector<double>(count)};
    withTorch([&] {
        for (std::size_t first = 0; first < count; first += promptsPerForward) {
            std::vector<std::vector<TokenId>> batch;
            for (std::size_t index = first; index < std::min(first + promptsPerForward, count); ++index)
                batch.push_back(set.prompts[index].ids);
            AnswerReader reader(set, first, answers);
            forward(
                bench.model->config(), bench.model->weights(), batch, LogitRows::Last, reader, bench.cancel,
                {});
            for (std::size_t prompt = 0; bench.ran && prompt < batch.size(); ++prompt)
                bench.ran();
        }
    });
    return answers;
}

Competence competenceIn(const Bench& bench, const TaskSet& set, const TaskAnswers& answers)
{
    std::vector<double> correct, differences;
    for (std::size_t prompt = 0; prompt < set.prompts.size(); ++prompt) {
        if (!canBeScored(set.prompts[prompt]))
            continue;
        correct.push_back(answers.correct[prompt]);
        differences.push_back(answers.differences[prompt]);
    }
    if (correct.empty()) {
        Competence competence;
        competence.task = set.key;
        competence.sentence = set.sentence;
        competence.chance = set.chance;
        competence.reason =
            set.reason.isEmpty() ? QStringLiteral("its prompts have no answer to compare") : set.reason;
        return competence;
    }
    return competenceOf(set.key, set.sentence, correct, differences, set.chance, bench.seed);
}

Competence competenceIn(const Bench& bench, const TaskSet& set)
{
    return competenceIn(bench, set, answersIn(bench, set));
}

TaskSet answeredRight(const TaskSet& set, const TaskAnswers& answers)
{
    TaskSet right = set;
    right.prompts.clear();
    for (std::size_t prompt = 0; prompt < set.prompts.size(); ++prompt) {
        if (answers.correct[prompt] > 0)
            right.prompts.push_back(set.prompts[prompt]);
    }
    return right;
}

} // namespace headwaters
