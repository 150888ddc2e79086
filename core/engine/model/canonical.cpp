#include "core/engine/model/canonical.h"

namespace headwaters {

namespace {

at::Tensor wide(const at::Tensor& tensor)
{
    return tensor.to(at::kDouble);
}

at::Tensor narrow(const at::Tensor& tensor)
{
    return tensor.to(at::kFloat).contiguous();
}

/// A matrix that reads from a normed residual, with its bias, in float64.
struct Reader {
    at::Tensor weight; // [d_model, out]
    at::Tensor bias; // [out]
};

Reader foldedReader(const at::Tensor& weight, const at::Tensor& bias, const NormWeights& norm)
{
    Reader reader{wide(weight), wide(bias)};
    reader.bias = reader.bias + at::mv(reader.weight.t(), wide(norm.shift));
    reader.weight = reader.weight * wide(norm.gain).unsqueeze(1);
    reader.weight = reader.weight - reader.weight.mean(0, true);
    return reader;
}

/// Rows of a matrix, or a vector, that are written to the residual.
at::Tensor centredWriter(const at::Tensor& writer)
{
    const at::Tensor values = wide(writer);
    return values - values.mean(-1, true);
}

LayerWeights canonicalLayer(const LayerWeights& layer)
{
    const Reader q = foldedReader(layer.W_Q, layer.b_Q, layer.ln1);
    const Reader k = foldedReader(layer.W_K, layer.b_K, layer.ln1);
    const Reader v = foldedReader(layer.W_V, layer.b_V, layer.ln1);
    const Reader in = foldedReader(layer.W_in, layer.b_in, layer.ln2);
    const at::Tensor W_O = centredWriter(layer.W_O);
    // Attention rows sum to 1, so what value biases write does not depend on the pattern.
    const at::Tensor b_O = centredWriter(layer.b_O) + at::mv(W_O.t(), v.bias);

    LayerWeights result;
    result.W_Q = narrow(q.weight);
    result.b_Q = narrow(q.bias);
    result.W_K = narrow(k.weight);
    result.b_K = narrow(k.bias);
    result.W_V = narrow(v.weight);
    result.b_V = at::zeros(layer.b_V.sizes(), at::kFloat);
    result.W_O = narrow(W_O);
    result.b_O = narrow(b_O);
    result.W_in = narrow(in.weight);
    result.b_in = narrow(in.bias);
    result.W_out = narrow(centredWriter(layer.W_out));
    result.b_out = narrow(centredWriter(layer.b_out));
    return result;
}

} // namespace

Weights canonicalWeights(const Weights& weights)
{
    Weights result;
    result.W_E = narrow(centredWriter(weights.W_E));
    result.W_pos = narrow(centredWriter(weights.W_pos));
    for (const LayerWeights& layer : weights.layers)
        result.layers.push_back(canonicalLayer(layer));

    const at::Tensor noBias = at::zeros({weights.W_U.size(1)}, at::kFloat);
    const Reader unembedding =
        foldedReader(weights.W_U, weights.b_U.defined() ? weights.b_U : noBias, weights.lnFinal);
    result.W_U = narrow(unembedding.weight - unembedding.weight.mean(1, true));
    result.b_U = narrow(unembedding.bias - unembedding.bias.mean());
    return result;
}

} // namespace headwaters
