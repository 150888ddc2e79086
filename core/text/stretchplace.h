#pragma once

namespace headwaters {

/// Where a stretch of text stands that a step of a tokenizer rewrites or cuts: some steps put a space before
/// a text that begins there.
enum class StretchPlace {
    TextStart, ///< at the start of the text
    AfterToken, ///< after an added token or another piece of the text
    Continuation, ///< goes on where other text ends, so that nothing is put before it
};

} // namespace headwaters
