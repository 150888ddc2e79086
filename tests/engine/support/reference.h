#pragma once

#include "core/files/tensorfile.h"
#include "core/results/namedtensor.h"
#include "core/text/token.h"

#include <QString>

#include <memory>
#include <vector>

namespace headwaters {

/// A prompt of a fixture and the values that Hugging Face and TransformerLens gave for it.
struct ReferencePrompt {
    int index = 0;
    QString text;
    bool bos = false;
    std::vector<TokenId> ids;
    std::vector<std::pair<TokenId, double>> top; ///< next tokens and probabilities, likeliest first
    std::vector<double> topLogits; ///< of `top`, where the reference has them
};

/// tests/data/NAME/reference.json and reference.safetensors.
class Reference {
public:
    explicit Reference(const QString& name);

    [[nodiscard]] const QString& folder() const { return m_folder; } ///< of the model
    [[nodiscard]] const std::vector<ReferencePrompt>& prompts() const { return m_prompts; }
    [[nodiscard]] NamedTensor tensor(const QString& name) const;
    [[nodiscard]] QStringList namesWithPrefix(const QString& prefix) const;

private:
    QString m_folder;
    std::vector<ReferencePrompt> m_prompts;
    std::shared_ptr<const TensorFile> m_tensors;
};

/// The largest |got - expected| / (1 + |expected|); infinite where shapes, NaN or infinities differ.
[[nodiscard]] double largestError(const NamedTensor& got, const NamedTensor& expected);
[[nodiscard]] double largestError(const std::vector<float>& got, const std::vector<float>& expected);
[[nodiscard]] double largestError(const std::vector<double>& got, const std::vector<double>& expected);

} // namespace headwaters
