#pragma once

#include <QString>

namespace headwaters {

// How numbers are written, everywhere: the minus is U+2212, an unknown or NaN value is –, an infinite one ∞.
// What rounds to zero carries no sign.

/// `–`
[[nodiscard]] QString unknownText();
/// `5.344`, `−0.12`
[[nodiscard]] QString numberText(double value, int decimals);
/// `+2.09`, `−2.42`, `0.00`
[[nodiscard]] QString signedText(double value, int decimals);
/// Attention and probability, 3 decimals: `0.997`
[[nodiscard]] QString probabilityText(double value);
/// Logits and scores before softmax, 2 decimals: `14.23`, `−2.42`
[[nodiscard]] QString logitText(double value);
/// A difference of logits, signed, 2 decimals: `+4.62`
[[nodiscard]] QString signedLogitText(double value);
/// Bits, 2 decimals: `1.58`
[[nodiscard]] QString bitsText(double value);
/// A share 0 to 1 as a whole per cent with a narrow space: `62 %`
[[nodiscard]] QString shareText(double share);
/// `0:14`, `12:05`, `1:02:03`; whole seconds, rounded down
[[nodiscard]] QString durationText(double seconds);
/// `512`, `12 k`, `3.0 M`, `1.5 B`: a count to two digits at least
[[nodiscard]] QString countText(qint64 count);

} // namespace headwaters
