#pragma once

#include "core/results/headdetail.h"
#include "core/results/modelinfo.h"
#include "core/results/runresult.h"
#include "core/text/tokenizer.h"
#include "widgets/common/runmodel.h"

#include <memory>

namespace headwaters {

// A model of 6 layers x 6 heads and its run on "When Mary and John went to the store, John gave a drink to",
// made by formulae instead of weights: plausible to look at, the same on every machine, and consistent in
// itself (patterns are the softmax of the scores, thumbnails are the patterns, effects are the sums of the
// details).

/// A sample as large as one likes; heads of a group share nothing but the bracket over them.
struct SampleShape {
    int nLayers = 6;
    int nHeads = 6;
    int nKeyValueHeads = nHeads;
};

/// `demo-6x6`, 256 tokens of context.
[[nodiscard]] ModelInfo sampleModel(const SampleShape& shape = {});
/// Knows the words of the sample prompt, a dozen names, and every single character; the beginning-of-text
/// token is 0. Ids are small and stable.
[[nodiscard]] std::shared_ptr<const Tokenizer> sampleTokenizer();
/// `When Mary and John went to the store, John gave a drink to`
[[nodiscard]] QString samplePrompt();

/// One head of the run, for a prompt of `size` tokens. The head 5.5 looks from the last token at position 2
/// with 0.997; column 1 of the layers are previous-token heads, column 2 rests on position 0; column 6 is
/// like column 0 again.
[[nodiscard]] std::shared_ptr<const HeadDetail> sampleDetail(HeadIndex head, int size = 15, quint64 run = 1);
/// The run; beyond 15 tokens the prompt is repeated. Target ·Mary, rival ·John.
[[nodiscard]] std::shared_ptr<const RunResult>
sampleRun(int size = 15, quint64 run = 1, const SampleShape& shape = {});

/// Fills `model` as after opening the sample model and one finished run; no detail is set.
void fillSample(RunModel& model, int size = 15, const SampleShape& shape = {});

} // namespace headwaters
