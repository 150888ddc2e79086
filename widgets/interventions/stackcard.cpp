#include "widgets/interventions/stackcard.h"

#include "core/causal/interventiontext.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/textlabel.h"
#include "widgets/interventions/interventionmodel.h"
#include "widgets/interventions/interventiontexts.h"
#include "widgets/interventions/toggleswitch.h"
#include "widgets/theme/metrics.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headwaters {

namespace {

constexpr int sliderSteps = 100; // of strength 0 to 1
constexpr double strongest = 1000;

ElidedLabel* label(const Theme& theme, QColor Colours::*colour, int weight, QWidget* parent)
{
    return new ElidedLabel(theme, Theme::font(TextStyle::Label, weight), colour, parent);
}

} // namespace

StackCard::StackCard(const Theme& theme, InterventionModel& model, int item, QWidget* parent)
    : QFrame(parent),
      m_theme(theme),
      m_model(model),
      m_item(item),
      m_place(label(theme, &Colours::text, 600, this)),
      m_operation(label(theme, &Colours::text2, 400, this)),
      m_where(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_fault(new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::danger, this)),
      m_switch(new ToggleSwitch(theme, tr("Intervention %1").arg(item + 1), this))
{
    setFocusPolicy(Qt::TabFocus);
    auto* number = label(theme, &Colours::text3, 400, this);
    number->setText(QString::number(item + 1));
    auto* top = new QHBoxLayout;
    top->setSpacing(metrics::gap);
    top->addWidget(number);
    top->addWidget(m_place);
    top->addWidget(m_operation, 1);
    top->addWidget(m_switch);
    m_editor = makeEditor();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 6, 10, 8);
    column->setSpacing(2);
    column->addLayout(top);
    column->addWidget(m_where);
    column->addWidget(m_fault);
    column->addWidget(m_editor);
    connect(m_switch, &QAbstractButton::clicked, this, [this](bool on) { m_model.setEnabled(m_item, on); });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

const Intervention& StackCard::intervention() const
{
    return m_model.stack().items[static_cast<std::size_t>(m_item)];
}

// A field that loses the keys because its card goes has nothing to say any more.
bool StackCard::isThere() const
{
    return m_item < static_cast<int>(m_model.stack().items.size());
}

bool StackCard::isOpened() const
{
    return m_model.opened() == m_item;
}

QWidget* StackCard::makeEditor()
{
    auto* editor = new QWidget(this);
    auto* form = new QFormLayout(editor);
    form->setContentsMargins(0, 4, 0, 0);
    form->setVerticalSpacing(4);
    form->setHorizontalSpacing(metrics::gap);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    const auto add = [&](const QString& name, QWidget* field) {
        auto* caption = new QLabel(name, editor);
        caption->setBuddy(field);
        field->setAccessibleName(name);
        field->setMinimumWidth(60);
        form->addRow(caption, field);
        m_rows.emplace_back(caption, field);
    };
    m_site = new QComboBox(editor);
    for (int site = 0; site < causalSiteCount; ++site)
        m_site->addItem(siteName(static_cast<CausalSite>(site)));
    m_operations = new QComboBox(editor);
    m_heads = new QLineEdit(editor);
    m_positions = new QLineEdit(editor);
    m_positions->setPlaceholderText(tr("all"));
    m_sources = new QLineEdit(editor);
    m_sources->setPlaceholderText(tr("all"));
    m_receiver = new QLineEdit(editor);
    m_input = new QComboBox(editor);
    m_input->addItems({tr("its query"), tr("its key"), tr("its value")});
    m_direction = new QComboBox(editor);
    m_direction->addItems({tr("target minus rival"), tr("clean minus other"), tr("random direction")});
    auto* strength = new QWidget(editor);
    m_slider = new QSlider(Qt::Horizontal, strength);
    m_slider->setRange(0, sliderSteps);
    m_slider->setAccessibleName(tr("strength"));
    m_strength = new QDoubleSpinBox(strength);
    m_strength->setRange(-strongest, strongest);
    m_strength->setSingleStep(0.1);
    m_strength->setDecimals(2);
    m_strength->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_strength->setFixedWidth(64);
    auto* strengthRow = new QHBoxLayout(strength);
    strengthRow->setContentsMargins(0, 0, 0, 0);
    strengthRow->addWidget(m_slider, 1);
    strengthRow->addWidget(m_strength);
    add(tr("what"), m_site);
    add(tr("how"), m_operations);
    add(tr("where"), m_heads);
    add(tr("positions"), m_positions);
    add(tr("from"), m_sources);
    add(tr("reader"), m_receiver);
    add(tr("as"), m_input);
    add(tr("along"), m_direction);
    add(tr("strength"), strength);
    form->addRow(makeButtons());
    connect(m_site, &QComboBox::activated, this, [this](int site) {
        change(atSite(intervention(), static_cast<CausalSite>(site)), tr("another site"));
    });
    connect(m_operations, &QComboBox::activated, this, [this] {
        Intervention changed = intervention();
        changed.operation = static_cast<CausalOperation>(m_operations->currentData().toInt());
        change(changed, tr("another operation"));
    });
    for (QLineEdit* field : {m_heads, m_receiver})
        connect(field, &QLineEdit::editingFinished, this, &StackCard::readPlace);
    for (QLineEdit* field : {m_positions, m_sources})
        connect(field, &QLineEdit::editingFinished, this, &StackCard::readPositions);
    connect(m_input, &QComboBox::activated, this, &StackCard::readPlace);
    connect(m_direction, &QComboBox::activated, this, [this](int kind) {
        Intervention changed = intervention();
        changed.direction = {};
        changed.direction.kind = static_cast<CausalDirection::Kind>(kind);
        change(changed, tr("another direction"));
    });
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        setStrength(static_cast<double>(value) / sliderSteps);
    });
    connect(m_strength, &QDoubleSpinBox::valueChanged, this, &StackCard::setStrength);
    return editor;
}

