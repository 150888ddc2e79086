#pragma once

#include "core/causal/rolealignment.h"
#include "core/engine/causal/causalcache.h"
#include "core/engine/causal/edit.h"

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// What interventions are made from: the run that is changed, the other one, the references.
struct EditSources {
    std::shared_ptr<const TransformerModel> model;
    TokenId target = 0, rival = 0;
    CausalCache* base = nullptr; ///< the run that is changed
    CausalCache* other = nullptr; ///< null where there is no pair
    CausalCache* clean = nullptr;
    CausalCache* corrupted = nullptr; ///< null where there is no pair
    /// References and, for each, which of its positions plays the part of each position of the base; empty
    /// where they cannot be matched, with the reason.
    struct Reference {
        std::unique_ptr<CausalCache> run;
        std::vector<int> positions;
        QString unmatched;
    };
    std::vector<Reference>* references = nullptr;
    /// Means over the references, kept between interventions.
    std::map<CausalPoint, at::Tensor>* means = nullptr;
    std::map<CausalPoint, at::Tensor>* overallMeans = nullptr;
    double* forwards = nullptr; ///< runs that edits take before they are done are added here
};

/// The edits of a stack. Runs what it needs of the other prompts first. \throws Error: cancelled; a
/// reference that cannot be matched with the prompt; a direction of length 0.
[[nodiscard]] EditedRun
compileStack(const InterventionStack& stack, const EditSources& sources, const CancelToken& cancel);

} // namespace headwaters
