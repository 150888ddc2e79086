#include "widgets/atlas/wallfilter.h"

#include "widgets/atlas/headfilterbar.h"
#include "widgets/stages/stagesmodel.h"

#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace headwaters {

WallFilter::WallFilter(HeadFilterBar& bar, Selection& selection, const RunModel& model)
    : m_bar(bar),
      m_selection(selection),
      m_model(model)
{
    connect(&bar, &HeadFilterBar::textChanged, this, &WallFilter::refresh);
    connect(&bar, &HeadFilterBar::entered, this, &WallFilter::lockNext);
    connect(&bar.choices(), &QMenu::aboutToShow, this, &WallFilter::fillChoices);
    connect(&bar.choices(), &QMenu::triggered, this, [this](const QAction* chosen) {
        m_bar.setText(chosen->data().toString());
    });
    connect(&model, &RunModel::modelChanged, this, &WallFilter::refresh);
    refresh();
}

void WallFilter::setStages(StagesModel& stages)
{
    m_stages = &stages;
    connect(&stages, &StagesModel::reportChanged, this, &WallFilter::refresh);
    connect(&stages, &StagesModel::stateChanged, this, &WallFilter::refresh);
    connect(&m_bar.scanButton(), &QPushButton::clicked, &stages, &StagesModel::scan);
    refresh();
}

const ScanReport* WallFilter::report() const
{
    const ScanReport* report = m_stages ? m_stages->report().get() : nullptr;
    const bool fits = report && report->model.nLayers == shape().nLayers
        && report->model.nHeads == shape().nHeads && !report->heads.empty();
    return fits ? report : nullptr;
}

void WallFilter::refresh()
{
    const HeadQuery query = readHeadQuery(m_bar.text(), shape(), report());
    m_bar.setAnswer(answer(query));
    m_bar.setScanOffered(m_stages && !report() && !m_stages->isRunning() && shape().nLayers > 0);
    m_bar.setChoicesOffered(report() != nullptr);
    if (query.sought == m_sought)
        return;
    m_sought = query.sought;
    Q_EMIT changed();
}

QString WallFilter::answer(const HeadQuery& query) const
{
    const QString scan = m_stages && m_stages->isRunning() ? tr("The heads are being scanned.")
                                                           : tr("Types and stages are known after a scan.");
    if (!query.unknown.isEmpty())
        return tr("“%1” is no type, stage, layer or head.").arg(query.unknown);
    if (query.needsScan)
        return scan;
    if (query.sought.typed.isEmpty())
        return report() ? tr("Other heads fade.") : scan;
    const int all = static_cast<int>(query.sought.heads.size());
    const int count = query.sought.count();
    const QString found = tr("%1 of %2 heads").arg(count).arg(all);
    if (m_stages && m_stages->isPart() && report())
        return tr("%1 so far; the scan goes on").arg(found);
    return count == 0 ? found : tr("%1. Enter locks the next.").arg(found);
}

/// Stages, then types, each with how many heads it has.
void WallFilter::fillChoices()
{
    QMenu& menu = m_bar.choices();
    menu.clear();
    if (!report())
        return;
    const auto add = [&](const QString& name, const QString& typed) {
        const int count = readHeadQuery(typed, shape(), report()).sought.count();
        if (count == 0)
            return;
        menu.addAction(tr("%1\t%2").arg(name).arg(count))->setData(typed);
    };
    for (int place = 0; place < stageCount; ++place) {
        const auto stage = static_cast<Stage>(place);
        add(tr("%1, %2").arg(stageLetters(stage), stageName(stage).toLower()), stageLetters(stage));
    }
    menu.addSeparator();
    for (const HeadTypeInfo& info : headTypes())
        add(info.name, info.name);
}

void WallFilter::lockNext()
{
    const int nHeads = std::max(1, shape().nHeads);
    const auto& heads = m_sought.heads;
    if (m_sought.count() == 0)
        return;
    const auto locked = m_selection.locked().head;
    const std::size_t from = locked ? static_cast<std::size_t>(locked->layer * nHeads + locked->head) + 1 : 0;
    for (std::size_t step = 0; step < heads.size(); ++step) {
        const std::size_t place = (from + step) % heads.size();
        if (!heads[place])
            continue;
        const int at = static_cast<int>(place);
        m_selection.lockHead({at / nHeads, at % nHeads});
        return;
    }
}

} // namespace headwaters
