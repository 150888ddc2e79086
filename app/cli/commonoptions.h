#pragma once

#include "app/cli/arguments.h"
#include "core/results/runresult.h"
#include "core/text/tokenizer.h"

#include <QCommandLineOption>
#include <QList>

namespace headwaters {

// Options that several verbs share.
[[nodiscard]] QList<QCommandLineOption> modelOptions(); ///< --model
[[nodiscard]] QList<QCommandLineOption> promptOptions(); ///< --prompt, --prompt-file, --no-bos
/// --target, --rival; `noRival` is what holds where no rival is given.
[[nodiscard]] QList<QCommandLineOption> pairOptions(const QString& noRival = QStringLiteral("the runner-up"));
[[nodiscard]] QCommandLineOption jsonOption(const QString& what);

/// The folder that --model names, else the bundled model. \throws Error where there is neither.
[[nodiscard]] QString modelPath(const Arguments& arguments);

/// The text of --prompt or --prompt-file (`-`: standard input), byte for byte. \throws Error where none or
/// both are given, the file cannot be read, or it is not UTF-8.
[[nodiscard]] QString promptText(const Arguments& arguments);
/// The text of a file, or of standard input where `path` is -. \throws Error where it is no UTF-8.
[[nodiscard]] QString fileText(const QString& path);

/// What to run: `text` with --no-bos, --target and --rival read by the tokenizer of a model of `rows` tokens.
/// \throws Error for an empty text and for a target or rival that is not exactly one token.
[[nodiscard]] RunRequest
runRequest(const Arguments& arguments, const QString& text, const Tokenizer& tokenizer, int rows);

/// All bytes of a file, or of standard input for `-`. \throws Error (bad input) that names the file.
[[nodiscard]] QByteArray readInput(const QString& path);

} // namespace headwaters
