#pragma once

#include "support/testing.h"

#include <QJsonObject>
#include <QStringList>

namespace headwaters {

/// What the built program did with its words.
struct ProgramRun {
    int status = -1;
    QByteArray out;
    QByteArray err;

    /// The one JSON document on standard output. Fails the test where it is none.
    [[nodiscard]] QJsonObject json() const;
};

/// Runs the program that was built, without a display. `input` is its standard input.
[[nodiscard]] ProgramRun headwatersProgram(const QStringList& words, const QByteArray& input = {});

/// Checks the contract of a failure: nothing on standard output, one line under 600 characters on standard
/// error, the expected exit status, and each of `mentions` in the line.
void checkRefusal(const ProgramRun& run, int status, const QStringList& mentions);
/// Checks that it succeeded without a word on standard error.
void checkSuccess(const ProgramRun& run);

/// A writable copy of the bundled model, without its card and recipe.
void copyDemoModel(const QString& folder);

/// `When Mary and John went to the store, John gave a drink to`
[[nodiscard]] QString indirectObjectPrompt();

} // namespace headwaters
