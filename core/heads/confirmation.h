#pragma once

#include "core/base/headindex.h"
#include "core/heads/headtype.h"

#include <QString>

#include <vector>

namespace headwaters {

/// What becomes of a task without the heads of a type together, beside as many random heads that do nothing
/// of the kind: the causal check of a type.
struct Confirmation {
    HeadType type = HeadType::PreviousToken;
    std::vector<HeadIndex> heads; ///< removed together, best first
    QString task; ///< key of the prompt set
    QString measure; ///< in logits, a noun phrase: `lead of the right name over other names`
    int prompts = 0;
    double clean = 0; ///< mean measure over the prompts
    double without = 0; ///< the same without the heads
    std::vector<double> random; ///< [draw] the same without random heads; not empty

    [[nodiscard]] double loss() const { return clean - without; }
    [[nodiscard]] double randomMean() const;
    /// The draw of which most is lost.
    [[nodiscard]] double randomWorst() const;
    /// How far the heads' loss is above that of random ones: (median of the draws - without) over their
    /// robust deviation.
    [[nodiscard]] double z() const;
    /// At least a twentieth is lost, twice what random heads lose on average, and more than in nearly every
    /// draw: the share of draws that lose as much, the heads' own loss counted with them, is 0.05 at most.
    [[nodiscard]] bool isConfirmed() const;
};

/// `without 1.1, 3.2: 8.41 to 2.10; 8.30 on average without as many random heads, 7.95 at worst`
[[nodiscard]] QString confirmationText(const Confirmation& confirmation);

} // namespace headwaters
