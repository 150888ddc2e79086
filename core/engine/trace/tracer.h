#pragma once

#include "core/base/cancel.h"
#include "core/circuit/circuit.h"
#include "core/results/modelinfo.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <vector>

namespace headwaters {

class Model;
class TraceModel;
class TracedRun;

/// A prompt to trace.
struct TracePrompt {
    QString text = {}; ///< what messages call it; may be empty
    std::vector<TokenId> ids = {};
    std::vector<QString> labels; ///< [T] unique names of the tokens (core/circuit/tokenlabels.h), or roles;
                                 ///< empty: no node stands at this token
    std::vector<QString> targetTexts; ///< texts of the request's targets, for the root's label
    std::optional<int> rootSource; ///< SAD: what the given heads look at; absent: all that they fire on
    std::vector<TokenId> targets; ///< of this prompt, in place of the request's; empty: the request's
    std::optional<TokenId> rival;
};

/// The prompt of a run, its tokens labelled by their texts.
[[nodiscard]] TracePrompt
tracePrompt(const Tokenizer& tokenizer, const std::vector<TokenId>& ids, const TraceRequest& request);

/// Traces circuits in one model, whose canonical weights and decompositions it keeps between traces. Several
/// traces may run at a time.
class Tracer {
public:
    /// \throws Error (failure) for an architecture that no method covers.
    explicit Tracer(const std::shared_ptr<const Model>& model);
    ~Tracer();

    /// The circuit of one prompt. Empty, with the reason in its note, where no seed is a head. Deterministic.
    /// \throws Error (bad input): a target or rival that is no token, a rival that is the target, a root that
    /// is no head, tau outside (0, 1]; cancelled.
    [[nodiscard]] Circuit trace(
        const TracePrompt& prompt, const TraceRequest& request, const CancelToken& cancel,
        const ProgressFunction& progress = {}) const;
    /// A prompt's run, for what is asked of it besides traces: interventions, evidence on edges, neighbours.
    /// It may be kept for as long as the prompt is looked at. \throws Error: cancelled; a prompt that is
    /// empty or beyond the context; memory.
    [[nodiscard]] std::shared_ptr<const TracedRun>
    run(const std::vector<TokenId>& ids, const CancelToken& cancel,
        const ProgressFunction& progress = {}) const;
    /// The circuit of a run that was made before; `prompt` has its tokens. `progress` counts layers.
    [[nodiscard]] Circuit trace(
        const TracedRun& run, const TracePrompt& prompt, const TraceRequest& request,
        const CancelToken& cancel, const ProgressFunction& progress = {}) const;
    /// The merged circuit of several prompts, numbered from 0: SAD by its rule of counting, ACC and ACC++ by
    /// the mean over the circuits that are not empty. `progress` counts prompts.
    [[nodiscard]] Circuit traceFamily(
        const std::vector<TracePrompt>& prompts, const TraceRequest& request, const CancelToken& cancel,
        const ProgressFunction& progress = {}) const;
    [[nodiscard]] const ModelInfo& info() const;
    /// For what else reads the same canonical weights.
    [[nodiscard]] const std::shared_ptr<const TraceModel>& model() const { return m_model; }

private:
    std::shared_ptr<const TraceModel> m_model;
};

} // namespace headwaters
