#include "core/circuit/tokenlabels.h"

#include <QHash>
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

} // namespace headwaters
