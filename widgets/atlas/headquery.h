#pragma once

#include "core/heads/report.h"
#include "widgets/atlas/walllayout.h"

#include <QString>

#include <vector>

namespace headwaters {

/// The heads that a person looks for, as value of the wall and of its figure.
struct SoughtHeads {
    QString typed; ///< empty: nothing is looked for
    std::vector<bool> heads; ///< [layer, head]; empty: all

    bool operator==(const SoughtHeads&) const = default;
    [[nodiscard]] int count() const;
};

/// What a text means among the heads of a model.
struct HeadQuery {
    SoughtHeads sought;
    bool needsScan = false; ///< it names a type, a stage or a verdict, and there is no scan
    QString unknown; ///< the first word that means nothing; then all heads stay
};

/// Reads `typed`: the name of a head (`5.3`, `L5H3`), a layer (`L5`), a stage by letters or name (`LR`), a
/// verdict as the Stages table words it (`probable`, `inactive`), or a type of heads by name, short name or
/// a part of it; a whole name means that type alone. Words beside each other must all hold, commas separate
/// alternatives: `induction L5, name mover`. Case does not matter. `report` may be null; its types are those
/// found, weakly ones included, and a head is of a stage where its border says so.
[[nodiscard]] HeadQuery readHeadQuery(const QString& typed, const WallShape& shape, const ScanReport* report);

} // namespace headwaters
