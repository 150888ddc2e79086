#include "widgets/atlas/atlasview.h"

#include "widgets/atlas/atlasmessage.h"
#include "widgets/atlas/comparedwalls.h"
#include "widgets/atlas/headfilterbar.h"
#include "widgets/atlas/headtable.h"
#include "widgets/atlas/rankbar.h"
#include "widgets/atlas/searchbar.h"
#include "widgets/atlas/wallfilter.h"
#include "widgets/atlas/wallsearch.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/viewheader.h"
#include "widgets/compare/comparerow.h"
#include "widgets/stages/stagesmodel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headwaters {

AtlasView::AtlasView(const Theme& theme, Selection& selection, const RunModel& model, QWidget* parent)
    : View(theme, selection, parent),
      m_model(model),
      m_header(new ViewHeader(theme, this)),
      m_rankBar(new RankBar(theme, this)),
      m_search(new SearchBar(theme, this)),
      m_filterBar(new HeadFilterBar(theme, this)),
      m_pages(new QStackedWidget(this)),
      m_wall(new WallWidget(theme, selection, this)),
      m_table(new HeadTable(theme, selection, this)),
      m_state(new StatePanel(theme, this)),
      m_wallSearch(new WallSearch(*m_search, *m_wall, selection, model)),
      m_filter(new WallFilter(*m_filterBar, selection, model))
{
    m_wallSearch->setParent(this);
    m_filter->setParent(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_filterBar);
    column->addWidget(m_search);
    column->addWidget(m_pages, 1);
    m_header->controls()->addWidget(m_rankBar, 1);
    for (QWidget* page :
         {static_cast<QWidget*>(m_wall), static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_state)})
        m_pages->addWidget(page);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);

    const auto button = [&](const QString& icon, const QString& tip, const QKeySequence& key, auto act) {
        IconButton* made = m_header->addButton(icon, tip, key);
        connect(made, &QToolButton::clicked, this, act);
        m_pictureButtons.push_back(made);
        return made;
    };
    button(
        QStringLiteral("search"), tr("Find a token in all heads, or a head"), QKeySequence::Find,
        &AtlasView::findToken);
    m_filterButton = m_header->addButton(
        QStringLiteral("filter"), tr("Find heads by type, stage or number"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
    connect(m_filterButton, &QToolButton::clicked, this, &AtlasView::findHeads);
    button(QStringLiteral("zoom-out"), tr("Zoom out"), QKeySequence(Qt::Key_Minus), &AtlasView::zoomOut);
    button(QStringLiteral("zoom-in"), tr("Zoom in"), QKeySequence(Qt::Key_Plus), &AtlasView::zoomIn);
    button(QStringLiteral("fit"), tr("Fit to the window"), QKeySequence(Qt::Key_0), &AtlasView::fit);
    m_tableButton =
        m_header->addButton(QStringLiteral("table"), tr("Show as a table"), QKeySequence(Qt::Key_T));
    m_tableButton->setCheckable(true);
    connect(m_tableButton, &QToolButton::clicked, this, &AtlasView::setTableShown);

    connect(m_rankBar, &RankBar::changed, this, &AtlasView::rank);
    connect(m_search, &SearchBar::closed, m_wall, [this] { m_wall->setFocus(); });
    connect(m_filterBar, &HeadFilterBar::closed, this, [this] {
        if (QWidget* target = keyTarget())
            target->setFocus();
    });
    connect(m_filter, &WallFilter::changed, this, &AtlasView::rank);
    connect(m_wall, &WallWidget::openHead, this, &AtlasView::openHead);
    connect(m_table, &HeadTable::openHead, this, &AtlasView::openHead);
    connect(m_table, &HeadTable::failed, this, &AtlasView::failed);
    connect(m_state, &StatePanel::primaryClicked, this, [this] {
        if (hasModel())
            Q_EMIT runExampleRequested();
        else
            Q_EMIT openFolderRequested();
    });
    connect(m_state, &StatePanel::secondaryClicked, this, &AtlasView::openFolderRequested);
    connect(&selection, &Selection::changed, this, [this] {
        m_header->setLocked(hasWall() && m_selection.isHeadLocked());
    });
    connect(&model, &RunModel::modelChanged, this, &AtlasView::refresh);
    connect(&model, &RunModel::runChanged, this, &AtlasView::refresh);
    connect(&model, &RunModel::layerArrived, this, &AtlasView::refresh);
    connect(&model, &RunModel::effectsChanged, this, &AtlasView::refresh);
    refresh();
}

void AtlasView::setComparison(Comparison& comparison)
{
    m_comparison = &comparison;
    m_compareRow = new CompareRow(m_theme, comparison, CompareRow::Scope::Wall, this);
    m_walls = new ComparedWalls(m_theme, m_wall, m_table, comparison, m_pages);
    m_pages->addWidget(m_walls);
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, m_compareRow);
    connect(m_walls, &ComparedWalls::openHead, this, &AtlasView::openHead);
    connect(m_walls, &ComparedWalls::failed, this, &AtlasView::failed);
    connect(&comparison, &Comparison::changed, this, [this] { passKeysOn([this] { refresh(); }); });
    connect(&comparison, &Comparison::differencesChanged, this, &AtlasView::refresh);
    connect(m_search, &SearchBar::textChanged, this, &AtlasView::refreshWalls);
    for (const auto signal : {&RunModel::modelChanged, &RunModel::runChanged, &RunModel::effectsChanged})
        connect(&comparison.b(), signal, this, &AtlasView::refresh);
    connect(&comparison.b(), &RunModel::layerArrived, this, &AtlasView::refresh);
    refresh();
}

