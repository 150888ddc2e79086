#pragma once

#include "core/engine/model/arraymodel.h"
#include "core/text/token.h"
#include "engine/support/plainmath.h"

namespace headwaters::plain {

/// A transformer of any architecture that the engine knows, in plain loops and float64, written from the
/// descriptions of the architectures and sharing no code with the engine. Slow; for tiny models.
struct Layer {
    Row ln1Gain, ln1Shift, ln2Gain, ln2Shift; ///< empty: none
    Row ln1PostGain, ln2PostGain, queryGain, keyGain;
    std::vector<Matrix> W_Q, W_K, W_V; ///< [head]: [d_model][d_head]; keys and values already repeated
    Matrix b_Q, b_K, b_V; ///< [head][d_head]
    std::vector<Matrix> W_O; ///< [head]: [d_head][d_model]
    Row b_O;
    Matrix W_gate, W_in, W_out;
    Row b_gate, b_in, b_out;
};

/// All of one prompt's run.
struct Run {
    struct Layer {
        Matrix pre; ///< [T] residual that enters
        Row scale; ///< [T] of the norm before attention
        std::vector<Matrix> q, k; ///< [head][T][d_head] normed over the head, rotated
        Matrix queryScale, keyScale; ///< [head][T] of the norm over the head; 1 without
        std::vector<Matrix> v; ///< [head][T][d_head]
        std::vector<Matrix> scores; ///< [head][T][T] before a cap; only visible ones are set
        std::vector<Matrix> pattern; ///< [head][T][T]
        Row postScale; ///< [T] of the norm behind attention; 1 without
        Matrix mlpOut; ///< [T]
    };
    std::vector<Layer> layers;
    Matrix last; ///< [T] residual behind the last layer
    Row finalScale; ///< [T]
    Matrix logits; ///< [T] before a cap
};

class Model {
public:
    explicit Model(const ModelArrays& arrays);

    /// The canonical form of the specification of the tracing, section 1.1.
    [[nodiscard]] Model canonical() const;
    [[nodiscard]] Run run(const std::vector<TokenId>& ids) const;

    /// x R_t, R_t the rotation at position t. [d_head]
    [[nodiscard]] Row rotated(const Row& x, std::size_t position) const;
    [[nodiscard]] bool sees(std::size_t layer, std::size_t query, std::size_t key) const;

    ModelConfig config;
    std::vector<Layer> layers;
    Matrix W_E, W_pos, W_U;
    Row b_U, finalGain, finalShift;

private:
    [[nodiscard]] Row normed(const Row& x, const Row& gain, const Row& shift, double& scale) const;
    [[nodiscard]] Row feedForward(const Layer& layer, const Row& x) const;
    void attend(std::size_t index, Run::Layer& values, Matrix& written) const;
};

} // namespace headwaters::plain
