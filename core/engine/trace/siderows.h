#pragma once

#include "core/engine/trace/readings.h"
#include "core/engine/trace/scorerow.h"

#include <memory>
#include <span>

namespace headwaters {

/// Cosines and sines by position, for vectors that are rotated one pair at a time.
struct RotaryTable {
    std::int64_t pairs = 0; ///< 0: nothing rotates
    at::Tensor cosine; ///< [T, pairs]
    at::Tensor sine;

    [[nodiscard]] static RotaryTable of(const Rotary& rotary, std::int64_t tokens);
};

/// One side of a firing as a matrix [part, direction] of rows over the keys: its integrated gradients for
/// ranking all rows, and any single row on demand, so that all rows never stand in memory together.
class SideRows {
public:
    virtual ~SideRows() = default;

    [[nodiscard]] const std::vector<PartRef>& parts() const { return m_parts; }
    /// [part, e] integrated gradients of the attention weight.
    [[nodiscard]] const at::Tensor& gradients() const { return m_gradients; }
    /// The contribution of a pair to every visible key's score, into `row`.
    virtual void read(std::size_t part, int direction, std::span<double> row) const = 0;
    /// Largest deviation of the parts' sum from the whole, relative to 1 + the whole.
    [[nodiscard]] double residual() const { return m_residual; }

    [[nodiscard]] static std::unique_ptr<SideRows> ofQuery(
        const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const ProductSvd& svd,
        const ScoreRowState& state);
    [[nodiscard]] static std::unique_ptr<SideRows> ofKey(
        const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const ProductSvd& svd,
        const ScoreRowState& state);

protected:
    std::vector<PartRef> m_parts;
    at::Tensor m_gradients;
    double m_residual = 0;
};

} // namespace headwaters
