#pragma once

#include <QByteArray>
#include <QString>

namespace headwaters {

/// Keeps standard error for the one sentence a failed verb says: whatever Qt, torch, OpenBLAS or libpng write
/// there is dropped, since they know nothing of the contract of the command line. It stays dropped when this
/// is gone, for libraries speak as they are unloaded too, unless release() was called. A program built with
/// AddressSanitizer keeps its reports.
class QuietErrors {
public:
    QuietErrors();
    ~QuietErrors();
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;

    /// Gives standard error and Qt's messages back: a window follows.
    void release();
    /// Writes `headwaters: sentence` as exactly one line, control characters replaced.
    void say(const QString& sentence) const;

private:
    int m_standardError = -1; ///< where the person reads; -1 where nobody does
};

/// Writes where the person reads, past a QuietErrors that is in force, but only to a terminal: how far long
/// work is belongs into no file.
void writeToTerminal(const QByteArray& bytes);

} // namespace headwaters
