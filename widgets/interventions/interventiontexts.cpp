#include "widgets/interventions/interventiontexts.h"

#include "core/causal/interventiontext.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Interventions", text);
}

} // namespace

QString placeTitle(const Intervention& intervention)
{
    if (isPerHead(intervention.site)) {
        if (intervention.heads.size() == 1)
            return intervention.heads.front().title();
        return tr("%1 heads").arg(intervention.heads.size());
    }
    if (intervention.layers.size() == 1)
        return tr("layer %1").arg(intervention.layers.front());
    return tr("%1 layers").arg(intervention.layers.size());
}

QString operationText(const Intervention& intervention)
{
    switch (intervention.operation) {
    case CausalOperation::Zero:
        return tr("replace by zero");
    case CausalOperation::Mean:
        return tr("replace by mean");
    case CausalOperation::MeanOverAll:
        return tr("replace by mean over all");
    case CausalOperation::Patch:
        return tr("take from other prompt");
    case CausalOperation::Add:
        return tr("add direction");
    case CausalOperation::ProjectOut:
        return tr("project out");
    case CausalOperation::Scale:
        return tr("multiply score");
    case CausalOperation::AddToScore:
        return tr("add to score");
    case CausalOperation::KnockOut:
        return tr("cut edge");
    case CausalOperation::DirectPath:
        return tr("direct path, other prompt");
    case CausalOperation::Path:
        break;
    }
    return tr("path to %1 of %2").arg(pathInputKey(intervention.input), intervention.receiver.text());
}

QString whereText(const Intervention& intervention)
{
    QString text = siteName(intervention.site);
    if (isPerHead(intervention.site) && intervention.heads.size() > 1)
        text += QStringLiteral(" · ") + headsText(intervention.heads);
    if (!isPathOperation(intervention.operation)) {
        text += QStringLiteral(" · ")
            + (intervention.positions.empty() ? tr("all positions")
                                              : tr("position %1").arg(numbersText(intervention.positions)));
    }
    if (!intervention.sources.empty())
        text += tr(" from %1").arg(numbersText(intervention.sources));
    return text;
}

QString sweepTitle(const SweepChoice& choice)
{
    QString title = sweepName(choice.kind, choice.head);
    title.front() = title.front().toUpper();
    if (choice.kind != SweepKind::Edges)
        title += QStringLiteral(" · ") + replacementName(choice.replacement);
    return title;
}

QString quantityText(SweepQuantity quantity, const QString& target, const QString& rival)
{
    switch (quantity) {
    case SweepQuantity::Change:
        return tr("change in %1 − %2").arg(target, rival);
    case SweepQuantity::Normalised:
        return tr("share of the way between the prompts");
    case SweepQuantity::Divergence:
        break;
    case SweepQuantity::Probability:
        return tr("probability of %1").arg(target);
    case SweepQuantity::Rank:
        return tr("rank of %1").arg(target);
    }
    return tr("divergence from the clean run");
}

QString sweepTitle(const SweepRequest& request)
{
    const Intervention& change = request.change;
    if (change.operation == CausalOperation::DirectPath)
        return change.recomputesMlps ? tr("Paths to the logits, MLPs recomputed") : tr("Paths to the logits");
    if (change.operation == CausalOperation::Path)
        return sweepTitle(SweepChoice{
                   change.input == PathInput::Query     ? SweepKind::PathsToQuery
                       : change.input == PathInput::Key ? SweepKind::PathsToKey
                                                        : SweepKind::PathsToValue,
                   Replacement::Corrupted, change.receiver, false})
            + (change.recomputesMlps ? tr(", MLPs recomputed") : QString());
    QStringList parts{siteName(change.site)};
    switch (request.axes) {
    case SweepAxes::LayerByHead:
        break;
    case SweepAxes::LayerByPosition:
        parts << tr("layers × positions");
        break;
    case SweepAxes::HeadByPosition:
        parts << tr("heads × positions");
        break;
    case SweepAxes::DestinationBySource:
        parts << tr("edges of %1").arg(change.heads.empty() ? QString() : change.heads.front().text());
        break;
    }
    parts
        << (change.operation != CausalOperation::Patch ? operationText(change)
                : request.base == CausalBase::Clean    ? tr("from the other prompt")
                                                       : tr("clean, in the other prompt"));
    return parts.join(QStringLiteral(" · "));
}

} // namespace headwaters
