#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

class NameReading;

// Types of indirect-object prompts that only interventions show; NameReading must have been made at the
// causal tier, on prompts with twins (ABC). Movers are what detectNameMovers found, as Bench::indexOf.

/// Adds to the heads that are name movers or negative ones what happens without them: how much less the name
/// they attend to is ahead of other names (for negative ones, how much more the name that they lower) when
/// their output at the end is the mean of the twins'. The null is the same of heads that are neither.
void confirmNameHeads(
    const Bench& bench, const NameReading& reading, std::vector<TypeFinding>& movers,
    std::vector<TypeFinding>& negatives);

/// Backup name movers (#16): what they add to the indirect object over the subject grows when the movers'
/// output at the end is the mean of the twins'; at most 8. The null: three random heads of the same depth
/// instead of the movers. It must also grow with the final norm's scale held, since a smaller scale makes
/// every effect larger, and be for the indirect object then: a head that worked against the movers and now
/// does less is none.
[[nodiscard]] std::vector<TypeFinding>
detectBackupNameMovers(const Bench& bench, const NameReading& reading, const std::vector<int>& movers);

/// Inhibition (#36): they attend from the end to the repeated name, and the movers attend less to the
/// indirect object when the head's output at the end is the twin's, in the whole run and through the movers'
/// queries alone. With `senders` (as Bench::indexOf) only those are tried.
[[nodiscard]] std::vector<TypeFinding> detectInhibition(
    const Bench& bench, const NameReading& reading, const std::vector<int>& movers,
    const std::vector<int>& senders = {});

} // namespace headwaters
