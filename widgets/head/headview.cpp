#include "widgets/head/headview.h"

#include "widgets/common/iconbutton.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/viewheader.h"
#include "widgets/compare/comparerow.h"
#include "widgets/head/directionmodel.h"
#include "widgets/head/directionpanels.h"
#include "widgets/head/headcontrols.h"
#include "widgets/head/headmap.h"
#include "widgets/head/headmessage.h"
#include "widgets/head/headpane.h"
#include "widgets/head/headpanes.h"
#include "widgets/head/headpicture.h"
#include "widgets/head/pairtable.h"
#include "widgets/head/veil.h"
#include "widgets/theme/metrics.h"

#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

constexpr int panelsBeside = 1100; // from this width on the directions stand at the right of the map
constexpr int panelsWidth = 420;

} // namespace

HeadView::HeadView(const Theme& theme, Selection& selection, RunModel& model, QWidget* parent)
    : View(theme, selection, parent),
      m_a(std::make_unique<HeadSide>(model, selection)),
      m_header(new ViewHeader(theme, this)),
      m_previous(
          m_header->addButton(QStringLiteral("previous"), tr("Previous head"), QKeySequence(Qt::Key_Left))),
      m_next(m_header->addButton(QStringLiteral("next"), tr("Next head"), QKeySequence(Qt::Key_Right))),
      m_table(m_header->addButton(QStringLiteral("table"), tr("Show the numbers as a table"))),
      m_controls(new HeadControls(theme, *m_header, this)),
      m_split(new QSplitter(Qt::Vertical, this)),
      m_stack(new QStackedWidget(m_split)),
      m_state(new StatePanel(theme, m_stack)),
      m_picture(new HeadPicture(theme, m_stack)),
      m_pairs(new PairTable(m_stack)),
      m_veil(new Veil(theme, m_stack))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_controls);
    column->addWidget(m_split, 1);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    for (QWidget* page : std::initializer_list<QWidget*>{m_state, m_picture, m_pairs})
        m_stack->addWidget(page);

    connect(m_previous, &IconButton::clicked, this, [this] { front().stepHead(-1); });
    connect(m_next, &IconButton::clicked, this, [this] { front().stepHead(1); });
    connect(m_controls, &HeadControls::quantityChosen, this, &HeadView::setQuantity);
    connect(m_controls, &HeadControls::sinkModeChosen, this, &HeadView::setSinkMode);
    connect(m_controls, &HeadControls::aggregationChosen, this, &HeadView::setAggregation);
    m_table->setCheckable(true);
    connect(m_table, &IconButton::toggled, this, &HeadView::setTableShown);
    connect(m_state, &StatePanel::primaryClicked, this, [this] { front().selection().lockHead({}); });

    const auto hover = [this](std::optional<int> query, std::optional<int> key) {
        front().selection().hoverPair(query, key);
    };
    connect(m_picture, &HeadPicture::hovered, this, hover);
    connect(m_picture, &HeadPicture::clicked, this, [this](int query, int key) {
        front().selection().togglePair(query, key);
    });
    connect(m_picture, &HeadPicture::stepped, this, [this](int dQuery, int dKey) {
        front().selection().stepPair(dQuery, dKey);
    });
    connect(m_picture, &HeadPicture::sinkToggled, this, &HeadView::toggleSink);
    connect(m_pairs, &PairTable::pairChosen, this, [this](int query, int key) {
        SelectionState state = front().selection().locked();
        state.destination = query;
        state.source = key;
        front().selection().lock(state);
    });

    listen(*m_a);
    refresh();
}

void HeadView::listen(const HeadSide& side)
{
    connect(&side.selection(), &Selection::changed, this, &HeadView::followSelection);
    connect(&side.model(), &RunModel::modelChanged, this, &HeadView::runChanged);
    connect(&side.model(), &RunModel::runChanged, this, &HeadView::runChanged);
    connect(&side.model(), &RunModel::layerArrived, this, &HeadView::showState);
    connect(&side.model(), &RunModel::detailChanged, this, &HeadView::refresh);
    connect(&side.model(), &RunModel::aggregateChanged, this, &HeadView::refresh);
    connect(&side.model(), &RunModel::effectsChanged, this, &HeadView::refresh);
}

void HeadView::setComparison(Comparison& comparison)
{
    m_comparison = &comparison;
    m_b = std::make_unique<HeadSide>(comparison.b(), comparison.selectionB());
    m_compareRow = new CompareRow(m_theme, comparison, CompareRow::Scope::Map, this);
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, m_compareRow);
    m_panes = new HeadPanes(m_theme, *m_a, *m_b, m_stack);
    m_stack->addWidget(m_panes);
    connect(m_panes, &HeadPanes::sinkToggled, this, &HeadView::toggleSink);
    m_veil->raise();
    listen(*m_b);
    connect(&comparison, &Comparison::changed, this, [this] { passKeysOn([this] { refresh(); }); });
    connect(&comparison, &Comparison::linkChanged, this, &HeadView::refresh);
    refresh();
}

void HeadView::setDirections(DirectionModel& directions)
{
    m_directions = &directions;
    m_panels = new DirectionPanels(m_theme, directions, m_a->model(), m_a->selection(), m_split);
    m_split->setCollapsible(1, true);
    m_panels->hide();
    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_isSplitByHand = true; });
    connect(&directions, &DirectionModel::partialChanged, this, &HeadView::refresh);
    refresh();
}

void HeadView::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    shareSplit();
}

