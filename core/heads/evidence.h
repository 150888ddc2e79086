#pragma once

#include "core/base/headindex.h"
#include "core/heads/headtype.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace headwaters {

/// How deep a scan looks: what heads attend to; also what they write, by weights and on the logits; also what
/// happens when they are removed. A tier includes those before it.
enum class Tier { Observed, Mechanistic, Causal };
inline constexpr int tierCount = 3;
/// `observed`, `mechanistic`, `causal`
[[nodiscard]] QString tierKey(Tier tier);

/// Where a piece of evidence comes from.
enum class Access {
    Attention, ///< the pattern
    Weights, ///< the matrices alone
    Direct, ///< what the head writes on the logits in a run (direct logit attribution)
    Causal, ///< an intervention, steering along a probe among them
    Probe, ///< what a classifier reads from the head's output without changing anything
};
inline constexpr int accessCount = 5;
/// The tier that yields it: Attention and Probe are observed, Weights and Direct mechanistic, Causal causal.
[[nodiscard]] Tier tierOf(Access access);

/// The answer of a rule.
enum class Finding {
    Yes, ///< above the threshold, significant
    Weak, ///< significant, between the weak threshold and the threshold
    No,
    NotMeasurable, ///< the model does not do the task, or cannot be asked
};

/// One measure of one head against its null: everything shown traces to one of these.
struct Evidence {
    Access access = Access::Attention;
    QString measure; ///< what is measured, a noun phrase: `attention to the token before`
    double score = 0; ///< mean over units (prompts or seeds)
    double null = 0; ///< median of the null
    double effect = 0; ///< (score - null) / (largest - null), 0 to 1
    double z = 0; ///< robust: (score - median) / (1.4826 MAD), MAD at least 1e-4; see `hasZ`
    bool hasZ = true; ///< false where a sign-flip over prompts gave `p` and there is no null to measure by
    double p = 1; ///< one-sided, of the null
    double q = 1; ///< p after Benjamini and Hochberg over the heads of the detector
    double low = 0, high = 0; ///< bootstrap interval of the score, 95 %
    int samples = 0; ///< units
    double threshold = 0; ///< of the rule
    double weakThreshold = 0; ///< equal to `threshold` where there is none
    bool significant = false; ///< z and q pass
    Finding finding = Finding::No;
    bool required = true; ///< false: shown, but the type's rule does not ask for it
    std::vector<float> nulls = {}; ///< draws of the null, for the histogram; may be thinned
    std::vector<float> units = {}; ///< what the units scored, likewise
};

/// Where a finding can be seen: a prompt with the pattern of the head.
struct EvidenceExample {
    std::vector<std::int64_t> ids; ///< tokens; empty: none
    int destination = 0;
    int source = 0;
    /// Where the detector counts several pairs alike, the others: that with most attention is shown.
    std::vector<int> moreDestinations = {}, moreSources = {};
};

/// What a detector says of one head and one type.
struct TypeFinding {
    HeadIndex head;
    HeadType type = HeadType::PreviousToken;
    QString task; ///< key of the prompt set: `random-repeat`, `indirect-object`; `weights` for none
    Finding finding = Finding::No; ///< of the whole rule, on the evidence of the tiers that ran
    QString reason; ///< why not measurable, or which condition failed: one sentence without a full stop
    double score = 0; ///< the headline: what heads are ranked by
    std::vector<Evidence> evidence; ///< in the order of the rule
    QStringList tags; ///< `strict`, `candidate mover`, `anti-induction`, `sink`, `offset 3`
    EvidenceExample example = {};
    double retention = 1; ///< share of seeds that agree, 0 to 1
    int seeds = 1;
};

/// Whether the model does a task: what decides if types that need it can be measured.
struct Competence {
    QString task;
    QString sentence; ///< what the task is
    int prompts = 0;
    double accuracy = 0; ///< share of prompts whose target is above its rivals
    double accuracyLow = 0; ///< lower end of its 95 % interval
    double chance = 0;
    double difference = 0; ///< mean logit difference
    double differenceLow = 0;
    bool passed = false; ///< accuracyLow > chance + 0.05 and differenceLow > 0
    QString reason; ///< why not, one sentence without a full stop
};

} // namespace headwaters
