#include "core/engine/causal/logitlens.h"

#include "core/engine/causal/editingvisitor.h"
#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <span>

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

/// Tokens whose columns of the unembedding are the same have the same logits, but a product of matrices may
/// round them apart; ranks must not count such a difference.
class EqualTokens {
public:
    explicit EqualTokens(const WeightSource& weights) : m_weights(weights), m_bias(weights.unembeddingBias())
    {
    }

    /// All tokens with the column of `token`, itself too, ascending. `logits` are any row's, read from `x`.
    const std::vector<TokenId>& of(TokenId token, std::span<const float> logits, const at::Tensor& x)
    {
        if (const auto found = m_known.find(token); found != m_known.end())
            return found->second;
        const at::Tensor column = m_weights.unembeddingColumn(token);
        // More than rounding can part equal logits, so that only few columns need a look.
        const double margin = 1e-4 * column.norm().item<double>() * x.norm().item<double>();
        const auto own = static_cast<double>(logits[static_cast<std::size_t>(token)]);
        std::vector<TokenId>& equal = m_known[token];
        for (std::size_t at = 0; at < logits.size(); ++at) {
            const auto other = static_cast<TokenId>(at);
            if (other == token
                || (std::abs(static_cast<double>(logits[at]) - own) <= margin
                    && isEqual(column, token, other)))
                equal.push_back(other);
        }
        return equal;
    }

private:
    [[nodiscard]] bool isEqual(const at::Tensor& column, TokenId token, TokenId other) const
    {
        if (!column.equal(m_weights.unembeddingColumn(other)))
            return false;
        if (!m_bias.defined())
            return true;
        const auto biasOf = [this](TokenId id) { return m_bias.select(0, id).item<double>(); };
        return std::abs(biasOf(token) - biasOf(other)) <= 1e-6 * (1 + std::abs(biasOf(token)));
    }

    const WeightSource& m_weights;
    at::Tensor m_bias; // where norms are folded it follows from the columns, and is rounded too
    std::map<TokenId, std::vector<TokenId>> m_known;
};

/// Places what one row of logits, read from `x`, says.
void readCell(
    LogitLens& lens, std::size_t cell, std::span<const float> logits, double logSum, const at::Tensor& x,
    EqualTokens& equal)
{
    const auto top = std::max_element(logits.begin(), logits.end());
    lens.topId[cell] = equal.of(static_cast<TokenId>(top - logits.begin()), logits, x).front();
    lens.topLogProbability[cell] = static_cast<double>(*top) - logSum;
    for (LensWord& word : lens.words) {
        const float own = logits[static_cast<std::size_t>(word.id)];
        word.logProbability[cell] = static_cast<double>(own) - logSum;
        const std::vector<TokenId>& same = equal.of(word.id, logits, x);
        const auto larger =
            std::count_if(logits.begin(), logits.end(), [own](float other) { return other > own; });
        const auto roundedUp = std::count_if(same.begin(), same.end(), [&](TokenId other) {
            return logits[static_cast<std::size_t>(other)] > own;
        });
        word.rank[cell] = static_cast<int>(larger - roundedUp);
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

        EqualTokens equal(model.weights());
        const auto vocabulary = static_cast<std::size_t>(config.dVocab);
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
                    {logits.data_ptr<float>() + row * config.dVocab, vocabulary},
                    logSums.data_ptr<double>()[row], x.select(0, row), equal);
            }
            if (progress)
                progress(static_cast<int>(first + count), static_cast<int>(all.size(0)));
        }
        return lens;
    });
}

} // namespace headwaters
