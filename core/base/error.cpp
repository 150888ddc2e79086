#include "core/base/error.h"

namespace headwaters {

namespace {

// The command line prints the summary as one line under 600 characters, whatever a file put into it.
constexpr qsizetype longestSummary = 500;

QString oneLine(QString text)
{
    text = text.simplified();
    if (text.size() > longestSummary)
        text = text.left(longestSummary - 1) + QChar(0x2026);
    return text;
}

} // namespace

Error::Error(Problem problem) : m_problem(std::move(problem))
{
    m_problem.summary = oneLine(std::move(m_problem.summary));
    m_utf8 = m_problem.summary.toUtf8();
}

Error badInput(const QString& summary, const QString& detail)
{
    return Error({Problem::Kind::BadInput, summary, detail});
}

Error failure(const QString& summary, const QString& detail)
{
    return Error({Problem::Kind::Failed, summary, detail});
}

QString forMessage(const QString& text, qsizetype longest)
{
    QString shown;
    shown.reserve(text.size());
    for (const QChar c : text) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            shown += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            shown += c;
    }
    if (shown.size() > longest) {
        const qsizetype right = longest / 2;
        shown = shown.left(longest - 1 - right) + QChar(0x2026) + shown.right(right);
    }
    return shown;
}

Error cancelled()
{
    return Error({Problem::Kind::Cancelled, QStringLiteral("Stopped on request."), {}});
}

} // namespace headwaters
