#include "widgets/head/headpanes.h"

#include "widgets/compare/sidetext.h"
#include "widgets/head/headmap.h"
#include "widgets/head/headmessage.h"
#include "widgets/head/headpane.h"
#include "widgets/head/pairtable.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>

namespace headwaters {

HeadPanes::HeadPanes(const Theme& theme, HeadSide& a, HeadSide& b, QWidget* parent)
    : QWidget(parent),
      m_sides{&a, &b},
      m_panes{new HeadPane(theme, this), new HeadPane(theme, this)}
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, metrics::gap, 0, 0);
    row->setSpacing(0);
    for (std::size_t side = 0; side < 2; ++side) {
        row->addWidget(m_panes[side], 1);
        connectPane(*m_panes[side], *m_sides[side]);
    }
}

void HeadPanes::connectPane(HeadPane& pane, HeadSide& side)
{
    connect(pane.map(), &HeadMap::hovered, this, [&side](std::optional<int> query, std::optional<int> key) {
        side.selection().hoverPair(query, key);
    });
    connect(pane.map(), &HeadMap::clicked, &side.selection(), &Selection::togglePair);
    connect(pane.map(), &HeadMap::stepped, &side.selection(), &Selection::stepPair);
    connect(pane.map(), &HeadMap::sinkToggled, this, &HeadPanes::sinkToggled);
    connect(pane.table(), &PairTable::pairChosen, this, [&side](int query, int key) {
        SelectionState state = side.selection().locked();
        state.destination = query;
        state.source = key;
        side.selection().lock(state);
    });
}

void HeadPanes::show(const HeadChoice& choice, bool asTables)
{
    m_choice = choice;
    const QString names[2] = {tr("A"), tr("B")};
    for (std::size_t side = 0; side < 2; ++side) {
        m_panes[side]->setTableShown(asTables);
        showPane(*m_panes[side], *m_sides[side], names[side]);
        const SelectedPair at = selectedPair(m_sides[side]->selection(), m_panes[side]->content().get());
        m_panes[side]->setShown(at.query, at.key, at.isLocked);
    }
}

void HeadPanes::showPane(HeadPane& pane, const HeadSide& side, const QString& name)
{
    if (const auto message = missingSideMessage(side, *m_sides[0], m_choice))
        pane.setMessage(*message);
    else if (side.content())
        pane.setContent(side.content(), side.detail());
    else
        pane.setMessage({QStringLiteral("head"), tr("Reading the head"), tr("Its map is being computed.")});
    const auto content = pane.content();
    const QString sinks = content ? content->sinkText() : QString();
    pane.setCaption(
        content ? tr("%1 · %2").arg(name, content->title()) : name,
        sinks.isEmpty() ? sideText({}, side.model()) : tr("%1 · %2").arg(sideText({}, side.model()), sinks));
    pane.setDimmed(side.isOld() || side.isOther(m_choice));
}

void HeadPanes::forMaps(void (HeadMap::*what)())
{
    for (HeadPane* pane : m_panes)
        (pane->map()->*what)();
}

} // namespace headwaters
