#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// What the needles showed, and whether the model finds them.
struct RetrievalReading {
    std::vector<TypeFinding> findings;
    std::vector<Competence>
        tasks; ///< of the literal and the paraphrased question; none for sets without prompts
};

/// Retrieval heads (specification 2.1; Wu et al. 2024, arXiv 2404.15574, teacher-forced), from prompts as
/// `needles` makes them: share of prompts in which the position that predicts the needle's first word looks
/// most at that word in the needle (0.1; ours: 0.05 with 95 % certainty). Later words count for nothing:
/// induction finds them. Each question has its own gate; with gates, only prompts that the model answers
/// right count. The label asks for the paraphrased question. Tags: `strong` from 0.5 on; `induction-type
/// retrieval` where only the literal one gives 0.1. The null: looks at the first word of sentences of the
/// needle's form that are about another name, the other one of the prompt and, where the needle is absent
/// (all prompts but half of the long ones), the one in its place.
[[nodiscard]] RetrievalReading
detectRetrieval(const Bench& bench, const TaskSet& literal, const TaskSet& paraphrase);

} // namespace headwaters
