#include "widgets/circuit/circuitinspector.h"

#include "widgets/circuit/cardlists.h"
#include "widgets/circuit/faithfulnesstext.h"
#include "widgets/common/badge.h"
#include "widgets/common/cardtitle.h"
#include "widgets/common/dimmedarea.h"
#include "widgets/common/dockheader.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/textlabel.h"
#include "widgets/inspector/cardsection.h"
#include "widgets/theme/metrics.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace headwaters {

namespace {

QVBoxLayout* columnOf(QWidget* widget, int gap = 0)
{
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    return column;
}

EdgeLook lookOf(const EdgeCard& card)
{
    if (card.isRoot)
        return EdgeLook::Logits;
    return card.which == EdgeSide::Query ? EdgeLook::Query : EdgeLook::Key;
}

} // namespace

CircuitInspector::CircuitInspector(
    const Theme& theme, CircuitModel& model, const RunModel& run, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_run(run)
{
    auto* column = columnOf(this);
    auto* header = new DockHeader(theme, tr("Inspector"), this);
    m_copy = header->addButton(QStringLiteral("copy"), tr("Copy the numbers of this card"));
    column->addWidget(header);
    m_pages = new QStackedLayout;
    column->addLayout(m_pages, 1);
    m_nothing = new StatePanel(theme, this);
    m_pages->addWidget(m_nothing);

    m_body = new DimmedArea(theme);
    auto* body = columnOf(m_body);
    auto* top = new QWidget(m_body);
    auto* topColumn = columnOf(top, 2);
    topColumn->setContentsMargins(metrics::pad, 10, metrics::pad, metrics::pad);
    m_title = new CardTitle(theme, top);
    topColumn->addWidget(m_title);
    m_side = new EdgeSideLine(theme, top);
    m_hook = new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text2, top);
    m_rows = new KeyValueRows(theme, top);
    topColumn->addWidget(m_side);
    topColumn->addWidget(m_hook);
    topColumn->addWidget(m_rows);
    body->addWidget(top);
    m_edgePart = new QWidget(m_body);
    m_nodePart = new QWidget(m_body);
    buildEdge(m_edgePart);
    buildNode(m_nodePart);
    body->addWidget(m_edgePart);
    body->addWidget(m_nodePart);
    m_faithfulness = new CardSection(theme, m_body);
    body->addWidget(m_faithfulness);
    body->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(m_body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setProperty("focusRing", QStringLiteral("inside"));
    m_scroll->setAccessibleName(tr("Card of the edge or node"));
    m_pages->addWidget(m_scroll);

    connect(m_copy, &IconButton::clicked, this, &CircuitInspector::copy);
    for (const auto signal :
         {&CircuitModel::stateChanged, &CircuitModel::circuitChanged, &CircuitModel::spotChanged,
          &CircuitModel::evidenceChanged, &CircuitModel::thresholdChanged,
          &CircuitModel::faithfulnessChanged})
        connect(&model, signal, this, &CircuitInspector::refresh);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    setAccessibleName(tr("Inspector"));
    refresh();
}

void CircuitInspector::buildEdge(QWidget* page)
{
    auto* column = columnOf(page);
    m_adds = new CardSection(m_theme, page);
    m_directions = new DirectionList(m_theme, m_adds);
    m_residual = new TextLabel(m_theme, Theme::font(TextStyle::Caption), &Colours::ok, m_adds);
    m_adds->addPicture(m_residual);
    m_adds->addPicture(m_directions);
    column->addWidget(m_adds);
    m_reads = new CardSection(m_theme, page);
    m_reading = new ReadingColumns(m_theme, m_reads);
    m_reads->addPicture(m_reading);
    column->addWidget(m_reads);

    m_change = new QWidget(page);
    auto* change = columnOf(m_change, metrics::gap);
    change->setContentsMargins(metrics::pad, 10, metrics::pad, metrics::pad);
    auto* head = new QHBoxLayout;
    auto* title = new ElidedLabel(m_theme, Theme::font(TextStyle::Caption, 600), &Colours::text2, m_change);
    title->setText(tr("Change this edge"));
    m_reach = new SegmentedControl(m_theme, tr("Who sees the change"), m_change);
    m_reach->addSegment(tr("Local"), tr("The head that the edge enters alone sees the change"));
    m_reach->addSegment(tr("Global"), tr("All that reads the residual afterwards sees the change"));
    head->addWidget(title, 1);
    head->addWidget(m_reach);
    change->addLayout(head);
    m_changed = new ElidedLabel(m_theme, Theme::font(TextStyle::Caption), &Colours::text3, m_change);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    m_remove = new QPushButton(tr("Remove"), m_change);
    m_boost = new QPushButton(tr("Boost"), m_change);
    m_remove->setIcon(m_theme.icon(QStringLiteral("ablate")));
    m_boost->setIcon(m_theme.icon(QStringLiteral("boost")));
    buttons->addWidget(m_remove);
    buttons->addWidget(m_boost);
    buttons->addStretch(1);
    change->addLayout(buttons);
    change->addWidget(m_changed);
    m_trials = new TrialRows(m_theme, m_change);
    change->addWidget(m_trials);
    m_changeNote = new TextLabel(m_theme, Theme::font(TextStyle::Caption), &Colours::text3, m_change);
    change->addWidget(m_changeNote);
    column->addWidget(m_change);

    connect(m_directions, &DirectionList::directionChosen, &m_model, &CircuitModel::setDirection);
    connect(m_reach, &SegmentedControl::chosen, this, [this](int index) {
        m_model.setReach(index == 0 ? EdgeReach::Local : EdgeReach::Global);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_model.change(EdgeOperation::Remove); });
    connect(m_boost, &QPushButton::clicked, this, [this] { m_model.change(EdgeOperation::Boost); });
}

void CircuitInspector::buildNode(QWidget* page)
{
    auto* column = columnOf(page);
    m_gets = new CardSection(m_theme, page);
    m_gives = new CardSection(m_theme, page);
    column->addWidget(m_gets);
    column->addWidget(m_gives);
}

void CircuitInspector::copy() const
{
    if (m_edge)
        QGuiApplication::clipboard()->setText(m_edge->text());
    else if (m_node)
        QGuiApplication::clipboard()->setText(m_node->text());
}

TokenNames CircuitInspector::names() const
{
    if (!m_run.tokenizer())
        return {};
    return [this](TokenId id) { return m_run.label(id); };
}

QString CircuitInspector::into() const
{
    return intoText(*m_model.circuit(), names());
}

QString CircuitInspector::pair() const
{
    const auto tokens = m_model.pair();
    if (!tokens || !m_run.tokenizer())
        return tr("target − rival");
    return QStringLiteral("%1 %2 %3")
        .arg(bareLabel(m_run.label(tokens->first)), QChar(0x2212), bareLabel(m_run.label(tokens->second)));
}

void CircuitInspector::refresh()
{
    m_edge.reset();
    m_node.reset();
    const auto hovered = m_model.hovered();
    const bool isReady = m_model.filter() != nullptr;
    if (isReady && hovered && hovered->kind == CircuitSpot::Kind::Node)
        showNode(hovered->index);
    else if (isReady && m_model.lockedEdge())
        showEdge();
    else if (isReady && m_model.lockedNode())
        showNode(m_model.locked()->index);
    else
        return showNothing();
    showFaithfulness();
    m_title->setLocked(m_model.locked() && m_model.shown() == m_model.locked());
    m_title->badge().setOrigin(m_model.desk().path.isEmpty() ? Origin::Derived : Origin::Stored);
    const bool stale = m_model.state() == CircuitModel::State::Stale;
    m_title->badge().setStaleRun(stale ? std::optional(m_model.desk().run) : std::nullopt);
    m_body->setDimmed(stale || m_model.state() == CircuitModel::State::Tracing);
    m_edgePart->setVisible(m_edge.has_value());
    m_side->setVisible(m_edge.has_value());
    m_nodePart->setVisible(m_node.has_value());
    m_copy->setEnabled(true);
    m_pages->setCurrentWidget(m_scroll);
}

void CircuitInspector::showEdge()
{
    m_edge = makeEdgeCard(m_model, into(), pair(), names());
    m_title->setName(m_edge->title);
    m_side->setEdge(lookOf(*m_edge), m_edge->side, m_edge->place);
    m_hook->hide();
    m_rows->setRows(m_edge->rows);
    m_rows->setVisible(!m_edge->rows.isEmpty());
    m_adds->setSection(
        {tr("What it adds, by direction"),
         Origin::Derived,
         {},
         m_edge->note.isEmpty() ? m_edge->scoreNote : m_edge->note});
    m_directions->setLines(m_edge->directions, m_edge->sum, m_edge->direction);
    m_residual->setText(m_edge->residual);
    m_residual->setColour(m_edge->isWithin ? &Colours::ok : &Colours::danger);
    m_residual->setVisible(!m_edge->residual.isEmpty());
    const bool isRead = m_edge->direction && m_edge->note.isEmpty();
    m_reads->setVisible(isRead);
    if (isRead)
        m_reads->setSection(
            {tr("Direction %1 reads").arg(*m_edge->direction),
             Origin::Derived,
             {},
             m_model.reading() ? QString() : tr("Its tokens are on their way.")});
    m_reading->setTokens(m_edge->query, m_edge->key, m_edge->written);
    showChange();
}

void CircuitInspector::showChange()
{
    const QString blocked = m_model.changeBlocked();
    m_change->setVisible(!m_edge->isRoot && !m_model.lockedEdge()->isConnector);
    m_reach->setCurrent(m_model.reach() == EdgeReach::Local ? 0 : 1);
    m_remove->setText(m_edge->changedCount > 0 ? tr("Remove %1").arg(m_edge->changedCount) : tr("Remove"));
    m_boost->setText(m_edge->changedCount > 0 ? tr("Boost %1").arg(m_edge->changedCount) : tr("Boost"));
    m_remove->setToolTip(
        blocked.isEmpty() ? tr("Takes what the part writes along these directions out of the head's input")
                          : blocked);
    m_boost->setToolTip(
        blocked.isEmpty() ? tr("Adds what the part writes along these directions once more") : blocked);
    for (QPushButton* button : {m_remove, m_boost})
        button->setEnabled(blocked.isEmpty() && !m_model.running());
    m_changed->setText(m_edge->changed.isEmpty() ? QString() : tr("along %1").arg(m_edge->changed));
    m_changed->setVisible(!m_edge->changed.isEmpty());
    m_trials->setTrials(m_edge->trials, m_edge->pair);
    m_trials->setVisible(m_edge->trials.size() > 1);
    m_changeNote->setText(
        !blocked.isEmpty()      ? blocked
            : m_model.running() ? tr("A new run is measuring it.")
            : m_edge->trials.size() == 1
            ? tr("A new run measures it, and beside it as many random directions.")
            : tr("measured by a new run"));
}

void CircuitInspector::showNode(int node)
{
    m_node = makeNodeCard(m_model, node, into());
    m_title->setName(m_node->title);
    m_hook->setText(m_node->hook);
    m_hook->setVisible(!m_node->hook.isEmpty());
    m_rows->setRows(m_node->rows);
    m_rows->show();
    m_gets->setSection(m_node->gets);
    m_gives->setSection(m_node->gives);
}

void CircuitInspector::showFaithfulness()
{
    const auto& faithfulness = m_model.faithfulness();
    HeadCard::Section section{
        tr("Faithfulness of the shown circuit"), Origin::Measured, {}, faithfulnessSentence(faithfulness)};
    if (faithfulness) {
        const auto add = [&section](const QString& label, const QString& value) {
            section.rows << ValueRow::Content{{{label}}, value};
        };
        add(tr("kept"),
            faithfulness->prompts > 1
                ? tr("%1 ± %2").arg(shareText(faithfulness->kept), shareText(faithfulness->error))
                : shareText(faithfulness->kept));
        add(tr("whole model"), signedLogitText(faithfulness->whole));
        add(tr("circuit alone"), signedLogitText(faithfulness->circuit));
        add(tr("all replaced"), signedLogitText(faithfulness->nothing));
        if (faithfulness->prompts > 1)
            add(tr("prompts"), QString::number(faithfulness->prompts));
    }
    m_faithfulness->setSection(section);
}

void CircuitInspector::showNothing()
{
    m_copy->setEnabled(false);
    StateMessage message{QStringLiteral("circuit"), tr("Nothing selected"), {}};
    if (!m_model.filter())
        message.text = tr("Trace a circuit. The card of the edge or node you look at then stands here.");
    else
        message.text = tr("Click an edge to see which directions carry it and to take them out, or a node to "
                          "see what it gets and gives. Arrow keys walk along the edges.");
    m_nothing->setMessage(message);
    m_pages->setCurrentWidget(m_nothing);
}

void CircuitInspector::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), m_theme.colours().panel);
}

} // namespace headwaters
