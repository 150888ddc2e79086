#pragma once

#include "core/engine/model/model.h"
#include "core/text/tokenizer.h"

#include <memory>

namespace headwaters {

struct RunSnapshot;

// What a snapshot is of, for those who see no tensors. Null for a null snapshot.
[[nodiscard]] std::shared_ptr<const Model> modelOf(const std::shared_ptr<const RunSnapshot>& snapshot);
[[nodiscard]] std::shared_ptr<const Tokenizer>
tokenizerOf(const std::shared_ptr<const RunSnapshot>& snapshot);

} // namespace headwaters
