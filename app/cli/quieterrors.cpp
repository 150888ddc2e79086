#include "app/cli/quieterrors.h"

#include <QByteArray>
#include <QtGlobal>

#include <fcntl.h>
#include <unistd.h>

namespace headwaters {

namespace {

int personsErrors = STDERR_FILENO; // kept by the QuietErrors in force

void dropMessage(QtMsgType, const QMessageLogContext&, const QString&) { }

QString withoutControls(QString text)
{
    for (QChar& character : text) {
        if (!character.isPrint() && !character.isSurrogate())
            character = QChar::ReplacementCharacter;
    }
    return text;
}

} // namespace

QuietErrors::QuietErrors()
{
    qInstallMessageHandler(dropMessage);
    // Where the shell has closed a standard stream, the next file opened would take its place and receive
    // what is printed. Reading from it is empty and writing to it fails.
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
        if (::fcntl(stream, F_GETFD) == -1)
            ::open("/dev/null", O_RDONLY);
    }
    m_standardError = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (m_standardError >= 0)
        personsErrors = m_standardError;
#ifndef __SANITIZE_ADDRESS__
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (m_standardError >= 0 && nowhere >= 0)
        ::dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0)
        ::close(nowhere);
#endif
}

QuietErrors::~QuietErrors()
{
    personsErrors = STDERR_FILENO;
    if (m_standardError >= 0)
        ::close(m_standardError);
}

void QuietErrors::release()
{
    qInstallMessageHandler(nullptr);
    if (m_standardError >= 0)
        ::dup2(m_standardError, STDERR_FILENO);
}

void QuietErrors::say(const QString& sentence) const
{
    const QByteArray line =
        QByteArrayLiteral("headwaters: ") + withoutControls(sentence.simplified()).toUtf8() + '\n';
    for (qsizetype written = 0; m_standardError >= 0 && written < line.size();) {
        const ssize_t count = ::write(
            m_standardError, line.constData() + written, static_cast<std::size_t>(line.size() - written));
        if (count <= 0)
            return;
        written += count;
    }
}

void writeToTerminal(const QByteArray& bytes)
{
    if (::isatty(personsErrors) == 0)
        return;
    // A terminal that is gone stops no work.
    [[maybe_unused]] const auto written =
        ::write(personsErrors, bytes.constData(), static_cast<std::size_t>(bytes.size()));
}

} // namespace headwaters
