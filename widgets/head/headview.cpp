#include "widgets/head/headview.h"

#include "widgets/common/iconbutton.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/viewheader.h"
#include "widgets/head/headcontrols.h"
#include "widgets/head/headfigure.h"
#include "widgets/head/headmap.h"
#include "widgets/head/headpicture.h"
#include "widgets/head/pairtable.h"
#include "widgets/head/veil.h"

#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

bool isOfLayer(Aggregation aggregation)
{
    return aggregation == Aggregation::LayerMean || aggregation == Aggregation::LayerMax;
}

} // namespace

HeadView::HeadView(const Theme& theme, Selection& selection, RunModel& model, QWidget* parent)
    : View(theme, selection, parent),
      m_model(model),
      m_header(new ViewHeader(theme, this)),
      m_previous(
          m_header->addButton(QStringLiteral("previous"), tr("Previous head"), QKeySequence(Qt::Key_Left))),
      m_next(m_header->addButton(QStringLiteral("next"), tr("Next head"), QKeySequence(Qt::Key_Right))),
      m_table(m_header->addButton(QStringLiteral("table"), tr("Show the numbers as a table"))),
      m_controls(new HeadControls(theme, *m_header, this)),
      m_stack(new QStackedWidget(this)),
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
    column->addWidget(m_stack, 1);
    for (QWidget* page : std::initializer_list<QWidget*>{m_state, m_picture, m_pairs})
        m_stack->addWidget(page);

    connect(m_previous, &IconButton::clicked, this, [this] { stepHead(-1); });
    connect(m_next, &IconButton::clicked, this, [this] { stepHead(1); });
    connect(m_controls, &HeadControls::quantityChosen, this, &HeadView::setQuantity);
    connect(m_controls, &HeadControls::sinkModeChosen, this, &HeadView::setSinkMode);
    connect(m_controls, &HeadControls::aggregationChosen, this, &HeadView::setAggregation);
    m_table->setCheckable(true);
    connect(m_table, &IconButton::toggled, this, &HeadView::setTableShown);
    connect(m_state, &StatePanel::primaryClicked, this, [this] {
        m_selection.lock({HeadIndex{}, m_selection.locked().destination, m_selection.locked().source});
    });

    const auto hover = [this](std::optional<int> query, std::optional<int> key) {
        m_selection.hoverPair(query, key);
    };
    connect(m_picture, &HeadPicture::hovered, this, hover);
    connect(m_picture, &HeadPicture::clicked, &m_selection, &Selection::togglePair);
    connect(m_picture, &HeadPicture::stepped, &m_selection, &Selection::stepPair);
    connect(m_picture, &HeadPicture::sinkToggled, this, &HeadView::toggleSink);
    connect(m_pairs, &PairTable::pairChosen, this, [this](int query, int key) {
        m_selection.lock({m_selection.locked().head, query, key});
    });

    connect(&m_selection, &Selection::changed, this, &HeadView::followSelection);
    connect(&m_model, &RunModel::modelChanged, this, &HeadView::runChanged);
    connect(&m_model, &RunModel::runChanged, this, &HeadView::runChanged);
    connect(&m_model, &RunModel::layerArrived, this, &HeadView::showState);
    connect(&m_model, &RunModel::detailChanged, this, &HeadView::refresh);
    connect(&m_model, &RunModel::aggregateChanged, this, &HeadView::refresh);
    connect(&m_model, &RunModel::effectsChanged, this, &HeadView::refresh);
    refresh();
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
    if (quantity == m_quantity)
        return;
    m_quantity = quantity;
    m_controls->setQuantity(quantity);
    refresh();
}

void HeadView::setAggregation(Aggregation aggregation)
{
    if (aggregation == m_aggregation)
        return;
    m_aggregation = aggregation;
    m_controls->setAggregation(aggregation);
    refresh();
}

void HeadView::setSinkMode(SinkMode mode)
{
    if (mode == m_sinkMode)
        return;
    m_sinkMode = mode;
    m_controls->setSinkMode(mode);
    refresh();
}

void HeadView::toggleSink(int position)
{
    if (!m_toggledSinks.erase(position))
        m_toggledSinks.insert(position);
    refresh();
}

