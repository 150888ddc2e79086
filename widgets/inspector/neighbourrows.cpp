#include "widgets/inspector/neighbourrows.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

using Content = ValueRow::Content;

QString tr(const char* text)
{
    return QCoreApplication::translate("HeadCard", text);
}

QString sideText(bool isKeySide)
{
    return isKeySide ? tr("through its keys") : tr("through its queries");
}

Content rowOf(const QString& name, const QString& place, const QString& value, bool isKeySide)
{
    Content row{{{name}, {place}}, value};
    row.edge = isKeySide ? Content::Edge::Key : Content::Edge::Query;
    return row;
}

void addRest(HeadCard::Section& section, std::size_t all)
{
    if (all <= static_cast<std::size_t>(shownRows))
        return;
    Content rest{{{tr("and %1 more").arg(all - static_cast<std::size_t>(shownRows))}}, {}};
    rest.quiet = true;
    section.rows << rest;
}

} // namespace

HeadCard::Section getsFromSection(const HeadNeighbours& neighbours)
{
    HeadCard::Section section{tr("Gets from"), Origin::Derived, {}, {}};
    for (const UpstreamShare& share : neighbours.getsFrom) {
        if (section.rows.size() >= shownRows)
            break;
        Content row = rowOf(
            share.part, QStringLiteral("@%1").arg(share.position), shareText(share.share), share.isKeySide);
        row.tip = tr("%1 of the attention %2, %3")
                      .arg(
                          probabilityText(share.weight), probabilityText(neighbours.attention),
                          sideText(share.isKeySide));
        section.rows << row;
    }
    addRest(section, neighbours.getsFrom.size());
    section.note =
        neighbours.getsFrom.empty() ? neighbours.note : tr("solid = query side, dashed = key side");
    return section;
}

HeadCard::Section givesToSection(const HeadNeighbours& neighbours)
{
    HeadCard::Section section{tr("Gives to"), Origin::Derived, {}, {}};
    for (const DownstreamShare& share : neighbours.givesTo) {
        if (section.rows.size() >= shownRows)
            break;
        if (share.isLogits) {
            Content row{{{tr("logits")}}, signedLogitText(share.weight)};
            row.tip = tr("What the head writes on target minus rival, in logits");
            section.rows << row;
            continue;
        }
        const QString pair =
            QStringLiteral("@%1 %2 @%3").arg(share.destination).arg(QChar(0x2192)).arg(share.source);
        Content row = rowOf(share.head.text(), pair, probabilityText(share.weight), share.isKeySide);
        row.tip = tr("Attention weight of head %1 that is traced to this head, %2")
                      .arg(share.head.text(), sideText(share.isKeySide));
        section.rows << row;
    }
    addRest(section, neighbours.givesTo.size());
    section.note = neighbours.givesTo.empty() ? neighbours.note : QString();
    return section;
}

HeadCard::Section waitingSection(const QString& title)
{
    return {title, Origin::Derived, {}, tr("The pair is being traced.")};
}

} // namespace headwaters
