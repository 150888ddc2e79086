#pragma once

#include "core/engine/detect/registry.h"
#include "core/engine/detect/scan.h"

#include <map>

namespace headwaters {

/// What a Scan knows.
struct Scan::State {
    /// One step on one draw of one copy of the model.
    struct Unit {
        bool scrambled = false;
        std::size_t step = 0; // of `chosen`
        int draw = 0;
        auto operator<=>(const Unit&) const = default;
    };

    std::shared_ptr<const Model> model;
    std::shared_ptr<const Model> scrambled; // once it is needed
    TaskGround ground;
    ScanSettings settings;
    std::vector<DetectorStep> steps; // all
    std::vector<const DetectorStep*> chosen;
    std::vector<Unit> units;
    std::map<Unit, StepResult> done;
    std::optional<std::vector<StepCost>> costs; // of `chosen`
    double secondsPerToken = 0; // 0: not timed
    std::optional<ScanStore> store;
    QString sha256;
    QStringList remarks;

    void choose();
    [[nodiscard]] bool asksFor(HeadType type) const;
    [[nodiscard]] Bench bench(bool scrambled, int draw, const CancelToken& cancel) const;
    [[nodiscard]] StepKey key(const Unit& unit) const;
    void measureCosts(const CancelToken& cancel);
    [[nodiscard]] StepCost costLeft() const;

    [[nodiscard]] double tokenSeconds() const; ///< a forward's and what detectors do with it
    /// Runs a step and keeps what it yields.
    void finish(
        const Unit& unit, const ScanState& before, const CancelToken& cancel,
        const std::function<void()>& ran);
    /// Of the steps that are finished on every draw.
    [[nodiscard]] ScanReport report(const StageScheme& scheme) const;
    [[nodiscard]] bool isFinished(bool scrambled, std::size_t step) const;

    /// What the steps of each draw found, one list a draw.
    [[nodiscard]] std::vector<ScanState> draws(bool scrambled, bool repeatsFixed) const;
    [[nodiscard]] std::vector<TypeFinding> combined(bool scrambled) const;
    [[nodiscard]] std::vector<TypeFinding> unmeasured() const;
    [[nodiscard]] QString whyUnmeasured(HeadType type) const;
};

} // namespace headwaters
