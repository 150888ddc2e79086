#pragma once

#include "core/text/jsonfields.h"
#include "core/text/stretchplace.h"

#include <memory>
#include <string>
#include <string_view>

namespace headwaters {

/// The step that rewrites a text before it is cut: its Unicode form, a sign for a space. Immutable, so one
/// instance serves all threads.
class Normalizer {
public:
    virtual ~Normalizer() = default;
    /// The text (UTF-8) that the next step gets.
    [[nodiscard]] virtual std::string rewrite(std::string_view text, StretchPlace place) const = 0;
};

/// The Unicode form C, which joins letters and their accents.
[[nodiscard]] std::unique_ptr<const Normalizer> makeComposition();

/// SentencePiece's spaces: each becomes the sign `▁`. `addsSpace`: one is put before the text. With
/// `removesExtra` the spaces around a text go and a run of spaces becomes one.
[[nodiscard]] std::unique_ptr<const Normalizer> makeSpaceSigns(bool addsSpace, bool removesExtra);

/// The step that the value `normalizer` of a tokenizer.json describes; null where it is null. \throws Error
/// (bad input) that names `file` and the kind of step, where the kind is not known.
[[nodiscard]] std::unique_ptr<const Normalizer>
makeNormalizer(const QJsonValue& description, const QString& file);

} // namespace headwaters
