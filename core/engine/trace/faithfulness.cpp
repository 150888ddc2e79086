#include "core/engine/trace/faithfulness.h"

#include "core/engine/model/forward.h"
#include "core/engine/trace/logitdifference.h"
#include "core/engine/trace/tracer.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace headwaters {

namespace {

// Rows of a batch: enough that weights are read seldom, few enough for little memory.
constexpr std::size_t rowsOfBatch = 2048;

using Prompts = std::vector<std::vector<TokenId>>;

/// What parts write on average.
struct Means {
    bool byPosition = false;
    std::vector<at::Tensor> heads; ///< [layer][T or 1, head, e]
    std::vector<at::Tensor> mlps; ///< [layer][T or 1, d_model]

    [[nodiscard]] std::int64_t row(std::int64_t position) const { return byPosition ? position : 0; }
};

bool sameLengths(const Prompts& prompts)
{
    return std::all_of(prompts.begin(), prompts.end(), [&](const std::vector<TokenId>& prompt) {
        return prompt.size() == prompts.front().size();
    });
}

class MeanVisitor : public HookVisitor {
public:
    MeanVisitor(const ModelConfig& config, const Prompts& prompts, bool byPosition)
    {
        const auto rows = static_cast<std::int64_t>(byPosition ? prompts.front().size() : 1);
        m_means.byPosition = byPosition;
        for (std::int64_t layer = 0; layer < config.nLayers; ++layer) {
            m_means.heads.push_back(at::zeros({rows, config.nHeads, config.dHead}, at::kDouble));
            m_means.mlps.push_back(at::zeros({rows, config.dModel}, at::kDouble));
        }
        m_count = 0;
        for (const std::vector<TokenId>& prompt : prompts)
            m_count += byPosition ? 1.0 : static_cast<double>(prompt.size());
    }

    [[nodiscard]] bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::Z || point.hook == Hook::MlpOut;
    }

    void visit(const Where& where, at::Tensor value) override
    {
        const auto layer = static_cast<std::size_t>(where.point.layer);
        at::Tensor& sum = where.point.hook == Hook::Z ? m_means.heads[layer] : m_means.mlps[layer];
        sum.add_(m_means.byPosition ? value : value.sum(0, true), 1.0 / m_count);
    }

    [[nodiscard]] Means take() { return std::move(m_means); }

private:
    Means m_means;
    double m_count = 0;
};

/// Which parts of one prompt stay.
class Held {
public:
    Held(const ModelConfig& config, std::size_t tokens)
        : m_heads(static_cast<std::size_t>(config.nHeads)),
          m_tokens(tokens),
          m_flags(static_cast<std::size_t>(config.nLayers) * tokens * (m_heads + 1), false)
    {
    }

    void add(const KeptPart& part)
    {
        const auto component = part.head < 0 ? m_heads : static_cast<std::size_t>(part.head);
        m_flags
            [place(static_cast<std::size_t>(part.layer), static_cast<std::size_t>(part.position))
             + component] = true;
    }
    [[nodiscard]] bool hasHead(std::size_t layer, std::size_t position, std::size_t head) const
    {
        return m_flags[place(layer, position) + head];
    }
    [[nodiscard]] bool hasMlp(std::size_t layer, std::size_t position) const
    {
        return m_flags[place(layer, position) + m_heads];
    }

private:
    [[nodiscard]] std::size_t place(std::size_t layer, std::size_t position) const
    {
        return (layer * m_tokens + position) * (m_heads + 1);
    }

    std::size_t m_heads;
    std::size_t m_tokens;
    std::vector<bool> m_flags; // [layer, position, head, and one for the MLP]
};

/// Replaces what is not held and keeps what the unembedding reads at the last positions. Without means it
/// only looks.
class AblationVisitor : public HookVisitor {
public:
    AblationVisitor(const Means* means, std::span<const Held> held) : m_means(means), m_held(held) { }

