#pragma once

#include "core/engine/detect/askedprobes.h"
#include "core/heads/probing.h"

namespace headwaters {

/// Truthfulness, Accuracy, Consistency (specification 2.5): a linear probe of
/// each head's z at the answer. Yes: held-out AUC of 0.65 or more, significant
/// against permuted labels, and 0.05 or more above a probe of the embeddings
/// alone. That is observed evidence (Access::Probe); with Tier::Causal the best
/// of these heads are also steered along their probe, beside random directions.
/// Heads that would be chosen by the items learnt from are tagged `chosen in 4
/// of 5 folds`. \throws Error: cancelled.
[[nodiscard]] std::vector<TypeFinding>
detectProbe(const Bench& bench, HeadType type, const AskedProbes& asked, const ProbeRule& rule);

/// Five folds, the bench's seed, and 200 permutations a head, fewer (50 at least) for many heads, which share
/// theirs.
[[nodiscard]] ProbeRule probeRuleFor(const Bench& bench);

/// Adds what a probe of the set reads of each head, and with Tier::Causal what
/// steering the `most` best does; for types whose rule does not ask for it.
/// Nothing where the set cannot be probed.
void addProbeEvidence(
    const Bench& bench, std::vector<TypeFinding>& findings, const ProbeSet& set, const ProbeRule& rule,
    int most);

} // namespace headwaters
