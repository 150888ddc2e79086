#pragma once

#include "core/base/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace headwaters {

enum class Activation {
    GeluTanh, ///< 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))
    GeluErf, ///< x times the normal distribution function of x
    Relu,
};

/// All that the forward needs to know besides the weights. Which family a model is of shows here only through
/// switches of the arithmetic, so that one forward serves all.
struct ModelConfig {
    std::int64_t nLayers = 0;
    std::int64_t nHeads = 0;
    std::int64_t dModel = 0;
    std::int64_t dHead = 0;
    std::int64_t dMlp = 0;
    std::int64_t nCtx = 0;
    std::int64_t dVocab = 0;
    double normEpsilon = 1e-5;
    Activation activation = Activation::GeluTanh;
    bool scaleScores = true; ///< scores are divided by the square root of dHead
    bool scaleScoresByLayer = false; ///< scores of layer l are divided by l + 1 besides
    bool tiedUnembedding = true; ///< W_U is the transpose of W_E

    /// What q.k is multiplied by in one layer.
    [[nodiscard]] double scoreScale(std::int64_t layer) const;
};

/// Fields of a config.json, each checked where it is read. Every function \throws Error (bad input) that
/// names the file, the field and its value.
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
    /// `true` or `false`.
    [[nodiscard]] bool flag(const QString& name, bool absent) const;
    [[nodiscard]] QString text(const QString& name, const QString& absent) const;
    /// The strings of an array; empty where it is absent or null.
    [[nodiscard]] QStringList texts(const QString& name) const;
    /// Refuses a switch that is on: anything but absent, null, false, 0, an empty text, list or object.
    void refuse(const QString& name, const QString& why) const;
    /// The Error for a field: `config.json: n_head is 5: ...`.
    [[nodiscard]] Error fault(const QString& name, const QString& why) const;

private:
    QJsonObject m_config;
    QString m_file;
};

/// The activation that a configuration names; names with the same arithmetic are one. \throws Error naming
/// others.
[[nodiscard]] Activation
readActivation(const ConfigReader& reader, const QString& name, const QString& absent);

} // namespace headwaters
