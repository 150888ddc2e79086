#include "widgets/interventions/interventionsview.h"

#include "widgets/common/dimmedarea.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/rowtable.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/surface.h"
#include "widgets/common/viewheader.h"
#include "widgets/interventions/interventiontexts.h"
#include "widgets/interventions/stackpanel.h"
#include "widgets/interventions/stackplot.h"
#include "widgets/interventions/sweepcanvas.h"
#include "widgets/interventions/sweepcontrols.h"
#include "widgets/theme/metrics.h"

#include <QHeaderView>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int stackWidth = 268;
constexpr int controlsHeight = 96;

class NumberItem : public QTableWidgetItem {
public:
    NumberItem(double value, const QString& text) : QTableWidgetItem(text), m_value(value)
    {
        setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        setFont(Theme::mono(TextStyle::Label));
    }
    bool operator<(const QTableWidgetItem& other) const override
    {
        const auto* number = dynamic_cast<const NumberItem*>(&other);
        return number != nullptr ? m_value < number->m_value : QTableWidgetItem::operator<(other);
    }

private:
    double m_value;
};

} // namespace

InterventionsView::InterventionsView(
    const Theme& theme, Selection& selection, const RunModel& run, InterventionModel& model, QWidget* parent)
    : View(theme, selection, parent),
      m_run(run),
      m_model(model),
      m_header(new ViewHeader(theme, this)),
      m_pages(new QStackedWidget(this)),
      m_state(new StatePanel(theme, this)),
      m_body(new QWidget(this)),
      m_stack(new StackPanel(theme, selection, run, model, m_body)),
      m_quantity(new SegmentedControl(theme, tr("Shown of the sweep"), this)),
      m_sweep(new DimmedArea(theme, m_body)),
      m_twins(new QStackedWidget(m_sweep)),
      m_canvas(new SweepCanvas(theme, m_twins)),
      m_table(new QTableWidget(m_twins)),
      m_noMap(new StatePanel(theme, m_twins)),
      m_plot(new StackPlot(theme, model, m_body))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    build();
    connect(m_quantity, &SegmentedControl::chosen, this, [this](int at) {
        m_model.setQuantity(static_cast<SweepQuantity>(at));
    });
    connect(m_canvas, &SweepCanvas::headHovered, this, [this](std::optional<HeadIndex> head) {
        m_selection.hoverHead(head);
    });
    connect(
        m_canvas, &SweepCanvas::headClicked, this, [this](HeadIndex head) { m_selection.lockHead(head); });
    connect(m_canvas, &SweepCanvas::cellChosen, this, &InterventionsView::take);
    connect(m_noMap, &StatePanel::primaryClicked, &model, &InterventionModel::sweep);
    for (const auto signal :
         {&InterventionModel::sweepChanged, &InterventionModel::placeChanged,
          &InterventionModel::choiceChanged, &InterventionModel::stackChanged})
        connect(&model, signal, this, &InterventionsView::refresh);
    connect(&run, &RunModel::runChanged, this, &InterventionsView::refresh);
    connect(&run, &RunModel::effectsChanged, this, &InterventionsView::refresh);
    connect(&selection, &Selection::changed, this, &InterventionsView::refresh);
    refresh();
}

