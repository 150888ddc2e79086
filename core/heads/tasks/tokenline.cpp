#include "core/heads/tasks/tokenline.h"

namespace headwaters {

TokenLine::TokenLine(const TaskGround& ground) : m_ground(ground)
{
    if (ground.beginOfText)
        m_ids.push_back(*ground.beginOfText);
}

std::vector<int> TokenLine::word(const QString& word)
{
    return text(m_isFirst ? word : QLatin1Char(' ') + word);
}

std::vector<int> TokenLine::text(const QString& text)
{
    m_isFirst = false;
    m_starts.push_back(size());
    std::vector<int> positions;
    for (const TokenId id : m_ground.tokenizer->encodeContinuation(text)) {
        positions.push_back(size());
        m_ids.push_back(id);
    }
    return positions;
}

void TokenLine::words(const QString& sentence)
{
    for (QString each : sentence.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        QString mark;
        if (QStringLiteral(".,:?").contains(each.back())) {
            mark = each.back();
            each.chop(1);
        }
        if (!each.isEmpty())
            word(each);
        if (!mark.isEmpty())
            text(mark);
    }
}

void TokenLine::token(TokenId id)
{
    m_isFirst = false;
    m_starts.push_back(size());
    m_ids.push_back(id);
}

QStringList oneTokenWords(const TaskGround& ground, const QStringList& words)
{
    QStringList kept;
    for (const QString& word : words) {
        if (ground.word(word))
            kept << word;
    }
    return kept;
}

} // namespace headwaters
