#include "core/engine/trace/siderows.h"

#include "core/engine/model/arithmetic.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

// The factorised algorithm (specification 5.7). With q' and k' the rotated query and key, `left` and `right`
// of the head's position-free SVD (productsvd.h) and kappa the scale,
//
//     a = q'_d left / kappa        B_t = right k'_t        score(d, t) = a . B_t
//
// both linear in what upstream parts write. A part's row over the keys t is, for direction k,
//
//     query side   phi_k B_tk           phi = (part at d) left / kappa
//     key side     a_k psi_tk           psi_t = right (part at t)
//
// and its integrated gradient is that row times the key weights w_t: phi_k (sum_t w_t B_tk) on the query
// side, a_k (right sum_t w_t (part at t))_k on the key side, where for a head the sum over t is one weight
// for each source token (and rotary pair) times a single vector.

namespace {

double deviation(const at::Tensor& sum, const at::Tensor& whole)
{
    return (sum - whole).abs().max().item<double>() / (1.0 + whole.abs().max().item<double>());
}

/// Collects blocks of rows, one part each, with what the parts are.
class Blocks {
public:
    /// `rows` is [parts, e].
    void add(const at::Tensor& rows) { m_blocks.push_back(rows.reshape({-1, rows.size(-1)})); }
    void addHeads(int layer, const at::Tensor& rows) // [head, source, e]
    {
        for (int head = 0; head < static_cast<int>(rows.size(0)); ++head) {
            for (int source = 0; source < static_cast<int>(rows.size(1)); ++source)
                parts.push_back({layer, head, source});
        }
        add(rows);
    }
    void addOne(const PartRef& part, const at::Tensor& row)
    {
        parts.push_back(part);
        add(row);
    }
    [[nodiscard]] at::Tensor all() const { return at::cat(m_blocks); }

    std::vector<PartRef> parts;

private:
    std::vector<at::Tensor> m_blocks;
};

class QueryRows : public SideRows {
public:
    QueryRows(
        const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const ProductSvd& svd,
        const ScoreRowState& state)
        : m_width(run.config().dHead)
    {
        const UpstreamReadings::Side& side = readings.query;
        const int d = firing.destination;
        const auto mlp = static_cast<int>(run.config().nHeads);
        const double divisor = side.divisor.data_ptr<double>()[d];
        Blocks blocks;
        for (int layer = 0; layer < static_cast<int>(side.layers.size()); ++layer) {
            const UpstreamReadings::Layer& read = side.layers[static_cast<std::size_t>(layer)];
            const double behind = divisor * run.postDivisor(layer).data_ptr<double>()[d];
            const at::Tensor weights = run.layer(layer).pattern.select(1, d).narrow(1, 0, d + 1);
            blocks.addHeads(layer, read.heads.narrow(1, 0, d + 1) * (weights / behind).unsqueeze(-1));
            blocks.addOne({layer, mlp, d}, read.mlp.select(0, d) / divisor);
            if (read.bias.defined())
                blocks.addOne({layer, mlp + 1, d}, read.bias / behind);
        }
        blocks.addOne({0, mlp + 2, d}, side.embedding.select(0, d) / divisor);
        if (side.offset.defined())
            blocks.addOne({0, mlp + 3, d}, side.offset / side.offsetDivisor.data_ptr<double>()[d]);

        const double scale = run.config().scoreScale(firing.head.layer);
        const at::Tensor projection = at::mm(run.model().rotation(d), svd.left) * scale; // [e, e]
        m_phi = at::mm(blocks.all(), projection);
        m_parts = std::move(blocks.parts);
        const TracedRun::Layer& layer = run.layer(firing.head.layer);
        const std::int64_t group = firing.head.head / run.config().groupSize();
        const auto keys = static_cast<std::int64_t>(state.scores.size());
        const at::Tensor k = layer.keys.select(1, group).narrow(0, state.firstKey, keys);
        m_b = at::mm(k, svd.right.t()); // [visible key, e]
        const at::Tensor weights =
            at::from_blob(const_cast<double*>(state.keyWeights.data()), {keys}, at::kDouble);
        m_gradients = (m_phi * at::mv(m_b.t(), weights)).contiguous();
        const at::Tensor whole =
            at::mv(svd.left.t(), layer.queries.select(0, d).select(0, firing.head.head)) * scale;
        const at::Tensor scores =
            at::from_blob(const_cast<double*>(state.scores.data()), {keys}, at::kDouble);
        m_residual = std::max(deviation(m_phi.sum(0), whole), deviation(at::mv(m_b, whole), scores));
    }

