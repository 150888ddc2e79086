#include "widgets/lens/lensview.h"

#include "widgets/common/dimmedarea.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/viewheader.h"
#include "widgets/lens/attributionview.h"
#include "widgets/lens/lensfigure.h"
#include "widgets/lens/lensmessage.h"
#include "widgets/lens/lensscale.h"
#include "widgets/lens/lenstableview.h"
#include "widgets/lens/lenstwin.h"
#include "widgets/lens/rankwatchview.h"
#include "widgets/lens/watchedwords.h"
#include "widgets/theme/metrics.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int headingRow = 30;
constexpr int noteRow = 20;
constexpr int lowestPanels = 232;
constexpr int highestPanels = 560;
constexpr int widestColumn = 640;

/// Tab stops of the split: parts, tokens of all heads, tokens of one.
enum Split { PartsSplit, TokensSplit, HeadSplit };

} // namespace

LensView::LensView(
    const Theme& theme, Selection& selection, const RunModel& run, LensModel& model, QWidget* parent)
    : View(theme, selection, parent),
      m_run(run),
      m_model(model),
      m_header(new ViewHeader(theme, this)),
      m_quantities(new SegmentedControl(theme, tr("What cells say"), this)),
      m_middles(new QCheckBox(tr("inside layers"), this)),
      m_scale(new LensScale(theme, this)),
      m_pages(new QStackedWidget(this)),
      m_state(new StatePanel(theme, this)),
      m_body(new DimmedArea(theme, this)),
      m_table(new LensTableView(theme, m_body)),
      m_line(new QWidget(m_body)),
      m_note(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, m_body)),
      m_watchTitle(new ElidedLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::text, m_body)),
      m_words(new WatchedWords(theme, model, run, m_body)),
      m_watch(new RankWatchView(theme, m_body)),
      m_attributionTitle(new ElidedLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::text, m_body)),
      m_splits(new SegmentedControl(theme, tr("What the difference is split into"), m_body)),
      m_attribution(new AttributionView(theme, selection, m_body)),
      m_twin(new LensTwin(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    buildControls();
    buildBody();
    connect(&model, &LensModel::changed, this, &LensView::refresh);
    connect(&model, &LensModel::shareChanged, this, &LensView::refreshShare);
    connect(&run, &RunModel::runChanged, this, &LensView::refresh);
    connect(&run, &RunModel::modelChanged, this, &LensView::refresh);
    // What is hovered changes nothing here but marks, which the parts draw themselves.
    connect(&selection, &Selection::changed, this, [this] {
        if (m_selection.locked() != m_locked)
            refresh();
    });
    refresh();
}

void LensView::buildControls()
{
    m_header->setHookName(QStringLiteral("blocks.N.hook_resid_pre"));
    m_tableButton = m_header->addButton(QStringLiteral("table"), tr("Show as a table"), Qt::Key_T);
    m_tableButton->setCheckable(true);
    connect(m_tableButton, &QToolButton::clicked, this, &LensView::setTableShown);
    m_quantities->addSegment(tr("Top token"), tr("The likeliest token, and how likely it is"));
    m_quantities->addSegment(tr("Rank"));
    m_quantities->addSegment(tr("Difference"));
    connect(m_quantities, &SegmentedControl::chosen, this, [this](int index) {
        setQuantity(static_cast<LensQuantity>(index));
    });
    m_middles->setToolTip(tr("Also read the stream behind each layer's attention, before its MLP"));
    connect(m_middles, &QCheckBox::toggled, this, &LensView::refresh);
    QHBoxLayout* row = m_header->controls();
    row->addWidget(m_quantities);
    row->addWidget(m_middles);
    row->addStretch(1);
    row->addWidget(m_scale);
    m_splits->addSegment(tr("Parts"), tr("Heads, MLPs and embeddings"));
    m_splits->addSegment(tr("Tokens"), tr("What all heads together read, by source token"));
    m_splits->addSegment(tr("Head"), tr("What the locked head reads, by source token"));
    connect(m_splits, &SegmentedControl::chosen, this, &LensView::setSplit);
}

void LensView::buildBody()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_pages, 1);
    for (QWidget* page :
         {static_cast<QWidget*>(m_state), static_cast<QWidget*>(m_body), static_cast<QWidget*>(m_twin)})
        m_pages->addWidget(page);
    m_body->installEventFilter(this);
    m_line->setAutoFillBackground(true);
    m_line->setBackgroundRole(QPalette::Mid);
    m_note->setText(
        tr("The stream before each layer read with the model’s own output weights; the output row is "
           "the model’s answer"));
    connect(m_table, &LensTableView::positionClicked, this, &LensView::lockPosition);
    connect(m_table, &LensTableView::positionHovered, this, [this](std::optional<int> position) {
        m_selection.hoverPair(position, std::nullopt);
    });
    connect(m_twin, &LensTwin::headClicked, this, [this](HeadIndex head) { m_selection.toggleHead(head); });
    connect(m_state, &StatePanel::primaryClicked, &m_model, &LensModel::retry);
}

