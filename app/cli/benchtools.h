#pragma once

#include "core/results/runresult.h"
#include "core/text/tokenizer.h"

#include <QJsonValue>
#include <QString>

#include <functional>
#include <vector>

namespace headwaters {

// What the parts of `headwaters bench` share.

/// Median time of `work`, in seconds; the first call, which fills caches, does not count unless it is the
/// only one.
[[nodiscard]] double medianSeconds(const std::function<void()>& work);
/// The largest memory of the process since it was reset, in bytes; null where the system does not tell.
[[nodiscard]] QJsonValue peakMemoryValue();

/// Exactly `count` tokens: the first prompt over and over.
[[nodiscard]] std::vector<TokenId> tokensFor(const Tokenizer& tokenizer, int count);
/// The longest text of at most `count` tokens that is part of those tokens; decoding and encoding again may
/// join some.
[[nodiscard]] RunRequest requestFor(const Tokenizer& tokenizer, std::vector<TokenId> ids);

/// `12.3 ms`, `–` for what was not measured.
[[nodiscard]] QString milliseconds(const QJsonValue& seconds);
/// `123 MB`
[[nodiscard]] QString megabytes(const QJsonValue& bytes);

} // namespace headwaters