void HeadView::setTableShown(bool shown)
{
    m_tableShown = shown;
    m_table->setChecked(shown);
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
    return m_tableShown ? static_cast<QWidget*>(m_pairs) : m_picture->map();
}

HeadIndex HeadView::shownHead() const
{
    if (const auto head = m_selection.shown().head)
        return *head;
    return m_model.detail() ? m_model.detail()->head : HeadIndex{};
}

void HeadView::zoomIn()
{
    m_picture->map()->zoomIn();
}

void HeadView::zoomOut()
{
    m_picture->map()->zoomOut();
}

void HeadView::fit()
{
    m_picture->map()->resetWindow();
}

void HeadView::stepHead(int by)
{
    const int nHeads = m_selection.nHeads();
    const int count = m_selection.nLayers() * nHeads;
    if (count == 0)
        return;
    const HeadIndex from = shownHead();
    const int index = std::clamp(from.layer * nHeads + from.head + by, 0, count - 1);
    m_selection.lock(
        {HeadIndex{index / nHeads, index % nHeads}, m_selection.locked().destination,
         m_selection.locked().source});
}

std::optional<HeadSource> HeadView::source() const
{
    const auto run = m_model.result();
    if (!run)
        return std::nullopt;
    if (m_aggregation == Aggregation::OneHead) {
        const auto detail = m_model.detail();
        if (!detail || detail->run != run->run)
            return std::nullopt;
        return HeadSource::of(
            *run, *detail, m_quantity, m_model.label(detail->target), m_model.label(detail->rival));
    }
    const auto map = m_model.aggregate();
    const bool fits = map && map != m_outdated && map->quantity == m_quantity
        && map->aggregation == m_aggregation
        && (!isOfLayer(m_aggregation) || map->head.layer == m_asked.layer);
    if (!fits)
        return std::nullopt;
    if (m_quantity != Quantity::Effect)
        return HeadSource::of(*run, *map, {}, {});
    return HeadSource::of(*run, *map, m_model.label(m_asked.target), m_model.label(m_asked.rival));
}

SinkSettings HeadView::sinks(const HeadSource& source) const
{
    const std::vector<int> byDefault = defaultSinks(source);
    std::set<int> positions(byDefault.begin(), byDefault.end());
    for (const int position : m_toggledSinks) {
        if (position < source.map.size && !positions.erase(position))
            positions.insert(position);
    }
    return {m_sinkMode, {positions.begin(), positions.end()}};
}

void HeadView::askForAggregate()
{
    const auto run = m_model.result();
    if (m_aggregation == Aggregation::OneHead || !run)
        return;
    const HeadIndex head = shownHead();
    Asked asked{m_quantity, m_aggregation, isOfLayer(m_aggregation) ? head.layer : -1, run->run, -1, -1};
    const auto effects = m_model.effects();
    if (m_quantity == Quantity::Effect) {
        if (!effects)
            return;
        asked.target = effects->target;
        asked.rival = effects->rival;
    }
    if (asked == m_asked)
        return;
    m_asked = asked;
    m_outdated = m_model.aggregate();
    m_model.wantAggregate(m_quantity, m_aggregation, head);
}

void HeadView::runChanged()
{
    if (!m_model.result() || m_contentRun != m_model.result()) {
        m_toggledSinks.clear();
        m_asked = {};
    }
    if (!m_model.result()) {
        m_content.reset();
        m_contentRun.reset();
    }
    refresh();
}

void HeadView::refresh()
{
    if (const auto effects = m_model.effects())
        m_controls->setEffect(m_model.label(effects->target), m_model.label(effects->rival));
    m_isOutdated = !isVisible();
    if (m_isOutdated)
        return;
    askForAggregate();
    if (auto from = source()) {
        SinkSettings settings = sinks(*from);
        m_content = std::make_shared<HeadContent>(HeadContent::of(std::move(*from), std::move(settings)));
        m_contentRun = m_model.result();
        m_picture->setContent(m_content);
        m_contentDetail = m_aggregation == Aggregation::OneHead ? m_model.detail() : nullptr;
        m_tableFilled = false;
    }
    showContent();
    followSelection();
}

