#pragma once

#include "core/heads/report.h"
#include "core/text/jsonfields.h"

#include <QJsonObject>

namespace headwaters {

/// `{"type", "heads": [{"layer", "head"}], "task", "measure", "prompts", "clean", "without", "random": [a
/// number a draw], "randomMean", "randomWorst", "z", "confirmed"}`
[[nodiscard]] QJsonObject confirmationJson(const Confirmation& confirmation);
/// What is derived is not read. \throws Error (bad input) with `place` and the field.
[[nodiscard]] Confirmation
confirmationFromJson(const QJsonValue& value, const ModelInfo& model, const JsonPlace& place);

} // namespace headwaters
