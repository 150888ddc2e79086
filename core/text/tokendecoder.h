#pragma once

#include "core/text/jsonfields.h"

#include <QByteArray>

#include <functional>
#include <vector>

namespace headwaters {

/// Turns the texts of a vocabulary into the bytes that their tokens add to a text. Immutable.
class TokenDecoder {
public:
    /// One step: rewrites a token's bytes; `first`: it is the first token of the text.
    using Step = std::function<QByteArray(const QByteArray& bytes, bool first)>;

    /// Texts of GPT-2's byte alphabet; one outside the alphabet stands for itself, as in Hugging Face's
    /// decoder.
    [[nodiscard]] static TokenDecoder byteLevel();
    /// `▁` stands for a space and `<0x0A>` for a byte; `stripsFirstSpace`: a text begins without the space
    /// that encoding puts there.
    [[nodiscard]] static TokenDecoder sentencePiece(bool stripsFirstSpace);
    /// The value `decoder` of a tokenizer.json; null: every text stands for itself. \throws Error (bad input)
    /// that names the kind of step, where the kind is not known.
    [[nodiscard]] static TokenDecoder fromJson(const QJsonValue& value, const JsonPlace& place);

    /// What a token adds to a text.
    [[nodiscard]] QByteArray bytes(const QString& text, bool first = false) const;
    /// What is left of a whole text.
    [[nodiscard]] QByteArray finished(const QByteArray& whole) const;

private:
    void addStep(const QJsonValue& value, const JsonPlace& place, int depth);

    std::vector<Step> m_steps; ///< for each token
    std::vector<Step> m_wholeSteps; ///< for the whole, after Fuse
    bool m_fused = false;
};

} // namespace headwaters