QWidget* StackCard::makeButtons()
{
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString& icon, const QString& tip, const std::function<void()>& act) {
        auto* button = new IconButton(m_theme, icon, tip, buttons);
        row->addWidget(button);
        // The card goes with the click, so the click comes first.
        connect(button, &QAbstractButton::clicked, this, act, Qt::QueuedConnection);
    };
    row->addStretch(1);
    add(QStringLiteral("previous"), tr("Earlier in the stack (Alt+Up)"),
        [this] { m_model.move(m_item, m_item - 1); });
    add(QStringLiteral("next"), tr("Later in the stack (Alt+Down)"),
        [this] { m_model.move(m_item, m_item + 1); });
    add(QStringLiteral("remove"), tr("Take out of the stack"), [this] { m_model.remove(m_item); });
    return buttons;
}

void StackCard::change(const Intervention& changed, const QString& what)
{
    m_model.setItem(m_item, changed, what);
}

void StackCard::readPlace()
{
    if (!isThere())
        return;
    Intervention changed = intervention();
    const auto heads = headsOfText(m_heads->text());
    const auto layers = numbersOfText(m_heads->text());
    const auto receiver = headsOfText(m_receiver->text());
    if (isPerHead(changed.site) && heads)
        changed.heads = *heads;
    if (!isPerHead(changed.site) && layers && !layers->empty())
        changed.layers = *layers;
    if (receiver)
        changed.receiver = receiver->front();
    changed.input = static_cast<PathInput>(m_input->currentIndex());
    change(changed, tr("another place"));
    refresh(); // what could not be read goes
}

void StackCard::readPositions()
{
    if (!isThere())
        return;
    Intervention changed = intervention();
    changed.positions = numbersOfText(m_positions->text()).value_or(changed.positions);
    changed.sources = numbersOfText(m_sources->text()).value_or(changed.sources);
    change(changed, tr("other positions"));
    refresh();
}

void StackCard::setStrength(double strength)
{
    if (!isThere())
        return;
    Intervention changed = intervention();
    changed.strength = strength;
    change(changed, tr("another strength"));
}

void StackCard::fillOperations()
{
    m_operations->clear();
    for (int at = 0; at < causalOperationCount; ++at) {
        const auto operation = static_cast<CausalOperation>(at);
        if (fits(operation, intervention().site))
            m_operations->addItem(operationName(operation), at);
    }
    m_operations->setCurrentIndex(m_operations->findData(static_cast<int>(intervention().operation)));
}

