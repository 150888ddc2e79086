#include "core/engine/causal/attribution.h"

#include "core/engine/causal/directreading.h"

namespace headwaters {

namespace {

/// Target minus rival of a list whose last axis is [target, rival].
std::vector<double> differences(const std::vector<double>& pairs)
{
    std::vector<double> values(pairs.size() / 2);
    for (std::size_t at = 0; at < values.size(); ++at)
        values[at] = pairs[2 * at] - pairs[2 * at + 1];
    return values;
}

} // namespace

Attribution attribution(const Model& model, const AttributionRequest& request, const CancelToken& cancel)
{
    const DirectReading reading =
        directReading(model, {request.ids, request.position, {request.target, request.rival}, true}, cancel);
    Attribution result;
    result.target = request.target;
    result.rival = request.rival;
    result.destination = request.position < 0 ? reading.sources - 1 : request.position;
    result.nLayers = reading.nLayers;
    result.nHeads = reading.nHeads;
    result.sources = reading.sources;
    result.embedding = differences(reading.embedding).front();
    result.position = differences(reading.position).front();
    result.heads = differences(reading.heads);
    result.attentionBias = differences(reading.attentionBias);
    result.mlp = differences(reading.mlp);
    result.finalNormShift = differences(reading.finalNormShift).front();
    result.headsBySource = differences(reading.headsBySource);
    result.total = differences(reading.total).front();
    result.logitDifference = differences(reading.logits).front();
    return result;
}

} // namespace headwaters