    void read(std::size_t part, int direction, std::span<double> row) const override
    {
        const double phi = m_phi.data_ptr<double>()[static_cast<std::int64_t>(part) * m_width + direction];
        const double* b = m_b.data_ptr<double>() + direction;
        for (double& score : row) {
            score = phi * *b;
            b += m_width;
        }
    }

private:
    std::int64_t m_width;
    at::Tensor m_phi; // [part, e]
    at::Tensor m_b; // [visible key, e]
};

class KeyRows : public SideRows {
public:
    KeyRows(
        const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const ProductSvd& svd,
        const ScoreRowState& state)
        : m_run(run),
          m_side(readings.key),
          m_firstKey(state.firstKey),
          m_width(run.config().dHead),
          m_mlp(static_cast<int>(run.config().nHeads)),
          m_table(RotaryTable::of(run.config().rotary, firing.destination + 1)),
          m_right(svd.right)
    {
        const std::int64_t n = firing.destination + 1;
        at::Tensor weights = at::zeros({n}, at::kDouble); // [key], 0 where it is not visible
        std::copy(state.keyWeights.begin(), state.keyWeights.end(), weights.data_ptr<double>() + m_firstKey);
        const at::Tensor atKeys = weights / m_side.divisor.narrow(0, 0, n);

        Blocks blocks; // of sum_t w_t Rot_t(part at t), before `right`
        for (int layer = 0; layer < static_cast<int>(m_side.layers.size()); ++layer) {
            const UpstreamReadings::Layer& read = m_side.layers[static_cast<std::size_t>(layer)];
            const at::Tensor behind = atKeys / run.postDivisor(layer).narrow(0, 0, n);
            const at::Tensor pattern = run.layer(layer).pattern.narrow(1, 0, n).narrow(2, 0, n);
            blocks.addHeads(layer, summedHeads(read.heads.narrow(1, 0, n), pattern, behind));
            blocks.addOne({layer, m_mlp, firing.source}, summed(read.mlp.narrow(0, 0, n), atKeys));
            if (read.bias.defined())
                blocks.addOne(
                    {layer, m_mlp + 1, firing.source}, summed(read.bias.expand({n, m_width}), behind));
        }
        blocks.addOne({0, m_mlp + 2, firing.source}, summed(m_side.embedding.narrow(0, 0, n), atKeys));
        const TracedRun::Layer& layer = run.layer(firing.head.layer);
        const std::int64_t group = firing.head.head / run.config().groupSize();
        const at::Tensor whole = at::mv(layer.keys.select(1, group).narrow(0, 0, n).t(), weights);
        const at::Tensor offset = m_side.offset.defined()
            ? summed(m_side.offset.expand({n, m_width}), weights / m_side.offsetDivisor.narrow(0, 0, n))
            : at::zeros({m_width}, at::kDouble);
        at::Tensor sum = blocks.all();
        m_residual = deviation(sum.sum(0) + offset, whole);
        // Without rotation, and without a norm over the head, the offset is the same for all keys, to which
        // softmax is blind.
        if (m_side.offset.defined() && (m_table.pairs > 0 || layer.keyScale.defined())) {
            blocks.addOne({0, m_mlp + 3, firing.source}, offset);
            sum = blocks.all();
        }
        m_parts = std::move(blocks.parts);
        m_a = at::mv(svd.left.t(), layer.queries.select(0, firing.destination).select(0, firing.head.head))
            * run.config().scoreScale(firing.head.layer);
        m_gradients = (at::mm(sum, m_right.t()) * m_a).contiguous();
    }

    void read(std::size_t part, int direction, std::span<double> row) const override
    {
        const PartRef& ref = m_parts[part];
        const UpstreamReadings::Layer& read = m_side.layers[static_cast<std::size_t>(ref.layer)];
        const double a = m_a.data_ptr<double>()[direction];
        const bool isHead = ref.component < m_mlp;
        const bool throughNorm = isHead || ref.component == m_mlp + 1;
        const at::Tensor post = m_run.postDivisor(ref.layer);
        const double* behind = post.data_ptr<double>();
        const double* divisor = m_side.divisor.data_ptr<double>();
        const std::int64_t tokens = m_run.size();
        const double* pattern = isHead
            ? m_run.layer(ref.layer).pattern.data_ptr<double>() + ref.component * tokens * tokens
            : nullptr;
        const double* moving = nullptr; // [T, e]: another vector at each key
        const double* fixed = nullptr; // [e]
        if (isHead)
            fixed = read.heads.data_ptr<double>() + (ref.component * tokens + ref.token) * m_width;
        else if (ref.component == m_mlp)
            moving = read.mlp.data_ptr<double>();
        else if (ref.component == m_mlp + 1)
            fixed = read.bias.data_ptr<double>();
        else if (ref.component == m_mlp + 2)
            moving = m_side.embedding.data_ptr<double>();
        else {
            fixed = m_side.offset.data_ptr<double>();
            divisor = m_side.offsetDivisor.data_ptr<double>();
        }
        for (std::size_t at = 0; at < row.size(); ++at) {
            const std::int64_t t = m_firstKey + static_cast<std::int64_t>(at);
            double factor = a / divisor[t];
            if (throughNorm)
                factor /= behind[t];
            if (isHead)
                factor *= pattern[t * tokens + ref.token];
            row[at] =
                factor == 0 ? 0 : factor * rotatedDot(direction, t, fixed ? fixed : moving + t * m_width);
        }
    }

private:
    /// right_k . Rot_t(y)
    [[nodiscard]] double rotatedDot(int direction, std::int64_t t, const double* y) const
    {
        const std::int64_t pairs = m_table.pairs;
        const double* right = m_right.data_ptr<double>() + direction * m_width;
        double sum = 0;
        if (pairs > 0) {
            const double* cosine = m_table.cosine.data_ptr<double>() + t * pairs;
            const double* sine = m_table.sine.data_ptr<double>() + t * pairs;
            for (std::int64_t i = 0; i < pairs; ++i) {
                sum += cosine[i] * (right[i] * y[i] + right[pairs + i] * y[pairs + i])
                    + sine[i] * (right[pairs + i] * y[i] - right[i] * y[pairs + i]);
            }
        }
        for (std::int64_t i = 2 * pairs; i < m_width; ++i)
            sum += right[i] * y[i];
        return sum;
    }

