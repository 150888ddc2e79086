#include "core/engine/trace/neighbours.h"

#include "core/circuit/circuitids.h"
#include "core/circuit/tau.h"
#include "core/engine/trace/accpp.h"
#include "core/engine/trace/edgeplace.h"
#include "core/engine/trace/readings.h"
#include "core/engine/trace/seeds.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace headwaters {

namespace {

// Pairs of part and direction that are ranked for one question: some seconds.
constexpr double mostRows = 2e9;
// What heads of one layer read is held together up to so much.
constexpr double mostReadings = 128e6; // bytes

/// A later head's firing that may read the locked head.
struct Reader {
    Firing firing;
    bool query = false;
    bool key = false;
    double attention = 0;
};

class Neighbours {
public:
    Neighbours(
        const TracedRun& run, const Firing& locked, const TraceRequest& request, const CancelToken& cancel)
        : m_run(run),
          m_config(run.config()),
          m_locked(locked),
          m_request(request),
          m_cancel(cancel)
    {
    }

    HeadNeighbours find(const ProgressFunction& progress)
    {
        m_found.head = m_locked.head;
        m_found.destination = m_locked.destination;
        m_found.source = m_locked.source;
        m_found.attention = m_run.attention(m_locked.head, m_locked.destination, m_locked.source);
        m_found.tau = tauAt(m_request, m_locked.destination);
        m_readers = readers();
        const int steps = static_cast<int>(m_readers.size()) + 1;
        findSources();
        tell(progress, 1, steps);
        findLogits();
        findReaders(progress, steps);
        m_found.note = m_notes.join(QLatin1Char(' '));
        return std::move(m_found);
    }

private:
    static void tell(const ProgressFunction& progress, int done, int total)
    {
        if (progress)
            progress(done, total);
    }
    [[nodiscard]] AccPlusPlusRule rule(int destination) const
    {
        return {tauAt(m_request, destination), m_request.compat, {}};
    }

    void findSources()
    {
        if (m_locked.head.layer == 0 || m_locked.destination == 0) {
            m_notes
                << (m_locked.head.layer == 0
                        ? QStringLiteral("Heads of layer 0 read the embedding alone.")
                        : QStringLiteral("The first token sees itself alone, so there is nothing to trace."));
            return;
        }
        if (m_found.attention < m_found.tau) {
            m_notes << QStringLiteral("The attention of %1 lies below %2, so it is not traced.")
                           .arg(m_found.attention, 0, 'f', 3)
                           .arg(m_found.tau, 0, 'f', 3);
            return;
        }
        const auto readings = UpstreamReadings::of(m_run, m_locked.head, m_cancel);
        const FiringTrace trace =
            traceFiring(m_run, readings, m_locked, rule(m_locked.destination), m_cancel);
        addSources(trace.query, false, m_locked.destination);
        addSources(trace.key, true, m_locked.source);
        std::stable_sort(
            m_found.getsFrom.begin(), m_found.getsFrom.end(),
            [](const UpstreamShare& one, const UpstreamShare& other) { return one.weight > other.weight; });
    }

    void addSources(const SideTrace& side, bool isKeySide, int position)
    {
        const auto heads = static_cast<int>(m_config.nHeads);
        for (const PartShare& share : side.parts) {
            // Acts only through the other keys, as in a circuit.
            if (share.part.token > position)
                continue;
            UpstreamShare source;
            source.layer = share.part.layer;
            source.isKeySide = isKeySide;
            source.position = position;
            source.weight = share.weight;
            source.share = share.weight / m_found.attention;
            switch (share.part.component - heads) {
            case 0:
                source.part = QStringLiteral("MLP %1").arg(share.part.layer);
                break;
            case 1:
                source.part = QStringLiteral("bias");
                break;
            case 2:
                source.part = QStringLiteral("embedding");
                break;
            case 3:
                source.part = QStringLiteral("offset");
                break;
            default:
                source.head = share.part.component;
                source.source = share.part.token;
                source.part = HeadIndex{share.part.layer, share.part.component}.text();
                break;
            }
            m_found.getsFrom.push_back(source);
        }
    }

    void findLogits()
    {
        const int position = m_request.position.value_or(m_run.size() - 1);
        if (m_request.targets.empty() || m_locked.destination != position)
            return;
        at::Tensor direction = m_run.model().unembeddingColumn(m_request.targets.front());
        if (m_request.rival)
            direction = direction - m_run.model().unembeddingColumn(*m_request.rival);
        const at::Tensor written =
            writtenBy(m_run, {m_locked.head.layer, m_locked.head.head, m_locked.source}, position, m_cancel);
        DownstreamShare share;
        share.isLogits = true;
        share.destination = position;
        share.source = position;
        share.weight =
            at::dot(written, direction).item<double>() / m_run.finalScale().data_ptr<double>()[position];
        m_found.givesTo.push_back(share);
    }

    void addReader(std::vector<Reader>& found, const Firing& firing, bool query, bool key) const
    {
        const double attention = m_run.attention(firing.head, firing.destination, firing.source);
        if (firing.destination > 0 && attention >= tauAt(m_request, firing.destination))
            found.push_back({firing, query, key, attention});
    }

