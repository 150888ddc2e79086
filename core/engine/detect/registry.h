#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"

#include <functional>
#include <vector>

namespace headwaters {

/// What a draw of the prompts has yielded so far: later steps read what earlier ones found.
struct ScanState {
    StepResult found; ///< of all steps before

    void take(const StepResult& result);
    /// Heads that the type's rule found, Yes or Weak, in the order of their score, best first; each once.
    [[nodiscard]] std::vector<HeadIndex> heads(HeadType type) const;
};

/// What a step will take, counted from the prompts that it will run.
struct StepCost {
    double forwards = 0; ///< prompts that are run, whole or from a layer on
    double tokens = 0; ///< of those prompts, by the share of the model that they pass

    /// Every prompt of a set, `passes` times.
    void add(const TaskSet& set, double passes = 1);
    void add(const std::vector<std::vector<TokenId>>& prompts, double passes = 1);
    /// Runs from a layer on: a forward each, but only `share` of its work.
    void addPartial(const TaskSet& set, double passes, double share);
};

/// One step of a scan: detectors that share prompts or findings.
struct DetectorStep {
    QString key; ///< `induction`, names the kept file
    QString what; ///< `Induction and duplicate tokens`, for the task strip
    std::vector<HeadType> types; ///< what it speaks for
    QStringList after =
        {}; ///< steps whose findings it reads, so they run too; each stands before it in the table
    Tier tier = Tier::Observed; ///< the first at which it can say anything
    bool drawsPrompts = true; ///< false: reads weights alone, or checks a type, so that one draw is all
    bool always = false; ///< runs in every scan, whatever types are asked for
    bool onRequest = false; ///< takes so long that it runs only where one of its types is named
    /// It holds what other steps found against random heads, never on a scrambled copy: what the first draw
    /// found, or with `drawsPrompts` each draw what it found itself.
    bool confirms = false;
    std::function<StepCost(const Bench&, int prompts)> cost = {};
    /// \throws Error: cancelled; as forward.
    std::function<StepResult(const Bench&, int prompts, const ScanState&)> run = {};
};

/// All steps, in the order of specification 2.0.7: each after those it reads.
[[nodiscard]] const std::vector<DetectorStep>& detectorSteps();

} // namespace headwaters
