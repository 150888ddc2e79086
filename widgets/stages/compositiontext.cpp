#include "widgets/stages/compositiontext.h"

#include "widgets/stages/stagetext.h"

#include <QCoreApplication>
#include <QStringList>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Composition", text);
}

HeadIndex partnerOf(const CompositionEdge& edge, HeadIndex own)
{
    return edge.sender == own ? edge.receiver : edge.sender;
}

} // namespace

QString partnerText(const CompositionEdge& edge, HeadIndex own)
{
    return QStringLiteral("%1 %2").arg(partnerOf(edge, own).text(), strengthText(edge.value));
}

QString compositionText(const std::vector<CompositionEdge>& edges, HeadIndex own)
{
    QStringList reads, readBy;
    for (const CompositionEdge& edge : edges)
        (edge.receiver == own ? reads : readBy)
            << compositionLetter(edge.kind) + u' ' + partnerText(edge, own);
    QStringList parts;
    if (!reads.isEmpty())
        parts << tr("reads %1").arg(reads.join(QStringLiteral(", ")));
    if (!readBy.isEmpty())
        parts << tr("read by %1").arg(readBy.join(QStringLiteral(", ")));
    return parts.isEmpty() ? tr("composes with no head more than random weights do")
                           : parts.join(QStringLiteral("; "));
}

QString compositionWith(const HeadComposition& composition, HeadIndex other)
{
    if (other.layer == composition.head.layer)
        return {};
    QStringList values;
    for (const CompositionKind kind : {CompositionKind::Query, CompositionKind::Key, CompositionKind::Value})
        values << compositionLetter(kind) + u' ' + strengthText(composition.value(kind, other));
    return tr("composes with %1: %2").arg(composition.head.text(), values.join(QStringLiteral(", ")));
}

QString compositionRule(const HeadComposition& composition)
{
    QString rule = tr("The %1 largest of each kind above %2, which random weights give.")
                       .arg(shownCompositions)
                       .arg(strengthText(composition.byChance));
    if (composition.isRotary)
        rule += u' ' + tr("K and Q composition at offset 0, approximate.");
    return rule;
}

QString compositionFormula()
{
    return tr(
        "Composition (Elhage et al. 2021): how much of what one head writes another reads as query, key "
        "or value, by the weights alone, 0 to 1.\n"
        "Q: |OV W_Q W_Kᵀ| / (|OV| |W_Q W_Kᵀ|)\n"
        "K: |OV W_K W_Qᵀ| / (|OV| |W_K W_Qᵀ|)\n"
        "V: |OV OV′| / (|OV| |OV′|)\n"
        "OV = W_V W_O of the head that writes; W_Q, W_K and OV′ of the head that reads, which stands in a "
        "later layer; |·| Frobenius norms. Random weights give about 1/√d_model.");
}

} // namespace headwaters