QString LensView::name() const
{
    return tr("Lens");
}

QString LensView::iconName() const
{
    return QStringLiteral("lens");
}

QString LensView::title() const
{
    return m_header->title();
}

std::unique_ptr<Figure> LensView::figure() const
{
    if (m_pages->currentWidget() == m_state || m_body->isDimmed())
        return nullptr;
    return std::make_unique<LensFigure>(
        *m_content, m_split == PartsSplit ? AttributionSplit::Parts : AttributionSplit::Sources);
}

void LensView::setTableShown(bool shown)
{
    m_tableShown = shown;
    m_tableButton->setChecked(shown);
    passKeysOn([this] { refresh(); });
}

void LensView::setQuantity(LensQuantity quantity)
{
    m_quantity = quantity;
    m_quantities->setCurrent(static_cast<int>(quantity));
    refresh();
}

void LensView::setSplit(int segment)
{
    m_split = segment;
    m_splits->setCurrent(segment);
    refresh();
}

QWidget* LensView::keyTarget() const
{
    if (m_pages->currentWidget() == m_state)
        return nullptr;
    return m_tableShown ? static_cast<QWidget*>(&m_twin->layers()) : m_table;
}

void LensView::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (isPlain && event->key() == Qt::Key_T && m_pages->currentWidget() != m_state)
        return setTableShown(!m_tableShown);
    View::keyPressEvent(event);
}

// Nothing is computed while nobody looks.
void LensView::showEvent(QShowEvent* event)
{
    View::showEvent(event);
    m_model.setWanted(true);
    refresh();
}

void LensView::hideEvent(QHideEvent* event)
{
    View::hideEvent(event);
    m_model.setWanted(false);
}

bool LensView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_body && event->type() == QEvent::Resize)
        place();
    return View::eventFilter(watched, event);
}

// The pair keeps its source where the new destination can see it.
void LensView::lockPosition(int position)
{
    SelectionState state = m_selection.locked();
    if (state.destination == position) {
        state.destination.reset();
        state.source.reset();
    } else {
        state.destination = position;
        if (!state.source || *state.source > position)
            state.source = position;
    }
    m_selection.lock(state);
}

void LensView::refresh()
{
    if (!isVisible())
        return;
    m_locked = m_selection.locked();
    auto content = std::make_shared<LensContent>();
    content->model = m_run.model();
    content->run = m_run.result();
    content->tokenizer = m_run.tokenizer();
    content->lens = m_model.lens();
    content->watch = m_model.watch();
    content->attribution = m_model.attribution();
    content->quantity = m_quantity;
    content->middles = m_middles->isChecked();
    const auto head = m_selection.locked().head;
    if (m_split == HeadSplit)
        content->head = head;
    // Answers of an older run or of another size are not mixed with this one's tokens.
    const quint64 run = content->run ? content->run->run : 0;
    const bool isOld = content->lens && content->lens->run != run;
    for (auto* part : {&content->lens, &content->watch}) {
        if (*part && (*part)->run != run)
            part->reset();
    }
    if (content->attribution && content->attribution->run != run)
        content->attribution.reset();
    m_content = std::move(content);
    const auto split = m_split == PartsSplit ? AttributionSplit::Parts : AttributionSplit::Sources;
    const auto message = lensMessage(m_model, m_run);
    m_splits->setSegmentEnabled(HeadSplit, head.has_value(), tr("Lock a head to see what it reads"));
    if (message || isOld || !m_content->lens) {
        m_state->setMessage(message.value_or(StateMessage{
            iconName(), tr("Reading the stream between the layers"),
            tr("The lens of this run is on its way.")}));
        m_pages->setCurrentWidget(m_state);
    } else {
        m_pages->setCurrentWidget(m_tableShown ? static_cast<QWidget*>(m_twin) : m_body);
    }
    m_table->setContent(m_content);
    m_table->setPosition(
        m_content->watch ? std::optional(m_content->watch->positions.front()) : std::nullopt,
        m_selection.locked().destination.has_value());
    m_watch->setContent(m_content);
    m_attribution->setContent(m_content, split);
    m_scale->setContent(m_content);
    m_twin->setContent(m_tableShown ? m_content : nullptr, split);
    m_body->setDimmed(m_run.state() != RunModel::State::Ready);
    refreshTexts();
    place();
}

