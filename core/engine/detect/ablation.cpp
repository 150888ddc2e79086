#include "core/engine/detect/ablation.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>

namespace headwaters {

namespace {

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

/// Reads the places behind the final norm; the rest is for those who change something.
class PlaceReader : public HookVisitor {
public:
    PlaceReader(const std::vector<AblationBench::Place>& places, std::int64_t dModel)
        : rows(at::empty({static_cast<std::int64_t>(places.size()), dModel}, at::kFloat)),
          m_places(places)
    {
    }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::FinalNormalized; }
    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook != Hook::FinalNormalized)
            return;
        for (std::size_t place = 0; place < m_places.size(); ++place) {
            if (m_places[place].prompt == where.prompt)
                rows[static_cast<std::int64_t>(place)].copy_(value[m_places[place].position]);
        }
    }

    at::Tensor rows; ///< [place, d_model]

private:
    const std::vector<AblationBench::Place>& m_places;
};

/// Keeps what enters every layer, and the sums of z.
class CleanReader : public PlaceReader {
public:
    CleanReader(
        const std::vector<AblationBench::Place>& places, const ModelConfig& config, std::size_t prompts)
        : PlaceReader(places, config.dModel),
          residuals(at(static_cast<int>(config.nLayers)), std::vector<at::Tensor>(prompts)),
          sums(at(static_cast<int>(config.nLayers)))
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return PlaceReader::wants(point) || point.hook == Hook::ResidPre || point.hook == Hook::Z;
    }
    void visit(const Where& where, at::Tensor value) override
    {
        PlaceReader::visit(where, value);
        if (where.point.hook == Hook::ResidPre)
            residuals[at(where.point.layer)][where.prompt] = value.clone();
        if (where.point.hook == Hook::Z) {
            at::Tensor& sum = sums[at(where.point.layer)];
            const at::Tensor part = value.narrow(0, 1, value.size(0) - 1).sum(0);
            sum = sum.defined() ? sum + part : part;
        }
    }

    std::vector<std::vector<at::Tensor>> residuals; // [layer][prompt]
    std::vector<at::Tensor> sums; // [layer] [head, d_head]
};

/// Puts means in place of z.
class HeadRemover : public PlaceReader {
public:
    HeadRemover(
        const std::vector<AblationBench::Place>& places, std::int64_t dModel,
        const std::vector<at::Tensor>& means, const std::vector<HeadIndex>& heads)
        : PlaceReader(places, dModel),
          m_means(means),
          m_heads(heads)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return PlaceReader::wants(point)
            || (point.hook == Hook::Z && std::any_of(m_heads.begin(), m_heads.end(), [&](HeadIndex head) {
                    return head.layer == point.layer;
                }));
    }
    void visit(const Where& where, at::Tensor value) override
    {
        PlaceReader::visit(where, value);
        if (where.point.hook != Hook::Z)
            return;
        for (const HeadIndex head : m_heads) {
            if (head.layer == where.point.layer)
                value.select(1, head.head).copy_(m_means[at(head.layer)][head.head]);
        }
    }

private:
    const std::vector<at::Tensor>& m_means;
    const std::vector<HeadIndex>& m_heads;
};

/// Hands one head's patterns out to be changed.
class PatternChanger : public PlaceReader {
public:
    PatternChanger(
        const std::vector<AblationBench::Place>& places, std::int64_t dModel, HeadIndex head,
        const AblationBench::PatternChange& change)
        : PlaceReader(places, dModel),
          m_head(head),
          m_change(change)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return PlaceReader::wants(point) || (point.hook == Hook::Pattern && point.layer == m_head.layer);
    }
    void visit(const Where& where, at::Tensor value) override
    {
        PlaceReader::visit(where, value);
        if (where.point.hook != Hook::Pattern || where.head != m_head.head)
            return;
        at::Tensor changed = value.contiguous();
        m_change(changed.data_ptr<float>(), static_cast<int>(changed.size(0)));
        if (!changed.is_same(value))
            value.copy_(changed);
    }

private:
    HeadIndex m_head;
    const AblationBench::PatternChange& m_change;
};

} // namespace

AblationBench::AblationBench(
    const Bench& bench, std::vector<std::vector<TokenId>> prompts, std::vector<Place> places)
    : m_bench(bench),
      m_prompts(std::move(prompts)),
      m_places(std::move(places))
{
    withTorch([&] {
        const ModelConfig& config = bench.model->config();
        CleanReader reader(m_places, config, m_prompts.size());
        forward(config, bench.model->weights(), m_prompts, LogitRows::Last, reader, bench.cancel, {});
        std::int64_t positions = 0;
        for (const std::vector<TokenId>& prompt : m_prompts) {
            positions += static_cast<std::int64_t>(prompt.size()) - 1;
            if (bench.ran)
                bench.ran();
        }
        for (int layer = 0; layer < bench.nLayers(); ++layer) {
            m_residuals.push_back(at::cat(reader.residuals[at(layer)]));
            m_means.push_back(reader.sums[at(layer)] / positions);
        }
        m_cleanLogs = logProbabilities(reader.rows);
    });
    m_clean = withTorch([&] { return outcomeOf(m_cleanLogs); });
}

at::Tensor AblationBench::logProbabilities(const at::Tensor& rows) const
{
    at::Tensor logits = m_bench.model->weights().unembed(rows, m_bench.cancel);
    softCap(logits, m_bench.model->config().logitSoftCap);
    return logits - at::logsumexp(logits, {1}, true);
}

AblationBench::Outcome AblationBench::run(int layer, HookVisitor& visitor, const at::Tensor& rows) const
{
    const ForwardStart start{layer, m_residuals[at(layer)]};
    forward(
        m_bench.model->config(), m_bench.model->weights(), m_prompts, LogitRows::Last, visitor,
        m_bench.cancel, {}, nullptr, &start);
    const at::Tensor logs = logProbabilities(rows);
    for (std::size_t prompt = 0; prompt < m_prompts.size() && m_bench.ran; ++prompt)
        m_bench.ran();
    return outcomeOf(logs);
}

AblationBench::Outcome AblationBench::outcomeOf(const at::Tensor& logs) const
{
    const at::Tensor divergences = (m_cleanLogs.exp() * (m_cleanLogs - logs)).sum(1);
    const at::Tensor means = logs.mean(1);
    Outcome outcome;
    for (std::size_t place = 0; place < m_places.size(); ++place) {
        const auto row = static_cast<std::int64_t>(place);
        outcome.logProbabilities.push_back(logs[row][m_places[place].next].item<double>());
        outcome.logits.push_back(outcome.logProbabilities.back() - means[row].item<double>());
        outcome.divergences.push_back(divergences[row].item<double>());
    }
    return outcome;
}

AblationBench::Outcome AblationBench::withoutHeads(const std::vector<HeadIndex>& heads) const
{
    if (heads.empty())
        return m_clean;
    return withTorch([&] {
        HeadRemover remover(m_places, m_bench.model->config().dModel, m_means, heads);
        const HeadIndex first = *std::min_element(
            heads.begin(), heads.end(), [](HeadIndex a, HeadIndex b) { return a.layer < b.layer; });
        return run(first.layer, remover, remover.rows);
    });
}

AblationBench::Outcome AblationBench::withPattern(HeadIndex head, const PatternChange& change) const
{
    return withTorch([&] {
        PatternChanger changer(m_places, m_bench.model->config().dModel, head, change);
        return run(head.layer, changer, changer.rows);
    });
}

} // namespace headwaters
