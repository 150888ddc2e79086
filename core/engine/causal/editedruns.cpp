#include "core/engine/causal/editedruns.h"

#include "core/engine/causal/editingvisitor.h"
#include "core/engine/model/forward.h"

#include <algorithm>

namespace headwaters {

namespace {

// Rows of a batch: enough that weights are read seldom, few enough for little memory and a quick cancel.
constexpr std::size_t rowsOfBatch = 1024;

class EditVisitor : public HookVisitor {
public:
    EditVisitor(std::span<const EditedRun> runs, int nLayers, std::size_t first, const LogitsTold& told)
        : m_runs(runs),
          m_layers(nLayers),
          m_first(first),
          m_told(told)
    {
    }

    [[nodiscard]] bool wants(const HookPoint& point) const override
    {
        if (point.hook == Hook::Logits)
            return true;
        const HookPoint wanted = editPoint(point, m_layers);
        return std::any_of(m_runs.begin(), m_runs.end(), [&](const EditedRun& run) {
            return std::any_of(
                run.edits.begin(), run.edits.end(), [&](const Edit& edit) { return edit.point == wanted; });
        });
    }

    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook == Hook::Logits) {
            const at::Tensor row = value.contiguous();
            m_told(m_first + where.prompt, {row.data_ptr<float>(), static_cast<std::size_t>(row.numel())});
            return;
        }
        change(where.prompt, editPoint(where.point, m_layers), where.head, value);
    }

    void change(std::size_t prompt, const HookPoint& point, int head, const at::Tensor& value)
    {
        doEdits(m_runs[prompt].edits, point, head, value);
    }

private:
    std::span<const EditedRun> m_runs;
    int m_layers;
    std::size_t m_first;
    const LogitsTold& m_told;
};

} // namespace

double runEdited(
    const TransformerModel& model, const CausalCache& base, const std::vector<EditedRun>& runs,
    const CancelToken& cancel, const LogitsTold& told)
{
    const ModelConfig& config = model.config();
    const int nLayers = static_cast<int>(config.nLayers);
    const std::size_t together = std::max<std::size_t>(1, rowsOfBatch / base.ids().size());
    double forwards = 0;
    for (std::size_t first = 0; first < runs.size();) {
        cancel.throwIfCancelled();
        const int layer = runs[first].startLayer;
        std::size_t next = first;
        while (next < runs.size() && next - first < together && runs[next].startLayer == layer)
            ++next;
        const std::size_t count = next - first;
        EditVisitor visitor(std::span<const EditedRun>(runs).subspan(first, count), nLayers, first, told);
        std::vector<at::Tensor> residuals;
        for (std::size_t at = 0; at < count; ++at) {
            residuals.push_back(base.residual(layer));
            if (layer == nLayers) { // no hook comes before the final norm then
                residuals.back() = residuals.back().clone();
                visitor.change(at, {Hook::ResidPre, nLayers}, -1, residuals.back());
            }
        }
        const ForwardStart start{layer, at::cat(residuals)};
        forward(
            config, model.weights(), std::vector<std::vector<TokenId>>(count, base.ids()), LogitRows::Last,
            visitor, cancel, {}, nullptr, &start);
        forwards += static_cast<double>(count) * (nLayers - layer) / nLayers;
        first = next;
    }
    return forwards;
}

} // namespace headwaters