void HeadView::shareSplit()
{
    if (!m_panels)
        return;
    const bool isWide = width() >= panelsBeside;
    const Qt::Orientation orientation = isWide ? Qt::Horizontal : Qt::Vertical;
    if (m_split->orientation() == orientation && m_isSplitByHand)
        return;
    m_isSplitByHand = false;
    m_split->setOrientation(orientation);
    const int panels = isWide ? panelsWidth : DirectionPanels::wideHeight;
    const int all = isWide ? m_split->width() : m_split->height();
    m_split->setSizes({std::max(all - panels, 1), panels});
}

HeadSide& HeadView::front() const
{
    return shown() == Shown::B ? *m_b : *m_a;
}

QString HeadView::name() const
{
    return tr("Head");
}

QString HeadView::iconName() const
{
    return QStringLiteral("head");
}

QString HeadView::title() const
{
    return m_header->title();
}

void HeadView::setQuantity(Quantity quantity)
{
    if (quantity == m_choice.quantity)
        return;
    m_choice.quantity = quantity;
    m_controls->setQuantity(quantity);
    refresh();
}

void HeadView::setAggregation(Aggregation aggregation)
{
    if (aggregation == m_choice.aggregation)
        return;
    m_choice.aggregation = aggregation;
    m_controls->setAggregation(aggregation);
    refresh();
}

void HeadView::setSinkMode(SinkMode mode)
{
    if (mode == m_choice.sinkMode)
        return;
    m_choice.sinkMode = mode;
    m_controls->setSinkMode(mode);
    refresh();
}

void HeadView::toggleSink(int position)
{
    if (shown() != Shown::B)
        m_a->toggleSink(position);
    if (shown() != Shown::A)
        m_b->toggleSink(position);
    refresh();
}

void HeadView::setTableShown(bool shown)
{
    m_tableShown = shown;
    m_table->setChecked(shown);
    if (m_panels)
        m_panels->setTableShown(shown);
    const bool hadFocus = m_stack->isAncestorOf(focusWidget()) || hasFocus();
    showContent();
    followSelection();
    if (hadFocus)
        setFocus();
}

void HeadView::showEvent(QShowEvent* event)
{
    View::showEvent(event);
    if (m_isOutdated)
        refresh();
}

void HeadView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), m_theme.colours().panel);
}

QWidget* HeadView::keyTarget() const
{
    if (m_stack->currentWidget() == m_state)
        return nullptr;
    if (m_stack->currentWidget() == m_panes)
        return m_tableShown ? static_cast<QWidget*>(m_panes->a().table()) : m_panes->a().map();
    return m_tableShown ? static_cast<QWidget*>(m_pairs) : m_picture->map();
}

void HeadView::zoomIn()
{
    forMaps(&HeadMap::zoomIn);
}

void HeadView::zoomOut()
{
    forMaps(&HeadMap::zoomOut);
}

void HeadView::fit()
{
    forMaps(&HeadMap::resetWindow);
}

void HeadView::forMaps(void (HeadMap::*what)())
{
    if (m_stack->currentWidget() == m_panes)
        m_panes->forMaps(what);
    else
        (m_picture->map()->*what)();
}

void HeadView::runChanged()
{
    m_a->followRun();
    if (m_b)
        m_b->followRun();
    refresh();
}

std::shared_ptr<const HeadContent> HeadView::pictured() const
{
    if (shown() == Shown::SideBySide)
        return nullptr;
    if (shown() == Shown::B && missingSideMessage(*m_b, *m_a, m_choice))
        return nullptr;
    if (shown() != Shown::Difference)
        return front().content();
    const auto a = m_a->content();
    const auto b = m_b->content();
    if (!m_comparison->mapBlocked().isEmpty() || !a || !b)
        return nullptr;
    // What has arrived of the two sides must answer the same question.
    const bool isPair = m_a->run() == m_a->model().result() && m_b->run() == m_b->model().result()
        && !m_a->isOther(m_choice) && !m_b->isOther(m_choice)
        && (!m_comparison->isHeadLinked() || a->map.head == b->map.head);
    return isPair ? std::make_shared<HeadContent>(HeadContent::difference(*a, *b)) : m_difference;
}

void HeadView::refresh()
{
    if (const auto effects = front().model().effects())
        m_controls->setEffect(front().model().label(effects->target), front().model().label(effects->rival));
    m_isOutdated = !isVisible();
    if (m_isOutdated)
        return;
    m_choice.partial = m_directions ? m_directions->partial() : nullptr;
    for (HeadSide* side : {m_a.get(), m_b.get()}) {
        if (!side)
            continue;
        side->askForAggregate(m_choice);
        (void)side->take(m_choice);
    }
    m_content = pictured();
    m_difference = shown() == Shown::Difference ? m_content : nullptr;
    if (m_content) {
        m_picture->setContent(m_content);
        m_tableFilled = false;
    }
    showContent();
    followSelection();
}

void HeadView::followSelection()
{
    const Selection& selection = front().selection();
    const HeadIndex head = front().shownHead();
    const int index = head.layer * selection.nHeads() + head.head;
    m_previous->setEnabled(selection.nHeads() > 0 && index > 0);
    m_next->setEnabled(index + 1 < selection.nLayers() * selection.nHeads());
    if (isVisible() && isOfLayer(m_choice.aggregation)) {
        for (HeadSide* side : {m_a.get(), m_b.get()}) {
            if (side)
                side->askForAggregate(m_choice);
        }
    }
    if (shown() == Shown::SideBySide) {
        showState();
        return;
    }
    if (!m_content) {
        showState();
        return;
    }
    const SelectedPair at = selectedPair(selection, m_content.get());
    m_header->setLocked(
        selection.isHeadLocked() && m_content->map.aggregation == Aggregation::OneHead
        && m_content->map.head == selection.locked().head);
    m_picture->setShown(at.query, at.key, at.isLocked);
    if (m_tableShown)
        m_pairs->setShown(at.query, at.key);
}

} // namespace headwaters
