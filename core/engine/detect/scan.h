#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/files/scanstore.h"
#include "core/heads/report.h"
#include "core/text/tokenizer.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

struct DetectorStep;

/// What a scan will take, said before it starts.
struct ScanEstimate {
    int steps = 0; ///< of all draws, those included that are kept from before
    int kept = 0;
    double forwards = 0; ///< still to be run
    double seconds = 0; ///< for those, from the time that one forward took
};

/// Where a scan stands.
struct ScanProgress {
    QString what; ///< the step under way: `Induction and duplicate tokens`
    int stepsDone = 0;
    int steps = 0;
    double forwardsDone = 0; ///< of the estimate
    double forwards = 0;
    double secondsLeft = 0;
};
using ScanProgressFunction = std::function<void(const ScanProgress&)>;
/// Told what is finished so far, whenever a step is.
using ScanPartFunction = std::function<void(ScanReport)>;

/// All detectors that settings ask for, on one model: the steps of each draw of the prompts, then what they
/// amount to. Steps that are finished stay, in the scan and in the store, so that a scan which was cancelled
/// goes on when it is run again.
class Scan {
public:
    Scan(
        std::shared_ptr<const Model> model, std::shared_ptr<const Tokenizer> tokenizer,
        ScanSettings settings);
    /// With steps of one's own.
    Scan(
        std::shared_ptr<const Model> model, std::shared_ptr<const Tokenizer> tokenizer, ScanSettings settings,
        const std::vector<DetectorStep>& steps);
    ~Scan();
    Scan(Scan&&) noexcept;
    Scan& operator=(Scan&&) noexcept;

    /// Reads finished steps of this model from a store, unless `fresh`, and keeps them there.
    void keepIn(const ScanStore& store, const QString& sha256, bool fresh = false);

    /// Runs a few prompts to see how long one takes, the first time. \throws Error: cancelled.
    [[nodiscard]] ScanEstimate estimate(const CancelToken& cancel);
    /// True where every step is kept, so that `run` answers at once.
    [[nodiscard]] bool isKept() const;

    /// Runs what is missing and derives the report. `forwards` and `seconds` of the report count what this
    /// and earlier runs spent on its steps. \throws Error: cancelled (within 100 ms; finished steps stay); as
    /// forward.
    [[nodiscard]] ScanReport
    run(const StageScheme& scheme, const CancelToken& cancel, const ScanProgressFunction& progress = {},
        const ScanPartFunction& part = {});

    /// Sentences on kept files that were broken and were computed again.
    [[nodiscard]] const QStringList& remarks() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
