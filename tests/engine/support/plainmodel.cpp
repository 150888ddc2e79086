#include "engine/support/plainmodel.h"

#include "support/testing.h"

#include <cmath>
#include <map>

namespace headwaters::plain {

namespace {

constexpr double pi = 3.14159265358979323846;

/// The arrays by name; absent ones are empty.
class Arrays {
public:
    explicit Arrays(const std::vector<NamedTensor>& arrays)
    {
        for (const NamedTensor& array : arrays)
            m_arrays[array.name] = &array;
    }

    [[nodiscard]] Row row(const QString& name) const
    {
        const auto found = m_arrays.find(name);
        return found == m_arrays.end() ? Row()
                                       : Row(found->second->values.begin(), found->second->values.end());
    }
    [[nodiscard]] Matrix matrix(const QString& name, std::size_t columns) const
    {
        Matrix rows;
        const Row flat = row(name);
        for (std::size_t first = 0; first < flat.size(); first += columns)
            rows.emplace_back(
                flat.begin() + static_cast<std::ptrdiff_t>(first),
                flat.begin() + static_cast<std::ptrdiff_t>(first + columns));
        return rows;
    }
    /// [head][rows][columns], each head `repeats` times.
    [[nodiscard]] std::vector<Matrix>
    heads(const QString& name, std::size_t rows, std::size_t columns, std::size_t repeats) const
    {
        const Matrix all = matrix(name, columns);
        std::vector<Matrix> result;
        for (std::size_t first = 0; first < all.size(); first += rows) {
            const Matrix head(
                all.begin() + static_cast<std::ptrdiff_t>(first),
                all.begin() + static_cast<std::ptrdiff_t>(first + rows));
            result.insert(result.end(), repeats, head);
        }
        return result;
    }

private:
    std::map<QString, const NamedTensor*> m_arrays;
};

Matrix repeated(const Matrix& rows, std::size_t times)
{
    Matrix result;
    for (const Row& row : rows)
        result.insert(result.end(), times, row);
    return result;
}

double activated(double x, Activation activation)
{
    switch (activation) {
    case Activation::GeluTanh:
        return 0.5 * x * (1 + std::tanh(std::sqrt(2 / pi) * (x + 0.044715 * x * x * x)));
    case Activation::GeluErf:
        return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
    case Activation::Relu:
        return std::max(x, 0.0);
    case Activation::Silu:
        return x / (1 + std::exp(-x));
    }
    return 0;
}

/// b + shift W, then diag(gain) W, then W with the mean of each column taken away.
void fold(Matrix& weight, Row& bias, const Row& gain, const Row& shift, bool centres)
{
    if (bias.empty())
        bias = zeros(weight.front().size());
    if (!shift.empty())
        bias = plus(bias, times(shift, weight));
    for (std::size_t i = 0; i < gain.size(); ++i)
        weight[i] = scaled(weight[i], gain[i]);
    if (!centres)
        return;
    Row mean = zeros(weight.front().size());
    for (const Row& row : weight)
        mean = plus(mean, row, 1.0 / static_cast<double>(weight.size()));
    for (Row& row : weight)
        row = plus(row, mean, -1);
}

void centre(Matrix& rows)
{
    for (Row& row : rows)
        row = headwaters::plain::centred(row);
}

} // namespace

Model::Model(const ModelArrays& given) : config(given.config)
{
    const Arrays arrays(given.arrays);
    const auto d = static_cast<std::size_t>(config.dModel);
    const auto e = static_cast<std::size_t>(config.dHead);
    const auto group = static_cast<std::size_t>(config.nHeads / config.nKeyValueHeads);
    const auto v = static_cast<std::size_t>(config.dVocab);
    W_E = arrays.matrix(QStringLiteral("embed.W_E"), d);
    for (Row& row : W_E)
        row = scaled(row, config.embeddingScale);
    W_pos = arrays.matrix(QStringLiteral("pos_embed.W_pos"), d);
    W_U = config.tiedUnembedding ? transposed(arrays.matrix(QStringLiteral("embed.W_E"), d))
                                 : arrays.matrix(QStringLiteral("unembed.W_U"), v);
    b_U = arrays.row(QStringLiteral("unembed.b_U"));
    finalGain = arrays.row(QStringLiteral("ln_final.w"));
    finalShift = arrays.row(QStringLiteral("ln_final.b"));
    for (int index = 0; index < config.nLayers; ++index) {
        const QString block = QStringLiteral("blocks.%1.").arg(index);
        const auto row = [&](const char* name) { return arrays.row(block + QLatin1String(name)); };
        const auto matrix = [&](const char* name, std::size_t columns) {
            return arrays.matrix(block + QLatin1String(name), columns);
        };
        const auto heads = [&](const char* name, std::size_t rows, std::size_t columns, std::size_t times) {
            return arrays.heads(block + QLatin1String(name), rows, columns, times);
        };
        const auto biases = [&](const char* name, std::size_t times) {
            const Matrix rows = matrix(name, e);
            return rows.empty() ? zeros(static_cast<std::size_t>(config.nHeads), e) : repeated(rows, times);
        };
        Layer& layer = layers.emplace_back();
        layer.ln1Gain = row("ln1.w");
        layer.ln1Shift = row("ln1.b");
        layer.ln2Gain = row("ln2.w");
        layer.ln2Shift = row("ln2.b");
        layer.ln1PostGain = row("ln1_post.w");
        layer.ln2PostGain = row("ln2_post.w");
        layer.queryGain = row("attn.q_norm.w");
        layer.keyGain = row("attn.k_norm.w");
        layer.W_Q = heads("attn.W_Q", d, e, 1);
        layer.W_K = heads("attn.W_K", d, e, group);
        layer.W_V = heads("attn.W_V", d, e, group);
        layer.b_Q = biases("attn.b_Q", 1);
        layer.b_K = biases("attn.b_K", group);
        layer.b_V = biases("attn.b_V", group);
        layer.W_O = heads("attn.W_O", e, d, 1);
        layer.b_O = row("attn.b_O");
        if (layer.b_O.empty())
            layer.b_O = zeros(d);
        const auto m = static_cast<std::size_t>(config.dMlp);
        layer.W_gate = matrix("mlp.W_gate", m);
        layer.W_in = matrix("mlp.W_in", m);
        layer.W_out = matrix("mlp.W_out", d);
        layer.b_gate = row("mlp.b_gate");
        layer.b_in = row("mlp.b_in");
        layer.b_out = row("mlp.b_out");
    }
}

Model Model::canonical() const
{
    Model model = *this;
    const bool centres = config.norm == NormKind::Layer;
    for (Layer& layer : model.layers) {
        Row written = centres ? plain::centred(layer.b_O) : layer.b_O;
        for (std::size_t head = 0; head < layer.W_Q.size(); ++head) {
            fold(layer.W_Q[head], layer.b_Q[head], layer.ln1Gain, layer.ln1Shift, centres);
            fold(layer.W_K[head], layer.b_K[head], layer.ln1Gain, layer.ln1Shift, centres);
            fold(layer.W_V[head], layer.b_V[head], layer.ln1Gain, layer.ln1Shift, centres);
            if (centres)
                centre(layer.W_O[head]);
            written = plus(written, times(layer.b_V[head], layer.W_O[head]));
            layer.b_V[head] = zeros(layer.b_V[head].size());
        }
        layer.b_O = written;
        if (!layer.W_gate.empty())
            fold(layer.W_gate, layer.b_gate, layer.ln2Gain, layer.ln2Shift, centres);
        fold(layer.W_in, layer.b_in, layer.ln2Gain, layer.ln2Shift, centres);
        layer.ln1Gain = layer.ln1Shift = layer.ln2Gain = layer.ln2Shift = {};
        if (centres) {
            centre(layer.W_out);
            if (!layer.b_out.empty())
                layer.b_out = plain::centred(layer.b_out);
        }
    }
    if (centres) {
        centre(model.W_E);
        centre(model.W_pos);
    }
    fold(model.W_U, model.b_U, finalGain, finalShift, centres);
    model.finalGain = model.finalShift = {};
    if (config.logitSoftCap == 0) {
        centre(model.W_U);
        model.b_U = plain::centred(model.b_U);
    }
    return model;
}

Row Model::normed(const Row& x, const Row& gain, const Row& shift, double& scale) const
{
    Row y = config.norm == NormKind::Layer ? plain::centred(x) : x;
    scale = std::sqrt(dot(y, y) / static_cast<double>(y.size()) + config.normEpsilon);
    y = scaled(y, 1 / scale);
    for (std::size_t i = 0; i < gain.size(); ++i)
        y[i] *= gain[i];
    return shift.empty() ? y : plus(y, shift);
}

Row Model::rotated(const Row& x, std::size_t position) const
{
    Row y = x;
    const std::vector<double>& frequencies = config.rotary.frequencies;
    const std::size_t half = frequencies.size();
    for (std::size_t i = 0; i < half; ++i) {
        const double angle = static_cast<double>(position) * frequencies[i];
        y[i] = x[i] * std::cos(angle) - x[i + half] * std::sin(angle);
        y[i + half] = x[i] * std::sin(angle) + x[i + half] * std::cos(angle);
    }
    return y;
}

bool Model::sees(std::size_t layer, std::size_t query, std::size_t key) const
{
    const std::int64_t window = config.windows.empty() ? 0 : config.windows[layer];
    return key <= query && (window == 0 || query - key < static_cast<std::size_t>(window));
}

Row Model::feedForward(const Layer& layer, const Row& x) const
{
    const auto with = [](const Row& row, const Row& bias) { return bias.empty() ? row : plus(row, bias); };
    const Row in = with(times(x, layer.W_in), layer.b_in);
    Row post = layer.W_gate.empty() ? in : with(times(x, layer.W_gate), layer.b_gate);
    for (std::size_t i = 0; i < post.size(); ++i) {
        post[i] = activated(post[i], config.activation);
        if (!layer.W_gate.empty())
            post[i] *= in[i];
    }
    return with(times(post, layer.W_out), layer.b_out);
}

void Model::attend(std::size_t index, Run::Layer& values, Matrix& written) const
{
    const Layer& layer = layers[index];
    const std::size_t tokens = values.pre.size();
    const double kappa = 1 / config.scoreScale(static_cast<std::int64_t>(index));
    Matrix read;
    values.scale = zeros(tokens);
    for (std::size_t t = 0; t < tokens; ++t)
        read.push_back(normed(values.pre[t], layer.ln1Gain, layer.ln1Shift, values.scale[t]));
    written = Matrix(tokens, layer.b_O);
    for (std::size_t head = 0; head < layer.W_Q.size(); ++head) {
        Matrix q, k, v;
        Row queryScale(tokens, 1.0), keyScale(tokens, 1.0);
        for (std::size_t t = 0; t < tokens; ++t) {
            Row query = plus(times(read[t], layer.W_Q[head]), layer.b_Q[head]);
            Row key = plus(times(read[t], layer.W_K[head]), layer.b_K[head]);
            if (config.queryKeyNorm) {
                query = normed(query, layer.queryGain, {}, queryScale[t]);
                key = normed(key, layer.keyGain, {}, keyScale[t]);
            }
            q.push_back(rotated(query, t));
            k.push_back(rotated(key, t));
            v.push_back(plus(times(read[t], layer.W_V[head]), layer.b_V[head]));
        }
        Matrix scores = zeros(tokens, tokens);
        Matrix pattern = zeros(tokens, tokens);
        for (std::size_t d = 0; d < tokens; ++d) {
            Row visible;
            for (std::size_t s = 0; s <= d; ++s) {
                if (!sees(index, d, s))
                    continue;
                scores[d][s] = dot(q[d], k[s]) / kappa;
                const double cap = config.scoreSoftCap;
                visible.push_back(cap > 0 ? cap * std::tanh(scores[d][s] / cap) : scores[d][s]);
            }
            const Row weights = softmax(visible);
            Row z = zeros(v.front().size());
            for (std::size_t s = d + 1 - visible.size(); s <= d; ++s) {
                pattern[d][s] = weights[s - (d + 1 - visible.size())];
                z = plus(z, v[s], pattern[d][s]);
            }
            written[d] = plus(written[d], times(z, layer.W_O[head]));
        }
        values.q.push_back(q);
        values.k.push_back(k);
        values.v.push_back(v);
        values.queryScale.push_back(queryScale);
        values.keyScale.push_back(keyScale);
        values.scores.push_back(scores);
        values.pattern.push_back(pattern);
    }
    values.postScale = Row(tokens, 1.0);
    for (std::size_t t = 0; t < tokens && config.normsAfter; ++t)
        written[t] = normed(written[t], layer.ln1PostGain, {}, values.postScale[t]);
}

Run Model::run(const std::vector<TokenId>& ids) const
{
    Run run;
    Matrix residual;
    for (std::size_t t = 0; t < ids.size(); ++t) {
        const Row& row = W_E[static_cast<std::size_t>(ids[t])];
        residual.push_back(W_pos.empty() ? row : plus(row, W_pos[t]));
    }
    for (std::size_t index = 0; index < layers.size(); ++index) {
        const Layer& layer = layers[index];
        Run::Layer& values = run.layers.emplace_back();
        values.pre = residual;
        Matrix attention;
        attend(index, values, attention);
        for (std::size_t t = 0; t < ids.size(); ++t) {
            const Row middle = plus(residual[t], attention[t]);
            double scale = 0;
            Row out = feedForward(
                layer,
                normed(config.parallelResidual ? residual[t] : middle, layer.ln2Gain, layer.ln2Shift, scale));
            if (config.normsAfter)
                out = normed(out, layer.ln2PostGain, {}, scale);
            values.mlpOut.push_back(out);
            residual[t] = plus(middle, out);
        }
    }
    run.last = residual;
    run.finalScale = zeros(ids.size());
    for (std::size_t t = 0; t < ids.size(); ++t) {
        const Row logits = times(normed(residual[t], finalGain, finalShift, run.finalScale[t]), W_U);
        run.logits.push_back(b_U.empty() ? logits : plus(logits, b_U));
    }
    return run;
}

} // namespace headwaters::plain
