#include "widgets/circuit/circuitview.h"

#include "widgets/circuit/circuitcanvas.h"
#include "widgets/circuit/circuitcontrols.h"
#include "widgets/circuit/circuitfigure.h"
#include "widgets/circuit/circuitlegend.h"
#include "widgets/circuit/circuitmessage.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/circuit/circuittreeview.h"
#include "widgets/circuit/tracesettings.h"
#include "widgets/circuit/workbench.h"
#include "widgets/circuit/workbenchcanvas.h"
#include "widgets/common/dimmedarea.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/progressline.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/viewheader.h"
#include "widgets/theme/metrics.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int wide = 1100; // from here on the workbench stands beside the graph
constexpr int workbenchWidth = 420;
constexpr int workbenchHeight = 164;

} // namespace

CircuitView::CircuitView(
    const Theme& theme, Selection& selection, const RunModel& run, CircuitModel& model, QWidget* parent)
    : View(theme, selection, parent),
      m_run(run),
      m_model(model),
      m_header(new ViewHeader(theme, this)),
      m_controls(new CircuitControls(theme, model, run, this)),
      m_note(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_progress(new ProgressLine(theme, tr("Tracing"), tr("Stop the trace (Ctrl+.)"), this)),
      m_pages(new QStackedWidget(this)),
      m_state(new StatePanel(theme, this)),
      m_body(new DimmedArea(theme, this)),
      m_twins(new QStackedWidget(m_body)),
      m_canvas(new CircuitCanvas(theme, model, selection, m_twins)),
      m_tree(new CircuitTreeView(model, m_twins)),
      m_legend(new CircuitLegend(theme, m_body)),
      m_workbench(new Workbench(theme, model, m_body))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    buildPages();
    IconButton* openButton =
        m_header->addButton(QStringLiteral("open-folder"), tr("Open a circuit from a file"));
    IconButton* settings =
        m_header->addButton(QStringLiteral("settings"), tr("What a trace takes for granted"));
    auto* settingsMenu = new TraceSettings(model, settings);
    connect(settings, &QToolButton::clicked, this, [settings, settingsMenu] {
        settingsMenu->popup(settings->mapToGlobal(QPoint(0, settings->height())));
    });
    m_fitButton =
        m_header->addButton(QStringLiteral("fit"), tr("Fit to the window"), QKeySequence(Qt::Key_0));
    m_treeButton =
        m_header->addButton(QStringLiteral("table"), tr("Show as a tree"), QKeySequence(Qt::Key_T));
    m_treeButton->setCheckable(true);
    connect(openButton, &QToolButton::clicked, this, &CircuitView::openFile);
    connect(m_fitButton, &QToolButton::clicked, this, &CircuitView::fit);
    connect(m_treeButton, &QToolButton::clicked, this, &CircuitView::setTableShown);

    connect(m_canvas, &CircuitCanvas::menuWanted, this, &CircuitView::showMenu);
    connect(m_canvas, &CircuitCanvas::groupWanted, this, &CircuitView::groupPinned);
    connect(m_tree, &CircuitTreeView::menuWanted, this, [this](const QPoint& place, const CircuitSpot& spot) {
        showMenu(place, spot, -1);
    });
    connect(m_workbench, &Workbench::usedChanged, this, &CircuitView::placeWorkbench);
    connect(m_state, &StatePanel::primaryClicked, &model, qOverload<>(&CircuitModel::trace));
    connect(m_state, &StatePanel::secondaryClicked, this, [this] {
        if (m_model.state() == CircuitModel::State::Failed)
            m_model.cancelTrace(); // back to the circuit before
        else
            openFile();
    });
    connect(&model, &CircuitModel::circuitChanged, this, &CircuitView::circuitChanged);
    connect(&model, &CircuitModel::thresholdChanged, this, &CircuitView::thresholdChanged);
    connect(&model, &CircuitModel::stateChanged, this, &CircuitView::stateChanged);
    connect(&model, &CircuitModel::requestChanged, this, &CircuitView::refreshPages);
    connect(&model, &CircuitModel::lockedChanged, this, &CircuitView::followLock);
    connect(&model, &CircuitModel::spotChanged, this, &CircuitView::followHover);
    connect(&run, &RunModel::runChanged, this, &CircuitView::refreshPages);
    connect(&run, &RunModel::modelChanged, this, &CircuitView::refreshPages);
    circuitChanged();
}

