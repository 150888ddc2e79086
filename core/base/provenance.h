#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace headwaters {

/// Where a shown number comes from; every panel and every figure carries one of these words.
enum class Origin {
    Measured, ///< read off the running model
    Derived, ///< computed from measured values
    Stored, ///< read from a file
    Schematic, ///< an illustration, no number in it
};

/// `measured`, `derived`, `stored`, `schematic`.
[[nodiscard]] QString originText(Origin origin);

/// The second side of a figure that compares two runs.
struct OtherSide {
    QString modelName;
    QString modelSha256;
    QString hookName;
    QString prompt;
    bool beginOfText = true;
};

/// What a figure must say about itself so that somebody else can make it again.
struct Provenance {
    QString modelName;
    QString modelSha256; ///< of the weight file, hexadecimal; empty while it is still being taken
    QString dtype; ///< of the arithmetic: `float32`
    QString hookName; ///< `blocks.5.attn.hook_pattern[5]`; empty where the figure mixes several
    QString prompt; ///< the text as typed; empty where the figure is of no one prompt
    bool beginOfText = true; ///< a beginning-of-text token stands first
    Origin origin = Origin::Measured;
    QStringList settings; ///< `sinks shown`, `target ·Mary, rival ·John`, ...
    std::optional<OtherSide> other; ///< B, where the figure compares; all above is A then

    /// The lines that stand below a figure: model and hash, hook, prompt, settings, version; of two sides the
    /// first three of each, marked `A` and `B`.
    [[nodiscard]] QStringList lines() const;
};

/// The provenance of a figure that shows A and B: A's, with B as the other side. Settings that only one side
/// has are marked with it.
[[nodiscard]] Provenance comparedProvenance(const Provenance& a, const Provenance& b);

} // namespace headwaters
