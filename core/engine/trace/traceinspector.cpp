#include "core/engine/trace/traceinspector.h"

#include "core/base/memory.h"
#include "core/engine/model/forward.h"
#include "core/engine/trace/siderows.h"

namespace headwaters {

namespace {

std::vector<double> toVector(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.contiguous();
    return {plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel()};
}

class LogitsVisitor : public HookVisitor {
public:
    [[nodiscard]] bool wants(const HookPoint& point) const override { return point.hook == Hook::Logits; }
    void visit(const Where&, at::Tensor value) override { logits = toVector(value); }

    std::vector<double> logits;
};

SideReport sideReport(const SideRows& rows, std::size_t keys)
{
    SideReport report{rows.parts(), toVector(rows.gradients()), {}};
    const auto directions = static_cast<std::size_t>(rows.gradients().size(1));
    report.rows.resize(report.parts.size() * directions * keys);
    std::span<double> left = report.rows;
    for (std::size_t part = 0; part < report.parts.size(); ++part) {
        for (std::size_t direction = 0; direction < directions; ++direction) {
            rows.read(part, static_cast<int>(direction), left.first(keys));
            left = left.subspan(keys);
        }
    }
    return report;
}

/// Parts of both sides times directions times keys.
qint64 bytesOfRows(const ModelConfig& config, const Firing& firing)
{
    const qint64 keys = firing.destination + 1;
    const qint64 parts = firing.head.layer * (config.nHeads * keys + 2) + 2;
    return 2 * parts * config.dHead * keys * static_cast<qint64>(sizeof(double));
}

} // namespace

TraceInspector::TraceInspector(
    const Tracer& tracer, const std::vector<TokenId>& ids, const CancelToken& cancel)
    : m_run(withTorch([&] { return TracedRun::make(tracer.model(), {ids}, cancel).front(); })),
      m_cancel(cancel)
{
}

double TraceInspector::attention(HeadIndex head, int destination, int source) const
{
    return m_run->attention(head, destination, source);
}

std::vector<double> TraceInspector::written(const PartRef& part, int position) const
{
    return withTorch([&] { return toVector(writtenBy(*m_run, part, position, m_cancel)); });
}

double TraceInspector::scale(int layer, int position) const
{
    const bool isFinal = layer == m_run->config().nLayers;
    return (isFinal ? m_run->finalScale() : m_run->layer(layer).scale).data_ptr<double>()[position];
}

std::vector<double> TraceInspector::logits() const
{
    return withTorch([&] {
        LogitsVisitor visitor;
        forward(m_run->config(), m_run->model(), {m_run->ids()}, LogitRows::Last, visitor, m_cancel, {});
        return visitor.logits;
    });
}

std::vector<double> TraceInspector::rotation(int position) const
{
    return withTorch([&] { return toVector(m_run->model().rotation(position)); });
}

SingularFactors TraceInspector::factors(HeadIndex head, bool queryBias, bool keyBias) const
{
    return withTorch([&] {
        const auto svd = m_run->model().qk(head, {queryBias, keyBias}, 0, 0, m_cancel);
        const AttentionWeights& weights = m_run->model().attention(head.layer, m_cancel);
        const std::int64_t e = m_run->config().dHead;
        const auto side = [e](const at::Tensor& weight, const at::Tensor& bias, std::int64_t of, bool more) {
            const at::Tensor reader = readerOfHead(weight, of, e);
            return more ? at::cat({reader, biasOfHead(bias, of, e).unsqueeze(0)}) : reader;
        };
        const std::int64_t group = head.head / m_run->config().groupSize();
        return SingularFactors{
            toVector(svd->singularValues),
            toVector(svd->leftVectors(side(weights.W_Q, weights.b_Q, head.head, queryBias))),
            toVector(svd->rightVectors(side(weights.W_K, weights.b_K, group, keyBias)))};
    });
}

FiringReport TraceInspector::report(const Firing& firing, const AccPlusPlusRule& rule) const
{
    return withTorch([&] {
        requireMemory(bytesOfRows(m_run->config(), firing), QStringLiteral("All rows of a firing"));
        const auto readings = UpstreamReadings::of(*m_run, firing.head, m_cancel);
        const auto svd = m_run->model().qk(firing.head, {}, 0, 0, m_cancel);
        const ScoreRowState state =
            scoreRow(*m_run, firing, rule.compat ? 0.0 : m_run->config().scoreSoftCap);
        FiringReport report;
        report.attention = m_run->attention(firing.head, firing.destination, firing.source);
        report.firstKey = state.firstKey;
        report.singularValues = toVector(svd->singularValues);
        report.scores = state.scores;
        report.query =
            sideReport(*SideRows::ofQuery(*m_run, readings, firing, *svd, state), state.scores.size());
        report.key = sideReport(*SideRows::ofKey(*m_run, readings, firing, *svd, state), state.scores.size());
        report.trace = traceFiring(*m_run, readings, firing, rule, m_cancel);
        return report;
    });
}

RelativeScoreTrace TraceInspector::relativeScore(const Firing& firing) const
{
    return withTorch([&] {
        const auto readings = UpstreamReadings::of(*m_run, firing.head, m_cancel);
        return headwaters::relativeScore(*m_run, readings, firing, m_cancel);
    });
}

SadFiring TraceInspector::sad(const Firing& firing, bool compat) const
{
    return withTorch([&] {
        const auto readings = UpstreamReadings::of(*m_run, firing.head, m_cancel);
        return sadFiring(*m_run, readings, firing, compat, m_cancel);
    });
}

PartContributions
TraceInspector::contributions(TokenId target, std::optional<TokenId> rival, int position) const
{
    return withTorch([&] {
        at::Tensor direction = m_run->model().unembeddingColumn(target);
        if (rival)
            direction = direction - m_run->model().unembeddingColumn(*rival);
        const int layers = static_cast<int>(m_run->config().nLayers);
        return contributionsTo(*m_run, direction, position, scale(layers, position), layers - 1, m_cancel);
    });
}

SeedChoice TraceInspector::probabilitySeeds(
    int position, const ProbabilityTarget& target, ProbabilityEvidence* evidence) const
{
    return withTorch(
        [&] { return headwaters::probabilitySeeds(*m_run, position, target, m_cancel, evidence); });
}

} // namespace headwaters
