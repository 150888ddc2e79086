#include "core/engine/detect/headexample.h"

#include "core/engine/causal/directreading.h"
#include "core/engine/decompose/strongesttokens.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/headreader.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>

namespace headwaters {

namespace {

/// What enters a layer, and the scales that its heads' writes are divided by on their way to the logits.
class WriteReader : public HookVisitor {
public:
    explicit WriteReader(int layer) : m_layer(layer) { }

    [[nodiscard]] bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::FinalScale
            || (point.layer == m_layer && (point.hook == Hook::ResidPre || point.hook == Hook::Ln1PostScale));
    }
    void visit(const Where& where, at::Tensor value) override
    {
        (where.point.hook == Hook::ResidPre         ? residual
             : where.point.hook == Hook::FinalScale ? finalScale
                                                    : postScale) = value.clone();
    }

    at::Tensor residual; ///< [T, d_model]
    at::Tensor finalScale; ///< [T, 1]
    at::Tensor postScale; ///< [T, 1]; undefined without a norm behind attention

private:
    int m_layer;
};

/// What attention to the source adds to every logit at the destination, less their mean: [d_vocab].
at::Tensor writtenLogits(
    const TransformerModel& model, HeadIndex head, const EvidenceExample& example,
    const std::vector<TokenId>& ids, const CancelToken& cancel)
{
    const ModelConfig& config = model.config();
    WriteReader reads(head.layer);
    forward(config, model.weights(), {ids}, LogitRows::Last, reads, cancel, {});
    HeadReader reader(model, head.layer, reads.residual, cancel);
    reader.read(head.head);
    at::Tensor written = reader.written(example.source) / reads.finalScale[example.destination];
    if (reads.postScale.defined())
        written = written / reads.postScale[example.destination];
    written = normInput(written, config.norm);
    if (model.weights().finalNorm().gain.defined())
        written = written * model.weights().finalNorm().gain;
    at::Tensor logits = model.weights().unembed(written.unsqueeze(0), cancel).flatten();
    if (model.weights().unembeddingBias().defined())
        logits = logits - model.weights().unembeddingBias();
    return logits - logits.mean();
}

void readWritten(
    HeadExampleReading& reading, const TransformerModel& model, HeadIndex head,
    const EvidenceExample& example, const std::vector<TokenId>& ids, const CancelToken& cancel)
{
    withTorch([&] {
        const at::Tensor logits = writtenLogits(model, head, example, ids, cancel).contiguous();
        StrongestTokens tokens(exampleTokens);
        for (std::int64_t id = 0; id < logits.numel(); ++id)
            tokens.add(static_cast<TokenId>(id), static_cast<double>(logits.data_ptr<float>()[id]));
        reading.raised = tokens.taken(false);
        reading.lowered = tokens.taken(true);
    });
}

/// The pair of those that the example names which has most attention; of equals, the first.
EvidenceExample strongestPair(const EvidenceExample& example, const std::vector<float>& pattern)
{
    EvidenceExample shown{example.ids, example.destination, example.source};
    std::vector<int> destinations = example.moreDestinations, sources = example.moreSources;
    destinations.insert(destinations.begin(), example.destination);
    sources.insert(sources.begin(), example.source);
    const std::size_t size = example.ids.size();
    const auto at = [&](int destination, int source) {
        return pattern[static_cast<std::size_t>(destination) * size + static_cast<std::size_t>(source)];
    };
    for (const int destination : destinations) {
        for (const int source : sources) {
            if (at(destination, source) > at(shown.destination, shown.source)) {
                shown.destination = destination;
                shown.source = source;
            }
        }
    }
    return shown;
}

bool areIn(const std::vector<int>& positions, int length)
{
    return std::all_of(positions.begin(), positions.end(), [length](int position) {
        return position >= 0 && position < length;
    });
}

} // namespace

HeadExampleReading readExample(
    const std::shared_ptr<const Model>& model, HeadIndex head, const EvidenceExample& example,
    const CancelToken& cancel)
{
    const std::vector<TokenId> ids(example.ids.begin(), example.ids.end());
    const int length = static_cast<int>(ids.size());
    const ModelInfo& info = model->info();
    if (!areIn({example.destination, example.source}, length) || !areIn(example.moreDestinations, length)
        || !areIn(example.moreSources, length) || head.layer < 0 || head.layer >= info.nLayers
        || head.head < 0 || head.head >= info.nHeads)
        throw badInput(QStringLiteral("The example of head %1 has %2 tokens and no position %3 or %4.")
                           .arg(head.text())
                           .arg(length)
                           .arg(example.destination)
                           .arg(example.source));
    Bench bench = Bench::of(model, {});
    bench.cancel = cancel;
    bench.model->checkPrompt(ids);
    HeadExampleReading reading;
    visitPatterns(bench, {ids}, [&](std::size_t, int index, const float* pattern, int size) {
        if (index == bench.indexOf(head))
            reading.pattern.assign(pattern, pattern + static_cast<std::ptrdiff_t>(size) * size);
    });
    reading.shown = strongestPair(example, reading.pattern);
    const int destination = reading.shown.destination;
    reading.isNext = destination + 1 < length;
    reading.target = ids[static_cast<std::size_t>(reading.isNext ? destination + 1 : reading.shown.source)];
    const DirectReading direct = directReading(*model, {ids, destination, {reading.target}, true}, cancel);
    for (int from = 0; from < direct.sources; ++from)
        reading.attribution.push_back(direct.source(head.layer, head.head, from, 0));
    readWritten(reading, *bench.model, head, reading.shown, ids, cancel);
    return reading;
}

} // namespace headwaters