void StackCard::refresh()
{
    const Intervention& item = intervention();
    const QSignalBlocker switchBlocker(m_switch), sliderBlocker(m_slider), strengthBlocker(m_strength);
    m_place->setText(placeTitle(item));
    m_operation->setText(operationText(item));
    m_where->setText(whereText(item));
    m_switch->setChecked(item.enabled);
    for (ElidedLabel* one : {m_place, m_operation, m_where})
        one->setColour(item.enabled ? (one == m_place ? &Colours::text : &Colours::text2) : &Colours::text3);
    const QString fault = m_model.fault(item);
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty() && m_model.hasRun());
    setAccessibleName(tr("Intervention %1: %2, %3")
                          .arg(m_item + 1)
                          .arg(describe(item), item.enabled ? tr("on") : tr("off")));
    m_editor->setVisible(isOpened());
    m_site->setCurrentIndex(static_cast<int>(item.site));
    fillOperations();
    m_heads->setText(isPerHead(item.site) ? headsText(item.heads) : numbersText(item.layers));
    m_positions->setText(numbersText(item.positions));
    m_sources->setText(numbersText(item.sources));
    m_receiver->setText(item.receiver.text());
    m_input->setCurrentIndex(static_cast<int>(item.input));
    m_direction->setCurrentIndex(std::min(static_cast<int>(item.direction.kind), m_direction->count() - 1));
    m_strength->setValue(item.strength);
    m_slider->setValue(static_cast<int>(std::lround(std::clamp(item.strength, 0.0, 1.0) * sliderSteps)));
    const auto isUsed = [&](const QWidget* field) {
        if (field == m_positions)
            return !isPathOperation(item.operation);
        if (field == m_sources)
            return isPerEdge(item.site);
        if (field == m_receiver || field == m_input)
            return item.operation == CausalOperation::Path;
        if (field == m_direction)
            return isDirectionOperation(item.operation);
        if (field == m_strength->parentWidget())
            return item.operation != CausalOperation::KnockOut;
        return true;
    };
    for (const auto& [caption, field] : m_rows) {
        caption->setVisible(isUsed(field));
        field->setVisible(isUsed(field));
    }
    update();
}

void StackCard::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_pressed = event->globalPosition().toPoint();
}

void StackCard::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint at = event->globalPosition().toPoint();
    if (!m_pressed)
        return;
    if (!m_isDragged && (at - *m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    if (!std::exchange(m_isDragged, true)) {
        setCursor(Qt::ClosedHandCursor);
        grabKeyboard(); // for Esc
    }
    Q_EMIT dragged(at);
}

void StackCard::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed.reset();
    if (!m_isDragged)
        return m_model.open(m_item);
    endDrag();
    Q_EMIT dropped(event->globalPosition().toPoint());
}

void StackCard::endDrag()
{
    m_isDragged = false;
    releaseKeyboard();
    unsetCursor();
}

void StackCard::keyPressEvent(QKeyEvent* event)
{
    const bool isMoving = event->modifiers().testFlag(Qt::AltModifier);
    if (m_isDragged) {
        if (event->key() == Qt::Key_Escape) {
            m_pressed.reset();
            endDrag();
            Q_EMIT dragCancelled();
        }
        return;
    }
    if (isMoving && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down))
        Q_EMIT moveWanted(m_item + (event->key() == Qt::Key_Up ? -1 : 1));
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        m_model.open(m_item);
    else if (event->key() == Qt::Key_Space)
        m_model.setEnabled(m_item, !intervention().enabled);
    else if (event->key() == Qt::Key_Delete)
        m_model.remove(m_item);
    else
        QFrame::keyPressEvent(event);
}

void StackCard::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double pen = isOpened() || hasFocus() ? 2 : 1;
    const QColor line = isOpened() || hasFocus() ? colours.accent
        : intervention().enabled                 ? colours.lineStrong
                                                 : colours.line;
    painter.setPen(QPen(line, pen));
    painter.setBrush(colours.panel);
    const double inset = pen / 2;
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(inset, inset, -inset, -inset), metrics::radiusCard, metrics::radiusCard);
}

} // namespace headwaters
