#pragma once

#include "core/circuit/circuit.h"
#include "core/text/jsonfields.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

namespace headwaters {

/// What a circuit was asked for, as it stands in files: `method`, `seeding` (`linear`, `prob`, `roots`),
/// `targets` and `rival` (token ids), `roots` (`layer`, `head`, `dest`, `src`), `position`, `tau` (a number
/// or
/// `"dynamic"`), `tauScale`, `compat`. What is absent is null.
[[nodiscard]] QJsonObject requestJson(const TraceRequest& request);
/// \throws Error (bad input) with `place` and the field.
[[nodiscard]] TraceRequest requestFromJson(const QJsonObject& object, const JsonPlace& place);

/// `[{"where": .., "gap": ..}]`.
[[nodiscard]] QJsonArray nearTiesJson(const std::vector<NearTie>& ties);
[[nodiscard]] std::vector<NearTie> nearTiesFromJson(const QJsonArray& array, const JsonPlace& place);

/// JSON on one line in which everything but printable ASCII is escaped, so that any file may hold it.
[[nodiscard]] QByteArray asciiJson(const QJsonValue& value);
/// Any JSON value. \throws Error (bad input) with `place`.
[[nodiscard]] QJsonValue jsonOfText(const QString& text, const JsonPlace& place);

} // namespace headwaters
