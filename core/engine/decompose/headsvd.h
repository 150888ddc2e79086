#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/files/directioncache.h"
#include "core/results/directions.h"
#include "core/results/headfactors.h"

#include <memory>
#include <optional>

namespace headwaters {

struct RunSnapshot;

/// The singular value decompositions of an open model's heads, made from its canonical weights in float64
/// when somebody asks and kept. Each was checked against its matrix. Any thread may ask.
///
/// With rotary positions the matrices of QK stand without rotation, which the plain decomposition takes in at
/// each position (specification 5.1); those of SAD and ACC then speak of two tokens at the same position.
class HeadSvds {
public:
    explicit HeadSvds(std::shared_ptr<const Model> model);
    /// Of the model of a run.
    explicit HeadSvds(const RunSnapshot& run);
    ~HeadSvds();
    HeadSvds(const HeadSvds&) = delete;
    HeadSvds& operator=(const HeadSvds&) = delete;

    /// From now on all heads of a kind are looked for in `cache` before they are computed, and put there
    /// after. `sha256` is that of the model's weights.
    void useCache(const DirectionCache& cache, const QString& sha256);

    /// All heads: [layer * nHeads + head]. `progress` counts layers. \throws Error: cancelled; a
    /// decomposition that misses its matrix.
    [[nodiscard]] std::shared_ptr<const AllHeadFactors>
    all(DirectionKind kind, const CancelToken& cancel, const ProgressFunction& progress = {});
    /// One head, without computing others.
    [[nodiscard]] HeadFactors one(HeadIndex head, DirectionKind kind, const CancelToken& cancel);

    [[nodiscard]] std::shared_ptr<const Model> model() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
