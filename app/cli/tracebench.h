#pragma once

#include <QJsonObject>
#include <QString>

namespace headwaters {

class Runner;

/// Times of traces: one by ACC++ over prompts of several lengths with its firings and peak memory, and SAD
/// over a family of prompts. Canonical weights and decompositions are kept between repeats; `firstSeconds` is
/// with all of that made anew, as a person's first trace has it.
[[nodiscard]] QJsonObject benchTraces(const Runner& runner);
[[nodiscard]] QString traceBenchText(const QJsonObject& traces);

} // namespace headwaters
