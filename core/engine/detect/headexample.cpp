#include "core/engine/detect/headexample.h"

#include "core/engine/causal/directreading.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/model/transformermodel.h"

namespace headwaters {

HeadExampleReading readExample(
    const std::shared_ptr<const Model>& model, HeadIndex head, const EvidenceExample& example,
    const CancelToken& cancel)
{
    const std::vector<TokenId> ids(example.ids.begin(), example.ids.end());
    const int length = static_cast<int>(ids.size());
    const ModelInfo& info = model->info();
    if (example.destination < 0 || example.destination >= length || example.source < 0
        || example.source >= length || head.layer < 0 || head.layer >= info.nLayers || head.head < 0
        || head.head >= info.nHeads)
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
    reading.isNext = example.destination + 1 < length;
    reading.target = ids[static_cast<std::size_t>(reading.isNext ? example.destination + 1 : example.source)];
    const DirectReading direct =
        directReading(*model, {ids, example.destination, {reading.target}, true}, cancel);
    for (int source = 0; source < direct.sources; ++source)
        reading.attribution.push_back(direct.source(head.layer, head.head, source, 0));
    return reading;
}

} // namespace headwaters
