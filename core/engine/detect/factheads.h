#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"
#include "core/heads/tasks/facttasks.h"

namespace headwaters {

/// Subject, relation and mixed heads (Chughtai et al. 2024, arXiv 2402.07321), from what heads write at the
/// end of fact prompts, split by source: from the subject's tokens the right object against the mean of all
/// objects of the relation; from the relation's tokens all its objects against those of the other relations.
/// On prompts that the model answers right; not measurable where it does not do the task, or below the
/// mechanistic tier.
///
/// - Subject: attention to the subject at least 0.2, the right object raised from there by 0.05 logits or
/// more
///   (ours), and what else is known of the subject too.
/// - Relation: attention to the relation at least 0.2, its objects raised from there by 0.3 logits or more,
///   against prompts whose relations are exchanged.
/// - Mixed: both, neither less than a fifth of the two together.
[[nodiscard]] StepResult detectFactHeads(const Bench& bench, const FactSet& facts);

/// Context and memory heads (Jin et al. 2024, arXiv 2402.18154) from knowledge conflicts, on items whose
/// object is among the ten likeliest tokens without the context; 25 such items are needed. Associative
/// memory: relation scores of the weights.
///
/// - Context: raises the context's answer, 60 % of it or more from the context's answer token.
/// - Memory: raises the object, 60 % of it or more from the subject's tokens, and has a relation score of
/// 0.15
///   or, at the causal tier, a direct path whose exchange lowers the object.
/// - AssociativeMemory: relation score of 0.15 or more (top 10, pairs shuffled as the null).
[[nodiscard]] StepResult detectConflictHeads(const Bench& bench, const ConflictSet& conflicts);

/// Subject and memory test the same quantity: where a head passes both, it keeps memory alone.
void keepMemory(std::vector<TypeFinding>& findings);

} // namespace headwaters