Comparison::Shown AtlasView::shown() const
{
    return m_comparison ? m_comparison->shown() : Comparison::Shown::A;
}

const RunModel& AtlasView::front() const
{
    return shown() == Comparison::Shown::B ? m_comparison->b() : m_model;
}

bool AtlasView::isWallShown() const
{
    return m_pages->currentWidget() != m_state && !m_tableShown;
}

QString AtlasView::name() const
{
    return tr("Atlas");
}

QString AtlasView::iconName() const
{
    return QStringLiteral("atlas");
}

bool AtlasView::hasModel() const
{
    return !m_model.model().name.isEmpty();
}

bool AtlasView::hasWall() const
{
    return m_model.state() == RunModel::State::Running || m_model.result();
}

std::shared_ptr<const EffectSummary> AtlasView::effects() const
{
    const auto effects = m_model.effects();
    const auto result = m_model.result();
    if (m_model.state() == RunModel::State::Running || !result || !effects || effects->run != result->run)
        return nullptr;
    return effects;
}

std::unique_ptr<Figure> AtlasView::figure() const
{
    const auto result = m_model.result();
    if (m_model.state() != RunModel::State::Ready || !result)
        return nullptr;
    if (m_comparison && m_comparison->isOn())
        return m_walls->figure(options());
    return std::make_unique<AtlasFigure>(m_model.model(), result, effects(), options());
}

AtlasOptions AtlasView::options() const
{
    AtlasOptions options;
    options.rankBy = m_rankBar->rankBy();
    options.top = m_rankBar->top();
    options.search = m_wallSearch->token();
    options.sought = m_filter->sought();
    options.locked = m_selection.locked().head;
    options.roles = m_wall->picture().roles;
    const auto shownEffects = effects();
    if (shownEffects) {
        options.target = m_model.label(shownEffects->target);
        options.rival = m_model.label(shownEffects->rival);
    }
    return options;
}

void AtlasView::setStages(StagesModel& stages)
{
    m_filter->setStages(stages);
    const auto follow = [this, &stages] {
        m_wall->setRoles(wallRoles(stages.report().get()));
        refreshWalls();
    };
    connect(&stages, &StagesModel::reportChanged, this, follow);
    follow();
}

void AtlasView::setTableShown(bool shown)
{
    m_tableShown = shown;
    if (shown)
        m_table->setRun(shape(), m_model.layers(), effects());
    refreshState();
    refreshWalls();
    if (QWidget* target = keyTarget())
        target->setFocus();
}

void AtlasView::findToken()
{
    if (isWallShown())
        m_search->open();
}

void AtlasView::findHeads()
{
    if (hasWall())
        m_filterBar->open();
}

void AtlasView::setOpening(bool opening)
{
    m_opening = opening;
    refreshState();
}

void AtlasView::zoomIn()
{
    (m_walls ? m_walls->front() : *m_wall).zoomIn();
}

void AtlasView::zoomOut()
{
    (m_walls ? m_walls->front() : *m_wall).zoomOut();
}

void AtlasView::fit()
{
    (m_walls ? m_walls->front() : *m_wall).fit();
}

QWidget* AtlasView::keyTarget() const
{
    if (m_pages->currentWidget() == m_state)
        return nullptr;
    return m_walls ? m_walls->keyTarget() : m_pages->currentWidget();
}

