#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/files/memoryestimate.h"
#include "core/results/attentionmap.h"
#include "core/results/headdetail.h"
#include "core/results/modelinfo.h"
#include "core/results/namedtensor.h"
#include "core/results/runresult.h"
#include "core/text/tokenizer.h"

#include <functional>
#include <memory>

namespace headwaters {

struct RunSnapshot;

/// Told from the thread that opens a model.
using MemoryFunction = std::function<void(const MemoryEstimate&)>;
/// Told from the thread that runs, in order of layers.
using LayerFunction = std::function<void(std::shared_ptr<const LayerResult>)>;

/// An open model and its last run, step by step and in the caller's thread. ModelSession drives one from the
/// model thread; the command line drives one directly.
///
/// Of a run it keeps the residual that enters each layer ([layer][T, d_model]), not the patterns: the full
/// map of a head is computed again when somebody looks at it, so that T = 1024 needs megabytes where all
/// patterns would need 600.
class Runner {
public:
    Runner();
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Opens a model folder or file; what was open stays open if this throws. `announce` is told what it
    /// takes before a weight is read.
    void open(
        const QString& path, const CancelToken& cancel, const ProgressFunction& progress = {},
        const MemoryFunction& announce = {}, WeightPlacement placement = WeightPlacement::ByMemory);
    /// Takes over the model of another runner's run, its tensors shared; what was open is forgotten. Here
    /// there is no file of weights then.
    void share(const RunSnapshot& other);
    /// Takes over a run that was made elsewhere on the open model, as run number `run`.
    std::shared_ptr<const RunResult> adopt(quint64 run, const RunSnapshot& other);
    [[nodiscard]] bool isOpen() const;
    /// All but the hash, which `weightsSha256` of the folder gives.
    [[nodiscard]] const ModelInfo& info() const;
    [[nodiscard]] std::shared_ptr<const Tokenizer> tokenizer() const;
    [[nodiscard]] std::shared_ptr<const Model> model() const;
    [[nodiscard]] std::shared_ptr<const TensorFile> weights() const;

    /// Runs a prompt. `run` is the number the result carries. The run before is forgotten only when this one
    /// has succeeded. \throws Error: empty prompt, prompt beyond the context (with both numbers), cancelled.
    [[nodiscard]] std::shared_ptr<const RunResult>
    run(quint64 run, const RunRequest& request, const CancelToken& cancel,
        const LayerFunction& layerReady = {}, const ProgressFunction& progress = {});
    /// The last successful run; null before the first.
    [[nodiscard]] std::shared_ptr<const RunResult> lastRun() const;
    /// The last successful run with all that its heads are computed from; null before the first.
    [[nodiscard]] std::shared_ptr<const RunSnapshot> snapshot() const;

    /// One head of the last run, for a pair of tokens. \throws Error for a head or token out of range.
    [[nodiscard]] std::shared_ptr<const HeadDetail>
    headDetail(HeadIndex head, TokenId target, TokenId rival, const CancelToken& cancel) const;
    /// A map over several heads of the last run (the layer of `head`, or all), accumulated head by head.
    [[nodiscard]] std::shared_ptr<const AttentionMap> aggregate(
        Quantity quantity, Aggregation aggregation, HeadIndex head, TokenId target, TokenId rival,
        const CancelToken& cancel, const ProgressFunction& progress = {}) const;
    /// What each head of the last run writes on target minus rival at the last position.
    [[nodiscard]] EffectSummary effects(TokenId target, TokenId rival, const CancelToken& cancel) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
