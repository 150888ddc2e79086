#pragma once

#include <QString>
#include <QStringList>

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

/// What a figure must say about itself so that somebody else can make it again.
struct Provenance {
    QString modelName;
    QString modelSha256; ///< of the weight file, hexadecimal; empty while it is still being taken
    QString dtype; ///< of the arithmetic: `float32`
    QString hookName; ///< `blocks.5.attn.hook_pattern[5]`; empty where the figure mixes several
    QString prompt; ///< the text as typed
    bool beginOfText = true; ///< a beginning-of-text token stands first
    Origin origin = Origin::Measured;
    QStringList settings; ///< `sinks shown`, `target ·Mary, rival ·John`, ...

    /// The lines that stand below a figure: model and hash, hook, prompt, settings, version.
    [[nodiscard]] QStringList lines() const;
};

} // namespace headwaters
