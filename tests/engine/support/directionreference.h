#pragma once

#include "core/results/directions.h"

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
/// The largest |got - expected| / (1 + |expected|); infinite where the lengths differ.
[[nodiscard]] double largestError(const std::vector<double>& got, const std::vector<double>& expected);

} // namespace headwaters
