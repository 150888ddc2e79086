#pragma once

#include "app/cli/arguments.h"
#include "core/causal/intervention.h"

namespace headwaters {

/// What stands in the place of what a head gives.
enum class AblationKind { Zero, Mean, MeanOverAll, Resample };

/// --kind. \throws Error (bad input) where it is missing or none of these.
[[nodiscard]] AblationKind chosenAblation(const Arguments& arguments);
/// \throws Error (bad input) where a mean has no --reference, or resampling not one source.
void checkAblation(const Arguments& arguments, AblationKind kind);

/// One change for each prompt that is taken from, its heads left open: more than one where `references` of
/// them are resampled, the corrupted prompt where there are none.
[[nodiscard]] std::vector<Intervention> ablations(AblationKind kind, std::size_t references);

} // namespace headwaters
