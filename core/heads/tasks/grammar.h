#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// What ties a later word to an earlier one. Of the two words one depends on the other; which one is not said
/// here, since only the later one can look back.
struct GrammarArc {
    QString relation; ///< det, amod, poss, nsubj, aux, advmod, dobj, pobj, ccomp
    int later = 0; ///< last token of the later word
    std::vector<int> earlier; ///< tokens of the earlier word
};

/// Sentences of a small grammar with what belongs together in them, at distances that vary: up to three words
/// or a clause may stand between. Key `grammar`; roles `later REL N` and `earlier REL N` for arc N of
/// relation REL, STARTS for where words begin; `arcsOf` reads them. Without a tokenizer there is a reason
/// instead.
[[nodiscard]] TaskSet grammarSentences(const TaskGround& ground, int count, std::uint64_t seed);

/// The arcs of a prompt, by relation.
[[nodiscard]] std::vector<GrammarArc> arcsOf(const TaskPrompt& prompt);
/// Puts an arc among the roles of a prompt.
void addArc(TaskPrompt& prompt, const GrammarArc& arc);

} // namespace headwaters
