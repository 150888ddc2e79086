#pragma once

#include "core/circuit/circuit.h"

#include <QJsonObject>
#include <QStringList>

namespace headwaters {

/// A circuit as the command line prints it.
///
/// `nodes`: `id` (the tuple as text, as in GraphML); `layer`, null for a root; `component`: a head's number,
/// or `MLP`, `AH bias`, `Embedding`, `AH offset`, null for a root; `dest` and `src`, token labels;
/// `destPosition`, `srcPosition`; `attnWeight`; a root has a `label`. SAD adds `role` (of a head's input) and
/// `nfiring`, a merged graph `n_appearences`.
///
/// `edges`: `source`, `target` (ids); `type` `d` (query side, and into roots) or `s` (key side); `weight`;
/// `directions` in the order found, 0-based, null where the edge has none. SAD adds `total`, `count`,
/// `prompt`, `src_token`, `dest_token`, a merged graph `prompts_appeared`, an intervened one `logit_diff`, a
/// causally pruned one `norm_weight` and `abs_avg_logit_diff`.
///
/// Beside them `method`, `tau` (a number or `dynamic`), `settings` (`requestJson`), `tokens`, `graphs`,
/// `firings`, `note` (may be empty), `nearTies`, and `provenance` where there are lines. What is unknown is
/// null. The time that the trace took is left out, so that two runs print the same.
[[nodiscard]] QJsonObject circuitJson(const Circuit& circuit, const QStringList& provenance = {});

} // namespace headwaters
