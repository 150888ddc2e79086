#include "core/text/pretokenizer.h"

#include "core/text/utf8.h"
#include "core/text/wordscanner.h"

#include <string>

namespace headwaters {

ByteLevelPreTokenizer::ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex)
    : m_addPrefixSpace(addPrefixSpace),
      m_useRegex(useRegex)
{
}

void ByteLevelPreTokenizer::split(std::string_view text, StretchPlace place, const Sink& sink) const
{
    std::string prefixed;
    if (m_addPrefixSpace && place != StretchPlace::Continuation && !text.empty() && text.front() != ' ') {
        prefixed.reserve(text.size() + 1);
        prefixed.append(1, ' ').append(text);
        text = prefixed;
    }
    if (!m_useRegex) {
        if (!text.empty())
            sink(text);
        return;
    }
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = wordEnd(WordPattern::Gpt2, text, begin);
        sink(text.substr(begin, end - begin));
        begin = end;
    }
}

MetaspacePreTokenizer::MetaspacePreTokenizer(QChar replacement, Prepend prepend, bool cuts)
    : m_replacement(toUtf8(QStringView(&replacement, 1))),
      m_prepend(prepend),
      m_cuts(cuts)
{
}

void MetaspacePreTokenizer::split(std::string_view text, StretchPlace place, const Sink& sink) const
{
    if (text.empty())
        return;
    std::string marked;
    marked.reserve(text.size() + text.size() / 4 + m_replacement.size());
    const bool prepends = (m_prepend == Prepend::Always && place != StretchPlace::Continuation)
        || (m_prepend == Prepend::First && place == StretchPlace::TextStart);
    if (prepends && text.front() != ' ' && !text.starts_with(m_replacement))
        marked += m_replacement;
    for (const char character : text) {
        if (character == ' ')
            marked += m_replacement;
        else
            marked += character;
    }
    const std::string_view whole(marked);
    std::size_t begin = 0;
    while (m_cuts) {
        const bool atSign = whole.substr(begin).starts_with(m_replacement);
        const std::size_t next = whole.find(m_replacement, atSign ? begin + m_replacement.size() : begin);
        if (next == std::string_view::npos)
            break;
        sink(whole.substr(begin, next - begin));
        begin = next;
    }
    sink(whole.substr(begin));
}

SequencePreTokenizer::SequencePreTokenizer(std::vector<std::unique_ptr<const PreTokenizer>> steps)
    : m_steps(std::move(steps))
{
}

void SequencePreTokenizer::split(std::string_view text, StretchPlace place, const Sink& sink) const
{
    splitFrom(0, text, place, sink);
}

void SequencePreTokenizer::splitFrom(
    std::size_t step, std::string_view text, StretchPlace place, const Sink& sink) const
{
    if (step == m_steps.size()) {
        if (!text.empty())
            sink(text);
        return;
    }
    StretchPlace next = place;
    m_steps[step]->split(text, place, [&](std::string_view piece) {
        splitFrom(step + 1, piece, next, sink);
        next = StretchPlace::AfterToken;
    });
}

} // namespace headwaters
