#include "app/changecontrols.h"

#include "app/viewarea.h"
#include "widgets/common/numberformat.h"
#include "widgets/interventions/changesstrip.h"
#include "widgets/prompt/topstrip.h"

#include <QPushButton>

#include <algorithm>
#include <utility>

namespace headwaters {

ChangeControls::ChangeControls(
    Intervening& intervening, Comparer& comparer, Lensing& lensing, const Theme& theme, const Views& views,
    TopStrip& top)
    : QObject(&views.area),
      m_intervening(intervening),
      m_comparer(comparer),
      m_lensing(lensing),
      m_views(views),
      m_top(top),
      m_strip(new ChangesStrip(theme))
{
    views.area.setBanner(m_strip);
    connect(&m_strip->action(), &QPushButton::clicked, this, &ChangeControls::act);
    connect(&m_strip->switchOff(), &QPushButton::clicked, &intervening.model(), [this] {
        m_intervening.model().switchAllOff();
    });
    for (const auto signal : {&InterventionModel::stackChanged, &InterventionModel::outcomeChanged})
        connect(&intervening.model(), signal, this, &ChangeControls::refresh);
    connect(&intervening, &Intervening::changedRunReady, this, &ChangeControls::takeRun);
    connect(&comparer, &Comparer::stopped, this, [this] {
        m_comparesChanged = false;
        refresh();
    });
    connect(&comparer.comparison(), &Comparison::changed, this, &ChangeControls::refresh);
    connect(&views.area, &ViewArea::currentViewChanged, this, &ChangeControls::refresh);
    connect(&comparer.comparison().selectionA(), &Selection::changed, this, &ChangeControls::describeView);
    refresh();
}

int ChangeControls::changesOn() const
{
    const auto& items = m_intervening.model().stack().items;
    return static_cast<int>(
        std::count_if(items.begin(), items.end(), [](const Intervention& item) { return item.enabled; }));
}

QString ChangeControls::effectText() const
{
    const auto outcome = m_intervening.model().outcome();
    if (!outcome)
        return m_intervening.model().outcomeNote();
    return QStringLiteral("%1 → %2").arg(
        signedLogitText(outcome->clean.difference), signedLogitText(outcome->end.difference));
}

bool ChangeControls::isComparedView() const
{
    const View* front = m_views.area.currentView();
    return front == m_views.atlas || front == m_views.head;
}

void ChangeControls::act()
{
    if (isComparedView() && m_comparesChanged)
        return m_comparer.stop();
    if (isComparedView())
        m_comparesChanged = true;
    else
        m_readsChanged = !m_readsChanged;
    if (!m_readsChanged)
        m_lensing.setChanged(nullptr);
    // A wish that was there already is answered again: with the same run.
    m_intervening.setRunWanted(false);
    refresh();
}

void ChangeControls::takeRun(const std::shared_ptr<const RunSnapshot>& changed)
{
    if (m_comparesChanged) {
        m_comparer.compareChanged(changed);
        m_comparesChanged = true; // another comparison may have stopped for it
    }
    if (m_readsChanged)
        m_lensing.setChanged(changed);
    refresh();
}

void ChangeControls::refresh()
{
    const int count = m_intervening.model().hasRun() ? changesOn() : 0;
    m_top.setChanges(count);
    if (count == 0) {
        if (std::exchange(m_comparesChanged, false))
            m_comparer.stop();
        if (std::exchange(m_readsChanged, false))
            m_lensing.setChanged(nullptr);
    }
    m_intervening.setRunWanted(m_comparesChanged || m_readsChanged);
    const View* front = m_views.area.currentView();
    m_strip->setVisible(count > 0 && front != m_views.interventions);
    m_strip->setCount(count);
    m_strip->setEffect(effectText());
    describeView();
}

QString ChangeControls::sidesText() const
{
    // A map is made of queries and keys; what a change of z does comes behind it.
    const auto locked = m_comparer.comparison().selectionA().locked().head;
    const auto& items = m_intervening.model().stack().items;
    const bool isBehind =
        m_views.area.currentView() == m_views.head && locked
        && std::any_of(items.begin(), items.end(), [&locked](const Intervention& item) {
               return item.enabled && item.site == CausalSite::Z
                   && std::find(item.heads.begin(), item.heads.end(), *locked) != item.heads.end();
           });
    return isBehind ? tr("B has them; the output of %1 is changed behind its map.").arg(locked->text())
                    : tr("A is the run without them, B the same run with them.");
}

void ChangeControls::describeView()
{
    const View* front = m_views.area.currentView();
    if (isComparedView()) {
        m_strip->setView(
            m_comparesChanged ? sidesText() : tr("This view shows the run without them."),
            m_comparesChanged ? tr("Hide the difference") : tr("Show the difference"));
    } else if (front == m_views.lens) {
        m_strip->setView(
            m_readsChanged ? tr("Table and rank watch have them; attribution has not.")
                           : tr("This view shows the run without them."),
            m_readsChanged ? tr("Show without them") : tr("Show with them"));
    } else {
        m_strip->setView(
            tr("%1 cannot show them: what stands here is of the model without changes.").arg(front->name()),
            {});
    }
}

} // namespace headwaters