    [[nodiscard]] bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::FinalNormalized
            || (m_means != nullptr && (point.hook == Hook::Z || point.hook == Hook::MlpOut));
    }

    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook == Hook::FinalNormalized) {
            last.push_back(value.select(0, value.size(0) - 1).clone());
            return;
        }
        const auto layer = static_cast<std::size_t>(where.point.layer);
        const Held& held = m_held[where.prompt];
        for (std::int64_t position = 0; position < value.size(0); ++position) {
            const auto token = static_cast<std::size_t>(position);
            if (where.point.hook == Hook::MlpOut) {
                if (!held.hasMlp(layer, token))
                    value.select(0, position).copy_(m_means->mlps[layer].select(0, m_means->row(position)));
                continue;
            }
            at::Tensor row = value.select(0, position);
            const at::Tensor mean = m_means->heads[layer].select(0, m_means->row(position));
            for (std::int64_t head = 0; head < row.size(0); ++head) {
                if (!held.hasHead(layer, token, static_cast<std::size_t>(head)))
                    row.select(0, head).copy_(mean.select(0, head));
            }
        }
    }

    std::vector<at::Tensor> last; // [prompt][d_model]

private:
    const Means* m_means;
    std::span<const Held> m_held;
};

class Measuring {
public:
    Measuring(
        const TraceModel& model, const std::vector<FaithfulnessPrompt>& prompts, const Prompts& meanPrompts,
        const CancelToken& cancel, const ProgressFunction& progress)
        : m_model(model),
          m_config(model.config()),
          m_asked(prompts),
          m_meanPrompts(meanPrompts),
          m_cancel(cancel),
          m_progress(progress)
    {
        for (const FaithfulnessPrompt& prompt : prompts)
            m_prompts.push_back(prompt.ids);
        if (m_meanPrompts.empty())
            m_meanPrompts = m_prompts;
        m_steps = static_cast<int>(m_config.nLayers)
            * static_cast<int>(3 * batches(m_prompts).size() + batches(m_meanPrompts).size());
    }

    Faithfulness measure()
    {
        const Means means = meansOf();
        std::vector<Held> circuit;
        std::vector<Held> nothing;
        for (const FaithfulnessPrompt& prompt : m_asked) {
            nothing.emplace_back(m_config, prompt.ids.size());
            circuit.emplace_back(m_config, prompt.ids.size());
            for (const KeptPart& part : prompt.kept)
                circuit.back().add(part);
        }
        const std::vector<double> whole = differences(nullptr, circuit);
        return summary(whole, differences(&means, circuit), differences(&means, nothing));
    }

private:
    /// Neighbouring prompts that run together: the first of each batch and the one behind its last.
    [[nodiscard]] static std::vector<std::pair<std::size_t, std::size_t>> batches(const Prompts& prompts)
    {
        std::vector<std::pair<std::size_t, std::size_t>> found;
        std::size_t rows = 0;
        for (std::size_t at = 0; at < prompts.size(); ++at) {
            if (found.empty() || rows + prompts[at].size() > rowsOfBatch) {
                found.emplace_back(at, at);
                rows = 0;
            }
            rows += prompts[at].size();
            found.back().second = at + 1;
        }
        return found;
    }

    void run(const Prompts& prompts, std::size_t first, std::size_t end, HookVisitor& visitor)
    {
        const Prompts batch(
            prompts.begin() + static_cast<std::ptrdiff_t>(first),
            prompts.begin() + static_cast<std::ptrdiff_t>(end));
        forward(m_config, m_model, batch, LogitRows::Last, visitor, m_cancel, [this](int layer, int) {
            if (m_progress)
                m_progress(m_done + layer, m_steps);
        });
        m_done += static_cast<int>(m_config.nLayers);
    }

    [[nodiscard]] Means meansOf()
    {
        const std::size_t length = m_meanPrompts.front().size();
        const bool byPosition = m_meanPrompts.size() > 1 && sameLengths(m_meanPrompts)
            && sameLengths(m_prompts) && m_prompts.front().size() == length;
        MeanVisitor visitor(m_config, m_meanPrompts, byPosition);
        for (const auto& [first, end] : batches(m_meanPrompts))
            run(m_meanPrompts, first, end, visitor);
        return visitor.take();
    }

    [[nodiscard]] std::vector<double> differences(const Means* means, const std::vector<Held>& held)
    {
        std::vector<double> result;
        for (const auto& [first, end] : batches(m_prompts)) {
            AblationVisitor visitor(means, std::span(held).subspan(first, end - first));
            run(m_prompts, first, end, visitor);
            for (const at::Tensor& last : visitor.last)
                result.push_back(difference(m_asked[result.size()]).of(last));
        }
        return result;
    }

