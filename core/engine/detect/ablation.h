#pragma once

#include "core/engine/detect/ablationplan.h"
#include "core/engine/detect/bench.h"
#include "core/engine/detect/headmeans.h"
#include "core/engine/model/hooks.h"

namespace headwaters {

/// Prompts that are run again and again with heads changed, each time from the first changed layer on, and
/// read at some of their positions. Not for several threads at a time.
class AblationBench {
public:
    using Place = AblationPlace;
    /// Runs the prompts, all in one pass, and keeps what enters every layer; `references` in another, where
    /// it has prompts of its own. \throws Error: cancelled; memory.
    AblationBench(
        const Bench& bench, std::vector<std::vector<TokenId>> prompts, std::vector<Place> places,
        const HeadReferences& references = {});

    struct Outcome {
        std::vector<double> logProbabilities; ///< [place] natural, of the token that should follow
        std::vector<double>
            logits; ///< [place] of that token, over the mean of the wrong ones: does not saturate
        std::vector<double> divergences; ///< [place] KL(clean || changed), nats
    };
    [[nodiscard]] const Outcome& clean() const { return m_clean; }
    /// With the z of heads replaced by their means.
    [[nodiscard]] Outcome withoutHeads(const std::vector<HeadIndex>& heads) const;
    /// With one head's pattern changed: `change` is shown each prompt's [query, key], T x T.
    using PatternChange = std::function<void(float* pattern, int size)>;
    [[nodiscard]] Outcome withPattern(HeadIndex head, const PatternChange& change) const;

private:
    void count(std::size_t prompts) const;
    [[nodiscard]] Outcome run(int layer, HookVisitor& visitor, const at::Tensor& rows) const;
    [[nodiscard]] at::Tensor logProbabilities(const at::Tensor& rows) const;
    [[nodiscard]] Outcome outcomeOf(const at::Tensor& logs) const;

    const Bench& m_bench;
    std::vector<std::vector<TokenId>> m_prompts;
    std::vector<Place> m_places;
    std::vector<at::Tensor> m_residuals; // [layer] [rows, d_model]
    HeadMeans m_means;
    at::Tensor m_cleanLogs; // [place, d_vocab]
    Outcome m_clean;
};

} // namespace headwaters
