#include "widgets/head/headside.h"

#include <algorithm>
#include <utility>

namespace headwaters {

bool isOfLayer(Aggregation aggregation)
{
    return aggregation == Aggregation::LayerMean || aggregation == Aggregation::LayerMax;
}

SelectedPair selectedPair(const Selection& selection, const HeadContent* content)
{
    const SelectionState shown = selection.shown();
    const SelectionState& locked = selection.locked();
    const auto inside = [content](std::optional<int> position) {
        return position && content && *position < content->size() ? position : std::nullopt;
    };
    const auto query = inside(shown.destination);
    const auto key = inside(shown.source);
    return {query, key, selection.isPairLocked() && locked.destination == query && locked.source == key};
}

HeadIndex HeadSide::shownHead() const
{
    if (const auto head = m_selection.shown().head)
        return *head;
    return m_model.detail() ? m_model.detail()->head : HeadIndex{};
}

void HeadSide::stepHead(int by)
{
    const int nHeads = m_selection.nHeads();
    const int count = m_selection.nLayers() * nHeads;
    if (count == 0)
        return;
    const HeadIndex from = shownHead();
    const int index = std::clamp(from.layer * nHeads + from.head + by, 0, count - 1);
    m_selection.lockHead({index / nHeads, index % nHeads});
}

void HeadSide::toggleSink(int position)
{
    if (!m_toggledSinks.erase(position))
        m_toggledSinks.insert(position);
}

void HeadSide::followRun()
{
    if (!m_model.result() || m_run != m_model.result()) {
        m_toggledSinks.clear();
        m_asked = {};
    }
    if (!m_model.result()) {
        m_content.reset();
        m_run.reset();
        m_detail.reset();
    }
}

std::optional<HeadSource> HeadSide::source(const HeadChoice& choice) const
{
    const auto run = m_model.result();
    if (!run)
        return std::nullopt;
    if (choice.aggregation == Aggregation::OneHead) {
        const auto detail = m_model.detail();
        if (!detail || detail->run != run->run)
            return std::nullopt;
        const auto& partial = choice.partial;
        const bool isRebuilt = partial && partial->run == run->run && partial->head == detail->head;
        return HeadSource::of(
            *run, *detail, choice.quantity, m_model.label(detail->target), m_model.label(detail->rival),
            isRebuilt ? partial.get() : nullptr);
    }
    const auto map = m_model.aggregate();
    const bool fits = map && map != m_outdated && map->quantity == choice.quantity
        && map->aggregation == choice.aggregation
        && (!isOfLayer(choice.aggregation) || map->head.layer == m_asked.layer);
    if (!fits)
        return std::nullopt;
    if (choice.quantity != Quantity::Effect)
        return HeadSource::of(*run, *map, {}, {});
    return HeadSource::of(*run, *map, m_model.label(m_asked.target), m_model.label(m_asked.rival));
}

SinkSettings HeadSide::sinks(const HeadSource& source, SinkMode mode) const
{
    const std::vector<int> byDefault = defaultSinks(source);
    std::set<int> positions(byDefault.begin(), byDefault.end());
    for (const int position : m_toggledSinks) {
        if (position < source.map.size && !positions.erase(position))
            positions.insert(position);
    }
    return {mode, {positions.begin(), positions.end()}};
}

void HeadSide::askForAggregate(const HeadChoice& choice)
{
    const auto run = m_model.result();
    if (choice.aggregation == Aggregation::OneHead || !run)
        return;
    const HeadIndex head = shownHead();
    Asked asked{choice.quantity,
                choice.aggregation,
                isOfLayer(choice.aggregation) ? head.layer : -1,
                run->run,
                -1,
                -1};
    const auto effects = m_model.effects();
    if (choice.quantity == Quantity::Effect) {
        if (!effects)
            return;
        asked.target = effects->target;
        asked.rival = effects->rival;
    }
    if (asked == m_asked)
        return;
    m_asked = asked;
    m_outdated = m_model.aggregate();
    m_model.wantAggregate(choice.quantity, choice.aggregation, head);
}

bool HeadSide::take(const HeadChoice& choice)
{
    auto from = source(choice);
    if (!from)
        return false;
    SinkSettings settings = sinks(*from, choice.sinkMode);
    m_content = std::make_shared<HeadContent>(HeadContent::of(std::move(*from), std::move(settings)));
    m_run = m_model.result();
    m_detail = choice.aggregation == Aggregation::OneHead ? m_model.detail() : nullptr;
    return true;
}

bool HeadSide::isOld() const
{
    return m_model.state() != RunModel::State::Ready || m_run != m_model.result();
}

bool HeadSide::isOther(const HeadChoice& choice) const
{
    return m_content
        && (m_content->map.quantity != choice.quantity || m_content->map.aggregation != choice.aggregation);
}

std::optional<HeadFigureSide> HeadSide::figureSide() const
{
    if (!m_content || !m_run)
        return std::nullopt;
    return HeadFigureSide{m_model.model(), m_run, *m_content};
}

std::optional<HeadFigureSide> HeadSide::currentSide(const HeadChoice& choice) const
{
    auto from = source(choice);
    if (!from)
        return std::nullopt;
    SinkSettings settings = sinks(*from, choice.sinkMode);
    return HeadFigureSide{
        m_model.model(), m_model.result(), HeadContent::of(std::move(*from), std::move(settings))};
}

} // namespace headwaters
