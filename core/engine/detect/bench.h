#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/heads/evidence.h"
#include "core/heads/taskset.h"

#include <functional>
#include <memory>

namespace headwaters {

class TransformerModel;

/// What every detector is given: the model as stored (nothing folded), how deep to look, and the seed of its
/// draws. Detectors count the forwards that they run, so that a scan knows what it costs. Shows no tensors;
/// a detector that touches the model includes transformermodel.h.
struct Bench {
    std::shared_ptr<const TransformerModel> model;
    TaskGround ground;
    Tier tier = Tier::Mechanistic;
    std::uint64_t seed = 1;
    CancelToken cancel = {};
    /// Told after each prompt that went through the model, whole or from a layer on.
    std::function<void()> ran = {};
    /// False on a scrambled copy, whose false positives competence gates would hide: types that need a task
    /// are then measured on all prompts, whatever the model answers.
    bool gates = true;

    /// Of an open model, with the other members as they stand above.
    [[nodiscard]] static Bench of(const std::shared_ptr<const Model>& model, TaskGround ground);

    [[nodiscard]] int nLayers() const;
    [[nodiscard]] int nHeads() const;
    [[nodiscard]] int headCount() const { return nLayers() * nHeads(); }
    /// Heads in the order layer by layer; `indexOf` is the inverse.
    [[nodiscard]] HeadIndex head(int index) const { return {index / nHeads(), index % nHeads()}; }
    [[nodiscard]] int indexOf(HeadIndex head) const { return head.layer * nHeads() + head.head; }
    [[nodiscard]] bool runs(Tier wanted) const { return wanted <= tier; }
};

/// A finding of NotMeasurable for every head.
[[nodiscard]] std::vector<TypeFinding>
notMeasurable(const Bench& bench, HeadType type, const QString& task, const QString& reason);

} // namespace headwaters
