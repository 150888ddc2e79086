#pragma once

#include <QString>

class QWidget;

namespace headwaters {

/// Gives a painted widget a name and a value for the screen reader ("attention to → Mary", "0.997") and tells
/// the reader when either has changed.
void describe(QWidget* widget, const QString& name, const QString& value = {});
/// The value that `describe` gave.
[[nodiscard]] QString describedValue(const QWidget* widget);

} // namespace headwaters