void HeadView::showContent()
{
    const bool shown = m_content != nullptr;
    if (shown && m_tableShown && !m_tableFilled) {
        m_pairs->setContent(m_content, m_contentDetail);
        m_tableFilled = true;
    }
    m_controls->setControlsVisible(shown);
    m_header->setBadgeVisible(shown);
    if (!shown) {
        showState();
        m_veil->hide();
        return;
    }
    m_stack->setCurrentWidget(m_tableShown ? static_cast<QWidget*>(m_pairs) : m_picture);
    const AttentionMap& map = m_content->map;
    m_header->setTitle(m_content->title());
    m_header->setHookName(hookName(map));
    const bool isRead = map.aggregation == Aggregation::OneHead
        && (map.quantity == Quantity::Pattern || map.quantity == Quantity::Score)
        && m_content->sinks.mode != SinkMode::Renormalise;
    m_header->setOrigin(isRead ? Origin::Measured : Origin::Derived);
    m_controls->setNote(m_content->sinkText());

    // Dimmed: of an older run, or of another map than the controls ask for.
    const bool isOld = m_model.state() != RunModel::State::Ready || m_contentRun != m_model.result();
    const bool isOther = map.quantity != m_quantity || map.aggregation != m_aggregation;
    m_header->setStaleRun(isOld ? std::optional(m_contentRun->run) : std::nullopt);
    m_veil->setVisible(isOld || isOther);
    m_veil->raise();
}

void HeadView::showState()
{
    if (m_content)
        return;
    StateMessage message{
        QStringLiteral("head"), tr("No run yet"),
        tr("Type a prompt and run it: each head then shows where every token looks.")};
    const RunModel::State state = m_model.state();
    if (state == RunModel::State::Running) {
        message.title = tr("Running");
        message.text = tr("%1 of %2 layers are done. The map follows with the last one.")
                           .arg(m_model.layersArrived())
                           .arg(m_model.model().nLayers);
    } else if (state == RunModel::State::Failed && !m_model.result()) {
        message = {QStringLiteral("error"), tr("The run failed"), m_model.problem().summary};
        message.details =
            m_model.problem().detail.isEmpty() ? m_model.problem().summary : m_model.problem().detail;
    } else if (m_model.result() && m_aggregation == Aggregation::OneHead && !m_selection.shown().head) {
        message.title = tr("No head chosen");
        message.text = tr("Click a head in the Atlas, or step with the arrow keys.");
        message.primary = tr("Show head 0.0");
    } else if (m_model.result()) {
        message.title = tr("Reading the head");
        message.text = tr("Its map is being computed.");
    }
    m_header->setTitle(tr("Head"));
    m_header->setLocked(false);
    m_state->setMessage(message);
    m_stack->setCurrentWidget(m_state);
}

void HeadView::followSelection()
{
    const SelectionState shown = m_selection.shown();
    const HeadIndex head = shownHead();
    const int index = head.layer * m_selection.nHeads() + head.head;
    m_previous->setEnabled(m_selection.nHeads() > 0 && index > 0);
    m_next->setEnabled(index + 1 < m_selection.nLayers() * m_selection.nHeads());
    if (!m_content) {
        showState();
        return;
    }
    if (isVisible() && isOfLayer(m_aggregation))
        askForAggregate();
    const auto inside = [this](std::optional<int> position) {
        return position && *position < m_content->size() ? position : std::nullopt;
    };
    const auto query = inside(shown.destination);
    const auto key = inside(shown.source);
    const SelectionState& locked = m_selection.locked();
    const bool pairLocked = m_selection.isPairLocked() && locked.destination == query && locked.source == key;
    m_header->setLocked(
        m_selection.isHeadLocked() && m_content->map.aggregation == Aggregation::OneHead
        && m_content->map.head == locked.head);
    m_picture->setShown(query, key, pairLocked);
    if (m_tableShown)
        m_pairs->setShown(query, key);
}

std::unique_ptr<Figure> HeadView::figure() const
{
    std::optional<HeadSource> from = source();
    std::shared_ptr<const RunResult> run = m_model.result();
    if (!m_isOutdated && m_content) {
        from = m_content->source;
        run = m_contentRun;
    }
    if (!from || !run)
        return nullptr;
    HeadFigureOptions options;
    options.sinks = sinks(*from);
    options.lines = true;
    options.lineShare = m_picture->lineShare();
    return std::make_unique<HeadFigure>(
        m_model.model(), std::move(run), std::move(*from), std::move(options));
}

} // namespace headwaters
