#include "core/circuit/tokenlabels.h"

#include "core/text/token.h"
#include "core/text/utf8.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace headwaters {

std::vector<QString> tokenLabels(const std::vector<QString>& texts)
{
    std::vector<QString> labels;
    labels.reserve(texts.size());
    QHash<QString, int> repeats;
    QSet<QString> taken;
    for (const QString& text : texts) {
        int& repeat = repeats[text];
        QString label;
        do {
            label = repeat == 0 ? text : QStringLiteral("%1 (%2)").arg(text, QString::number(repeat));
            ++repeat;
        } while (taken.contains(label));
        taken.insert(label);
        labels.push_back(label);
    }
    return labels;
}

QString shownLabel(const QString& label)
{
    static const QRegularExpression number(QStringLiteral(" \\([0-9]+\\)\\z"));
    const qsizetype at = label.indexOf(number);
    const qsizetype end = at > 0 ? at : label.size();
    return tokenLabel(utf8Bytes(QStringView(label).left(end))) + label.mid(end);
}

} // namespace headwaters
