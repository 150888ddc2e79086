#include "core/causal/sweep.h"

#include "core/base/error.h"
#include "core/base/headgroups.h"

#include <algorithm>
#include <random>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

void checkAxes(const SweepRequest& request)
{
    const Intervention& change = request.change;
    const bool isOfHeads = isPerHead(change.site);
    switch (request.axes) {
    case SweepAxes::LayerByHead:
    case SweepAxes::HeadByPosition:
        if (!isOfHeads)
            throw badInput(
                u"%1 belongs to no head; sweep it over layers and positions."_s.arg(siteKey(change.site)));
        if (request.axes == SweepAxes::HeadByPosition && isPathOperation(change.operation))
            throw badInput(u"A path is exchanged at all positions at once; sweep it over heads."_s);
        break;
    case SweepAxes::LayerByPosition:
        if (isOfHeads)
            throw badInput(u"%1 belongs to heads; sweep it over heads."_s.arg(siteKey(change.site)));
        break;
    case SweepAxes::DestinationBySource:
        if (!isPerEdge(change.site))
            throw badInput(u"%1 has no edges; sweep scores or patterns."_s.arg(siteKey(change.site)));
        if (change.heads.size() != 1)
            throw badInput(u"A sweep over edges is of one head; %1 were named."_s.arg(change.heads.size()));
        break;
    }
}

/// Columns that one cell of a row fills.
std::vector<int> columnsOf(const SweepRequest& request, const CausalPlace& place, int head)
{
    const HeadGroups groups(place.nHeads, place.nKeyValueHeads);
    const bool isShared = request.change.site == CausalSite::K || request.change.site == CausalSite::V;
    if (!isShared || !groups.isGrouped())
        return {head};
    if (head % groups.size() != 0)
        return {};
    std::vector<int> columns;
    for (int one = head; one < head + groups.size(); ++one)
        columns.push_back(one);
    return columns;
}

class CellMaker {
public:
    CellMaker(const SweepRequest& request, const CausalPlace& place) : m_request(request), m_place(place) { }

    void add(int row, std::vector<int> columns, const Intervention& change)
    {
        check(change, m_place);
        SweepCell cell{row, std::move(columns), m_request.under};
        cell.stack.items.push_back(change);
        cell.stack.items.back().enabled = true;
        m_cells.push_back(std::move(cell));
    }

    void addHeads()
    {
        for (int layer = m_place.nLayers - 1; layer >= 0; --layer) {
            if (m_request.change.operation == CausalOperation::Path
                && layer >= m_request.change.receiver.layer)
                continue;
            for (int head = 0; head < m_place.nHeads; ++head) {
                Intervention change = m_request.change;
                change.heads = {{layer, head}};
                if (std::vector<int> columns = columnsOf(m_request, m_place, head); !columns.empty())
                    add(layer, std::move(columns), change);
            }
        }
    }

    void addPositions()
    {
        for (int layer = m_place.nLayers - 1; layer >= 0; --layer) {
            for (int position = 0; position < m_place.tokens; ++position) {
                Intervention change = m_request.change;
                change.layers = {layer};
                change.positions = {position};
                add(layer, {position}, change);
            }
        }
    }

    void addHeadPositions()
    {
        for (int index = m_place.nLayers * m_place.nHeads - 1; index >= 0; --index) {
            for (int position = 0; position < m_place.tokens; ++position) {
                Intervention change = m_request.change;
                change.heads = {{index / m_place.nHeads, index % m_place.nHeads}};
                change.positions = {position};
                add(index, {position}, change);
            }
        }
    }

    void addEdges()
    {
        const bool knocksOut = m_request.change.operation == CausalOperation::KnockOut;
        for (int destination = 0; destination < m_place.tokens; ++destination) {
            for (int source = 0; source <= destination; ++source) {
                if (knocksOut && destination == 0) // the one edge that the first token has
                    continue;
                Intervention change = m_request.change;
                change.positions = {destination};
                change.sources = {source};
                add(destination, {source}, change);
            }
        }
    }

    std::vector<SweepCell> take() { return std::move(m_cells); }

private:
    const SweepRequest& m_request;
    const CausalPlace& m_place;
    std::vector<SweepCell> m_cells;
};

} // namespace

