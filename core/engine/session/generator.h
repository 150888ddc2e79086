#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/results/generation.h"
#include "core/text/tokenizer.h"

#include <memory>

namespace headwaters {

/// Lets a model go on from a prompt, a token a step, so that other work can stand between two tokens. Keys
/// and values of what was passed are kept.
class Generator {
public:
    /// \throws Error (bad input) for an empty prompt, one beyond the context, or settings out of range.
    Generator(
        std::shared_ptr<const Model> model, std::shared_ptr<const Tokenizer> tokenizer,
        GenerationRequest request);
    ~Generator();
    Generator(const Generator&) = delete;
    Generator& operator=(const Generator&) = delete;

    /// Writes one token more, the last of `generation().tokens`; false where it had ended before.
    /// \throws Error: cancelled; a number that is not finite.
    bool step(const CancelToken& cancel);
    [[nodiscard]] bool hasEnded() const;
    /// What was written so far. A character whose last bytes are still to come is no part of the text yet.
    [[nodiscard]] const Generation& generation() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
