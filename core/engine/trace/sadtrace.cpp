#include "core/engine/trace/sadtrace.h"

#include "core/engine/trace/filter.h"
#include "core/engine/trace/readings.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr double share = 0.7; // of the contributions' sum, that the filter keeps
// The reference walks shared sub-trees again and again. Beyond so many steps something is wrong.
constexpr int mostSteps = 2'000'000;

/// Upstream heads that the 70 % rule keeps, with their contributions, in order of layer and head.
using Kept = std::vector<std::pair<HeadIndex, double>>;

Kept filtered(const std::vector<std::vector<double>>& contributions)
{
    std::vector<double> values;
    for (const std::vector<double>& layer : contributions)
        values.insert(values.end(), layer.begin(), layer.end());
    Kept kept;
    if (values.empty())
        return kept;
    const double least = cutOff(values, share);
    for (std::size_t layer = 0; layer < contributions.size(); ++layer) {
        for (std::size_t head = 0; head < contributions[layer].size(); ++head) {
            if (contributions[layer][head] >= least)
                kept.push_back(
                    {{static_cast<int>(layer), static_cast<int>(head)}, contributions[layer][head]});
        }
    }
    return kept;
}

class SadTrace {
public:
    SadTrace(
        const TracedRun& run, const TracePrompt& prompt, int number, const TraceRequest& request,
        SadGraph& graph, const CancelToken& cancel)
        : m_run(run),
          m_prompt(prompt),
          m_number(number),
          m_request(request),
          m_graph(graph),
          m_cancel(cancel)
    {
        for (const Firing& firing : sadFirings(run, position(), cancel))
            m_firings[{firing.head, firing.destination}].push_back(firing);
    }

    [[nodiscard]] int position() const { return m_request.position.value_or(m_run.size() - 1); }

    void count(std::map<HeadIndex, int>& firings) const
    {
        for (const auto& [place, stored] : m_firings)
            firings[place.first] += static_cast<int>(stored.size());
    }

    void follow(const TraceRoot& root)
    {
        const std::optional<int> source = root.source ? root.source : m_prompt.rootSource;
        for (const Firing& firing : firingsAt(root.head, root.destination.value_or(position()))) {
            if (!source || firing.source == *source)
                follow(firing);
        }
    }
    [[nodiscard]] int decomposed() const { return static_cast<int>(m_found.size()); }

private:
    struct Found {
        Kept query;
        Kept key;
    };

    [[nodiscard]] std::vector<Firing> firingsAt(HeadIndex head, int destination) const
    {
        const auto found = m_firings.find({head, destination});
        return found == m_firings.end() ? std::vector<Firing>() : found->second;
    }

    const Found& found(const Firing& firing)
    {
        const auto place = m_found.find(firing);
        if (place != m_found.end())
            return place->second;
        if (!m_readings || m_readings->head != firing.head)
            m_readings = UpstreamReadings::of(m_run, firing.head, m_cancel);
        const SadFiring all = sadFiring(m_run, *m_readings, firing, m_request.compat, m_cancel);
        return m_found.emplace(firing, Found{filtered(all.query), filtered(all.key)}).first->second;
    }

    void follow(const Firing& firing)
    {
        const bool isKnown = m_found.count(firing) > 0;
        if (isKnown && !m_request.compat)
            return;
        m_cancel.throwIfCancelled();
        if (++m_steps > mostSteps) {
            throw failure(
                QStringLiteral("The reference's way of counting passes more than %1 firings of this "
                               "prompt; trace it without compat.")
                    .arg(mostSteps));
        }
        const Found& parts = found(firing);
        tell(firing, parts.key, EdgeSide::Key, firing.source);
        tell(firing, parts.query, EdgeSide::Query, firing.destination);
        for (const auto& [head, weight] : parts.key)
            followAt(head, firing.source);
        for (const auto& [head, weight] : parts.query)
            followAt(head, firing.destination);
    }

    void followAt(HeadIndex head, int destination)
    {
        for (const Firing& firing : firingsAt(head, destination))
            follow(firing);
    }

    void tell(const Firing& firing, const Kept& kept, EdgeSide side, int position)
    {
        const QString& role = m_prompt.labels[static_cast<std::size_t>(position)];
        if (role.isEmpty())
            return;
        for (const auto& [head, weight] : kept) {
            m_graph.add(
                m_number,
                {head, firing.head, role, position, side, weight, tokenName(firing.source),
                 tokenName(firing.destination)});
        }
    }

    [[nodiscard]] QString tokenName(int position) const
    {
        const QString& role = m_prompt.labels[static_cast<std::size_t>(position)];
        return role.isEmpty() ? QString::number(position) : role;
    }

    const TracedRun& m_run;
    const TracePrompt& m_prompt;
    int m_number;
    const TraceRequest& m_request;
    SadGraph& m_graph;
    const CancelToken& m_cancel;
    std::map<std::pair<HeadIndex, int>, std::vector<Firing>> m_firings; // by head and destination
    std::map<Firing, Found> m_found;
    std::optional<UpstreamReadings> m_readings;
    int m_steps = 0;
};

} // namespace

int traceSad(
    const TracedRun& run, const TracePrompt& prompt, int number, const TraceRequest& request, SadGraph& graph,
    std::map<HeadIndex, int>& firings, const CancelToken& cancel)
{
    SadTrace trace(run, prompt, number, request, graph, cancel);
    trace.count(firings);
    for (const TraceRoot& root : request.roots)
        trace.follow(root);
    return trace.decomposed();
}

} // namespace headwaters
