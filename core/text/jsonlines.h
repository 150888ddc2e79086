#pragma once

#include "core/text/jsonfields.h"

#include <QByteArray>

#include <functional>

namespace headwaters {

/// Hands out the objects of a list of one a line; `line` counts from 1, empty lines too, which are passed
/// over. \throws Error (bad input) that names the file and the line of what is no object.
using JsonLineTold = std::function<void(const QJsonObject& object, const JsonPlace& place, int line)>;
void readJsonLines(const QByteArray& bytes, const QString& name, const JsonLineTold& told);

} // namespace headwaters
