#include "core/engine/detect/choicereading.h"

#include "core/engine/detect/matchedkeys.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

constexpr int nullDraws = 32; // a prompt; draws over prompts combine them

class ChoiceReader {
public:
    ChoiceReader(const Bench& bench, const TaskSet& choices) : m_bench(bench), m_random(bench.seed)
    {
        for (const TaskPrompt& prompt : choices.prompts) {
            ChoiceReading::Prompt& one = m_result.prompts.emplace_back();
            one.choice = choiceOf(prompt);
            m_requests.push_back({prompt.ids, -1, one.choice.answers, false});
        }
    }

    ChoiceReading read()
    {
        readAnswers(
            m_bench, m_requests,
            [&](std::size_t at, const DirectReading& reading, const EndAttention& attention) {
                readEffects(m_result.prompts[at], reading);
                readAttention(m_result.prompts[at], attention);
            });
        for (const ChoiceReading::Prompt& prompt : m_result.prompts) {
            m_result.correct.push_back(prompt.right ? 1 : 0);
            m_result.margins.push_back(prompt.margin);
        }
        return std::move(m_result);
    }

private:
    void readEffects(ChoiceReading::Prompt& prompt, const DirectReading& reading) const
    {
        const auto options = static_cast<std::size_t>(prompt.choice.options());
        const auto right = static_cast<std::size_t>(prompt.choice.right);
        prompt.margin = ahead(reading.logits, prompt.choice.right);
        prompt.right = std::max_element(reading.logits.begin(), reading.logits.end())
            == reading.logits.begin() + static_cast<std::ptrdiff_t>(right);
        std::vector<double> sum(options);
        for (std::size_t option = 0; option < options; ++option)
            sum[option] = reading.embedding[option] + reading.position[option];
        for (int layer = 0; layer < reading.nLayers; ++layer) {
            prompt.below.push_back(sum);
            for (std::size_t option = 0; option < options; ++option) {
                const std::size_t place = static_cast<std::size_t>(layer) * options + option;
                sum[option] += reading.attentionBias[place] + reading.mlp[place];
            }
            for (int head = 0; head < reading.nHeads; ++head) {
                std::vector<double>& effects = prompt.effects.emplace_back();
                for (std::size_t option = 0; option < options; ++option) {
                    effects.push_back(reading.head(layer, head, static_cast<int>(option)));
                    sum[option] += effects.back();
                }
            }
        }
    }

    static double size(const std::vector<std::vector<int>>& spans)
    {
        std::size_t keys = 0;
        for (const std::vector<int>& span : spans)
            keys += span.size();
        return static_cast<double>(keys);
    }
    void readAttention(ChoiceReading::Prompt& prompt, const EndAttention& attention)
    {
        std::vector<std::vector<std::vector<int>>> draws;
        for (int draw = 0; draw < nullDraws; ++draw)
            draws.push_back(matchedSpans(
                prompt.choice.spans, attention.keys(), m_bench.ground.beginOfText.has_value(), m_random));
        std::vector<int> last;
        for (int position = std::max(0, attention.keys() - 4); position < attention.keys(); ++position)
            last.push_back(position);
        for (int head = 0; head < m_bench.headCount(); ++head) {
            const auto masses = [&](const std::vector<std::vector<int>>& spans) {
                std::vector<double> result;
                for (const std::vector<int>& span : spans)
                    result.push_back(attention.mass(head, span));
                return result;
            };
            prompt.masses.push_back(masses(prompt.choice.spans));
            prompt.last.push_back(attention.mass(head, last));
            std::vector<std::vector<double>>& others = prompt.others.emplace_back();
            for (const std::vector<std::vector<int>>& spans : draws) {
                others.push_back(masses(spans));
                // Where other tokens run out, what the few get stands for as many.
                const double share = size(prompt.choice.spans) / std::max(size(spans), 1.0);
                for (double& mass : others.back())
                    mass *= share;
            }
        }
    }

    const Bench& m_bench;
    PromptRandom m_random;
    std::vector<DirectRequest> m_requests;
    ChoiceReading m_result;
};

} // namespace

ChoiceReading readChoices(const Bench& bench, const TaskSet& choices)
{
    return ChoiceReader(bench, choices).read();
}

EvidenceExample optionExample(const TaskPrompt& prompt, int option)
{
    const std::vector<int> span = choiceOf(prompt).spans.at(static_cast<std::size_t>(option));
    EvidenceExample example{
        {prompt.ids.begin(), prompt.ids.end()}, prompt.at(QStringLiteral("END")), span.front()};
    example.moreSources.assign(span.begin() + 1, span.end());
    return example;
}

double ahead(const std::vector<double>& numbers, int right)
{
    const auto place = static_cast<std::size_t>(right);
    const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
    return numbers[place] - (sum - numbers[place]) / static_cast<double>(numbers.size() - 1);
}

} // namespace headwaters
