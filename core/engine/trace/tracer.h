#pragma once

#include "core/base/cancel.h"
#include "core/circuit/circuit.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <vector>

namespace headwaters {

class Model;
class TraceModel;
class TracedRun;

/// A prompt to trace.
struct TracePrompt {
    std::vector<TokenId> ids;
    std::vector<QString> labels; ///< [T] unique names of the tokens (core/circuit/tokenlabels.h)
    std::vector<QString> targetTexts; ///< texts of the request's targets, for the root's label
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
    /// For what else reads the same canonical weights.
    [[nodiscard]] const std::shared_ptr<const TraceModel>& model() const { return m_model; }

private:
    std::shared_ptr<const TraceModel> m_model;
};

} // namespace headwaters
