#include "widgets/atlas/wallsearch.h"

#include "widgets/atlas/headsearch.h"
#include "widgets/atlas/searchbar.h"
#include "widgets/atlas/tokensearch.h"
#include "widgets/atlas/wallwidget.h"

namespace headwaters {

WallSearch::WallSearch(SearchBar& bar, WallWidget& wall, Selection& selection, const RunModel& model)
    : m_bar(bar),
      m_wall(wall),
      m_selection(selection),
      m_model(model)
{
    connect(&bar, &SearchBar::textChanged, this, &WallSearch::refresh);
    connect(&bar, &SearchBar::textChanged, this, &WallSearch::goToHead);
    connect(&bar, &SearchBar::entered, this, &WallSearch::lockHead);
    connect(&selection, &Selection::changed, this, [this] {
        if (const auto typed = head())
            m_bar.setAnswer(headAnswer(*typed));
    });
}

std::optional<HeadIndex> WallSearch::head() const
{
    return typedHead(m_bar.text());
}

std::optional<HeadIndex> WallSearch::existingHead() const
{
    const auto typed = head();
    return typed && shape().contains(*typed) ? typed : std::nullopt;
}

WallShape WallSearch::shape() const
{
    return {m_model.model().nLayers, m_model.model().nHeads};
}

QString WallSearch::token() const
{
    return head() ? QString() : m_bar.text();
}

void WallSearch::refresh()
{
    const auto typed = head();
    const QString sought = token();
    const auto result = m_model.result();
    const bool known = m_model.state() != RunModel::State::Running && result;
    if (typed || !known || sought.isEmpty()) {
        m_wall.setMarks({}, 0);
        m_bar.setAnswer(typed ? headAnswer(*typed) : sought.isEmpty() ? QString() : tr("waits for the run"));
        return;
    }
    const std::vector<int> positions = matchingPositions(result->tokens, sought);
    m_wall.setMarks(positions, static_cast<int>(result->tokens.size()));
    m_bar.setAnswer(tokenAnswer(positions));
}

QString WallSearch::tokenAnswer(const std::vector<int>& positions)
{
    QStringList numbers;
    for (const int position : positions)
        numbers << QString::number(position);
    const QString all = numbers.join(QStringLiteral(", "));
    return positions.empty()    ? tr("no token of the prompt matches")
        : positions.size() == 1 ? tr("1 position matched: %1").arg(all)
                                : tr("%1 positions matched: %2").arg(positions.size()).arg(all);
}

QString WallSearch::headAnswer(HeadIndex head) const
{
    if (!shape().contains(head))
        return noSuchHeadText(head, shape());
    return m_selection.locked().head == head ? tr("Head %1 is locked.").arg(head.text())
                                             : tr("Head %1. Enter locks it.").arg(head.text());
}

void WallSearch::goToHead()
{
    const auto found = existingHead();
    if (found) {
        m_selection.hoverHead(found);
        m_wall.reveal(*found);
    } else if (m_previewing) {
        m_selection.hoverHead(std::nullopt);
    }
    m_previewing = found.has_value();
}

void WallSearch::lockHead()
{
    if (const auto found = existingHead())
        m_selection.lockHead(*found);
}

} // namespace headwaters
