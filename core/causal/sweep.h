#pragma once

#include "core/causal/causalmeasures.h"
#include "core/causal/intervention.h"

#include <optional>
#include <vector>

namespace headwaters {

/// What a map of interventions varies.
enum class SweepAxes {
    LayerByHead, ///< [layer][head]
    LayerByPosition, ///< [layer][position], of sites that belong to no head
    HeadByPosition, ///< [layer * heads + head][position]
    DestinationBySource, ///< [destination][source] of one head; later sources have no cell
};

/// One intervention done again and again, each time in another place, alone in the run or on top of others.
struct SweepRequest {
    SweepAxes axes = SweepAxes::LayerByHead;
    /// What is done in each cell. Its heads or layers are set by the cell, for DestinationBySource all but
    /// its one head, which it names; so are its positions where the axes have them.
    Intervention change = {};
    CausalBase base = CausalBase::Clean;
    InterventionStack under = {}; ///< done in every cell, before the change

    bool operator==(const SweepRequest&) const = default;
};

/// One cell: what is done for it. Where heads share a key/value head, one cell serves the whole group.
struct SweepCell {
    int row = 0;
    std::vector<int> columns;
    InterventionStack stack;
};

/// Rows and columns of the map.
struct SweepSize {
    int rows = 0;
    int columns = 0;
};
[[nodiscard]] SweepSize sweepSize(const SweepRequest& request, const CausalPlace& place);
/// All cells, row by row: late layers first, since they cost least; of edges early tokens first. Where
/// nothing can be done (a later source, a sender that is not below its receiver) there is none. \throws Error
/// as check; for axes that do not fit the site.
[[nodiscard]] std::vector<SweepCell> sweepCells(const SweepRequest& request, const CausalPlace& place);

/// What a sweep costs before it is begun.
struct SweepCost {
    int forwards = 0; ///< runs, each of them from the layer that it changes on
    double whole = 0; ///< the same in runs of all layers
};
[[nodiscard]] SweepCost sweepCost(const std::vector<SweepCell>& cells, int nLayers);

/// What of the measures a map shows.
enum class SweepQuantity {
    Change, ///< target minus rival, less that of the run that is changed
    Normalised, ///< the share of the way between the prompts
    Divergence, ///< KL from the clean run, in nats
    Probability, ///< of the target; it saturates and misses parts that speak against
    Rank, ///< of the target
};

/// The result, also while it grows.
struct SweepMap {
    SweepRequest request;
    SweepSize size;
    std::vector<std::optional<CausalMeasures>> cells; ///< [row * columns + column]; none: no cell, or not yet
    CausalMeasures clean;
    std::optional<CausalMeasures> corrupted;

    [[nodiscard]] const std::optional<CausalMeasures>& at(int row, int column) const
    {
        return cells[static_cast<std::size_t>(row * size.columns + column)];
    }
    /// The random control: in each cell the mean over draws of changes of the same size in random directions;
    /// empty where none was asked for.
    std::vector<std::optional<CausalMeasures>> control = {};
    int draws = 0; ///< of the control
    /// Rows that are done, in the order of the cells.
    int rowsDone = 0;

    /// [row * columns + column] of the cells, or of the control; none where there is no number.
    [[nodiscard]] std::vector<std::optional<double>>
    values(SweepQuantity quantity, bool ofControl = false) const;
};

/// As many heads as are given, none of them among `heads` and each from the same layer as its model or one
/// beside it, drawn from `seed`: the random control of a list of heads. Where the layers have too few others,
/// from all layers. \throws Error (bad input) where the model has too few.
[[nodiscard]] std::vector<HeadIndex>
randomHeads(const std::vector<HeadIndex>& heads, int nLayers, int nHeads, std::uint64_t seed);

} // namespace headwaters