void InterventionsView::build()
{
    m_quantity->addSegment(tr("Change"), tr("Target minus rival, less that of the unchanged run"));
    m_quantity->addSegment(tr("Share"), tr("Share of the way between the two prompts"));
    m_quantity->addSegment(tr("Divergence"), tr("Distance from the clean run's next tokens, in nats"));
    m_header->addControl(m_quantity);
    IconButton* undo = m_header->addButton(QStringLiteral("undo"), tr("Undo"), QKeySequence::Undo);
    IconButton* redo = m_header->addButton(QStringLiteral("redo"), tr("Redo"), QKeySequence::Redo);
    IconButton* table =
        m_header->addButton(QStringLiteral("table"), tr("Show as a table"), QKeySequence(Qt::Key_T));
    table->setCheckable(true);
    table->setObjectName(QStringLiteral("sweepTable"));
    connect(undo, &QToolButton::clicked, &m_model.undoStack(), &QUndoStack::undo);
    connect(redo, &QToolButton::clicked, &m_model.undoStack(), &QUndoStack::redo);
    undo->setEnabled(false);
    redo->setEnabled(false);
    connect(&m_model.undoStack(), &QUndoStack::canUndoChanged, undo, &QWidget::setEnabled);
    connect(&m_model.undoStack(), &QUndoStack::canRedoChanged, redo, &QWidget::setEnabled);
    connect(table, &QToolButton::clicked, this, &InterventionsView::setTableShown);

    m_table->setHorizontalHeaderLabels({});
    dressRowTable(*m_table);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] {
        const QList<QTableWidgetItem*> items = m_table->selectedItems();
        const auto shown = picture();
        if (items.isEmpty() || !shown)
            return;
        const QPoint cell = m_table->item(items.front()->row(), 0)->data(Qt::UserRole).toPoint();
        if (const auto head = shown->headOf(cell.y(), cell.x()))
            m_selection.lockHead(*head);
    });
    auto* scroll = new QScrollArea(m_twins);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_canvas);
    m_twins->addWidget(m_noMap);
    m_twins->addWidget(scroll);
    m_twins->addWidget(m_table);
    auto* sweepColumn = new QVBoxLayout(m_sweep);
    sweepColumn->setContentsMargins(0, 0, 0, 0);
    sweepColumn->addWidget(m_twins);

    auto* bottom = new Surface(m_theme, Qt::TopEdge, m_body);
    auto* bottomColumn = new QVBoxLayout(bottom);
    bottomColumn->setContentsMargins(metrics::pad, metrics::gap, metrics::pad, metrics::gap);
    bottomColumn->addWidget(m_plot);
    m_stack->setFixedWidth(stackWidth);
    auto* right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    auto* controls = new SweepControls(m_theme, m_selection, m_model, m_body);
    controls->setMaximumHeight(controlsHeight);
    right->addWidget(controls);
    right->addWidget(m_sweep, 1);
    right->addWidget(bottom);
    auto* row = new QHBoxLayout(m_body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_stack);
    row->addLayout(right, 1);

    m_pages->addWidget(m_state);
    m_pages->addWidget(m_body);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_pages, 1);
}

QString InterventionsView::name() const
{
    return tr("Interventions");
}

QString InterventionsView::iconName() const
{
    return QStringLiteral("interventions");
}

QWidget* InterventionsView::keyTarget() const
{
    return isTableShown() ? static_cast<QWidget*>(m_table) : nullptr;
}

void InterventionsView::followMap()
{
    if (m_model.map() == m_made.map || !m_run.result())
        return;
    m_made = {};
    m_made.map = m_model.map();
    for (const Token& token : m_run.result()->tokens)
        m_made.tokens << tokenLabel(token);
    if (const auto effects = m_run.effects()) {
        m_made.target = m_run.label(effects->target);
        m_made.rival = m_run.label(effects->rival);
    }
    m_made.otherPrompt = m_model.otherPrompt();
    m_made.provenance.modelName = m_run.model().name;
    m_made.provenance.modelSha256 = m_run.model().sha256;
    m_made.provenance.dtype = QStringLiteral("float32");
    m_made.provenance.prompt = m_run.result()->request.text;
    m_made.provenance.beginOfText = m_run.result()->startsWithBeginOfText;
}

std::optional<SweepPicture> InterventionsView::picture() const
{
    if (!m_made.map)
        return std::nullopt;
    SweepPicture picture;
    picture.map = m_made.map;
    picture.choice = m_model.mapChoice();
    picture.quantity = m_model.quantity();
    picture.tokens = m_made.tokens;
    picture.target = m_made.target;
    picture.rival = m_made.rival;
    picture.nHeads = m_run.model().nHeads;
    picture.locked = m_selection.locked().head;
    picture.provenance = m_made.provenance;
    picture.provenance.modelSha256 = m_run.model().sha256; // it may have been taken since
    return picture;
}

std::unique_ptr<Figure> InterventionsView::figure() const
{
    auto shown = picture();
    // A map of another prompt, or one that still grows, is no figure.
    if (!shown || m_model.sweepState() != InterventionModel::SweepState::Ready)
        return nullptr;
    if (needsOtherPrompt(shown->choice))
        shown->provenance.settings << tr("other prompt: %1").arg(m_made.otherPrompt);
    return std::make_unique<SweepFigure>(*shown);
}

void InterventionsView::setTableShown(bool shown)
{
    if (auto* button = findChild<IconButton*>(QStringLiteral("sweepTable")))
        button->setChecked(shown);
    passKeysOn([this] { refresh(); });
}

bool InterventionsView::isTableShown() const
{
    const auto* button = findChild<IconButton*>(QStringLiteral("sweepTable"));
    return button != nullptr && button->isChecked();
}

