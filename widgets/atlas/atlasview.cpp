#include "widgets/atlas/atlasview.h"

#include "widgets/atlas/headtable.h"
#include "widgets/atlas/rankbar.h"
#include "widgets/atlas/searchbar.h"
#include "widgets/atlas/wallsearch.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/viewheader.h"

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
      m_pages(new QStackedWidget(this)),
      m_wall(new WallWidget(theme, selection, this)),
      m_table(new HeadTable(selection, this)),
      m_state(new StatePanel(theme, this)),
      m_wallSearch(new WallSearch(*m_search, *m_wall, selection, model))
{
    m_wallSearch->setParent(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
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
    button(QStringLiteral("zoom-out"), tr("Zoom out"), QKeySequence(Qt::Key_Minus), &AtlasView::zoomOut);
    button(QStringLiteral("zoom-in"), tr("Zoom in"), QKeySequence(Qt::Key_Plus), &AtlasView::zoomIn);
    button(QStringLiteral("fit"), tr("Fit to the window"), QKeySequence(Qt::Key_0), &AtlasView::fit);
    m_tableButton =
        m_header->addButton(QStringLiteral("table"), tr("Show as a table"), QKeySequence(Qt::Key_T));
    m_tableButton->setCheckable(true);
    connect(m_tableButton, &QToolButton::clicked, this, &AtlasView::setTableShown);

    connect(m_rankBar, &RankBar::changed, this, &AtlasView::rank);
    connect(m_search, &SearchBar::closed, m_wall, [this] { m_wall->setFocus(); });
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

bool AtlasView::isOld() const
{
    return m_model.result()
        && (m_model.state() == RunModel::State::Stale || m_model.state() == RunModel::State::Failed);
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
    AtlasOptions options;
    options.rankBy = m_rankBar->rankBy();
    options.top = m_rankBar->top();
    options.search = m_wallSearch->token();
    options.locked = m_selection.locked().head;
    const auto shownEffects = effects();
    if (shownEffects) {
        options.target = m_model.label(shownEffects->target);
        options.rival = m_model.label(shownEffects->rival);
    }
    return std::make_unique<AtlasFigure>(m_model.model(), result, shownEffects, options);
}

void AtlasView::setTableShown(bool shown)
{
    m_tableShown = shown;
    if (shown)
        m_table->setRun(shape(), m_model.layers(), effects());
    refreshState();
    if (m_pages->currentWidget() != m_state)
        m_pages->currentWidget()->setFocus();
}

void AtlasView::findToken()
{
    if (m_pages->currentWidget() == m_wall)
        m_search->open();
}

void AtlasView::setOpening(bool opening)
{
    m_opening = opening;
    refreshState();
}

void AtlasView::zoomIn()
{
    m_wall->zoomIn();
}

void AtlasView::zoomOut()
{
    m_wall->zoomOut();
}

void AtlasView::fit()
{
    m_wall->fit();
}

QWidget* AtlasView::keyTarget() const
{
    return m_pages->currentWidget() == m_state ? nullptr : m_pages->currentWidget();
}

void AtlasView::keyPressEvent(QKeyEvent* event)
{
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
    const ModelInfo& info = m_model.model();
    const auto shownEffects = effects();
    m_rankBar->setHeadCount(info.nLayers * info.nHeads);
    if (shownEffects)
        m_rankBar->setEffect(
            tr("Effect on %1 − %2")
                .arg(m_model.label(shownEffects->target), m_model.label(shownEffects->rival)),
            {});
    else
        m_rankBar->setEffect(
            tr("Effect on target − rival"),
            m_model.state() == RunModel::State::Running
                ? tr("Effects are known when the last layer has run.")
                : tr("Effects for this pair of tokens have not arrived."));
    m_wall->setRun(shape(), m_model.layers(), shownEffects);
    m_wall->setDimmed(isOld());
    m_wall->setNote(note());
    if (m_tableShown)
        m_table->setRun(shape(), m_model.layers(), shownEffects);
    rank();
    m_wallSearch->refresh();
}

void AtlasView::refreshHeader()
{
    const bool wall = hasWall();
    m_header->setTitle(wall ? tr("Atlas · attention · after softmax") : tr("Atlas"));
    m_header->setHookName(wall ? QStringLiteral("blocks.N.attn.hook_pattern") : QString());
    m_header->setLocked(wall && m_selection.isHeadLocked());
    m_header->setBadgeVisible(wall);
    m_header->setOrigin(
        Origin::Measured,
        m_model.state() == RunModel::State::Running
            ? tr("%1 of %2 layers").arg(m_model.layersArrived()).arg(m_model.model().nLayers)
            : QString());
    m_header->setStaleRun(isOld() ? std::optional(m_model.result()->run) : std::nullopt);
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
    if (wall) {
        m_pages->setCurrentWidget(m_tableShown ? static_cast<QWidget*>(m_table) : m_wall);
        return;
    }
    m_state->setMessage(emptyMessage());
    m_pages->setCurrentWidget(m_state);
}

StateMessage AtlasView::emptyMessage() const
{
    if (m_model.state() == RunModel::State::Failed)
        return {
            QStringLiteral("error"),
            tr("The run was not finished"),
            m_model.problem().summary,
            tr("Run the example"),
            QStringLiteral("run"),
            tr("Open model…"),
            m_model.problem().summary + u'\n' + m_model.problem().detail};
    if (m_opening)
        return {
            QStringLiteral("atlas"), tr("Opening the model"), tr("The prompt runs as soon as it is open.")};
    if (!hasModel())
        return {
            QStringLiteral("open-folder"), tr("No model is open"),
            tr("Choose one that is on this computer, or drop a GGUF file or a Hugging Face folder here."),
            tr("Open model…")};
    return {
        QStringLiteral("atlas"),
        tr("No run yet"),
        tr("Type a prompt or pick a task in the Prompt panel. The wall fills with one picture per head."),
        tr("Run the example"),
        QStringLiteral("run"),
        tr("Open model…")};
}

void AtlasView::rank()
{
    const ModelInfo& info = m_model.model();
    const HeadRanking ranking =
        rankHeads(m_rankBar->rankBy(), info.nLayers, info.nHeads, m_model.layers(), effects().get());
    const int top = m_rankBar->top();
    m_rankBar->setThreshold(thresholdText(ranking, top));
    m_wall->setRanking(ranking, top);
    const auto shownEffects = effects();
    m_table->heads().setRanking(
        ranking, top,
        shownEffects ? tr("effect on %1 − %2")
                           .arg(m_model.label(shownEffects->target), m_model.label(shownEffects->rival))
                     : tr("effect"));
}

WallShape AtlasView::shape() const
{
    const ModelInfo& info = m_model.model();
    return {info.nLayers, info.nHeads, {info.nHeads, info.nKeyValueHeads}};
}

QString AtlasView::note() const
{
    const int arrived = m_model.layersArrived();
    switch (m_model.state()) {
    case RunModel::State::Running:
        if (arrived == m_model.model().nLayers)
            return tr("All layers are final.");
        if (arrived == 0)
            return tr("Running layer 0.");
        return arrived == 1 ? tr("Running layer 1. Layer 0 is final.")
                            : tr("Running layer %1. Layers 0 to %2 are final.").arg(arrived).arg(arrived - 1);
    case RunModel::State::Stale:
        return tr("The prompt has changed: this is the wall of run %1.").arg(m_model.result()->run);
    case RunModel::State::Failed:
        return m_model.result()
            ? tr("The last run failed: this is the wall of run %1.").arg(m_model.result()->run)
            : QString();
    default:
        return {};
    }
}

} // namespace headwaters
