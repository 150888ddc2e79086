#include "core/causal/sweepchoice.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

bool isPathKind(SweepKind kind)
{
    return kind >= SweepKind::PathsToLogits && kind <= SweepKind::PathsToValue;
}

CausalSite siteOf(SweepKind kind)
{
    switch (kind) {
    case SweepKind::Queries:
        return CausalSite::Q;
    case SweepKind::Keys:
        return CausalSite::K;
    case SweepKind::Values:
        return CausalSite::V;
    case SweepKind::Patterns:
        return CausalSite::Pattern;
    case SweepKind::ResidualStream:
        return CausalSite::ResidPre;
    case SweepKind::AttentionOutputs:
        return CausalSite::AttnOut;
    case SweepKind::MlpOutputs:
        return CausalSite::MlpOut;
    case SweepKind::Edges:
        return CausalSite::Scores;
    default:
        return CausalSite::Z;
    }
}

CausalOperation operationOf(const SweepChoice& choice)
{
    if (choice.kind == SweepKind::Edges)
        return CausalOperation::KnockOut;
    if (choice.kind == SweepKind::PathsToLogits)
        return CausalOperation::DirectPath;
    if (isPathKind(choice.kind))
        return CausalOperation::Path;
    switch (choice.replacement) {
    case Replacement::Zero:
        return CausalOperation::Zero;
    case Replacement::Mean:
        return CausalOperation::Mean;
    case Replacement::MeanOverAll:
        return CausalOperation::MeanOverAll;
    case Replacement::Corrupted:
    case Replacement::Clean:
        break;
    }
    return CausalOperation::Patch;
}

SweepAxes axesOf(SweepKind kind)
{
    switch (kind) {
    case SweepKind::HeadsByPosition:
        return SweepAxes::HeadByPosition;
    case SweepKind::ResidualStream:
    case SweepKind::AttentionOutputs:
    case SweepKind::MlpOutputs:
        return SweepAxes::LayerByPosition;
    case SweepKind::Edges:
        return SweepAxes::DestinationBySource;
    default:
        return SweepAxes::LayerByHead;
    }
}

} // namespace

bool isOfOneHead(SweepKind kind)
{
    return kind >= SweepKind::PathsToQuery;
}

bool needsOtherPrompt(const SweepChoice& choice)
{
    return isPathKind(choice.kind)
        || (choice.kind != SweepKind::Edges && choice.replacement >= Replacement::Corrupted);
}

bool isPossible(SweepKind kind, Replacement replacement)
{
    if (kind == SweepKind::Edges)
        return true;
    if (isPathKind(kind))
        return replacement == Replacement::Corrupted;
    SweepChoice choice;
    choice.kind = kind;
    choice.replacement = replacement;
    return fits(operationOf(choice), siteOf(kind));
}

SweepRequest sweepRequest(const SweepChoice& choice, const InterventionStack& stack)
{
    SweepRequest request;
    request.axes = axesOf(choice.kind);
    request.change.site = siteOf(choice.kind);
    request.change.operation = operationOf(choice);
    const bool exchanges = !isPathKind(choice.kind) && choice.kind != SweepKind::Edges;
    if (exchanges && choice.replacement == Replacement::Clean)
        request.base = CausalBase::Corrupted;
    if (choice.kind == SweepKind::Edges)
        request.change.heads = {choice.head};
    request.change.receiver = choice.head;
    request.change.input = choice.kind == SweepKind::PathsToKey ? PathInput::Key
        : choice.kind == SweepKind::PathsToValue                ? PathInput::Value
                                                                : PathInput::Query;
    if (choice.onTop)
        request.under = stack;
    return request;
}

QString sweepName(SweepKind kind, HeadIndex head)
{
    switch (kind) {
    case SweepKind::Heads:
        return u"heads, one by one"_s;
    case SweepKind::HeadsByPosition:
        return u"heads × positions"_s;
    case SweepKind::Queries:
        return u"queries"_s;
    case SweepKind::Keys:
        return u"keys"_s;
    case SweepKind::Values:
        return u"values"_s;
    case SweepKind::Patterns:
        return u"attention patterns"_s;
    case SweepKind::ResidualStream:
        return u"residual × positions"_s;
    case SweepKind::AttentionOutputs:
        return u"attention output × positions"_s;
    case SweepKind::MlpOutputs:
        return u"MLP output × positions"_s;
    case SweepKind::PathsToLogits:
        return u"paths to the logits"_s;
    case SweepKind::PathsToQuery:
        return u"paths into the query of %1"_s.arg(head.text());
    case SweepKind::PathsToKey:
        return u"paths into the key of %1"_s.arg(head.text());
    case SweepKind::PathsToValue:
        return u"paths into the value of %1"_s.arg(head.text());
    case SweepKind::Edges:
        break;
    }
    return u"edges of %1"_s.arg(head.text());
}

QString replacementName(Replacement replacement)
{
    switch (replacement) {
    case Replacement::Zero:
        return u"zero"_s;
    case Replacement::Mean:
        return u"mean by position"_s;
    case Replacement::MeanOverAll:
        return u"mean over all"_s;
    case Replacement::Corrupted:
        return u"other prompt"_s;
    case Replacement::Clean:
        break;
    }
    return u"clean, in the other"_s;
}

} // namespace headwaters
