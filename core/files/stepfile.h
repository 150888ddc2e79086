#pragma once

#include "core/heads/scanstep.h"

#include <QByteArray>
#include <QString>

namespace headwaters {

/// What tells one kept step from another.
struct StepKey {
    QString sha256; ///< of the model's weights
    QString step; ///< `induction`
    Tier tier = Tier::Mechanistic;
    int prompts = 0; ///< of a set
    std::uint64_t seed = 0;
    bool scrambled = false; ///< of the scrambled copy
    int nLayers = 0, nHeads = 0;
};

/// The bytes of a kept step: compressed CBOR with the key and a format version in front. Draws of nulls are
/// thinned to at most `mostKeptDraws`.
[[nodiscard]] QByteArray stepBytes(const StepKey& key, const StepResult& result);
inline constexpr std::size_t mostKeptDraws = 128;
/// Reads them. \throws Error (bad input) that names `path` and what is wrong: no such file, another version,
/// another key, a field that is missing, of another kind or out of range.
[[nodiscard]] StepResult readStep(const QByteArray& bytes, const StepKey& key, const QString& path);

/// What qCompress wrote, unpacked, where it states a length below 256 MB: qUncompress takes whatever a broken
/// file states. Empty where it is none.
[[nodiscard]] QByteArray unpacked(const QByteArray& bytes);

/// Raised when the format changes or when a detector's numbers do.
inline constexpr int stepFileVersion = 7;

} // namespace headwaters
