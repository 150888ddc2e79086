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

/// Keeps what enters every layer, and adds to means unless there are none to add to.
class CleanReader : public PlaceReader {
public:
    CleanReader(
        const std::vector<AblationBench::Place>& places, const ModelConfig& config, std::size_t prompts,
        HeadMeans* means)
        : PlaceReader(places, config.dModel),
          residuals(at(static_cast<int>(config.nLayers)), std::vector<at::Tensor>(prompts)),
          m_means(means)
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return PlaceReader::wants(point) || point.hook == Hook::ResidPre
            || (m_means != nullptr && point.hook == Hook::Z);
    }
    void visit(const Where& where, at::Tensor value) override
    {
        PlaceReader::visit(where, value);
        if (where.point.hook == Hook::ResidPre)
            residuals[at(where.point.layer)][where.prompt] = value.clone();
        if (where.point.hook == Hook::Z)
            m_means->add(where.point.layer, where.prompt, value);
    }

    std::vector<std::vector<at::Tensor>> residuals; // [layer][prompt]

private:
    HeadMeans* m_means;
};

/// Adds the z of references to means.
class ReferenceReader : public HookVisitor {
public:
    explicit ReferenceReader(HeadMeans& means) : m_means(means) { }
    bool wants(const HookPoint& point) const override { return point.hook == Hook::Z; }
    void visit(const Where& where, at::Tensor value) override
    {
        m_means.add(where.point.layer, where.prompt, value);
    }

private:
    HeadMeans& m_means;
};

/// Puts means in place of z.
class HeadRemover : public PlaceReader {
public:
    HeadRemover(
        const std::vector<AblationBench::Place>& places, std::int64_t dModel, const HeadMeans& means,
        const std::vector<HeadIndex>& heads)
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
        const at::Tensor means = m_means.of(where.point.layer, where.prompt);
        for (const HeadIndex head : m_heads) {
            if (head.layer != where.point.layer)
                continue;
            at::Tensor z = value.select(1, head.head);
            z.copy_(means.select(1, head.head).expand_as(z));
        }
    }

private:
    const HeadMeans& m_means;
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
    const Bench& bench, std::vector<std::vector<TokenId>> prompts, std::vector<Place> places,
    const HeadReferences& references)
    : m_bench(bench),
      m_prompts(std::move(prompts)),
      m_places(std::move(places)),
      m_means(bench.nLayers(), references.groups)
{
    withTorch([&] {
        const ModelConfig& config = bench.model->config();
        if (!references.prompts.empty()) {
            ReferenceReader reader(m_means);
            forward(
                config, bench.model->weights(), references.prompts, LogitRows::Last, reader, bench.cancel,
                {});
            count(references.prompts.size());
        }
        CleanReader reader(
            m_places, config, m_prompts.size(), references.prompts.empty() ? &m_means : nullptr);
        forward(config, bench.model->weights(), m_prompts, LogitRows::Last, reader, bench.cancel, {});
        count(m_prompts.size());
        for (const std::vector<at::Tensor>& layer : reader.residuals)
            m_residuals.push_back(at::cat(layer));
        m_cleanLogs = logProbabilities(reader.rows);
        m_clean = outcomeOf(m_cleanLogs);
    });
}

void AblationBench::count(std::size_t prompts) const
{
    for (std::size_t prompt = 0; prompt < prompts && m_bench.ran; ++prompt)
        m_bench.ran();
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
    count(m_prompts.size());
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
        double wrong = m_places[place].against.empty() ? means[row].item<double>() : 0;
        for (const TokenId token : m_places[place].against)
            wrong += logs[row][token].item<double>() / static_cast<double>(m_places[place].against.size());
        outcome.logits.push_back(outcome.logProbabilities.back() - wrong);
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