void CircuitView::buildPages()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    m_header->controls()->addWidget(m_controls, 1);
    auto* noteLine = new QWidget(this);
    auto* noteRow = new QHBoxLayout(noteLine);
    noteRow->setContentsMargins(metrics::pad, 0, metrics::pad, 4);
    noteRow->addWidget(m_note);
    column->addWidget(noteLine);
    m_progress->follow(m_model);
    column->addWidget(m_progress);
    column->addWidget(m_pages, 1);
    m_pages->addWidget(m_state);
    m_pages->addWidget(m_body);

    auto* graph = new QWidget(m_body);
    auto* graphColumn = new QVBoxLayout(graph);
    graphColumn->setContentsMargins(0, 0, 0, 0);
    graphColumn->setSpacing(0);
    m_twins->addWidget(m_canvas);
    m_twins->addWidget(m_tree);
    graphColumn->addWidget(m_twins, 1);
    graphColumn->addWidget(m_legend);
    m_bodyLayout = new QBoxLayout(QBoxLayout::TopToBottom, m_body);
    m_bodyLayout->setContentsMargins(0, 0, 0, 0);
    m_bodyLayout->setSpacing(0);
    m_bodyLayout->addWidget(graph, 1);
    m_bodyLayout->addWidget(m_workbench);
    placeWorkbench();
}

QString CircuitView::name() const
{
    return tr("Circuit");
}

QString CircuitView::iconName() const
{
    return QStringLiteral("circuit");
}

QString CircuitView::title() const
{
    return m_header->title();
}

QString CircuitView::note() const
{
    return m_note->text();
}

QString CircuitView::into() const
{
    const auto names =
        m_run.tokenizer() ? TokenNames([this](TokenId id) { return m_run.label(id); }) : TokenNames();
    return m_model.circuit() ? intoText(*m_model.circuit(), names) : QString();
}

bool CircuitView::startsWithBeginOfText() const
{
    const auto result = m_run.result();
    return result && m_model.desk().run == result->run && result->startsWithBeginOfText;
}

std::unique_ptr<Figure> CircuitView::figure() const
{
    if (m_model.state() != CircuitModel::State::Ready || !m_shown)
        return nullptr;
    CircuitFigure::Source source;
    source.model = m_run.model();
    if (m_model.desk().run != 0)
        source.run = m_run.result();
    source.path = m_model.desk().path;
    return std::make_unique<CircuitFigure>(source, *m_shown, m_model.desk().threshold);
}

void CircuitView::setTableShown(bool shown)
{
    m_treeShown = shown;
    m_treeButton->setChecked(shown);
    passKeysOn([this] { m_twins->setCurrentWidget(m_treeShown ? static_cast<QWidget*>(m_tree) : m_canvas); });
    refreshPages();
}

void CircuitView::zoomIn()
{
    m_canvas->zoomIn();
}

void CircuitView::zoomOut()
{
    m_canvas->zoomOut();
}

void CircuitView::fit()
{
    m_canvas->fit();
}

void CircuitView::openFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a circuit"), {}, tr("Circuits (*.graphml);;All files (*)"));
    if (!path.isEmpty())
        m_model.open(path);
}

void CircuitView::saveFile()
{
    if (!m_model.circuit())
        return;
    const QStringList kinds{
        tr("GraphML (*.graphml)"), tr("JSON (*.json)"), tr("One interactive page (*.html)")};
    static const QStringList endings{
        QStringLiteral(".graphml"), QStringLiteral(".json"), QStringLiteral(".html")};
    QString kind;
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save the circuit"), QStringLiteral("circuit"), kinds.join(QStringLiteral(";;")), &kind);
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += endings.value(kinds.indexOf(kind), endings.front());
    m_model.save(path);
}

void CircuitView::groupPinned()
{
    m_workbench->canvas().group();
}

QWidget* CircuitView::keyTarget() const
{
    if (m_pages->currentWidget() == m_state)
        return nullptr;
    return m_twins->currentWidget();
}

void CircuitView::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (!m_shown || !isPlain)
        return View::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_T:
        return setTableShown(!m_treeShown);
    case Qt::Key_G:
        return groupPinned();
    case Qt::Key_BracketLeft:
        return m_model.stepDirection(-1);
    case Qt::Key_BracketRight:
        return m_model.stepDirection(1);
    default:
        return View::keyPressEvent(event);
    }
}

void CircuitView::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    placeWorkbench();
}

