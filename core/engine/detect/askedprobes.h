#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/probeset.h"
#include "core/heads/tasks/statements.h"

namespace headwaters {

/// A labelled set as far as the model can be asked it, and whether it does the
/// task behind it.
struct AskedProbes {
    ProbeSet set; ///< its reason says why nothing can be probed
    Competence competence;
};

/// Truthfulness: the topics whose right answers the model sets above the wrong
/// ones; the others say nothing of what it holds true.
[[nodiscard]] AskedProbes askStatements(const Bench& bench, const ProbeSet& set);

/// Accuracy: each question with the model's own likeliest next token behind it,
/// read there, labelled by whether it is right. The model must be right in 30
/// to 70 % of them; competence says in how many it is. Contrasts set the right
/// answer against the model's own where that is wrong, else against its second
/// one.
[[nodiscard]] AskedProbes askQuestions(const Bench& bench, const TaskSet& questions);

/// Consistency: each form of a question with what the model likes best among
/// the answers of its kind behind it, labelled by whether that is its answer to
/// most forms of the question. Facts without one most frequent answer are left
/// out. Contrasts set that answer above the best other one.
[[nodiscard]] AskedProbes askParaphrases(const Bench& bench, const ParaphraseSet& paraphrases);

} // namespace headwaters
