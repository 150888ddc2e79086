#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"
#include "core/heads/tasks/sentimenttasks.h"

namespace headwaters {

/// Sentiment summarizers and summary readers (Tigges et al. 2023, arXiv 2310.15154), on prompts that the
/// model answers right. The direction of a layer is praise less blame of what enters it at the adjective,
/// fitted on half of the adjectives; everything else is measured on the other half. A head's place of summary
/// is the one that it attends to the sentiment's words from most, or is attended to from the end most.
///
/// - SentimentSummarizer: what it writes there tells praise from blame along the direction (Cohen's d 2 or
///   more, against halves of neutral prompts), lies along it more than along random directions, and attends
///   to adjectives and verbs by 0.2 or more.
/// - SummaryReader: attends from the end to the summary by 0.2 or more and raises the right words (d 0.8 or
///   more); at the causal tier less so when what it reads there comes from a prompt of the opposite
///   sentiment. Tag `direct` where it reads the adjectives themselves instead.
[[nodiscard]] StepResult detectSentimentHeads(const Bench& bench, const SentimentSet& sentiment);

} // namespace headwaters