void LensView::refreshTexts()
{
    const bool isShown = m_pages->currentWidget() != m_state;
    const qsizetype changes = isShown ? m_content->lens->changes.size() : 0;
    const QString title = isShown ? tr("Lens · %1").arg(m_content->quantityWord()) : tr("Lens");
    m_header->setTitle(
        changes == 0       ? title
            : changes == 1 ? tr("%1 · with 1 change").arg(title)
                           : tr("%1 · with %2 changes").arg(title).arg(changes));
    m_header->setLocked(isShown && m_selection.locked().destination.has_value());
    m_header->setBadgeVisible(isShown);
    if (isShown)
        m_header->setOrigin(Origin::Derived);
    const bool isStale = isShown && m_run.state() != RunModel::State::Ready && m_content->run;
    m_header->setStaleRun(isStale ? std::optional(m_content->run->run) : std::nullopt);
    m_quantities->setVisible(isShown);
    m_middles->setVisible(
        isShown
        && std::any_of(m_content->lens->rows.begin(), m_content->lens->rows.end(), [](const LensRow& row) {
               return row.place == LensRow::Place::Middle;
           }));
    m_scale->setVisible(isShown && !m_tableShown);
    if (!isShown)
        return;
    const QString target = m_content->target();
    const QString rival = m_content->rival();
    m_quantities->setText(1, tr("Rank of %1").arg(target));
    m_quantities->setText(2, tr("%1 − %2").arg(target, rival));
    QString place;
    if (m_content->watch) {
        const int position = m_content->watch->positions.front();
        place = tr("after position %1 %2").arg(position).arg(m_content->tokenAt(position));
    }
    m_watchTitle->setText(place.isEmpty() ? tr("Rank watch") : tr("Rank watch · %1").arg(place));
    const auto head = m_selection.locked().head;
    m_splits->setText(HeadSplit, head ? head->text() : tr("Head"));
    m_attributionTitle->setText(
        changes > 0 ? tr("%1 − %2, no changes").arg(target, rival)
                    : tr("What writes %1 − %2").arg(target, rival));
}

void LensView::refreshShare()
{
    if (isVisible() && m_pages->currentWidget() == m_state)
        refresh();
}

// The table takes what its rows need, as long as the panels below keep their height; what is over goes to
// the panels up to a height at which they read well.
void LensView::place()
{
    const QRect room = m_body->rect().adjusted(metrics::pad, metrics::gap, -metrics::pad, -metrics::gap);
    if (room.width() <= 0)
        return;
    m_table->setGeometry(room.left(), room.top(), room.width(), std::max(80, room.height() - lowestPanels));
    const int most = std::max(80, room.height() - noteRow - headingRow - lowestPanels);
    const int table = std::min(m_table->fullHeight() + 2, most);
    m_table->setGeometry(room.left(), room.top(), room.width(), table);
    m_note->setGeometry(room.left(), room.top() + table, room.width(), noteRow);
    const int top = room.top() + table + noteRow + metrics::gap + 4;
    m_line->setGeometry(0, top - 7, m_body->width(), 1);
    const int gap = 3 * metrics::gap;
    const int half = std::min((room.width() - gap) / 2, widestColumn);
    const int height = std::min(room.bottom() + 1 - top - headingRow, highestPanels);
    const int right = room.left() + half + gap;
    const int words = std::min(m_words->sizeHint().width(), half * 2 / 3);
    m_watchTitle->setGeometry(room.left(), top, half - words - metrics::gap, headingRow);
    m_words->setGeometry(room.left() + half - words, top, words, headingRow);
    m_watch->setGeometry(room.left(), top + headingRow, half, height);
    const int splits = m_splits->sizeHint().width();
    m_attributionTitle->setGeometry(right, top, half - splits - metrics::gap, headingRow);
    m_splits->setGeometry(
        right + half - splits, top + (headingRow - metrics::control) / 2, splits, metrics::control);
    m_attribution->setGeometry(right, top + headingRow, half, height);
}

} // namespace headwaters
