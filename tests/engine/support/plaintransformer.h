#pragma once

#include "core/files/modelfolder.h"
#include "core/text/token.h"

#include <map>
#include <vector>

namespace headwaters {

/// GPT-2 in plain loops and float64, written from its description and sharing no code with the engine. Slow,
/// and only for tiny models; every value of a run stands under its hook's name, row-major.
class PlainTransformer {
public:
    /// Reads config.json and the weights as they stand in the file.
    explicit PlainTransformer(const ModelFolder& folder);

    [[nodiscard]] std::map<QString, std::vector<double>> run(const std::vector<TokenId>& ids) const;
    /// What the head writes at the last position on target minus rival, from each source: [key].
    [[nodiscard]] std::vector<double>
    effects(const std::vector<TokenId>& ids, int layer, int head, TokenId target, TokenId rival) const;
    /// Norm of v W_O of each source: [key].
    [[nodiscard]] std::vector<double> valueNorms(const std::vector<TokenId>& ids, int layer, int head) const;

private:
    using Matrix = std::vector<std::vector<double>>; // rows

    [[nodiscard]] const std::vector<double>& tensor(const QString& name, std::size_t size) const;
    [[nodiscard]] Matrix linear(const Matrix& x, const QString& name, std::size_t out) const;
    [[nodiscard]] Matrix norm(const Matrix& x, const QString& name, std::vector<double>& scales) const;
    [[nodiscard]] double activation(double x) const;
    [[nodiscard]] Matrix written(
        const std::map<QString, std::vector<double>>& values, std::size_t size, int layer, int head) const;

    QJsonObject m_config;
    mutable std::map<QString, std::vector<double>> m_tensors; // absent ones join as zeros
    std::size_t m_layers = 0, m_heads = 0, m_width = 0, m_inner = 0, m_vocabulary = 0;
};

} // namespace headwaters
