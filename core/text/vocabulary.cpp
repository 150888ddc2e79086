#include "core/text/vocabulary.h"

#include "core/base/error.h"

namespace headwaters {

Vocabulary::Vocabulary(const QJsonObject& entries, const JsonPlace& place)
{
    m_ids.reserve(entries.size());
    m_texts.resize(static_cast<std::size_t>(entries.size()));
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        const QString text = entry.key();
        const std::optional<TokenId> id = wholeNumber(entry.value(), largestTokenId);
        if (!id)
            throw noWholeNumber(entry.value(), place.child(quoted(text)), largestTokenId);
        const auto index = static_cast<std::size_t>(*id);
        if (index >= m_texts.size())
            m_texts.resize(index + 1);
        if (!m_texts[index].isNull())
            throw badInput(QStringLiteral("%1 has the id %2, which is also that of %3")
                               .arg(place.child(quoted(text)).text())
                               .arg(*id)
                               .arg(quoted(m_texts[index])));
        // An empty token still takes its row: a null text means a gap.
        m_texts[index] = text.isNull() ? QString(QLatin1String("")) : text;
        m_ids.insert(text, *id);
    }
    while (!m_texts.empty() && m_texts.back().isNull())
        m_texts.pop_back();
}

Vocabulary::Vocabulary(const QStringList& texts, const std::function<QString(qsizetype index)>& place)
{
    m_ids.reserve(texts.size());
    m_texts.reserve(static_cast<std::size_t>(texts.size()));
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const auto known = m_ids.constFind(texts[i]);
        if (known != m_ids.constEnd())
            throw badInput(QStringLiteral("%1 is %2, which is also the token %3")
                               .arg(place(i), quoted(texts[i]))
                               .arg(known.value()));
        m_ids.insert(texts[i], static_cast<TokenId>(i));
        m_texts.push_back(texts[i].isNull() ? QString(QLatin1String("")) : texts[i]);
    }
}

std::optional<TokenId> Vocabulary::id(const QString& text) const
{
    const auto found = m_ids.constFind(text);
    return found == m_ids.constEnd() ? std::nullopt : std::optional(found.value());
}

QString Vocabulary::text(TokenId id) const
{
    const auto index = static_cast<std::size_t>(id);
    return id < 0 || index >= m_texts.size() ? QString() : m_texts[index];
}

} // namespace headwaters
