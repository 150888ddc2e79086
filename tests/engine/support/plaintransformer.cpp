#include "engine/support/plaintransformer.h"

#include <cmath>
#include <limits>

namespace headwaters {

namespace {

constexpr double pi = 3.14159265358979323846;

void append(std::vector<double>& out, const std::vector<double>& row)
{
    out.insert(out.end(), row.begin(), row.end());
}

} // namespace

PlainTransformer::PlainTransformer(const ModelFolder& folder) : m_config(folder.config)
{
    for (const auto& [name, view] : folder.weights->tensors()) {
        const std::vector<float> values = toFloat32(view);
        const QString prefix = QStringLiteral("transformer.");
        m_tensors[name.startsWith(prefix) ? name.mid(prefix.size()) : name].assign(
            values.begin(), values.end());
    }
    const auto count = [this](const char* name) {
        return static_cast<std::size_t>(m_config[QLatin1String(name)].toInt());
    };
    m_layers = count("n_layer");
    m_heads = count("n_head");
    m_width = count("n_embd");
    m_vocabulary = count("vocab_size");
    m_inner = m_config[QLatin1String("n_inner")].isDouble() ? count("n_inner") : 4 * m_width;
}

const std::vector<double>& PlainTransformer::tensor(const QString& name, std::size_t size) const
{
    std::vector<double>& values = m_tensors[name];
    values.resize(size, 0.0);
    return values;
}

PlainTransformer::Matrix PlainTransformer::linear(const Matrix& x, const QString& name, std::size_t out) const
{
    const std::size_t in = x.front().size();
    const std::vector<double>& weight = tensor(name + QStringLiteral(".weight"), in * out);
    const std::vector<double>& bias = tensor(name + QStringLiteral(".bias"), out);
    Matrix y;
    for (const std::vector<double>& row : x) {
        std::vector<double> result = bias;
        for (std::size_t i = 0; i < in; ++i) {
            for (std::size_t o = 0; o < out; ++o)
                result[o] += row[i] * weight[i * out + o];
        }
        y.push_back(result);
    }
    return y;
}

PlainTransformer::Matrix
PlainTransformer::norm(const Matrix& x, const QString& name, std::vector<double>& scales) const
{
    const std::vector<double>& gain = tensor(name + QStringLiteral(".weight"), m_width);
    const std::vector<double>& shift = tensor(name + QStringLiteral(".bias"), m_width);
    const double epsilon = m_config[QLatin1String("layer_norm_epsilon")].toDouble(1e-5);
    Matrix y;
    for (const std::vector<double>& row : x) {
        double mean = 0;
        for (const double value : row)
            mean += value / static_cast<double>(m_width);
        double variance = 0;
        for (const double value : row)
            variance += (value - mean) * (value - mean) / static_cast<double>(m_width);
        scales.push_back(std::sqrt(variance + epsilon));
        std::vector<double> result(m_width);
        for (std::size_t i = 0; i < m_width; ++i)
            result[i] = (row[i] - mean) / scales.back() * gain[i] + shift[i];
        y.push_back(result);
    }
    return y;
}

double PlainTransformer::activation(double x) const
{
    const QString name = m_config[QLatin1String("activation_function")].toString(QStringLiteral("gelu_new"));
    if (name == QLatin1String("relu"))
        return std::max(x, 0.0);
    if (name == QLatin1String("gelu"))
        return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
    return 0.5 * x * (1 + std::tanh(std::sqrt(2 / pi) * (x + 0.044715 * x * x * x)));
}

std::map<QString, std::vector<double>> PlainTransformer::run(const std::vector<TokenId>& ids) const
{
    const std::size_t size = ids.size();
    const std::size_t e = m_width / m_heads;
    std::map<QString, std::vector<double>> values;
    const auto keep = [&](const QString& name, const Matrix& rows) {
        for (const std::vector<double>& row : rows)
            append(values[name], row);
    };
    const std::vector<double>& wte = tensor(QStringLiteral("wte.weight"), m_vocabulary * m_width);
    const std::vector<double>& wpe = m_tensors.at(QStringLiteral("wpe.weight"));
    Matrix residual(size, std::vector<double>(m_width));
    for (std::size_t t = 0; t < size; ++t) {
        for (std::size_t i = 0; i < m_width; ++i)
            residual[t][i] = wte[static_cast<std::size_t>(ids[t]) * m_width + i] + wpe[t * m_width + i];
    }

    for (std::size_t layer = 0; layer < m_layers; ++layer) {
        const QString block = QStringLiteral("h.%1.").arg(layer);
        const QString hooks = QStringLiteral("blocks.%1.").arg(layer);
        keep(hooks + QStringLiteral("hook_resid_pre"), residual);
        std::vector<double> scales;
        const Matrix fused = linear(
            norm(residual, block + QStringLiteral("ln_1"), scales), block + QStringLiteral("attn.c_attn"),
            3 * m_width);
        values[hooks + QStringLiteral("ln1.hook_scale")] = scales;
        Matrix z(size, std::vector<double>(m_width, 0.0));
        double divisor = m_config[QLatin1String("scale_attn_weights")].toBool(true) ? std::sqrt(e) : 1.0;
        if (m_config[QLatin1String("scale_attn_by_inverse_layer_idx")].toBool(false))
            divisor *= static_cast<double>(layer + 1);
        for (std::size_t head = 0; head < m_heads; ++head) {
            for (std::size_t query = 0; query < size; ++query) {
                std::vector<double> scores(size, -std::numeric_limits<double>::infinity());
                std::vector<double> pattern(size, 0.0);
                double sum = 0;
                for (std::size_t key = 0; key <= query; ++key) {
                    scores[key] = 0;
                    for (std::size_t i = 0; i < e; ++i)
                        scores[key] +=
                            fused[query][head * e + i] * fused[key][m_width + head * e + i] / divisor;
                    pattern[key] = std::exp(scores[key]);
                    sum += pattern[key];
                }
                for (std::size_t key = 0; key <= query; ++key) {
                    pattern[key] /= sum;
                    for (std::size_t i = 0; i < e; ++i)
                        z[query][head * e + i] += pattern[key] * fused[key][2 * m_width + head * e + i];
                }
                append(values[hooks + QStringLiteral("attn.hook_attn_scores")], scores);
                append(values[hooks + QStringLiteral("attn.hook_pattern")], pattern);
            }
        }
        const auto keepColumns = [&](const QString& name, std::size_t first) {
            const auto start = static_cast<std::ptrdiff_t>(first);
            for (const std::vector<double>& row : fused)
                append(
                    values[name],
                    {row.begin() + start, row.begin() + start + static_cast<std::ptrdiff_t>(m_width)});
        };
        keepColumns(hooks + QStringLiteral("attn.hook_q"), 0);
        keepColumns(hooks + QStringLiteral("attn.hook_v"), 2 * m_width);
        keep(hooks + QStringLiteral("attn.hook_z"), z);
        const Matrix attention = linear(z, block + QStringLiteral("attn.c_proj"), m_width);
        for (std::size_t t = 0; t < size; ++t) {
            for (std::size_t i = 0; i < m_width; ++i)
                residual[t][i] += attention[t][i];
        }
        scales.clear();
        Matrix mlp = linear(
            norm(residual, block + QStringLiteral("ln_2"), scales), block + QStringLiteral("mlp.c_fc"),
            m_inner);
        keep(hooks + QStringLiteral("mlp.hook_pre"), mlp);
        for (std::vector<double>& row : mlp) {
            for (double& value : row)
                value = activation(value);
        }
        keep(hooks + QStringLiteral("mlp.hook_post"), mlp);
        const Matrix out = linear(mlp, block + QStringLiteral("mlp.c_proj"), m_width);
        for (std::size_t t = 0; t < size; ++t) {
            for (std::size_t i = 0; i < m_width; ++i)
                residual[t][i] += out[t][i];
        }
        keep(hooks + QStringLiteral("hook_resid_post"), residual);
    }

    std::vector<double> scales;
    const Matrix final = norm(residual, QStringLiteral("ln_f"), scales);
    values[QStringLiteral("ln_final.hook_scale")] = scales;
    const bool tied = m_config[QLatin1String("tie_word_embeddings")].toBool(true);
    const std::vector<double>& head = tied ? wte : m_tensors.at(QStringLiteral("lm_head.weight"));
    for (const std::vector<double>& row : final) {
        for (std::size_t token = 0; token < m_vocabulary; ++token) {
            double logit = 0;
            for (std::size_t i = 0; i < m_width; ++i)
                logit += row[i] * head[token * m_width + i];
            values[QStringLiteral("logits")].push_back(logit);
        }
    }
    return values;
}

PlainTransformer::Matrix PlainTransformer::written(
    const std::map<QString, std::vector<double>>& values, std::size_t size, int layer, int head) const
{
    const std::size_t e = m_width / m_heads;
    const std::vector<double>& v = values.at(QStringLiteral("blocks.%1.attn.hook_v").arg(layer));
    const std::vector<double>& W_O = m_tensors.at(QStringLiteral("h.%1.attn.c_proj.weight").arg(layer));
    Matrix rows;
    for (std::size_t key = 0; key < size; ++key) {
        std::vector<double> row(m_width, 0.0);
        for (std::size_t i = 0; i < e; ++i) {
            const std::size_t column = static_cast<std::size_t>(head) * e + i;
            for (std::size_t o = 0; o < m_width; ++o)
                row[o] += v[key * m_width + column] * W_O[column * m_width + o];
        }
        rows.push_back(row);
    }
    return rows;
}

std::vector<double> PlainTransformer::valueNorms(const std::vector<TokenId>& ids, int layer, int head) const
{
    std::vector<double> norms;
    for (const std::vector<double>& row : written(run(ids), ids.size(), layer, head)) {
        double square = 0;
        for (const double value : row)
            square += value * value;
        norms.push_back(std::sqrt(square));
    }
    return norms;
}

std::vector<double> PlainTransformer::effects(
    const std::vector<TokenId>& ids, int layer, int head, TokenId target, TokenId rival) const
{
    const auto values = run(ids);
    const std::size_t size = ids.size();
    const std::vector<double>& pattern = values.at(QStringLiteral("blocks.%1.attn.hook_pattern").arg(layer));
    const std::vector<double>& gain = tensor(QStringLiteral("ln_f.weight"), m_width);
    const bool tied = m_config[QLatin1String("tie_word_embeddings")].toBool(true);
    const std::vector<double>& unembedding =
        m_tensors.at(tied ? QStringLiteral("wte.weight") : QStringLiteral("lm_head.weight"));
    const double scale = values.at(QStringLiteral("ln_final.hook_scale")).back();

    std::vector<double> effects;
    const Matrix rows = written(values, size, layer, head);
    for (std::size_t key = 0; key < size; ++key) {
        double mean = 0;
        for (const double value : rows[key])
            mean += value / static_cast<double>(m_width);
        double sum = 0;
        for (std::size_t i = 0; i < m_width; ++i) {
            const double direction = unembedding[static_cast<std::size_t>(target) * m_width + i]
                - unembedding[static_cast<std::size_t>(rival) * m_width + i];
            sum += (rows[key][i] - mean) / scale * gain[i] * direction;
        }
        const std::size_t last = (static_cast<std::size_t>(head) * size + size - 1) * size;
        effects.push_back(pattern[last + key] * sum);
    }
    return effects;
}

} // namespace headwaters
