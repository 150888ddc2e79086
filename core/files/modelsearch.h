#pragma once

#include "core/base/cancel.h"
#include "core/files/modelplaces.h"

#include <QString>

#include <vector>

namespace headwaters {

/// Something that looks like a model, found by its place alone: nothing of it has been read.
struct ModelCandidate {
    QString name; ///< `EleutherAI/pythia-70m`, `smollm2:135m`, the name of a file or folder; empty:
                  ///< as its headers call it
    QString path; ///< what opens it: a GGUF file (of whatever name) or a Hugging Face folder
    QString place; ///< `Hugging Face cache`
    QString problem{}; ///< why there is nothing to open; empty: it can be looked at
};

/// The models that lie in a place, in order of name. A place that is not there holds none; what is broken or
/// cannot be read becomes a candidate that says so. Links are followed, each folder is read once, and a place
/// of very many entries is left after `mostEntries` of them, so that this ends. \throws Error where it is
/// cancelled.
[[nodiscard]] std::vector<ModelCandidate>
candidatesIn(const ModelPlace& place, const CancelToken& cancel, int mostEntries = 50'000);

} // namespace headwaters
