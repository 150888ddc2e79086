#pragma once

#include "core/base/cancel.h"
#include "core/files/memoryestimate.h"
#include "core/files/modelsearch.h"

#include <QMetaType>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace headwaters {

/// A model on this computer, as far as its headers tell: no weight is read.
struct FoundModel {
    QString name; ///< `EleutherAI/pythia-70m`, `smollm2:135m`, the name of a file or folder
    QString path; ///< what opens it
    QString place; ///< `Hugging Face cache`
    QString family{}; ///< `gpt2`, `llama`, `gptneox`; empty: unknown
    QString format{}; ///< how most of its numbers are stored: `float16`, `Q4_1`; empty: unknown
    qint64 fileSize = 0; ///< bytes of the weight files
    std::optional<MemoryEstimate> memory{}; ///< none where the headers cannot be read
    QString problem{}; ///< why it cannot be opened, one sentence; empty: nothing speaks against it
};

/// What the headers of a candidate tell. Never throws for a broken model: that is its `problem`.
[[nodiscard]] FoundModel lookAt(const ModelCandidate& candidate, qint64 available);

/// Finds the models in places, in their order, each file once. `found` is told of each as soon as it was
/// looked at; `progress` counts them. \throws Error only where it is cancelled.
void findModels(
    const std::vector<ModelPlace>& places, const CancelToken& cancel,
    const std::function<void(const FoundModel&)>& found, const ProgressFunction& progress = {});

} // namespace headwaters

Q_DECLARE_METATYPE(headwaters::FoundModel)
