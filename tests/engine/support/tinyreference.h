#pragma once

#include "core/engine/model/arraymodel.h"
#include "core/text/token.h"
#include "engine/support/reference.h"

#include <QJsonObject>

namespace headwaters {

/// A model of tests/data/traces/tiny_reference.json: `abs`, `rope` or `cap`.
struct TinyReference {
    ModelArrays weights;
    std::vector<TokenId> ids;
    QJsonObject values; ///< all that the fixture has of it

    explicit TinyReference(const QString& name);
    [[nodiscard]] std::shared_ptr<const Model> model() const
    {
        return modelFromArrays(weights.config, weights.arrays);
    }
};

[[nodiscard]] std::vector<double> numbersOf(const QJsonValue& array);
[[nodiscard]] std::vector<int> integersOf(const QJsonValue& array);

} // namespace headwaters
