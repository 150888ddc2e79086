#pragma once

#include "tests/widgets/support/samplerun.h"
#include "widgets/head/directionmodel.h"

#include <cmath>

namespace headwaters {

/// Directions of the sample run's heads, by formulae: 32 of them, terms that add up to a score of 5.
inline std::shared_ptr<const HeadDirections> sampleDirections(HeadIndex head, quint64 run = 1)
{
    auto directions = std::make_shared<HeadDirections>();
    directions->qk = {head, DirectionKind::Qk, {}};
    directions->ov = {head, DirectionKind::Ov, {}};
    directions->explained = {run, head, {}};
    for (int k = 0; k < 32; ++k) {
        directions->qk.singularValues.push_back(3.0 * std::exp(-k / 12.0));
        directions->ov.singularValues.push_back(5.0 * std::exp(-k / 30.0));
    }
    for (int k = 0; k <= 32; ++k)
        directions->explained.shares.push_back(k == 0 ? -0.4 : 1 - std::exp(-k / 6.0) * (k < 32 ? 1 : 0));
    return directions;
}

inline std::shared_ptr<const ScoreRow>
sampleRow(HeadIndex head, int destination = 14, int source = 2, quint64 run = 1)
{
    auto row = std::make_shared<ScoreRow>();
    row->run = run;
    row->head = head;
    row->destination = destination;
    row->source = source;
    row->score = 5;
    row->cappedScore = 5;
    row->tolerance = 1e-4;
    for (int k = 0; k < 32; ++k) {
        row->dimensions.push_back(5.0 / 32 + 0.4 * std::sin(k * std::acos(-1) / 16));
        row->directions.push_back(k == 0 ? -2 : k == 4 ? 4 : 3.0 / 30);
    }
    row->dimensionResidual = 1e-6;
    row->directionResidual = 1e-6;
    return row;
}

inline std::shared_ptr<const DirectionReading> sampleReading(HeadIndex head, int direction)
{
    auto reading = std::make_shared<DirectionReading>();
    reading->head = head;
    reading->direction = direction;
    for (TokenId id = 1; id <= 5; ++id) {
        reading->query.push_back({id, 6.0 - id});
        reading->key.push_back({id + 5, 6.0 - id});
        reading->written.push_back({id + 8, 6.0 - id});
    }
    return reading;
}

/// The map from its first k directions: even attention.
inline std::shared_ptr<const PartialScores>
samplePartial(HeadIndex head, int k, int size = 15, quint64 run = 1)
{
    auto partial = std::make_shared<PartialScores>();
    partial->run = run;
    partial->head = head;
    partial->k = k;
    partial->dHead = 32;
    partial->size = size;
    partial->explained = 0.5;
    for (int query = 0; query < size; ++query) {
        for (int key = 0; key < size; ++key) {
            partial->scores.push_back(key <= query ? 0.0F : -std::numeric_limits<float>::infinity());
            partial->pattern.push_back(key <= query ? 1.0F / static_cast<float>(query + 1) : 0.0F);
        }
    }
    return partial;
}

} // namespace headwaters
