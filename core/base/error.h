#pragma once

#include <QString>

#include <exception>

namespace headwaters {

/// What went wrong, as a value that crosses threads and reaches the person: one sentence that names the file,
/// the field and the number, and details for a report.
struct Problem {
    enum class Kind {
        BadInput, ///< arguments, files or text that cannot be used: exit code 2
        Failed, ///< something that should have worked did not: exit code 1
        Cancelled, ///< stopped on request: never shown as an error
    };

    Kind kind = Kind::Failed;
    QString summary; ///< one sentence, at most 500 characters, no line breaks
    QString detail; ///< for *Copy details*; may be empty
};

/// The exception that `core` throws. The session turns it into a Problem once; nobody else catches it.
class Error : public std::exception {
public:
    explicit Error(Problem problem);

    [[nodiscard]] const Problem& problem() const noexcept { return m_problem; }
    [[nodiscard]] const char* what() const noexcept override { return m_utf8.constData(); }

private:
    Problem m_problem;
    QByteArray m_utf8;
};

/// A file, an argument or a text that cannot be used; `summary` is the sentence the person reads.
[[nodiscard]] Error badInput(const QString& summary, const QString& detail = {});
/// Something that should have worked and did not: a full disk, a read-only folder, no memory.
[[nodiscard]] Error failure(const QString& summary, const QString& detail = {});
/// A name or a path out of a file or an argument, fit for a message: control characters as `\xNN`, the middle
/// of what is longer than `longest` characters replaced by `…`.
[[nodiscard]] QString forMessage(const QString& text, qsizetype longest = 100);
/// The work was stopped on request.
[[nodiscard]] Error cancelled();

} // namespace headwaters
