#pragma once

#include <QJsonObject>
#include <QString>

namespace headwaters {

class Runner;

/// The core scan at the mechanistic tier on one draw of the prompts, in forwards and seconds beside what was
/// estimated, and the causal check of one task: random tokens that come again, without each head, and without
/// the induction heads together beside random ones.
[[nodiscard]] QJsonObject benchScan(const Runner& runner);
[[nodiscard]] QString scanBenchText(const QJsonObject& scan);

} // namespace headwaters