    [[nodiscard]] const LogitDifference& difference(const FaithfulnessPrompt& prompt)
    {
        const std::pair key(prompt.target, prompt.rival);
        auto found = m_differences.find(key);
        if (found == m_differences.end()) {
            found = m_differences.emplace(key, LogitDifference(m_model, prompt.target, prompt.rival)).first;
        }
        return found->second;
    }

    [[nodiscard]] static Faithfulness summary(
        const std::vector<double>& whole, const std::vector<double>& circuit,
        const std::vector<double>& nothing)
    {
        const auto count = static_cast<double>(whole.size());
        Faithfulness result;
        result.prompts = static_cast<int>(whole.size());
        for (std::size_t at = 0; at < whole.size(); ++at) {
            result.whole += whole[at] / count;
            result.circuit += circuit[at] / count;
            result.nothing += nothing[at] / count;
        }
        const double span = result.whole - result.nothing;
        if (span == 0 || !std::isfinite(span)) {
            throw failure(
                QStringLiteral("Without all heads and MLPs target minus rival is %1 as with them, so "
                               "there is nothing that a circuit could keep.")
                    .arg(result.whole, 0, 'f', 3));
        }
        result.kept = (result.circuit - result.nothing) / span;
        if (whole.size() < 2)
            return result;
        double squares = 0;
        for (std::size_t at = 0; at < whole.size(); ++at) {
            const double off = circuit[at] - nothing[at] - result.kept * (whole[at] - nothing[at]);
            squares += off * off;
        }
        result.error = std::sqrt(squares / (count - 1) / count) / std::abs(span);
        return result;
    }

    const TraceModel& m_model;
    const ModelConfig& m_config;
    const std::vector<FaithfulnessPrompt>& m_asked;
    Prompts m_prompts;
    Prompts m_meanPrompts;
    const CancelToken& m_cancel;
    const ProgressFunction& m_progress;
    std::map<std::pair<TokenId, TokenId>, LogitDifference> m_differences;
    int m_done = 0;
    int m_steps = 0;
};

void check(
    const TransformerModel& model, const std::vector<FaithfulnessPrompt>& prompts, const Prompts& meanPrompts)
{
    if (prompts.empty())
        throw badInput(QStringLiteral("Faithfulness is measured on at least one prompt."));
    for (const std::vector<TokenId>& prompt : meanPrompts)
        model.checkPrompt(prompt);
    for (const FaithfulnessPrompt& prompt : prompts) {
        model.checkPrompt(prompt.ids);
        model.checkToken(prompt.target);
        model.checkToken(prompt.rival);
        if (prompt.target == prompt.rival) {
            throw badInput(QStringLiteral("Target and rival are the same token #%1; their difference is 0 "
                                          "everywhere.")
                               .arg(prompt.rival));
        }
        const ModelConfig& config = model.config();
        for (const KeptPart& part : prompt.kept) {
            const bool isPart = part.layer >= 0 && part.layer < config.nLayers && part.head >= -1
                && part.head < config.nHeads && part.position >= 0
                && part.position < static_cast<int>(prompt.ids.size());
            if (!isPart) {
                throw badInput(
                    QStringLiteral("The circuit holds %1 at token %2, which %3 with %4 layers of %5 heads "
                                   "does not have in a prompt of %6 tokens.")
                        .arg(
                            part.head < 0 ? QStringLiteral("MLP %1").arg(part.layer)
                                          : HeadIndex{part.layer, part.head}.text())
                        .arg(part.position)
                        .arg(model.info().name)
                        .arg(config.nLayers)
                        .arg(config.nHeads)
                        .arg(prompt.ids.size()));
            }
        }
    }
}

} // namespace

Faithfulness faithfulness(
    const Tracer& tracer, const std::vector<FaithfulnessPrompt>& prompts, const CancelToken& cancel,
    const ProgressFunction& progress, const std::vector<std::vector<TokenId>>& meanPrompts)
{
    check(tracer.model()->model(), prompts, meanPrompts);
    return withTorch(
        [&] { return Measuring(*tracer.model(), prompts, meanPrompts, cancel, progress).measure(); });
}

} // namespace headwaters