void AtlasView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_F && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        findHeads();
        return;
    }
    if (event->matches(QKeySequence::Find)) {
        findToken();
        return;
    }
    if (event->key() == Qt::Key_T && event->modifiers() == Qt::NoModifier && hasWall()) {
        setTableShown(!m_tableShown);
        return;
    }
    View::keyPressEvent(event);
}

// --- what is shown

void AtlasView::refresh()
{
    refreshHeader();
    refreshState();
    refreshRankBar();
    const auto shownEffects = effects();
    m_wall->setRun(shape(), m_model.layers(), shownEffects);
    m_wall->setDimmed(isOldRun(m_model));
    m_wall->setNote(wallNote(m_model));
    if (m_tableShown)
        m_table->setRun(shape(), m_model.layers(), shownEffects);
    rank();
    m_wallSearch->refresh();
}

void AtlasView::refreshRankBar()
{
    const ModelInfo& info = m_model.model();
    const auto shownEffects = effects();
    const bool isDifference = shown() == Comparison::Shown::Difference;
    m_rankBar->setHeadCount(info.nLayers * info.nHeads);
    const QString label = shownEffects
        ? tr("Effect on %1 − %2").arg(m_model.label(shownEffects->target), m_model.label(shownEffects->rival))
        : tr("Effect on target − rival");
    m_rankBar->setEffect(
        label,
        isDifference       ? tr("An effect is of one run: choose A or B.")
            : shownEffects ? QString()
            : m_model.state() == RunModel::State::Running
            ? tr("Effects are known when the last layer has run.")
            : tr("Effects for this pair of tokens have not arrived."));
    if (m_comparison)
        m_rankBar->setComparing(m_comparison->isOn(), m_comparison->wallBlocked(), isDifference);
}

void AtlasView::refreshHeader()
{
    const bool wall = hasWall();
    const bool isDifference = shown() == Comparison::Shown::Difference;
    m_header->setTitle(!wall ? tr("Atlas") : wallTitle(m_comparison));
    m_header->setHookName(wall ? QStringLiteral("blocks.N.attn.hook_pattern") : QString());
    m_header->setLocked(wall && m_selection.isHeadLocked());
    m_header->setBadgeVisible(wall);
    m_header->setOrigin(
        isDifference ? Origin::Derived : Origin::Measured,
        front().state() == RunModel::State::Running
            ? tr("%1 of %2 layers").arg(front().layersArrived()).arg(front().model().nLayers)
            : QString());
    m_header->setStaleRun(isOldRun(front()) ? std::optional(front().result()->run) : std::nullopt);
}

void AtlasView::refreshState()
{
    const bool wall = hasWall();
    m_header->controls()->parentWidget()->setVisible(wall);
    for (QWidget* button : m_pictureButtons)
        button->setVisible(wall && !m_tableShown);
    m_tableButton->setVisible(wall);
    m_tableButton->setChecked(m_tableShown);
    if (!wall || m_tableShown)
        m_search->dismiss();
    if (!wall)
        m_filterBar->dismiss();
    m_filterButton->setVisible(wall);
    if (wall) {
        if (m_walls)
            m_pages->setCurrentWidget(m_walls);
        else
            m_pages->setCurrentWidget(m_tableShown ? static_cast<QWidget*>(m_table) : m_wall);
        return;
    }
    m_state->setMessage(emptyAtlasMessage(m_model, m_opening));
    m_pages->setCurrentWidget(m_state);
}

void AtlasView::rank()
{
    const ModelInfo& info = m_model.model();
    const bool byDifference = m_comparison && m_rankBar->rankBy() == RankBy::Difference;
    if (byDifference)
        m_comparison->wantDifferences();
    HeadRanking ranking = byDifference
        ? rankDifferences(info.nLayers, info.nHeads, m_comparison->differences())
        : rankHeads(m_rankBar->rankBy(), info.nLayers, info.nHeads, m_model.layers(), effects().get());
    ranking.seek(m_filter->sought().heads);
    const int top = m_rankBar->top();
    m_rankBar->setThreshold(thresholdText(ranking, top));
    m_wall->setRanking(ranking, top);
    const auto shownEffects = effects();
    m_table->heads().setRanking(
        ranking, top,
        shownEffects ? tr("effect on %1 − %2")
                           .arg(m_model.label(shownEffects->target), m_model.label(shownEffects->rival))
                     : tr("effect"));
    refreshWalls();
}

void AtlasView::refreshWalls()
{
    if (m_walls)
        m_walls->refresh(options(), m_tableShown);
}

} // namespace headwaters