void InterventionsView::refresh()
{
    followMap();
    const bool hasRun = m_run.result() != nullptr && m_model.hasRun();
    m_pages->setCurrentWidget(hasRun ? m_body : m_state);
    m_header->setBadgeVisible(hasRun);
    m_header->setOrigin(Origin::Measured);
    QString target, rival;
    if (const auto effects = m_run.effects()) {
        target = m_run.label(effects->target);
        rival = m_run.label(effects->rival);
    }
    m_header->setTitle(
        hasRun ? tr("Interventions · %1").arg(quantityText(m_model.quantity(), target, rival)) : name());
    m_plot->setTokens(target, rival);
    if (!hasRun) {
        m_state->setMessage(
            {QStringLiteral("interventions"), tr("No run yet"),
             tr("Type a prompt and run it. Then heads can be removed, exchanged with another prompt's or "
                "steered, "
                "and what that does to the answer is measured.")});
        return;
    }
    const auto shown = picture();
    m_quantity->setSegmentEnabled(
        1, m_model.place().hasOther, tr("Needs another prompt to measure the way to."));
    m_quantity->setCurrent(static_cast<int>(m_model.quantity()));
    m_sweep->setDimmed(m_model.sweepState() == InterventionModel::SweepState::Stale);
    m_canvas->setPicture(shown);
    if (!shown) {
        const bool isRunning = m_model.sweepState() == InterventionModel::SweepState::Running;
        const bool canStart = !isRunning && m_model.sweepBlocked().isEmpty();
        m_noMap->setMessage(
            {QStringLiteral("sweep"), isRunning ? tr("The first row is being run") : tr("Nothing swept yet"),
             tr("A sweep does the same change in every place, one run each, and maps what it does. Beside it "
                "stands a random control of the same size."),
             canStart ? tr("Sweep %1").arg(sweepName(m_model.choice().kind, m_model.choice().head))
                      : QString(),
             canStart ? QStringLiteral("sweep") : QString()});
        m_twins->setCurrentIndex(0);
        return;
    }
    m_twins->setCurrentIndex(isTableShown() ? 2 : 1);
    if (isTableShown())
        fillTable();
}

void InterventionsView::fillTable()
{
    const SweepPicture shown = *picture();
    const SweepMap& map = *shown.map;
    const auto changes = map.values(SweepQuantity::Change);
    auto controls = map.values(SweepQuantity::Change, true);
    controls.resize(changes.size());
    m_table->setSortingEnabled(false);
    m_table->setColumnCount(6);
    m_table->setHorizontalHeaderLabels(
        {map.request.axes == SweepAxes::LayerByHead ? tr("head") : tr("place"),
         tr("%1 − %2").arg(shown.target, shown.rival), tr("change"), tr("control"), tr("divergence"),
         tr("rank")});
    m_table->setRowCount(0);
    for (int row = 0; row < map.size.rows; ++row) {
        for (int column = 0; column < map.size.columns; ++column) {
            const auto place = static_cast<std::size_t>(row * map.size.columns + column);
            const std::optional<CausalMeasures>& cell = map.cells[place];
            if (!cell)
                continue;
            const int line = m_table->rowCount();
            m_table->insertRow(line);
            auto* name = new QTableWidgetItem(
                map.request.axes == SweepAxes::LayerByHead
                    ? HeadIndex{row, column}.text()
                    : QStringLiteral("%1 · %2").arg(shown.rowLabel(row), shown.columnLabel(column)));
            name->setData(Qt::UserRole, QPoint(column, row));
            m_table->setItem(line, 0, name);
            const auto put = [&](int at, std::optional<double> value, const QString& text) {
                m_table->setItem(line, at, new NumberItem(value.value_or(0), value ? text : unknownText()));
            };
            put(1, cell->difference, signedLogitText(cell->difference));
            put(2, changes[place], signedLogitText(changes[place].value_or(0)));
            put(3, controls[place], signedLogitText(controls[place].value_or(0)));
            put(4, cell->divergence, numberText(cell->divergence, 3));
            put(5, cell->rank, QString::number(cell->rank));
        }
    }
    m_table->setSortingEnabled(true);
    m_table->resizeColumnsToContents();
}

void InterventionsView::take(int row, int column)
{
    const auto shown = picture();
    if (!shown)
        return;
    Intervention change = shown->map->request.change;
    switch (shown->map->request.axes) {
    case SweepAxes::LayerByHead:
        change.heads = {{row, column}};
        break;
    case SweepAxes::LayerByPosition:
        change.layers = {row};
        change.positions = {column};
        break;
    case SweepAxes::HeadByPosition:
        change.heads = {{row / shown->nHeads, row % shown->nHeads}};
        change.positions = {column};
        break;
    case SweepAxes::DestinationBySource:
        change.positions = {row};
        change.sources = {column};
        break;
    }
    m_model.add(change);
}

} // namespace headwaters
