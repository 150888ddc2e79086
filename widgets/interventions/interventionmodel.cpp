#include "widgets/interventions/interventionmodel.h"

#include "widgets/interventions/stackcommand.h"

#include <algorithm>
#include <utility>

namespace headwaters {

InterventionModel::InterventionModel(QObject* parent) : QObject(parent) { }

InterventionModel::~InterventionModel()
{
    // The history goes with the model; nobody hears of it any more.
    disconnect();
    m_undo.disconnect();
}

QString InterventionModel::fault(const Intervention& item) const
{
    if (!hasRun())
        return tr("Run the prompt first.");
    try {
        check(item, m_place);
    } catch (const Error& error) {
        return error.problem().summary;
    }
    return {};
}

QString InterventionModel::sweepBlocked() const
{
    if (!hasRun())
        return tr("Run the prompt first; then it can be swept.");
    if (needsOtherPrompt(m_choice) && !m_place.hasOther)
        return m_otherNote.isEmpty() ? tr("This sweep takes from another prompt; type one.") : m_otherNote;
    try {
        (void)sweepCells(sweepRequest(m_choice, m_stack), m_place);
    } catch (const Error& error) {
        return error.problem().summary;
    }
    return {};
}

std::optional<SweepCost> InterventionModel::cost() const
{
    if (!sweepBlocked().isEmpty())
        return std::nullopt;
    SweepCost cost = sweepCost(sweepCells(sweepRequest(m_choice, m_stack), m_place), m_place.nLayers);
    cost.forwards *= 1 + controlDraws;
    cost.whole *= 1 + controlDraws;
    return cost;
}

void InterventionModel::add(const Intervention& item)
{
    InterventionStack stack = m_stack;
    stack.items.push_back(item);
    push(stack, static_cast<int>(stack.items.size()) - 1, tr("adding an intervention"));
}

void InterventionModel::remove(int item)
{
    InterventionStack stack = m_stack;
    stack.items.erase(stack.items.begin() + item);
    const int opened = m_opened == item ? -1 : m_opened > item ? m_opened - 1 : m_opened;
    push(stack, opened, tr("removing an intervention"));
}

void InterventionModel::move(int from, int to)
{
    if (to < 0 || to >= static_cast<int>(m_stack.items.size()) || from == to)
        return;
    InterventionStack stack = m_stack;
    const Intervention item = stack.items[static_cast<std::size_t>(from)];
    stack.items.erase(stack.items.begin() + from);
    stack.items.insert(stack.items.begin() + to, item);
    push(stack, m_opened == from ? to : m_opened, tr("moving an intervention"));
}

void InterventionModel::setItem(int item, const Intervention& changed, const QString& what)
{
    InterventionStack stack = m_stack;
    Intervention& there = stack.items[static_cast<std::size_t>(item)];
    if (there == changed)
        return;
    // Only a slider sends a stream of changes.
    const bool isStrength = there.strength != changed.strength;
    there = changed;
    push(stack, m_opened, what, isStrength ? item : -1);
}

void InterventionModel::setEnabled(int item, bool enabled)
{
    InterventionStack stack = m_stack;
    stack.items[static_cast<std::size_t>(item)].enabled = enabled;
    push(stack, m_opened, enabled ? tr("switching on") : tr("switching off"));
}

void InterventionModel::switchAllOff()
{
    if (m_stack.isEmpty())
        return;
    InterventionStack stack = m_stack;
    for (Intervention& item : stack.items)
        item.enabled = false;
    push(stack, m_opened, tr("switching all off"));
}

void InterventionModel::clear()
{
    push({}, -1, tr("clearing the stack"));
}

void InterventionModel::open(int item)
{
    m_opened = m_opened == item ? -1 : item;
    Q_EMIT openedChanged();
}

void InterventionModel::push(const InterventionStack& stack, int opened, const QString& text, int merging)
{
    m_undo.push(new StackCommand(*this, stack, opened, text, merging));
}

void InterventionModel::apply(const InterventionStack& stack, int opened)
{
    const bool swept = m_map && m_map->request.under != InterventionStack();
    m_stack = stack;
    m_opened = opened;
    Q_EMIT stackChanged();
    Q_EMIT choiceChanged();
    if (swept && m_sweepState == SweepState::Ready && m_map->request.under != m_stack)
        setSweepState(SweepState::Stale);
    wantOutcome();
}

void InterventionModel::wantOutcome()
{
    m_outcome.reset();
    m_outcomeNote.clear();
    if (hasRun()) {
        for (const Intervention& item : m_stack.items) {
            if (const QString why = fault(item); !why.isEmpty() && m_outcomeNote.isEmpty())
                m_outcomeNote = why;
        }
        if (m_outcomeNote.isEmpty())
            Q_EMIT outcomeWanted(m_stack);
    }
    Q_EMIT outcomeChanged();
}

void InterventionModel::setChoice(const SweepChoice& choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    if (!isPossible(m_choice.kind, m_choice.replacement)) {
        for (int at = 0; at < replacementCount; ++at) {
            m_choice.replacement = static_cast<Replacement>(at);
            if (isPossible(m_choice.kind, m_choice.replacement))
                break;
        }
    }
    Q_EMIT choiceChanged();
}

void InterventionModel::setQuantity(SweepQuantity quantity)
{
    if (quantity == m_quantity)
        return;
    m_quantity = quantity;
    Q_EMIT sweepChanged();
}

void InterventionModel::sweep()
{
    if (!sweepBlocked().isEmpty())
        return;
    m_mapChoice = m_choice;
    Q_EMIT sweepWanted(sweepRequest(m_choice, m_stack));
}

void InterventionModel::stopSweep()
{
    Q_EMIT stopWanted();
}

void InterventionModel::setOtherPrompt(const QString& text)
{
    if (text != m_otherPrompt)
        Q_EMIT otherWanted(text);
}

void InterventionModel::setPlace(const CausalPlace& place)
{
    m_place = place;
    m_isOutdated = true;
    if (m_sweepState == SweepState::Ready)
        m_sweepState = SweepState::Stale;
    Q_EMIT placeChanged();
    Q_EMIT choiceChanged();
    Q_EMIT sweepChanged();
    wantOutcome();
}

void InterventionModel::setOther(const QString& text, const QString& note)
{
    m_otherPrompt = text;
    m_otherNote = note;
    Q_EMIT choiceChanged();
}

void InterventionModel::setOutcome(std::shared_ptr<const StackOutcome> outcome)
{
    if (outcome->stack != m_stack)
        return;
    m_outcome = std::move(outcome);
    Q_EMIT outcomeChanged();
}

void InterventionModel::failOutcome(const QString& why)
{
    m_outcome.reset();
    m_outcomeNote = why;
    Q_EMIT outcomeChanged();
}

void InterventionModel::startSweep()
{
    m_map.reset();
    m_sweepProblem.clear();
    m_isOutdated = false;
    setSweepState(SweepState::Running);
}

void InterventionModel::growSweep(std::shared_ptr<const SweepMap> map)
{
    if (m_sweepState != SweepState::Running)
        return;
    m_map = std::move(map);
    Q_EMIT sweepChanged();
}

void InterventionModel::finishSweep(std::shared_ptr<const SweepMap> map)
{
    m_map = std::move(map);
    setSweepState(m_isOutdated ? SweepState::Stale : SweepState::Ready);
}

void InterventionModel::failSweep(const QString& why)
{
    m_sweepProblem = why;
    setSweepState(SweepState::Failed);
}

void InterventionModel::cancelSweep()
{
    // The rows that are there were computed: they stay.
    setSweepState(!m_map ? SweepState::Empty : m_isOutdated ? SweepState::Stale : SweepState::Ready);
}

void InterventionModel::setSweepState(SweepState state)
{
    m_sweepState = state;
    Q_EMIT sweepChanged();
}

void InterventionModel::forget()
{
    m_stack = {};
    m_opened = -1;
    m_undo.clear();
    m_map.reset();
    m_sweepState = SweepState::Empty;
    m_outcome.reset();
    m_outcomeNote.clear();
    m_otherPrompt.clear();
    m_otherNote.clear();
    m_place = {};
    m_choice = {};
    Q_EMIT stackChanged();
    Q_EMIT placeChanged();
    Q_EMIT outcomeChanged();
    Q_EMIT choiceChanged();
    Q_EMIT sweepChanged();
}

} // namespace headwaters
