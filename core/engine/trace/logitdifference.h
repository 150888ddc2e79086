#pragma once

#include "core/engine/trace/tracemodel.h"

namespace headwaters {

/// Target minus rival in logits, of rows that the unembedding reads, without the other logits.
class LogitDifference {
public:
    LogitDifference(const TraceModel& model, std::int64_t target, std::int64_t rival);

    [[nodiscard]] double of(const at::Tensor& finalNormalized) const; ///< [d_model]
    /// W_U of the target minus that of the rival: [d_model].
    [[nodiscard]] const at::Tensor& direction() const { return m_direction; }

private:
    at::Tensor m_target, m_rival, m_direction; // [d_model]
    double m_targetBias = 0;
    double m_rivalBias = 0;
    double m_cap = 0;
};

} // namespace headwaters
