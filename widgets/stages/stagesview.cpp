#include "widgets/stages/stagesview.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/progressline.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/textlabel.h"
#include "widgets/common/viewheader.h"
#include "widgets/stages/compositionstrip.h"
#include "widgets/stages/scansettings.h"
#include "widgets/stages/stagecontrols.h"
#include "widgets/stages/stagegridwidget.h"
#include "widgets/stages/stagelegend.h"
#include "widgets/stages/stagesfigure.h"
#include "widgets/stages/stagesmessage.h"
#include "widgets/stages/stagetable.h"
#include "widgets/stages/stagetext.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int narrowTable = 276;
constexpr int wideTable = 460;
constexpr int wide = 1000; ///< from here on the table has its column of types
constexpr int widest = 1200; ///< from here on the evidence stands beside the grid
constexpr int evidenceWidth = 560;
constexpr int leastBoth = 620; ///< narrower, the grid stands alone

} // namespace

StagesView::StagesView(
    const Theme& theme, Selection& selection, const RunModel& run, StagesModel& model, QWidget* parent)
    : View(theme, selection, parent),
      m_run(run),
      m_model(model),
      m_header(new ViewHeader(theme, this)),
      m_controls(new StageControls(theme, model, this)),
      m_note(new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_progress(new ProgressLine(
          theme, tr("Scanning"), tr("Stop the scan (Ctrl+.); what is finished is kept for the next one"),
          this)),
      m_pages(new QStackedWidget(this)),
      m_state(new StatePanel(theme, this)),
      m_body(new QWidget(this)),
      m_picture(new QWidget(m_body)),
      m_grid(new StageGridWidget(theme, selection, model, m_picture)),
      m_composition(new CompositionStrip(theme, model, m_body)),
      m_legend(new StageLegend(theme, model, m_picture)),
      m_list(new QWidget(m_body)),
      m_table(new StageTable(theme, selection, model, m_list)),
      m_count(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, m_list))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    buildPages();
    buildButtons();
    connect(m_state, &StatePanel::primaryClicked, &model, &StagesModel::scan);
    connect(m_state, &StatePanel::secondaryClicked, &model, &StagesModel::dismissProblem);
    connect(m_table, &StageTable::openHead, this, &StagesView::openHead);
    connect(m_table, &StageTable::failed, this, &StagesView::failed);
    for (const auto signal :
         {&StagesModel::stateChanged, &StagesModel::reportChanged, &StagesModel::shownChanged,
          &StagesModel::costChanged, &StagesModel::keptChanged})
        connect(&model, signal, this, &StagesView::refresh);
    connect(&run, &RunModel::modelChanged, this, &StagesView::refresh);
    connect(&selection, &Selection::changed, this, &StagesView::refreshHeader);
    connect(&selection, &Selection::changed, this, &StagesView::wantComposition);
    refresh();
}

void StagesView::buildButtons()
{
    IconButton* settings = m_header->addButton(QStringLiteral("run"), tr("Scan the heads"));
    m_settings = new ScanSettingsMenu(m_model, settings);
    connect(settings, &QToolButton::clicked, this, [this, settings] {
        m_settings->popup(settings->mapToGlobal(QPoint(0, settings->height())));
    });
    m_compositionButton = m_header->addButton(
        QStringLiteral("circuit"), tr("Show what the locked head composes with, by the weights alone"),
        QKeySequence(Qt::Key_C));
    m_compositionButton->setCheckable(true);
    connect(m_compositionButton, &QToolButton::clicked, this, &StagesView::setCompositionShown);
    m_tableButton =
        m_header->addButton(QStringLiteral("table"), tr("Show the table alone"), QKeySequence(Qt::Key_T));
    m_tableButton->setCheckable(true);
    connect(m_tableButton, &QToolButton::clicked, this, &StagesView::setTableShown);
}

void StagesView::buildPages()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    m_header->controls()->addWidget(m_controls, 1);
    auto* noteLine = new QWidget(this);
    auto* noteRow = new QHBoxLayout(noteLine);
    noteRow->setContentsMargins(metrics::pad, 0, metrics::pad, 4);
    noteRow->addWidget(m_note, 1);
    column->addWidget(noteLine);
    m_progress->follow(m_model);
    column->addWidget(m_progress);
    column->addWidget(m_pages, 1);
    m_pages->addWidget(m_state);
    m_pages->addWidget(m_body);

    auto* pictureColumn = new QVBoxLayout(m_picture);
    pictureColumn->setContentsMargins(0, 0, 0, 0);
    pictureColumn->setSpacing(0);
    pictureColumn->addWidget(m_grid, 1);
    auto* listColumn = new QVBoxLayout(m_list);
    listColumn->setContentsMargins(0, 0, 0, 4);
    listColumn->setSpacing(4);
    listColumn->addWidget(m_table, 1);
    listColumn->addWidget(m_count);
    m_twins = new QBoxLayout(QBoxLayout::LeftToRight);
    m_twins->setContentsMargins(metrics::pad, 0, metrics::pad, 0);
    m_twins->setSpacing(metrics::pad);
    m_twins->addWidget(m_picture, 1);
    m_twins->addWidget(m_list);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addLayout(m_twins, 1);
    left->addWidget(m_composition);
    left->addWidget(m_legend);
    m_row = new QHBoxLayout(m_body);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    m_row->addLayout(left, 1);
}

