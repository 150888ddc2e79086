#pragma once

#include "core/results/directions.h"
#include "engine/support/reference.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

namespace headwaters {

/// A model of tests/data/directions.json: its values by NumPy, and the folder of its weights.
struct DirectionReference {
    QString name;
    QString folder;
    QJsonObject values;
};

/// The models of the file.
[[nodiscard]] std::vector<DirectionReference> directionReferences();

[[nodiscard]] std::vector<double> numbers(const QJsonValue& array);

} // namespace headwaters