// Beside the graph where there is room and something on it, else below.
void CircuitView::placeWorkbench()
{
    const bool isBeside = width() >= wide && m_workbench->isUsed();
    m_bodyLayout->setDirection(isBeside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_workbench->setFixedWidth(isBeside ? workbenchWidth : QWIDGETSIZE_MAX);
    m_workbench->setMinimumWidth(isBeside ? workbenchWidth : 0);
    m_workbench->setMinimumHeight(0);
    m_workbench->setMaximumHeight(
        isBeside                    ? QWIDGETSIZE_MAX
            : m_workbench->isUsed() ? workbenchHeight
                                    : metrics::dockHeader + 1);
    m_workbench->setSizePolicy(
        QSizePolicy::Preferred, isBeside ? QSizePolicy::Preferred : QSizePolicy::Expanding);
}

// --- what is shown

void CircuitView::circuitChanged()
{
    m_workbench->setCircuit(m_model.filter() ? m_model.filter()->strengths() : std::vector<double>(), into());
    thresholdChanged();
}

void CircuitView::thresholdChanged()
{
    m_shown.reset();
    if (m_model.filter())
        m_shown = ShownCircuit{m_model.circuit(),
                               m_model.kept().edges,
                               m_model.kept().nodes,
                               m_model.filter()->strengths(),
                               into(),
                               startsWithBeginOfText()};
    m_canvas->setShown(m_shown);
    m_tree->setShown(m_shown);
    m_legend->setShown(m_shown);
    stateChanged();
}

void CircuitView::stateChanged()
{
    refreshPages();
    refreshHeader();
    refreshNote();
}

void CircuitView::refreshHeader()
{
    const auto circuit = m_model.circuit();
    const bool isShown = m_shown && m_pages->currentWidget() == m_body;
    m_header->setTitle(isShown ? circuitTitle(*circuit, m_shown->into) : tr("Circuit"));
    m_header->setLocked(isShown && m_model.locked().has_value());
    m_header->setBadgeVisible(isShown);
    if (isShown)
        m_header->setOrigin(
            m_model.desk().path.isEmpty() ? Origin::Derived : Origin::Stored,
            methodName(circuit->request.method));
    m_header->setStaleRun(
        isShown && m_model.state() == CircuitModel::State::Stale ? std::optional(m_model.desk().run)
                                                                 : std::nullopt);
}

void CircuitView::refreshNote()
{
    // A first threshold that hides edges says so; one that a person chose needs no words.
    const CircuitDesk& desk = m_model.desk();
    const bool isFirst = m_model.filter() && desk.threshold > 0 && desk.threshold == desk.firstThreshold;
    const int hidden = isFirst ? m_model.kept().allEdges - m_model.kept().keptEdges : 0;
    const bool isFailed = m_model.state() == CircuitModel::State::Failed;
    m_note->setText(isFailed ? QString() : circuitNote(m_model, hidden));
    m_note->parentWidget()->setVisible(!m_note->text().isEmpty());
}

void CircuitView::refreshPages()
{
    TraceRequest request = m_model.request();
    Circuit next;
    next.request = request;
    const auto names =
        m_run.tokenizer() ? TokenNames([this](TokenId id) { return m_run.label(id); }) : TokenNames();
    const auto message = circuitMessage(m_model, m_run, intoText(next, names), m_controls->blockedReason());
    passKeysOn([&] {
        if (message)
            m_state->setMessage(*message);
        m_pages->setCurrentWidget(message ? static_cast<QWidget*>(m_state) : m_body);
    });
    const bool isGraph = !message;
    m_treeButton->setVisible(isGraph);
    m_fitButton->setVisible(isGraph && !m_treeShown);
    m_legend->setVisible(isGraph && !m_treeShown);
    m_header->controls()->parentWidget()->setVisible(m_run.result() || m_model.circuit());
    m_body->setDimmed(
        m_model.state() == CircuitModel::State::Stale || m_model.state() == CircuitModel::State::Tracing);
}

void CircuitView::followLock()
{
    m_header->setLocked(m_shown && m_model.locked());
    if (!m_model.locked() || m_model.state() != CircuitModel::State::Ready)
        return;
    // The head and the tokens of what is locked are the selection of all views.
    const Circuit& circuit = *m_model.circuit();
    const CircuitEdge* edge = m_model.lockedEdge();
    const CircuitNode& node =
        edge ? circuit.nodes[static_cast<std::size_t>(edge->to)] : *m_model.lockedNode();
    SelectionState state = m_selection.locked();
    if (node.headIndex())
        state.head = node.headIndex();
    if (node.headIndex() && node.destinationPosition >= 0 && node.sourcePosition >= 0) {
        state.destination = node.destinationPosition;
        state.source = node.sourcePosition;
    }
    m_selection.lock(state);
}

void CircuitView::followHover()
{
    const auto hovered = m_model.hovered();
    const bool isHead =
        hovered && hovered->kind == CircuitSpot::Kind::Node && m_model.state() == CircuitModel::State::Ready;
    m_selection.hoverHead(
        isHead ? m_model.circuit()->nodes[static_cast<std::size_t>(hovered->index)].headIndex()
               : std::nullopt);
}

} // namespace headwaters
