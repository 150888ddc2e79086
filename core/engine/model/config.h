#pragma once

#include "core/base/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace headwaters {

enum class Activation {
    GeluTanh, ///< 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))
    GeluErf, ///< x times the normal distribution function of x
    Relu,
    Silu, ///< x times the logistic function of x
};

enum class NormKind {
    Layer, ///< centres, then divides by the standard deviation (Ba et al. 2016, arXiv 1607.06450)
    RootMeanSquare, ///< divides by the root mean square (Zhang & Sennrich 2019, arXiv 1910.07467)
};

/// Rotary positions (Su et al. 2021, arXiv 2104.09864): the first `dimensions` of every query and key are
/// rotated, the first half of them against the second.
struct Rotary {
    std::int64_t dimensions = 0; ///< even; 0 where positions are learned
    std::vector<double> frequencies; ///< [dimensions / 2], radians per position; of families rounded to
                                     ///< float32, which is what they compute with

    [[nodiscard]] bool isUsed() const { return dimensions > 0; }
};

/// All that the forward needs to know besides the weights. Which family a model is of shows here only through
/// switches of the arithmetic, so that one forward serves all.
struct ModelConfig {
    std::int64_t nLayers = 0;
    std::int64_t nHeads = 0; ///< query heads of a layer
    std::int64_t nKeyValueHeads = 0; ///< divides nHeads; neighbouring query heads share one
    std::int64_t dModel = 0;
    std::int64_t dHead = 0;
    std::int64_t dMlp = 0;
    std::int64_t nCtx = 0;
    std::int64_t dVocab = 0;

    NormKind norm = NormKind::Layer;
    double normEpsilon = 1e-5;
    bool normsAfter = false; ///< what attention and MLP write is normed before it is added
    bool queryKeyNorm = false; ///< each query and key is normed over its head before it is rotated

    double embeddingScale = 1.0; ///< what rows of W_E are multiplied by
    Rotary rotary;
    bool scaleScores = true; ///< scores are divided by the square root of `scoreDivisor`
    double scoreDivisor = 0.0; ///< 0: dHead
    bool scaleScoresByLayer = false; ///< scores of layer l are divided by l + 1 besides
    double scoreSoftCap = 0.0; ///< c: scores become c tanh(score / c); 0: no cap
    std::vector<std::int64_t> windows; ///< [layer] keys that a query sees, itself counted; 0, or empty: all

    bool parallelResidual = false; ///< attention and MLP read the same residual
    bool gatedMlp = false; ///< activation(x W_gate) * (x W_in) instead of activation(x W_in)
    Activation activation = Activation::GeluTanh;
    double logitSoftCap = 0.0; ///< as scoreSoftCap
    bool tiedUnembedding = true; ///< W_U is the transpose of W_E

    bool queryKeyValueBias = true; ///< b_Q, b_K, b_V
    bool outputBias = true; ///< b_O
    bool mlpBias = true; ///< b_in, b_out

    /// What q.k is multiplied by in one layer.
    [[nodiscard]] double scoreScale(std::int64_t layer) const;
    /// How many keys a query of this layer sees, itself counted; 0: all before it.
    [[nodiscard]] std::int64_t window(std::int64_t layer) const;
    /// Query heads that share one key/value head.
    [[nodiscard]] std::int64_t groupSize() const { return nHeads / nKeyValueHeads; }
};

/// Fields of a config.json, or of the metadata of a GGUF file, each checked where it is read. Every function
/// \throws Error (bad input) that names the file, the field and its value.
class ConfigReader {
public:
    ConfigReader(QJsonObject config, QString file);

    /// A whole number from 1 to `largest` that stands under the first of `names` or under an alias of it. Two
    /// names with different values are refused; `null` counts as absent.
    [[nodiscard]] std::optional<std::int64_t>
    optionalCount(const QStringList& names, std::int64_t largest) const;
    /// As above, and must be there.
    [[nodiscard]] std::int64_t count(const QStringList& names, std::int64_t largest) const;
    /// A number from `smallest` to `largest`.
    [[nodiscard]] double number(const QString& name, double absent, double smallest, double largest) const;
    /// As above, and may be absent or null.
    [[nodiscard]] std::optional<double>
    optionalNumber(const QString& name, double smallest, double largest) const;
    /// Whether the field is there and not null.
    [[nodiscard]] bool has(const QString& name) const;
    /// Whether an object stands in the field.
    [[nodiscard]] bool isObject(const QString& name) const { return m_config.value(name).isObject(); }
    /// The object that stands in a field, as a reader whose messages say `outer.inner`; empty where the field
    /// is absent or null.
    [[nodiscard]] ConfigReader object(const QString& name) const;
    /// `true` or `false`.
    [[nodiscard]] bool flag(const QString& name, bool absent) const;
    [[nodiscard]] QString text(const QString& name, const QString& absent) const;
    /// The strings of an array; empty where it is absent or null.
    [[nodiscard]] QStringList texts(const QString& name) const;
    /// Names of the fields.
    [[nodiscard]] QStringList names() const { return m_config.keys(); }
    [[nodiscard]] const QString& file() const { return m_file; }
    /// Refuses a switch that is on: anything but absent, null, false, 0, an empty text, list or object.
    void refuse(const QString& name, const QString& why) const;
    /// The Error for a field: `config.json: n_head is 5: ...`.
    [[nodiscard]] Error fault(const QString& name, const QString& why) const;

private:
    QJsonObject m_config;
    QString m_file;
    QString m_prefix; // of field names in messages
};

/// The activation that a configuration names; names with the same arithmetic are one. \throws Error naming
/// others.
[[nodiscard]] Activation
readActivation(const ConfigReader& reader, const QString& name, const QString& absent);

} // namespace headwaters
