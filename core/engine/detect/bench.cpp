#include "core/engine/detect/bench.h"

namespace headwaters {

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
