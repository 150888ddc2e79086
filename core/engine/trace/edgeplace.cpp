#include "core/engine/trace/edgeplace.h"

#include "core/circuit/circuitids.h"
#include "core/circuit/tau.h"
#include "core/engine/trace/acc.h"
#include "core/engine/trace/readings.h"
#include "core/engine/trace/sad.h"

#include <algorithm>
#include <set>

namespace headwaters {

namespace {

constexpr double sadFires = 0.5;

bool isHead(const CircuitNode& node)
{
    return node.part == CircuitPart::Head && node.head >= 0;
}

PartRef partOf(const TracedRun& run, const CircuitNode& node, int position)
{
    const auto heads = static_cast<int>(run.config().nHeads);
    switch (node.part) {
    case CircuitPart::Head:
        return {node.layer, node.head, node.sourcePosition};
    case CircuitPart::Mlp:
        return {node.layer, heads, position};
    case CircuitPart::AttentionBias:
        return {node.layer, heads + 1, position};
    case CircuitPart::Embedding:
        return {0, heads + 2, position};
    case CircuitPart::AttentionOffset:
        return {0, heads + 3, position};
    case CircuitPart::Root:
    case CircuitPart::HeadInput:
        break;
    }
    throw badInput(QStringLiteral("The edge comes from %1, which writes nothing.").arg(nodeTitle(node)));
}

void checkUpstream(const TracedRun& run, const CircuitNode& node, const EdgePlace& place)
{
    const auto heads = static_cast<int>(run.config().nHeads);
    const bool isInLayer = place.part.component < heads + 2;
    if (isInLayer && (node.layer < 0 || node.layer >= place.firing.head.layer)) {
        throw badInput(QStringLiteral("%1 is not below %2, so that head does not read it.")
                           .arg(nodeTitle(node), place.firing.head.text()));
    }
    if (isHead(node) && node.head >= heads) {
        throw badInput(QStringLiteral("%1 is no head; a layer has %2.")
                           .arg(HeadIndex{node.layer, node.head}.text())
                           .arg(heads));
    }
    if (place.isWholeHead)
        return;
    if (node.destinationPosition != place.position()) {
        throw badInput(
            QStringLiteral("%1 writes at token %2, but the %3 side of %4 is read at token %5.")
                .arg(nodeTitle(node))
                .arg(node.destinationPosition)
                .arg(
                    place.side == EdgeSide::Query ? QStringLiteral("query") : QStringLiteral("key"),
                    place.firing.text())
                .arg(place.position()));
    }
    if (isHead(node) && (place.part.token < 0 || place.part.token > place.position())) {
        throw badInput(QStringLiteral("%1 cannot read token %2 at token %3.")
                           .arg(nodeTitle(node))
                           .arg(place.part.token)
                           .arg(place.position()));
    }
}

void checkDirections(const EdgeTarget& edge, std::int64_t dHead)
{
    std::set<int> seen;
    for (const int direction : edge.directions) {
        if (direction < 0 || direction >= dHead) {
            throw badInput(QStringLiteral("The edge %1 names direction %2; the head has directions 0 to %3.")
                               .arg(edgeTitle(edge))
                               .arg(direction)
                               .arg(dHead - 1));
        }
        if (!seen.insert(direction).second) {
            throw badInput(
                QStringLiteral("The edge %1 names direction %2 twice.").arg(edgeTitle(edge)).arg(direction));
        }
    }
}

} // namespace

QString edgeTitle(const EdgeTarget& edge)
{
    return nodeTitle(edge.upstream) + QStringLiteral(" → ") + nodeTitle(edge.downstream);
}

Firing firingAt(const TracedRun& run, const CircuitNode& node)
{
    const ModelConfig& config = run.config();
    if (!isHead(node) && node.part != CircuitPart::HeadInput) {
        throw badInput(QStringLiteral("The edge leads to %1, which is no head: only what a head reads has "
                                      "directions.")
                           .arg(nodeTitle(node)));
    }
    const Firing firing{{node.layer, node.head}, node.destinationPosition, node.sourcePosition};
    if (node.layer < 0 || node.layer >= config.nLayers || node.head < 0 || node.head >= config.nHeads) {
        throw badInput(QStringLiteral("%1 is no head of %2, which has %3 layers of %4 heads.")
                           .arg(firing.head.text(), run.model().model().info().name)
                           .arg(config.nLayers)
                           .arg(config.nHeads));
    }
    for (const int position : {firing.destination, firing.source}) {
        if (position < 0 || position >= run.size()) {
            throw badInput(QStringLiteral("%1 names token %2; the prompt has tokens 0 to %3.")
                               .arg(nodeTitle(node))
                               .arg(position)
                               .arg(run.size() - 1));
        }
    }
    if (firing.source > firing.destination
        || firing.source < run.firstKey(firing.head.layer, firing.destination)) {
        throw badInput(QStringLiteral("%1 does not see token %2 from token %3.")
                           .arg(firing.head.text())
                           .arg(firing.source)
                           .arg(firing.destination));
    }
    return firing;
}

EdgePlace edgePlace(
    const TracedRun& run, const CircuitNode& upstream, const CircuitNode& downstream, EdgeSide side,
    TraceMethod method)
{
    EdgePlace place;
    place.firing = firingAt(run, downstream);
    place.side = side;
    place.method = method;
    place.isWholeHead = method == TraceMethod::Sad;
    place.part = partOf(run, upstream, place.position());
    if (place.isWholeHead) {
        if (!isHead(upstream)) {
            throw badInput(QStringLiteral("%1 is no head; SAD knows heads alone.").arg(nodeTitle(upstream)));
        }
        place.part.token = 0;
    }
    checkUpstream(run, upstream, place);
    if (upstream.part == CircuitPart::AttentionOffset && method != TraceMethod::AccPlusPlus) {
        throw badInput(QStringLiteral("%1 has no offset as a part; ACC++ has.").arg(methodName(method)));
    }
    return place;
}

EdgePlace
edgePlace(const TracedRun& run, const EdgeTarget& edge, TraceMethod method, const CancelToken& cancel)
{
    EdgePlace place = edgePlace(run, edge.upstream, edge.downstream, edge.side, method);
    checkDirections(edge, run.config().dHead);
    place.directions = edge.directions;
    if (place.directions.empty())
        place.directions = firingDirections(run, place.firing, place.side, method, cancel);
    if (place.directions.empty()) {
        throw badInput(QStringLiteral("The edge %1 has no directions of %2, so there is nothing to change.")
                           .arg(edgeTitle(edge), place.firing.head.text()));
    }
    return place;
}

std::vector<int> firingDirections(
    const TracedRun& run, const Firing& firing, EdgeSide side, TraceMethod method, const CancelToken& cancel)
{
    if (method == TraceMethod::AccPlusPlus)
        return {};
    const UpstreamReadings readings = UpstreamReadings::of(run, firing.head, cancel);
    if (method == TraceMethod::Sad)
        return sadFiring(run, readings, firing, false, cancel).directions;
    const RelativeScoreTrace trace = relativeScore(run, readings, firing, cancel);
    return side == EdgeSide::Query ? trace.queryDirections : trace.keyDirections;
}

bool fires(const TracedRun& run, const Firing& firing, TraceMethod method)
{
    const double attention = run.attention(firing.head, firing.destination, firing.source);
    switch (method) {
    case TraceMethod::Sad:
        return attention >= sadFires && firing.source >= 1;
    case TraceMethod::Acc:
        return attention >= 1.0 / (firing.destination + 1);
    case TraceMethod::AccPlusPlus:
        break;
    }
    return attention >= tauAt({}, firing.destination);
}

} // namespace headwaters
