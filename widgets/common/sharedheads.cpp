#include "widgets/common/sharedheads.h"

#include <QCoreApplication>
#include <QStringList>

namespace headwaters {

namespace {

constexpr int mostListed = 4; ///< what a row of the Inspector holds

}

QString sharingText(HeadIndex head, const HeadGroups& groups)
{
    const int first = groups.first(groups.of(head.head));
    const int last = first + groups.size() - 1;
    if (groups.size() - 1 > mostListed)
        return QCoreApplication::translate("SharedHeads", "%1 others, %2 to %3")
            .arg(groups.size() - 1)
            .arg(HeadIndex{head.layer, first}.text(), HeadIndex{head.layer, last}.text());
    QStringList others;
    for (int other = first; other <= last; ++other)
        if (other != head.head)
            others << HeadIndex{head.layer, other}.text();
    return others.join(QStringLiteral(", "));
}

} // namespace headwaters
