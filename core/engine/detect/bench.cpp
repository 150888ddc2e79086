#include "core/engine/detect/bench.h"

#include "core/engine/model/transformermodel.h"

namespace headwaters {

Bench Bench::of(const std::shared_ptr<const Model>& model, TaskGround ground)
{
    Bench bench;
    bench.model = std::static_pointer_cast<const TransformerModel>(model);
    bench.ground = std::move(ground);
    return bench;
}

int Bench::nLayers() const
{
    return model->info().nLayers;
}

int Bench::nHeads() const
{
    return model->info().nHeads;
}

std::vector<TypeFinding>
notMeasurable(const Bench& bench, HeadType type, const QString& task, const QString& reason)
{
    std::vector<TypeFinding> findings;
    for (int index = 0; index < bench.headCount(); ++index) {
        findings.push_back(
            {.head = bench.head(index),
             .type = type,
             .task = task,
             .finding = Finding::NotMeasurable,
             .reason = reason,
             .evidence = {},
             .tags = {}});
    }
    return findings;
}

} // namespace headwaters
