#include "widgets/interventions/stackpanel.h"

#include "widgets/common/textlabel.h"
#include "widgets/interventions/interventionmodel.h"
#include "widgets/interventions/nexttokens.h"
#include "widgets/interventions/stackcard.h"
#include "widgets/theme/metrics.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace headwaters {

StackPanel::StackPanel(
    const Theme& theme, const Selection& selection, const RunModel& run, InterventionModel& model,
    QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection),
      m_run(run),
      m_model(model),
      m_empty(new TextLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_scroll(new QScrollArea(this)),
      m_gap(new QFrame)
{
    auto* title = new TextLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::text, this);
    title->setText(tr("Stack"));
    title->setWordWrap(false);
    auto* note = new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this);
    note->setText(tr("applied in this order"));
    note->setWordWrap(false);
    auto* add = new QPushButton(theme.icon(QStringLiteral("add")), tr("Add"), this);
    add->setObjectName(QStringLiteral("addIntervention"));
    add->setToolTip(tr("Add a change of the locked head"));
    connect(add, &QAbstractButton::clicked, this, &StackPanel::addItem);
    auto* top = new QHBoxLayout;
    top->setSpacing(metrics::gap);
    top->addWidget(title);
    top->addWidget(note, 1);
    top->addWidget(add);
    m_empty->setText(tr("Nothing is changed yet. Add a change, or double-click a cell of a sweep."));

    auto* content = new QWidget(this);
    content->setAutoFillBackground(false);
    m_list = new QVBoxLayout;
    m_list->setSpacing(metrics::gap);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::pad);
    column->addWidget(m_empty);
    column->addLayout(m_list);
    column->addWidget(new NextTokens(theme, run, model, content));
    column->addStretch(1);
    m_gap->setParent(content);
    m_gap->setFixedHeight(2);
    m_gap->setAutoFillBackground(true);
    m_gap->setBackgroundRole(QPalette::Link); // the accent
    m_gap->hide();
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setWidget(content);
    content->setAutoFillBackground(false);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(metrics::pad, metrics::gap, metrics::pad, metrics::gap);
    outer->addLayout(top);
    outer->addWidget(m_scroll, 1);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&model, &InterventionModel::stackChanged, this, &StackPanel::followStack);
    connect(&model, &InterventionModel::openedChanged, this, &StackPanel::followStack);
    connect(&model, &InterventionModel::placeChanged, this, &StackPanel::followStack);
    followStack();
}

void StackPanel::addItem()
{
    Intervention item;
    item.heads = {m_selection.locked().head.value_or(HeadIndex{0, 0})};
    m_model.add(item);
}

void StackPanel::followStack()
{
    const std::size_t count = m_model.stack().items.size();
    // A card that is being typed into stays.
    while (m_cards.size() > count) {
        m_cards.back()->hide();
        m_cards.back()->deleteLater();
        m_cards.pop_back();
    }
    while (m_cards.size() < count)
        addCard();
    for (StackCard* card : m_cards)
        card->refresh();
    m_empty->setVisible(count == 0);
}

void StackPanel::addCard()
{
    const int item = static_cast<int>(m_cards.size());
    auto* card = new StackCard(m_theme, m_model, item, this);
    m_cards.push_back(card);
    m_list->addWidget(card);
    connect(card, &StackCard::dragged, this, &StackPanel::showGap);
    connect(card, &StackCard::dropped, this, [this, item](const QPoint& at) { drop(item, at); });
    connect(card, &StackCard::dragCancelled, m_gap, &QWidget::hide);
    connect(card, &StackCard::moveWanted, this, [this, item](int to) { moveCard(item, to); });
}

int StackPanel::gapAt(const QPoint& at) const
{
    const int y = m_scroll->widget()->mapFromGlobal(at).y();
    return static_cast<int>(std::count_if(m_cards.begin(), m_cards.end(), [y](const StackCard* card) {
        return card->geometry().center().y() < y;
    }));
}

void StackPanel::showGap(const QPoint& at)
{
    const auto gap = static_cast<std::size_t>(gapAt(at));
    const QRect beside = m_cards[std::min(gap, m_cards.size() - 1)]->geometry();
    const int half = metrics::gap / 2;
    const int y = gap < m_cards.size() ? beside.top() - half - 1 : beside.bottom() + half;
    m_gap->setGeometry(beside.left(), std::max(0, y), beside.width(), 2);
    m_gap->show();
    m_gap->raise();
    m_scroll->ensureVisible(0, m_scroll->widget()->mapFromGlobal(at).y(), 0, metrics::row);
}

void StackPanel::drop(int item, const QPoint& at)
{
    m_gap->hide();
    const int gap = gapAt(at);
    moveCard(item, gap > item ? gap - 1 : gap);
}

void StackPanel::moveCard(int from, int to)
{
    if (to < 0 || to >= static_cast<int>(m_cards.size()))
        return;
    const bool hasKeys = m_cards[static_cast<std::size_t>(from)]->hasFocus();
    m_model.move(from, to);
    if (hasKeys) // the keys go with what was moved
        m_cards[static_cast<std::size_t>(to)]->setFocus(Qt::ShortcutFocusReason);
}

void StackPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().window);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), m_theme.colours().line);
}

} // namespace headwaters
