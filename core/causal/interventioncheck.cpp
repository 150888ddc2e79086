#include "core/base/error.h"
#include "core/causal/intervention.h"

#include <QStringList>

#include <cmath>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

void checkHead(HeadIndex head, const CausalPlace& place)
{
    if (head.layer < 0 || head.layer >= place.nLayers || head.head < 0 || head.head >= place.nHeads) {
        throw badInput(
            u"There is no head %1; the model has %2 layers of %3 heads, counted from 0."_s.arg(head.text())
                .arg(place.nLayers)
                .arg(place.nHeads));
    }
}

void checkPositions(const std::vector<int>& positions, const CausalPlace& place)
{
    for (const int position : positions) {
        if (position < 0 || position >= place.tokens) {
            throw badInput(u"There is no token %1; the prompt has tokens 0 to %2."_s.arg(position).arg(
                place.tokens - 1));
        }
    }
}

void checkEdges(const Intervention& intervention)
{
    for (const int destination : intervention.positions) {
        for (const int source : intervention.sources) {
            if (source > destination && intervention.positions.size() == 1
                && intervention.sources.size() == 1) {
                throw badInput(u"Token %1 does not see the later token %2, so there is no edge to change."_s
                                   .arg(destination)
                                   .arg(source));
            }
        }
    }
    if (intervention.operation == CausalOperation::KnockOut && intervention.sources.empty())
        throw badInput(u"Knocking out all edges of a token leaves it nothing to read; name the sources."_s);
}

void checkWhere(const Intervention& intervention, const CausalPlace& place)
{
    if (isPerHead(intervention.site)) {
        if (intervention.heads.empty())
            throw badInput(u"No head was named for %1."_s.arg(siteKey(intervention.site)));
        for (const HeadIndex head : intervention.heads)
            checkHead(head, place);
    } else {
        if (intervention.layers.empty())
            throw badInput(u"No layer was named for %1."_s.arg(siteKey(intervention.site)));
        for (const int layer : intervention.layers) {
            if (layer < 0 || layer >= place.nLayers) {
                throw badInput(u"There is no layer %1; the model has %2, counted from 0."_s.arg(layer).arg(
                    place.nLayers));
            }
        }
    }
    checkPositions(intervention.positions, place);
    checkPositions(intervention.sources, place);
    if (isPerEdge(intervention.site))
        checkEdges(intervention);
}

void checkPath(const Intervention& intervention, const CausalPlace& place)
{
    if (intervention.operation != CausalOperation::Path)
        return;
    checkHead(intervention.receiver, place);
    for (const HeadIndex sender : intervention.heads) {
        if (sender.layer >= intervention.receiver.layer) {
            throw badInput(u"Head %1 cannot write what head %2 reads: its layer is not below."_s.arg(
                sender.text(), intervention.receiver.text()));
        }
    }
}

void checkSource(const Intervention& intervention, const CausalPlace& place)
{
    const bool takes =
        intervention.operation == CausalOperation::Patch || isPathOperation(intervention.operation);
    const bool differs = isDirectionOperation(intervention.operation)
        && intervention.direction.kind == CausalDirection::Kind::PromptDifference;
    if (takes && intervention.reference) {
        if (*intervention.reference < 0 || *intervention.reference >= place.references) {
            throw badInput(u"There is no reference prompt %1; there are %2, counted from 0."_s
                               .arg(*intervention.reference)
                               .arg(place.references));
        }
    } else if ((takes || differs) && !place.hasOther) {
        throw badInput(u"There is no corrupted prompt to take %1 from."_s.arg(siteKey(intervention.site)));
    }
    const bool averages = intervention.operation == CausalOperation::Mean
        || intervention.operation == CausalOperation::MeanOverAll;
    if (averages && place.references == 0)
        throw badInput(u"There are no reference prompts to take the mean over."_s);
}

QString numbers(const std::vector<int>& values)
{
    QStringList texts;
    for (const int value : values)
        texts << QString::number(value);
    return texts.join(u", "_s);
}

QString placeText(const Intervention& intervention)
{
    QStringList texts;
    for (const HeadIndex head : intervention.heads)
        texts << head.text();
    if (isPerHead(intervention.site))
        return texts.join(u", "_s);
    return (intervention.layers.size() == 1 ? u"layer "_s : u"layers "_s) + numbers(intervention.layers);
}

QString positionText(const Intervention& intervention)
{
    const QString destinations = intervention.positions.empty()
        ? u"all positions"_s
        : u"position "_s + numbers(intervention.positions);
    if (!isPerEdge(intervention.site))
        return destinations;
    return destinations + u" from "_s
        + (intervention.sources.empty() ? u"all sources"_s : numbers(intervention.sources));
}

QString directionText(const CausalDirection& direction)
{
    switch (direction.kind) {
    case CausalDirection::Kind::TargetMinusRival:
        return u"target minus rival"_s;
    case CausalDirection::Kind::PromptDifference:
        return u"clean minus corrupted"_s;
    case CausalDirection::Kind::Random:
        return u"random direction, seed %1"_s.arg(direction.seed);
    case CausalDirection::Kind::Given:
        break;
    }
    return u"given direction"_s;
}

} // namespace

void check(const Intervention& intervention, const CausalPlace& place)
{
    if (!fits(intervention.operation, intervention.site)) {
        throw badInput(u"%1 cannot be done at %2."_s.arg(
            operationKey(intervention.operation), siteKey(intervention.site)));
    }
    if (!std::isfinite(intervention.strength))
        throw badInput(u"The strength of an intervention is not finite."_s);
    if (isDirectionOperation(intervention.operation)
        && intervention.direction.kind == CausalDirection::Kind::TargetMinusRival
        && isPerHead(intervention.site)) {
        throw badInput(u"Target minus rival is a direction of the residual, not of %1 of a head."_s.arg(
            siteKey(intervention.site)));
    }
    checkWhere(intervention, place);
    checkPath(intervention, place);
    checkSource(intervention, place);
}

QString describe(const Intervention& intervention)
{
    QString text = operationKey(intervention.operation) + u' ' + siteKey(intervention.site) + u" of "_s
        + placeText(intervention);
    if (intervention.operation == CausalOperation::Path)
        text += u" to %1 of %2"_s.arg(pathInputKey(intervention.input), intervention.receiver.text());
    if (intervention.operation == CausalOperation::DirectPath)
        text += u" to the output"_s;
    else
        text += u" at "_s + positionText(intervention);
    if (isPathOperation(intervention.operation) && intervention.recomputesMlps)
        text += u", MLPs recomputed"_s;
    if (isDirectionOperation(intervention.operation))
        text += u", "_s + directionText(intervention.direction);
    if (intervention.reference)
        text += u", reference %1"_s.arg(*intervention.reference);
    if (intervention.strength != 1 && intervention.operation != CausalOperation::KnockOut)
        text += u", strength "_s + QString::number(intervention.strength);
    if (intervention.control)
        text += u", random control %1"_s.arg(*intervention.control);
    return text;
}

} // namespace headwaters
