#include "core/text/utf8stream.h"

#include "core/text/utf8.h"

#include <utility>

namespace headwaters {

QString Utf8Stream::add(const QByteArray& bytes)
{
    m_waiting += bytes;
    const std::string_view view(m_waiting.constData(), static_cast<std::size_t>(m_waiting.size()));
    std::size_t whole = 0;
    while (whole < view.size()) {
        const Utf8Step step = utf8At(view, whole);
        if (!step.valid && whole + step.length == view.size())
            break; // the next bytes may complete it
        whole += step.length;
    }
    const QString text = fromAnyBytes(view.substr(0, whole));
    m_waiting.remove(0, static_cast<qsizetype>(whole));
    return text;
}

QString Utf8Stream::finish()
{
    const QByteArray rest = std::exchange(m_waiting, {});
    return fromAnyBytes({rest.constData(), static_cast<std::size_t>(rest.size())});
}

} // namespace headwaters
