#pragma once

#include <QString>

#include <functional>

namespace headwaters {

/// Does what the words after the program's name ask for and returns the exit status: 0, 1 (failed) or 2 (bad
/// arguments or input). A failure is one line on standard error and nothing else; success leaves standard
/// error empty. Where no verb is named, `openWindow` is called with the model's path, empty for the bundled
/// model.
int runCommandLine(int argc, char* argv[], const std::function<int(const QString& modelPath)>& openWindow);

} // namespace headwaters