    /// sum_t weights_t Rot_t(rows_t) for rows [n, e]: [e].
    [[nodiscard]] at::Tensor summed(const at::Tensor& rows, const at::Tensor& weights) const
    {
        const at::Tensor plain = at::mv(rows.t(), weights);
        const std::int64_t pairs = m_table.pairs;
        if (pairs == 0)
            return plain;
        const at::Tensor cosine = m_table.cosine * weights.unsqueeze(1);
        const at::Tensor sine = m_table.sine * weights.unsqueeze(1);
        const at::Tensor first = rows.narrow(1, 0, pairs);
        const at::Tensor second = rows.narrow(1, pairs, pairs);
        at::Tensor result = plain.clone();
        result.narrow(0, 0, pairs).copy_((first * cosine - second * sine).sum(0));
        result.narrow(0, pairs, pairs).copy_((second * cosine + first * sine).sum(0));
        return result;
    }

    /// sum_t weights_t A(t, j) Rot_t(y_j) for each head and source j; heads [head, n, e], pattern
    /// [head, n(t), n(j)]: [head, n, e].
    [[nodiscard]] at::Tensor
    summedHeads(const at::Tensor& heads, const at::Tensor& pattern, const at::Tensor& weights) const
    {
        const std::int64_t pairs = m_table.pairs;
        const auto coefficients = [&](const at::Tensor& ofKeys) { // [n(t), any] -> [head, n(j), any]
            return at::matmul(pattern.transpose(1, 2), ofKeys);
        };
        if (pairs == 0)
            return heads * coefficients(weights.unsqueeze(1));
        const at::Tensor all = coefficients(at::cat(
            {m_table.cosine * weights.unsqueeze(1), m_table.sine * weights.unsqueeze(1),
             weights.unsqueeze(1)},
            1));
        const at::Tensor cosine = all.narrow(2, 0, pairs);
        const at::Tensor sine = all.narrow(2, pairs, pairs);
        const at::Tensor first = heads.narrow(2, 0, pairs);
        const at::Tensor second = heads.narrow(2, pairs, pairs);
        const std::int64_t rest = m_width - 2 * pairs;
        std::vector<at::Tensor> dimensions{first * cosine - second * sine, second * cosine + first * sine};
        if (rest > 0)
            dimensions.push_back(heads.narrow(2, 2 * pairs, rest) * all.narrow(2, 2 * pairs, 1));
        return at::cat(dimensions, 2);
    }

    const TracedRun& m_run;
    const UpstreamReadings::Side& m_side;
    int m_firstKey;
    std::int64_t m_width;
    int m_mlp;
    RotaryTable m_table;
    at::Tensor m_right; // [direction, e]
    at::Tensor m_a; // [e]
};

} // namespace

RotaryTable RotaryTable::of(const Rotary& rotary, std::int64_t tokens)
{
    RotaryTable table;
    if (!rotary.isUsed())
        return table;
    table.pairs = static_cast<std::int64_t>(rotary.frequencies.size());
    table.cosine = at::empty({tokens, table.pairs}, at::kDouble);
    table.sine = at::empty({tokens, table.pairs}, at::kDouble);
    double* cosine = table.cosine.data_ptr<double>();
    double* sine = table.sine.data_ptr<double>();
    for (std::int64_t token = 0; token < tokens; ++token) {
        for (const double frequency : rotary.frequencies) {
            const double angle = static_cast<double>(token) * frequency;
            *cosine++ = std::cos(angle);
            *sine++ = std::sin(angle);
        }
    }
    return table;
}

std::unique_ptr<SideRows> SideRows::ofQuery(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const ProductSvd& svd,
    const ScoreRowState& state)
{
    return std::make_unique<QueryRows>(run, readings, firing, svd, state);
}

std::unique_ptr<SideRows> SideRows::ofKey(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const ProductSvd& svd,
    const ScoreRowState& state)
{
    return std::make_unique<KeyRows>(run, readings, firing, svd, state);
}

} // namespace headwaters