QString StagesView::name() const
{
    return tr("Stages");
}

QString StagesView::iconName() const
{
    return QStringLiteral("stages");
}

QString StagesView::title() const
{
    return m_header->title();
}

QString StagesView::note() const
{
    return m_note->text();
}

std::unique_ptr<Figure> StagesView::figure() const
{
    if (m_pages->currentWidget() != m_body || m_model.isPart())
        return nullptr;
    return std::make_unique<StagesFigure>(m_model.report(), m_model.shown(), m_grid->grid(), title());
}

void StagesView::setTableShown(bool shown)
{
    m_tableShown = shown;
    m_tableButton->setChecked(shown);
    passKeysOn([this] { placeTable(); });
}

QWidget* StagesView::keyTarget() const
{
    if (m_pages->currentWidget() == m_state)
        return nullptr;
    return m_tableShown ? static_cast<QWidget*>(m_table) : m_grid;
}

void StagesView::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (isPlain && event->key() == Qt::Key_T && m_pages->currentWidget() == m_body)
        return setTableShown(!m_tableShown);
    if (isPlain && event->key() == Qt::Key_C && m_pages->currentWidget() == m_body)
        return setCompositionShown(!m_model.shown().composition);
    View::keyPressEvent(event);
}

void StagesView::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    placeTable();
    if ((event->oldSize().width() >= widest) != hasRoomForEvidence())
        Q_EMIT roomChanged();
}

bool StagesView::hasRoomForEvidence() const
{
    return width() >= widest;
}

void StagesView::setEvidence(QWidget* evidence)
{
    if (evidence == m_evidence)
        return;
    if (m_evidence)
        m_row->removeWidget(m_evidence);
    m_evidence = evidence;
    if (m_evidence) {
        m_row->addWidget(m_evidence);
        m_evidence->setFixedWidth(evidenceWidth);
        m_evidence->show();
    }
    placeTable();
}

void StagesView::placeTable()
{
    m_picture->setVisible(!m_tableShown);
    m_composition->setVisible(!m_tableShown && m_model.shown().composition);
    m_legend->setVisible(!m_tableShown);
    m_list->setVisible(m_tableShown || width() >= leastBoth);
    const bool isBelow = m_evidence != nullptr;
    m_twins->setDirection(isBelow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_twins->setStretch(0, isBelow ? 2 : 1);
    m_twins->setStretch(1, isBelow ? 1 : 0);
    const int tableWidth = width() >= wide ? wideTable : narrowTable;
    const bool isFree = m_tableShown || isBelow;
    m_list->setMinimumWidth(isFree ? 0 : tableWidth);
    m_list->setMaximumWidth(isFree ? QWIDGETSIZE_MAX : tableWidth);
}

void StagesView::refresh()
{
    const auto message = stagesMessage(m_model, m_run.model().nLayers > 0);
    passKeysOn([&] {
        if (message)
            m_state->setMessage(*message);
        m_pages->setCurrentWidget(message ? static_cast<QWidget*>(m_state) : m_body);
    });
    m_tableButton->setVisible(!message);
    m_compositionButton->setVisible(!message);
    m_compositionButton->setChecked(m_model.shown().composition);
    m_composition->setVisible(!m_tableShown && m_model.shown().composition);
    m_controls->parentWidget()->setVisible(m_model.report() != nullptr);
    m_note->setText(stagesNote(m_model));
    m_note->parentWidget()->setVisible(!m_note->text().isEmpty());
    if (m_model.report())
        m_count->setText(
            tr("%1 of %2 heads").arg(listedHeads(m_model).size()).arg(m_model.report()->heads.size()));
    refreshHeader();
    wantComposition();
}

void StagesView::setCompositionShown(bool shown)
{
    StagesShown changed = m_model.shown();
    changed.composition = shown;
    m_model.setShown(changed);
}

void StagesView::wantComposition()
{
    const bool isSeen = isVisible() && m_model.shown().composition && m_pages->currentWidget() == m_body;
    m_model.wantComposition(isSeen ? m_selection.locked().head : std::nullopt);
}

void StagesView::showEvent(QShowEvent* event)
{
    View::showEvent(event);
    wantComposition();
}

void StagesView::refreshHeader()
{
    const bool isShown = m_pages->currentWidget() == m_body;
    m_header->setTitle(isShown ? stagesTitle(m_model.shown(), m_model.kept()) : tr("Stages"));
    m_header->setLocked(isShown && m_selection.isHeadLocked());
    m_header->setBadgeVisible(isShown);
    const bool isScore = m_model.shown().mode == StagesShown::Mode::RawScore;
    m_header->setOrigin(isScore ? Origin::Measured : Origin::Derived);
}

} // namespace headwaters
