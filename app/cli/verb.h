#pragma once

#include <QCommandLineOption>
#include <QList>
#include <QString>

#include <functional>

namespace headwaters {

class Arguments;

/// One verb of the command line, as a value: what `--help` says of it and what it does.
struct Verb {
    QString name; ///< `run`
    QString summary; ///< one line for the list of verbs
    QString description; ///< what it prints or writes, for its own `--help`
    QList<QCommandLineOption> options; ///< without `--help`
    bool draws = false; ///< needs fonts and a paint device, so a QApplication (offscreen)
    std::function<void(const Arguments&)> perform; ///< \throws Error
};

[[nodiscard]] Verb infoVerb();
[[nodiscard]] Verb tokensVerb();
[[nodiscard]] Verb runVerb();
[[nodiscard]] Verb generateVerb();
[[nodiscard]] Verb attentionVerb();
[[nodiscard]] Verb atlasVerb();
[[nodiscard]] Verb compareVerb();
[[nodiscard]] Verb svdVerb();
[[nodiscard]] Verb composeVerb();
[[nodiscard]] Verb scoreVerb();
[[nodiscard]] Verb attributeVerb();
[[nodiscard]] Verb lensVerb();
[[nodiscard]] Verb traceVerb();
[[nodiscard]] Verb traceFamilyVerb();
[[nodiscard]] Verb interveneVerb();
[[nodiscard]] Verb ablateVerb();
[[nodiscard]] Verb patchVerb();
[[nodiscard]] Verb knockoutVerb();
[[nodiscard]] Verb stagesVerb();
[[nodiscard]] Verb tasksVerb();
[[nodiscard]] Verb probeVerb();
[[nodiscard]] Verb screenshotVerb();
[[nodiscard]] Verb benchVerb();

} // namespace headwaters
