#pragma once

#include "core/causal/setablation.h"
#include "core/results/modelinfo.h"
#include "widgets/common/headgrid.h"

namespace headwaters {

/// Each head removed, alone, over a set of prompts.
struct SetPicture {
    SetAblation ablation; ///< a change for each head, layer by layer
    ModelInfo model;
    QString set; ///< name of a task or file
    QString kind; ///< `zero`, `mean-all`
};

/// A map of what the removal of each head does to the loss of a set, or to its accuracy. A dot marks changes
/// of more than two standard errors of the loss. Data: a row a head with layer, head, accuracy, loss,
/// loss_change, loss_error; the last four are tensors [layer, head] too.
[[nodiscard]] HeadGridFigure setFigure(const SetPicture& picture, bool ofAccuracy);

} // namespace headwaters
