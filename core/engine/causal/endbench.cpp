#include "core/engine/causal/endbench.h"

#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

at::Tensor lastRow(const at::Tensor& value)
{
    return value.select(0, value.size(0) - 1);
}

/// Reads the answers of a batch.
class AnswerReader : public HookVisitor {
public:
    explicit AnswerReader(const std::vector<TaskPrompt>& prompts)
        : m_prompts(prompts),
          m_answers{std::vector<double>(prompts.size()), std::vector<double>(prompts.size())}
    {
    }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::Logits; }

    void visit(const Where& where, at::Tensor value) override
    {
        const TaskPrompt& prompt = m_prompts[where.prompt];
        const at::Tensor row = lastRow(value).contiguous();
        const float* logits = row.data_ptr<float>();
        const double target = logits[*prompt.target];
        double against = 0;
        if (prompt.rival) {
            against = logits[*prompt.rival];
        } else {
            for (const TokenId other : prompt.others)
                against += logits[other] / static_cast<double>(prompt.others.size());
        }
        m_answers.differences[where.prompt] = target - against;
        m_answers.probabilities[where.prompt] = std::exp(target - at::logsumexp(row, {0}).item<double>());
    }

    [[nodiscard]] const EndAnswers& answers() const { return m_answers; }

private:
    const std::vector<TaskPrompt>& m_prompts;
    EndAnswers m_answers;
};

/// Keeps what a first run passes.
class FirstRun : public AnswerReader {
public:
    FirstRun(const std::vector<TaskPrompt>& prompts, std::size_t layers)
        : AnswerReader(prompts),
          entering(layers),
          z(layers)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::ResidPre || point.hook == Hook::Z || AnswerReader::wants(point);
    }

    void visit(const Where& where, at::Tensor value) override
    {
        const auto layer = static_cast<std::size_t>(where.point.layer);
        if (where.point.hook == Hook::ResidPre)
            entering[layer].push_back(value.clone());
        else if (where.point.hook == Hook::Z)
            z[layer].push_back(lastRow(value).clone());
        else
            AnswerReader::visit(where, value);
    }

    std::vector<std::vector<at::Tensor>> entering, z; // [layer][prompt]
};

/// Changes one head's z at the last position.
class ChangedRun : public AnswerReader {
public:
    ChangedRun(
        const std::vector<TaskPrompt>& prompts, HeadIndex head, const at::Tensor& vector, bool replaces)
        : AnswerReader(prompts),
          m_head(head),
          m_vector(vector),
          m_replaces(replaces)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return (m_vector.defined() && point == HookPoint{Hook::Z, m_head.layer})
            || AnswerReader::wants(point);
    }

    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook != Hook::Z) {
            AnswerReader::visit(where, value);
            return;
        }
        at::Tensor row = lastRow(value).select(0, m_head.head);
        if (m_replaces)
            row.copy_(m_vector);
        else
            row.add_(m_vector);
    }

private:
    HeadIndex m_head;
    at::Tensor m_vector;
    bool m_replaces;
};

at::Tensor tensorOf(const std::vector<float>& vector)
{
    at::Tensor tensor = at::empty({static_cast<std::int64_t>(vector.size())}, at::kFloat);
    std::copy(vector.begin(), vector.end(), tensor.data_ptr<float>());
    return tensor;
}

} // namespace

struct EndBench::State {
    const TransformerModel& model;
    std::vector<TaskPrompt> prompts;
    CancelToken cancel;
    std::function<void()> ran;
    std::vector<std::vector<TokenId>> ids = {};
    EndAnswers clean = {};
    std::vector<at::Tensor> entering = {}; // [layer]: [rows of all prompts, d_model]
    std::vector<std::vector<at::Tensor>> z = {}; // [layer][prompt]: [head, d_head]

    void count() const
    {
        for (std::size_t prompt = 0; ran && prompt < ids.size(); ++prompt)
            ran();
    }
    [[nodiscard]] EndAnswers
    changed(HeadIndex head, const at::Tensor& vector, bool replaces, const at::Tensor& residual) const
    {
        ChangedRun run(prompts, head, vector, replaces);
        const ForwardStart start{head.layer, residual};
        forward(model.config(), model.weights(), ids, LogitRows::Last, run, cancel, {}, nullptr, &start);
        count();
        return run.answers();
    }
    [[nodiscard]] EndAnswers changed(HeadIndex head, const std::vector<float>& vector, bool replaces) const
    {
        return withTorch([&] {
            return changed(head, tensorOf(vector), replaces, entering[static_cast<std::size_t>(head.layer)]);
        });
    }
};

EndBench::EndBench(
    const Model& openModel, std::vector<TaskPrompt> prompts, const CancelToken& cancel,
    const std::function<void()>& ran)
    : m_state(std::make_unique<State>(
        State{static_cast<const TransformerModel&>(openModel), std::move(prompts), cancel, ran}))
{
    const TransformerModel& model = m_state->model;
    for (const TaskPrompt& prompt : m_state->prompts) {
        model.checkPrompt(prompt.ids);
        model.checkToken(*prompt.target);
        if (prompt.rival)
            model.checkToken(*prompt.rival);
        for (const TokenId other : prompt.others)
            model.checkToken(other);
        m_state->ids.push_back(prompt.ids);
    }
    if (m_state->prompts.empty())
        return;
    withTorch([&] {
        FirstRun run(m_state->prompts, static_cast<std::size_t>(model.config().nLayers));
        forward(model.config(), model.weights(), m_state->ids, LogitRows::Last, run, cancel, {});
        m_state->clean = run.answers();
        for (const std::vector<at::Tensor>& parts : run.entering)
            m_state->entering.push_back(at::cat(parts));
        m_state->z = std::move(run.z);
    });
    m_state->count();
}

EndBench::~EndBench() = default;
EndBench::EndBench(EndBench&&) noexcept = default;

const std::vector<TaskPrompt>& EndBench::prompts() const
{
    return m_state->prompts;
}

const EndAnswers& EndBench::clean() const
{
    return m_state->clean;
}

std::vector<float> EndBench::z(HeadIndex head, std::size_t prompt) const
{
    const at::Tensor row =
        m_state->z[static_cast<std::size_t>(head.layer)][prompt].select(0, head.head).contiguous();
    const float* values = row.data_ptr<float>();
    return {values, values + row.numel()};
}

EndAnswers EndBench::added(HeadIndex head, const std::vector<float>& vector) const
{
    return m_state->changed(head, vector, false);
}

EndAnswers EndBench::replaced(HeadIndex head, const std::vector<float>& vector) const
{
    return m_state->changed(head, vector, true);
}

EndAnswers EndBench::residualAdded(int layer, const std::vector<float>& vector) const
{
    return withTorch([&] {
        const at::Tensor residual = m_state->entering[static_cast<std::size_t>(layer)].clone();
        const at::Tensor added = tensorOf(vector);
        std::int64_t row = -1;
        for (const std::vector<TokenId>& ids : m_state->ids) {
            row += static_cast<std::int64_t>(ids.size());
            residual.select(0, row).add_(added);
        }
        return m_state->changed({layer, 0}, at::Tensor(), false, residual);
    });
}

} // namespace headwaters
