#pragma once

#include "core/base/headindex.h"
#include "core/text/token.h"

#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// Three generations of one method (specifications and sources: docs/tracing.md).
enum class TraceMethod {
    Sad, ///< sparse attention decomposition, arXiv 2410.00340
    Acc, ///< attention-causal communication, 2025
    AccPlusPlus, ///< arXiv 2602.13483
};

/// Where a trace starts.
enum class Seeding {
    Linear, ///< parts that write on target minus rival
    Probability, ///< parts that raise the target's probability
    Roots, ///< given heads
};

/// A head from which a trace starts, and at which tokens: absent means the last token, and every source that
/// the head fires on.
struct TraceRoot {
    HeadIndex head;
    std::optional<int> destination;
    std::optional<int> source;

    bool operator==(const TraceRoot&) const = default;
};

/// What to trace in a run.
struct TraceRequest {
    TraceMethod method = TraceMethod::AccPlusPlus;
    Seeding seeding = Seeding::Linear;
    std::vector<TokenId> targets; ///< one, or several for the probability of a set; none with roots
    std::optional<TokenId> rival; ///< linear seeding: target minus rival
    std::vector<TraceRoot> roots; ///< for Seeding::Roots, and for SAD
    std::optional<int> position; ///< the token whose prediction is explained; absent: the last
    std::optional<double> tau; ///< ACC++: attention below which a firing is explained; absent: dynamic
    double tauScale = 2.5; ///< dynamic tau of destination d: min(1, tauScale / (d + 1))
    bool compat = false; ///< the reference programs' quirks, for comparing with them

    bool operator==(const TraceRequest&) const = default;
};

/// `sad`, `acc`, `accpp`: the words of the command line.
[[nodiscard]] QString methodKey(TraceMethod method);
/// `SAD`, `ACC`, `ACC++`.
[[nodiscard]] QString methodName(TraceMethod method);
[[nodiscard]] std::optional<TraceMethod> methodFromKey(const QString& key);

} // namespace headwaters