SweepSize sweepSize(const SweepRequest& request, const CausalPlace& place)
{
    switch (request.axes) {
    case SweepAxes::LayerByHead:
        return {place.nLayers, place.nHeads};
    case SweepAxes::LayerByPosition:
        return {place.nLayers, place.tokens};
    case SweepAxes::HeadByPosition:
        return {place.nLayers * place.nHeads, place.tokens};
    case SweepAxes::DestinationBySource:
        break;
    }
    return {place.tokens, place.tokens};
}

std::vector<SweepCell> sweepCells(const SweepRequest& request, const CausalPlace& place)
{
    checkAxes(request);
    for (const Intervention& one : request.under.items) {
        if (one.enabled)
            check(one, place);
    }
    CellMaker maker(request, place);
    switch (request.axes) {
    case SweepAxes::LayerByHead:
        maker.addHeads();
        break;
    case SweepAxes::LayerByPosition:
        maker.addPositions();
        break;
    case SweepAxes::HeadByPosition:
        maker.addHeadPositions();
        break;
    case SweepAxes::DestinationBySource:
        maker.addEdges();
        break;
    }
    return maker.take();
}

SweepCost sweepCost(const std::vector<SweepCell>& cells, int nLayers)
{
    SweepCost cost;
    for (const SweepCell& cell : cells) {
        ++cost.forwards;
        cost.whole += static_cast<double>(nLayers - startLayer(cell.stack, nLayers)) / nLayers;
        for (const Intervention& one : cell.stack.items) {
            if (!one.enabled || !isPathOperation(one.operation) || !one.recomputesMlps)
                continue;
            int lowest = nLayers;
            for (const HeadIndex sender : one.heads)
                lowest = std::min(lowest, sender.layer);
            ++cost.forwards;
            cost.whole += static_cast<double>(nLayers - lowest) / nLayers;
        }
    }
    return cost;
}

std::vector<std::optional<double>> SweepMap::values(SweepQuantity quantity, bool ofControl) const
{
    const CausalMeasures* unchanged = request.base == CausalBase::Clean ? &clean
        : corrupted                                                     ? &*corrupted
                                                                        : nullptr;
    std::vector<std::optional<double>> all;
    for (const std::optional<CausalMeasures>& cell : ofControl ? control : cells) {
        std::optional<double>& value = all.emplace_back();
        if (!cell || unchanged == nullptr)
            continue;
        if (quantity == SweepQuantity::Divergence)
            value = cell->divergence;
        else if (quantity == SweepQuantity::Probability)
            value = cell->probability;
        else if (quantity == SweepQuantity::Rank)
            value = cell->rank;
        else if (quantity == SweepQuantity::Change)
            value = cell->difference - unchanged->difference;
        else if (corrupted)
            value = normalisedEffect(request.base, cell->difference, clean.difference, corrupted->difference);
    }
    return all;
}

std::vector<HeadIndex>
randomHeads(const std::vector<HeadIndex>& heads, int nLayers, int nHeads, std::uint64_t seed)
{
    std::mt19937_64 bits(seed);
    std::vector<HeadIndex> drawn;
    const auto isFree = [&](HeadIndex head) {
        return std::find(heads.begin(), heads.end(), head) == heads.end()
            && std::find(drawn.begin(), drawn.end(), head) == drawn.end();
    };
    for (const HeadIndex model : heads) {
        std::vector<HeadIndex> near, any;
        for (int layer = 0; layer < nLayers; ++layer) {
            for (int head = 0; head < nHeads; ++head) {
                if (!isFree({layer, head}))
                    continue;
                any.push_back({layer, head});
                if (std::abs(layer - model.layer) <= 1)
                    near.push_back({layer, head});
            }
        }
        const std::vector<HeadIndex>& choice = near.empty() ? any : near;
        if (choice.empty()) {
            throw badInput(
                u"The model has too few heads for a random control of %1 heads."_s.arg(heads.size()));
        }
        drawn.push_back(choice[bits() % choice.size()]);
    }
    return drawn;
}

} // namespace headwaters
