#pragma once

#include "core/engine/detect/bench.h"
#include "core/engine/torchapi.h"

#include <vector>

namespace headwaters {

/// What all heads read and write at one position of a prompt, in one run: enough to attribute what is said
/// there, to restart from a layer, and to see what an edit changed.
struct EndRun {
    int position = 0;
    std::vector<at::Tensor> attention; ///< [layer]: [head, key] the row of the position
    std::vector<at::Tensor> z; ///< [layer]: [head, d_head] at the position
    std::vector<double> postScale; ///< [layer] of the norm behind attention there; 1 without one
    double finalScale = 1; ///< of the final norm there
    at::Tensor logits; ///< [token of EndRequest::tokens] at the last position of the prompt
    std::vector<at::Tensor> entering; ///< [layer]: [position, d_model]; empty where not kept
};

/// A head whose z at the position is exchanged.
struct EndEdit {
    int head = 0; ///< as Bench::indexOf
    at::Tensor z; ///< [prompt, d_head]
};

struct EndRequest {
    std::vector<std::vector<TokenId>> prompts;
    std::vector<int> positions; ///< [prompt]
    std::vector<TokenId> tokens; ///< whose logits are kept; may be empty
    std::vector<EndEdit> edits = {};
    bool keepEntering = false;
    /// Runs of the same prompts without edits, with `entering`: the layers below the first edit are taken
    /// from there and not run again.
    const std::vector<EndRun>* clean = nullptr;
};

/// One run a prompt, some prompts to a forward. \throws Error: cancelled; bad input for a prompt that the
/// model cannot take.
[[nodiscard]] std::vector<EndRun> endRuns(const Bench& bench, const EndRequest& request);

/// D(t) of specification 2.0.1 at the position, of all heads: what a head's result, without the output bias,
/// adds to the logit of a token, the norms' scales held.
class DirectEffects {
public:
    /// With `scales` [prompt] the final norm's scale is taken from there instead of from the runs.
    DirectEffects(
        const Bench& bench, const std::vector<EndRun>& runs, const std::vector<TokenId>& tokens,
        const std::vector<double>& scales = {});

    /// `token`: its place in `tokens`.
    [[nodiscard]] double at(int head, std::size_t prompt, std::size_t token) const
    {
        return m_values[(static_cast<std::size_t>(head) * m_prompts + prompt) * m_tokens + token];
    }

private:
    std::size_t m_prompts = 0, m_tokens = 0;
    std::vector<float> m_values; // [head, prompt, token]
};

} // namespace headwaters
