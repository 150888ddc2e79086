#pragma once

#include <QString>

namespace headwaters {

/// The folder of the model that comes with the program: `share/headwaters/demo` of the installation the
/// executable stands in, else the source tree's. Empty where there is none. Needs a QCoreApplication.
[[nodiscard]] QString bundledModelPath();

/// The prompt the window opens with: the first example of a family of the prompt library.
[[nodiscard]] QString firstFamily();
[[nodiscard]] QString firstPrompt();

} // namespace headwaters
