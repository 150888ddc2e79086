#pragma once

#include <QString>

namespace headwaters {

/// Keeps standard error for the one sentence a failed verb says: while it lives, whatever Qt, torch, OpenBLAS
/// or libpng write there is dropped, since they know nothing of the contract of the command line. A program
/// built with AddressSanitizer keeps its reports.
class QuietErrors {
public:
    QuietErrors();
    ~QuietErrors();
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;

    /// Writes `headwaters: sentence` as exactly one line, control characters replaced.
    void say(const QString& sentence) const;

private:
    int m_standardError = -1; ///< where the person reads; -1 where nobody does
};

} // namespace headwaters
