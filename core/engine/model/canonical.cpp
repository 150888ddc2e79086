#include "core/engine/model/canonical.h"

namespace headwaters {

namespace {

at::Tensor wide(const at::Tensor& tensor)
{
    return tensor.defined() ? tensor.to(at::kDouble) : tensor;
}

NormWeights wide(const NormWeights& norm)
{
    return {wide(norm.gain), wide(norm.shift)};
}

at::Tensor narrow(const at::Tensor& tensor)
{
    return tensor.defined() ? tensor.to(at::kFloat).contiguous() : tensor;
}

NormWeights narrow(const NormWeights& norm)
{
    return {narrow(norm.gain), narrow(norm.shift)};
}

LayerWeights narrow(const LayerWeights& layer)
{
    LayerWeights result;
    for (const auto member :
         {&LayerWeights::W_Q, &LayerWeights::b_Q, &LayerWeights::W_K, &LayerWeights::b_K, &LayerWeights::W_V,
          &LayerWeights::b_V, &LayerWeights::W_O, &LayerWeights::b_O, &LayerWeights::W_gate,
          &LayerWeights::b_gate, &LayerWeights::W_in, &LayerWeights::b_in, &LayerWeights::W_out,
          &LayerWeights::b_out})
        result.*member = narrow(layer.*member);
    for (const auto member :
         {&LayerWeights::qNorm, &LayerWeights::kNorm, &LayerWeights::ln1Post, &LayerWeights::ln2Post})
        result.*member = narrow(layer.*member);
    return result;
}

/// A matrix that reads from a normed residual, with its bias, in float64.
struct Reader {
    at::Tensor weight; // [d_model, out]
    at::Tensor bias; // [out]
};

/// What the steps need to know of the architecture.
class Canonicaliser {
public:
    explicit Canonicaliser(const ModelConfig& config)
        : m_config(config),
          m_centres(config.norm == NormKind::Layer)
    {
    }

    LayerWeights attention(const LayerWeights& layer) const
    {
        const Reader q = reader(layer.W_Q, layer.b_Q, layer.ln1);
        const Reader k = reader(layer.W_K, layer.b_K, layer.ln1);
        const Reader v = reader(layer.W_V, layer.b_V, layer.ln1);
        const at::Tensor W_O = writer(layer.W_O);

        LayerWeights result;
        result.W_Q = q.weight;
        result.b_Q = q.bias;
        result.W_K = k.weight;
        result.b_K = k.bias;
        result.W_V = v.weight;
        result.b_V = at::zeros({v.bias.size(0)}, at::kDouble);
        result.qNorm = wide(layer.qNorm);
        result.kNorm = wide(layer.kNorm);
        result.W_O = W_O;
        result.b_O = outputBias(layer, v.bias, W_O);
        result.ln1Post = wide(layer.ln1Post);
        return result;
    }

    LayerWeights layer(const LayerWeights& layer) const
    {
        LayerWeights result = attention(layer);
        const Reader in = reader(layer.W_in, layer.b_in, layer.ln2);
        if (layer.W_gate.defined()) {
            const Reader gate = reader(layer.W_gate, layer.b_gate, layer.ln2);
            result.W_gate = gate.weight;
            result.b_gate = gate.bias;
        }
        result.W_in = in.weight;
        result.b_in = in.bias;
        result.W_out = writer(layer.W_out);
        if (layer.b_out.defined())
            result.b_out = writer(layer.b_out);
        result.ln2Post = wide(layer.ln2Post);
        return result;
    }

    OuterWeights outer(const OuterWeights& outer) const
    {
        OuterWeights result;
        result.W_E = narrow(writer(outer.W_E));
        if (outer.W_pos.defined())
            result.W_pos = narrow(writer(outer.W_pos));
        const Reader unembedding = reader(outer.W_U, outer.b_U, outer.lnFinal);
        // A cap makes probabilities depend on more than differences of logits.
        const bool centres = m_config.logitSoftCap == 0.0;
        result.W_U =
            narrow(centres ? unembedding.weight - unembedding.weight.mean(1, true) : unembedding.weight);
        result.b_U = narrow(centres ? unembedding.bias - unembedding.bias.mean() : unembedding.bias);
        return result;
    }

    /// Rows of a matrix, or a vector, that are written to the residual.
    at::Tensor writer(const at::Tensor& writer) const
    {
        const at::Tensor values = wide(writer);
        return m_centres ? values - values.mean(-1, true) : values;
    }

private:
    Reader reader(const at::Tensor& weight, const at::Tensor& bias, const NormWeights& norm) const
    {
        Reader reader{wide(weight), wide(bias.defined() ? bias : at::zeros({weight.size(1)}, at::kFloat))};
        if (norm.shift.defined())
            reader.bias = reader.bias + at::mv(reader.weight.t(), wide(norm.shift));
        if (norm.gain.defined())
            reader.weight = reader.weight * wide(norm.gain).unsqueeze(1);
        if (m_centres)
            reader.weight = reader.weight - reader.weight.mean(0, true);
        return reader;
    }

    /// Attention rows sum to 1, so what value biases write does not depend on the pattern. Every query head
    /// writes the bias of the value head that it shares.
    at::Tensor outputBias(const LayerWeights& layer, const at::Tensor& valueBias, const at::Tensor& W_O) const
    {
        const at::Tensor ofHeads =
            valueBias.view({m_config.nKeyValueHeads, 1, m_config.dHead})
                .expand({m_config.nKeyValueHeads, m_config.groupSize(), m_config.dHead})
                .reshape({-1});
        const at::Tensor written = at::mv(W_O.t(), ofHeads);
        return layer.b_O.defined() ? writer(layer.b_O) + written : written;
    }

    const ModelConfig& m_config;
    bool m_centres; // root-mean-square norms do not centre, so nothing else may
};

} // namespace

LayerWeights canonicalLayer(const ModelConfig& config, const LayerWeights& layer)
{
    return Canonicaliser(config).layer(layer);
}

LayerWeights canonicalAttention(const ModelConfig& config, const LayerWeights& layer)
{
    return Canonicaliser(config).attention(layer);
}

at::Tensor canonicalRows(const ModelConfig& config, const at::Tensor& rows)
{
    return Canonicaliser(config).writer(rows);
}

Weights canonicalWeights(const ModelConfig& config, const Weights& weights)
{
    const Canonicaliser canonicaliser(config);
    Weights result;
    result.outer = canonicaliser.outer(weights.outer);
    for (const LayerWeights& layer : weights.layers)
        result.layers.push_back(narrow(canonicaliser.layer(layer)));
    return result;
}

} // namespace headwaters
