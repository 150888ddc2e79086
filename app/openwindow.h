#pragma once

#include <QString>

namespace headwaters {

/// Opens the window on a model, the bundled one where `modelPath` is empty, and runs until it is closed.
/// Returns the exit status.
int openWindow(int argc, char* argv[], const QString& modelPath);

} // namespace headwaters
