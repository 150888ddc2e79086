#include "core/engine/trace/edgechange.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/trace/drawndirections.h"
#include "core/engine/trace/edgeprojection.h"
#include "core/engine/trace/logitdifference.h"
#include "core/engine/trace/shiftedrun.h"
#include "core/engine/trace/tracedrun.h"

#include <algorithm>

namespace headwaters {

namespace {

void checkTokens(const TracedRun& run, const EdgeChange& change)
{
    run.model().model().checkToken(change.target);
    run.model().model().checkToken(change.rival);
    if (change.target == change.rival) {
        throw badInput(QStringLiteral("Target and rival are the same token #%1; their difference is 0 "
                                      "everywhere.")
                           .arg(change.rival));
    }
    if (change.edges.empty())
        throw badInput(QStringLiteral("An intervention needs at least one edge."));
}

class Changes {
public:
    Changes(const TracedRun& run, const EdgeChange& change, const CancelToken& cancel)
        : m_run(run),
          m_change(change),
          m_cancel(cancel)
    {
        for (std::size_t at = 0; at < change.edges.size(); ++at) {
            cancel.throwIfCancelled();
            EdgePlace place = placeOf(at);
            const bool isTwice = std::any_of(places.begin(), places.end(), [&place](const EdgePlace& other) {
                return other.part == place.part && other.firing == place.firing && other.side == place.side;
            });
            if (isTwice) {
                throw badInput(
                    QStringLiteral("The edge %1 is given twice.").arg(edgeTitle(change.edges[at])));
            }
            places.push_back(std::move(place));
            add(places.back());
        }
    }

    std::vector<EdgePlace> places; // [edge]
    std::vector<OutputShift> outputs;
    std::vector<InputShift> inputs;

private:
    [[nodiscard]] EdgePlace placeOf(std::size_t at) const
    {
        const EdgeTarget& edge = m_change.edges[at];
        EdgePlace place = edgePlace(m_run, edge, m_change.method, m_cancel);
        if (!m_change.randomDirections)
            return place;
        const auto dHead = static_cast<int>(m_run.config().dHead);
        std::vector<int> others = m_change.compat
            ? drawnAsReference(place.directions, dHead, static_cast<quint32>(m_change.seed))
            : drawnDirections(place.directions, dHead, m_change.seed + at);
        if (others.empty()) {
            throw badInput(QStringLiteral("The edge %1 uses all %2 directions of %3, so there are no others "
                                          "for a control.")
                               .arg(edgeTitle(edge))
                               .arg(dHead)
                               .arg(place.firing.head.text()));
        }
        place.directions = std::move(others);
        return place;
    }

    void add(const EdgePlace& place)
    {
        at::Tensor signal =
            removableSignal(m_run, place, partOutput(m_run, place, m_cancel), m_change.compat, m_cancel);
        if (m_change.operation == EdgeOperation::Remove)
            signal = -signal;
        if (m_change.reach == EdgeReach::Global)
            addOutput(place, signal);
        else
            addInput(place, signal);
    }

    void addOutput(const EdgePlace& place, const at::Tensor& vector)
    {
        const int kind = place.part.component - static_cast<int>(m_run.config().nHeads);
        if (kind == 3) {
            throw badInput(QStringLiteral("The offset is a constant of %1 itself and nothing that is written "
                                          "to the residual, so it can only be changed locally.")
                               .arg(place.firing.head.text()));
        }
        const Hook hook = kind == 0 ? Hook::MlpOut : kind == 2 ? Hook::ResidPre : Hook::AttnOut;
        for (OutputShift& other : outputs) {
            if (other.hook == hook && other.layer == place.part.layer && other.position == place.position()) {
                other.vector = other.vector + vector;
                return;
            }
        }
        outputs.push_back({hook, place.part.layer, place.position(), vector});
    }

    void addInput(const EdgePlace& place, const at::Tensor& vector)
    {
        const bool isOffset = place.part.component == m_run.config().nHeads + 3;
        const at::Tensor& scale = m_run.layer(place.firing.head.layer).scale;
        const bool divides = !isOffset || m_change.compat;
        const at::Tensor shift = divides ? vector / scale.data_ptr<double>()[place.position()] : vector;
        const bool isSad = place.method == TraceMethod::Sad;
        const bool query = isSad || place.side == EdgeSide::Query;
        const bool key = isSad || place.side == EdgeSide::Key;
        for (InputShift& other : inputs) {
            if (other.head == place.firing.head && other.position == place.position() && other.query == query
                && other.key == key) {
                other.vector = other.vector + shift;
                return;
            }
        }
        inputs.push_back({place.firing.head, place.position(), query, key, isSad, m_change.compat, shift});
    }

    const TracedRun& m_run;
    const EdgeChange& m_change;
    const CancelToken& m_cancel;
};

} // namespace

EdgeChangeResult changeEdges(
    const TracedRun& run, const EdgeChange& change, const CancelToken& cancel,
    const ProgressFunction& progress)
{
    checkTokens(run, change);
    return withTorch([&] {
        const Changes changes(run, change, cancel);
        const Firing& watched = changes.places.front().firing;
        const ShiftedRun shifted =
            runShifted(run, changes.outputs, changes.inputs, watched, cancel, progress);
        const LogitDifference difference(run.model(), change.target, change.rival);

        EdgeChangeResult result;
        result.cleanDifference = difference.of(run.finalNormalized().select(0, run.size() - 1));
        result.changedDifference = difference.of(shifted.last);
        result.cleanAttention = run.attention(watched.head, watched.destination, watched.source);
        result.changedAttention = shifted.attention;
        result.cosine = shifted.cosine;
        result.normRatio = shifted.normRatio;
        result.fires = fires(run, watched, change.method);
        for (const EdgePlace& place : changes.places)
            result.directions.push_back(place.directions);
        return result;
    });
}

} // namespace headwaters
