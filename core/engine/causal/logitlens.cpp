#include "core/engine/causal/logitlens.h"

#include "core/engine/causal/editingvisitor.h"
#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace headwaters {

namespace {

// Logits that are held at a time: 64 MB.
constexpr std::int64_t logitsAtOnce = std::int64_t{1} << 24;

/// Keeps the residual at the positions, row by row of the lens.
class ResidualReader : public HookVisitor {
public:
    ResidualReader(int nLayers, const std::vector<int>& positions) : m_lastLayer(nLayers - 1)
    {
        m_positions = at::empty({static_cast<std::int64_t>(positions.size())}, at::kLong);
        std::copy(positions.begin(), positions.end(), m_positions.data_ptr<std::int64_t>());
    }

    [[nodiscard]] bool wants(const HookPoint& point) const override { return rowAt(point).has_value(); }

    void visit(const Where& where, at::Tensor value) override
    {
        rows.push_back(*rowAt(where.point));
        residuals.push_back(at::index_select(value, 0, m_positions));
    }

    std::vector<LensRow> rows;
    std::vector<at::Tensor> residuals; // [row][position, d_model]

private:
    [[nodiscard]] std::optional<LensRow> rowAt(const HookPoint& point) const
    {
        switch (point.hook) {
        case Hook::ResidPre:
            return LensRow{point.layer, LensRow::Place::Before};
        case Hook::ResidMid:
            return LensRow{point.layer, LensRow::Place::Middle};
        case Hook::ResidPost:
            if (point.layer == m_lastLayer)
                return LensRow{point.layer, LensRow::Place::Output};
            return std::nullopt;
        default:
            return std::nullopt;
        }
    }

    int m_lastLayer;
    at::Tensor m_positions;
};

/// Places what one row of logits says.
void readCell(LogitLens& lens, std::size_t cell, const float* logits, std::size_t count, double logSum)
{
    const float* top = std::max_element(logits, logits + count);
    lens.topId[cell] = static_cast<TokenId>(top - logits);
    lens.topLogProbability[cell] = static_cast<double>(*top) - logSum;
    for (LensWord& word : lens.words) {
        const float own = logits[word.id];
        word.logProbability[cell] = static_cast<double>(own) - logSum;
        word.rank[cell] = static_cast<int>(
            std::count_if(logits, logits + count, [own](float other) { return other > own; }));
    }
}

void check(const TransformerModel& model, const LensRequest& request)
{
    model.checkPrompt(request.ids);
    for (const TokenId word : request.words)
        model.checkToken(word);
    for (const int position : request.positions) {
        if (position < 0 || position >= static_cast<int>(request.ids.size())) {
            throw badInput(QStringLiteral("Position %1 is none of the prompt, which has %2 tokens.")
                               .arg(position)
                               .arg(static_cast<qulonglong>(request.ids.size())));
        }
    }
}

} // namespace

LogitLens logitLens(
    const Model& openModel, const LensRequest& request, const CancelToken& cancel,
    const ProgressFunction& progress)
{
    const auto& model = static_cast<const TransformerModel&>(openModel);
    check(model, request);
    LogitLens lens;
    lens.positions = request.positions;
    if (lens.positions.empty()) {
        lens.positions.resize(request.ids.size());
        std::iota(lens.positions.begin(), lens.positions.end(), 0);
    }
    return withTorch([&] {
        const ModelConfig& config = model.config();
        ResidualReader reader(static_cast<int>(config.nLayers), lens.positions);
        static const std::vector<Edit> none;
        EditingVisitor visitor(
            request.edits ? *request.edits : none, static_cast<int>(config.nLayers), reader);
        forward(config, model.weights(), {request.ids}, LogitRows::Last, visitor, cancel, {});
        const at::Tensor all = at::cat(reader.residuals); // [row * position, d_model]
        reader.residuals.clear();
        lens.rows = std::move(reader.rows);
        const auto cells = static_cast<std::size_t>(all.size(0));
        lens.topId.resize(cells);
        lens.topLogProbability.resize(cells);
        for (const TokenId word : request.words)
            lens.words.push_back({word, std::vector<double>(cells), std::vector<int>(cells)});

        const std::int64_t step = std::max<std::int64_t>(1, logitsAtOnce / config.dVocab);
        for (std::int64_t first = 0; first < all.size(0); first += step) {
            const std::int64_t count = std::min(step, all.size(0) - first);
            const at::Tensor x = normed(
                all.narrow(0, first, count), model.weights().finalNorm(), config.norm, config.normEpsilon);
            at::Tensor logits = model.weights().unembed(x, cancel);
            softCap(logits, config.logitSoftCap);
            const at::Tensor logSums = at::logsumexp(logits, {1}).to(at::kDouble);
            for (std::int64_t row = 0; row < count; ++row) {
                cancel.throwIfCancelled();
                readCell(
                    lens, static_cast<std::size_t>(first + row),
                    logits.data_ptr<float>() + row * config.dVocab, static_cast<std::size_t>(config.dVocab),
                    logSums.data_ptr<double>()[row]);
            }
            if (progress)
                progress(static_cast<int>(first + count), static_cast<int>(all.size(0)));
        }
        return lens;
    });
}

} // namespace headwaters
