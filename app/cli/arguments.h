#pragma once

#include "app/cli/verb.h"

#include <QCommandLineParser>
#include <QStringList>

namespace headwaters {

/// The words after a verb, parsed against its options. Every complaint is an Error (bad input) that names the
/// option and what was typed.
class Arguments {
public:
    /// \throws Error for an unknown option, a missing value, a stray word, an option given twice that is no
    /// list.
    Arguments(const Verb& verb, const QStringList& words);

    [[nodiscard]] bool wantsHelp() const;
    /// Usage, description and all options of the verb.
    [[nodiscard]] QString helpText() const;

    [[nodiscard]] bool isSet(QLatin1StringView option) const;
    /// The value as typed; the option's default, else empty, where it was not given.
    [[nodiscard]] QString value(QLatin1StringView option) const;
    /// All values of an option that may stand several times.
    [[nodiscard]] QStringList values(QLatin1StringView option) const;
    /// \throws Error where the option was not given or is empty.
    [[nodiscard]] QString required(QLatin1StringView option) const;
    /// The value as a whole number in `smallest` to `largest`. \throws Error with both bounds.
    [[nodiscard]] int integer(QLatin1StringView option, int smallest, int largest) const;
    /// The value as a whole number that is not negative, as large as 64 bits hold.
    [[nodiscard]] quint64 natural(QLatin1StringView option) const;
    /// The value as a finite decimal number, `0.8` or `1e-3`. \throws Error where it is none.
    [[nodiscard]] double number(QLatin1StringView option) const;
    /// The place of the value among `choices`. \throws Error that lists them.
    [[nodiscard]] int choice(QLatin1StringView option, const QStringList& choices) const;

private:
    QString m_verb;
    QCommandLineParser m_parser;
};

} // namespace headwaters
