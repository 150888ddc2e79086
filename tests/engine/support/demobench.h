#pragma once

#include "core/engine/detect/bench.h"
#include "core/files/modelfolder.h"
#include "core/text/modeltokenizer.h"
#include "support/testing.h"

namespace headwaters {

/// The bundled model, read once.
[[nodiscard]] inline std::shared_ptr<const Model> demo()
{
    static const std::shared_ptr<const Model> model = Model::load(openModelFolder(demoModel()), {});
    return model;
}

/// A bench with it; the context is the model's own.
[[nodiscard]] inline Bench demoBench(Tier tier = Tier::Mechanistic)
{
    Bench bench = Bench::of(demo(), TaskGround::of(loadTokenizer(openModelFolder(demoModel())), 256));
    bench.tier = tier;
    return bench;
}

} // namespace headwaters