    /// Those whose query stands at the locked head's destination, and those that look there.
    [[nodiscard]] std::vector<Reader> readers()
    {
        std::vector<Reader> found;
        const int d = m_locked.destination;
        for (int layer = m_locked.head.layer + 1; layer < static_cast<int>(m_config.nLayers); ++layer) {
            for (int head = 0; head < static_cast<int>(m_config.nHeads); ++head) {
                for (int source = m_run.firstKey(layer, d); source < d; ++source)
                    addReader(found, {{layer, head}, d, source}, true, false);
                addReader(found, {{layer, head}, d, d}, true, true);
                for (int later = d + 1; later < m_run.size() && m_run.firstKey(layer, later) <= d; ++later)
                    addReader(found, {{layer, head}, later, d}, false, true);
            }
        }
        return affordable(found);
    }

    std::vector<Reader> affordable(std::vector<Reader> found)
    {
        std::vector<Reader> byStrength = found;
        std::stable_sort(byStrength.begin(), byStrength.end(), [](const Reader& one, const Reader& other) {
            return one.attention > other.attention;
        });
        double rows = 0;
        std::size_t count = 0;
        for (; count < byStrength.size(); ++count) {
            const Firing& firing = byStrength[count].firing;
            rows += static_cast<double>(firing.head.layer) * static_cast<double>(m_config.nHeads)
                * (firing.destination + 1) * static_cast<double>(m_config.dHead);
            if (rows > mostRows)
                break;
        }
        if (count == byStrength.size())
            return found;
        m_notes << QStringLiteral("Of %1 later firings the %2 with the largest attention were looked at.")
                       .arg(byStrength.size())
                       .arg(count);
        byStrength.resize(count);
        std::sort(byStrength.begin(), byStrength.end(), [](const Reader& one, const Reader& other) {
            return one.firing < other.firing;
        });
        return byStrength;
    }

    void findReaders(const ProgressFunction& progress, int steps)
    {
        WrittenHeads written(m_run);
        int done = 1;
        for (std::size_t first = 0; first < m_readers.size();) {
            const std::vector<UpstreamReadings::Wish> wishes = nextWishes(first);
            const auto all = UpstreamReadings::of(m_run, written, wishes, m_cancel);
            for (const UpstreamReadings& readings : all) {
                for (; first < m_readers.size() && m_readers[first].firing.head == readings.head; ++first) {
                    m_cancel.throwIfCancelled();
                    trace(m_readers[first], readings);
                    tell(progress, ++done, steps);
                }
            }
        }
        // What is written on the logits stands first.
        const auto heads =
            std::find_if(m_found.givesTo.begin(), m_found.givesTo.end(), [](const DownstreamShare& share) {
                return !share.isLogits;
            });
        std::stable_sort(
            heads, m_found.givesTo.end(), [](const DownstreamShare& one, const DownstreamShare& other) {
                return one.weight > other.weight;
            });
        if (heads == m_found.givesTo.end())
            m_notes << QStringLiteral("No later head is found to read it.");
    }

    /// What to read for the readers from `first` on: heads of one layer, as many as fit.
    [[nodiscard]] std::vector<UpstreamReadings::Wish> nextWishes(std::size_t first) const
    {
        const int layer = m_readers[first].firing.head.layer;
        const double perSide = static_cast<double>(sizeof(double)) * layer
            * static_cast<double>(m_config.nHeads * m_run.size() * m_config.dHead);
        std::vector<UpstreamReadings::Wish> wishes;
        double bytes = 0;
        for (std::size_t at = first; at < m_readers.size(); ++at) {
            const Reader& reader = m_readers[at];
            if (reader.firing.head.layer != layer)
                break;
            if (wishes.empty() || wishes.back().head != reader.firing.head) {
                if (bytes > mostReadings)
                    break;
                wishes.push_back({reader.firing.head, false, false});
                bytes += 2 * perSide;
            }
            wishes.back().query = wishes.back().query || reader.query;
            wishes.back().key = wishes.back().key || reader.key;
        }
        return wishes;
    }

    void trace(const Reader& reader, const UpstreamReadings& readings)
    {
        AccPlusPlusRule own = rule(reader.firing.destination);
        if (!reader.query || !reader.key)
            own.only = reader.query ? EdgeSide::Query : EdgeSide::Key;
        const FiringTrace found = traceFiring(m_run, readings, reader.firing, own, m_cancel);
        if (reader.query)
            addReading(reader.firing, found.query, false);
        if (reader.key)
            addReading(reader.firing, found.key, true);
    }

    void addReading(const Firing& firing, const SideTrace& side, bool isKeySide)
    {
        const PartRef own{m_locked.head.layer, m_locked.head.head, m_locked.source};
        for (const PartShare& share : side.parts) {
            if (share.part == own)
                m_found.givesTo.push_back(
                    {firing.head, false, isKeySide, firing.destination, firing.source, share.weight});
        }
    }

    const TracedRun& m_run;
    const ModelConfig& m_config;
    Firing m_locked;
    const TraceRequest& m_request;
    const CancelToken& m_cancel;
    HeadNeighbours m_found;
    std::vector<Reader> m_readers;
    QStringList m_notes;
};

} // namespace

HeadNeighbours headNeighbours(
    const TracedRun& run, HeadIndex head, int destination, int source, const TraceRequest& request,
    const CancelToken& cancel, const ProgressFunction& progress)
{
    CircuitNode node;
    node.part = CircuitPart::Head;
    node.layer = head.layer;
    node.head = head.head;
    node.destinationPosition = destination;
    node.sourcePosition = source;
    const Firing locked = firingAt(run, node);
    for (const TokenId target : request.targets)
        run.model().model().checkToken(target);
    if (request.rival)
        run.model().model().checkToken(*request.rival);
    return withTorch([&] { return Neighbours(run, locked, request, cancel).find(progress); });
}

} // namespace headwaters
