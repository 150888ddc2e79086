#include "core/text/tokenpositions.h"

#include "core/base/error.h"

#include <QHash>

namespace headwaters {

QStringList numberedTexts(const std::vector<Token>& tokens)
{
    QStringList texts;
    QHash<QString, int> seen;
    for (const Token& token : tokens) {
        const QString text = tokenText(token.bytes);
        const int repeat = seen[text]++;
        texts << (repeat == 0 ? text : QStringLiteral("%1 (%2)").arg(text).arg(repeat));
    }
    return texts;
}

int parsePosition(const std::vector<Token>& tokens, const QString& typed, const QString& field)
{
    const QStringList texts = numberedTexts(tokens);
    bool isNumber = false;
    const int position = typed.toInt(&isNumber);
    if (isNumber && position >= 0 && position < texts.size())
        return position;
    // A token may be a number too, such as a year.
    if (const qsizetype place = texts.indexOf(typed); place >= 0)
        return static_cast<int>(place);
    if (isNumber)
        throw badInput(QStringLiteral("%1 %2: the prompt has the positions 0 to %3.")
                           .arg(field, forMessage(typed))
                           .arg(texts.size() - 1));
    throw badInput(QStringLiteral("%1 “%2” is no token of the prompt; give a position from 0 to %3 or the "
                                  "text of one of its tokens, a leading space included.")
                       .arg(field, forMessage(typed))
                       .arg(texts.size() - 1));
}

} // namespace headwaters
