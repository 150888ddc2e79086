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

namespace headwaters {

StackPanel::StackPanel(
    const Theme& theme, const Selection& selection, const RunModel& run, InterventionModel& model,
    QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection),
      m_run(run),
      m_model(model),
      m_empty(new TextLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this))
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
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(metrics::pad, metrics::gap, metrics::pad, metrics::gap);
    outer->addLayout(top);
    outer->addWidget(scroll, 1);
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
    while (m_cards.size() < count) {
        m_cards.push_back(new StackCard(m_theme, m_model, static_cast<int>(m_cards.size()), this));
        m_list->addWidget(m_cards.back());
    }
    for (StackCard* card : m_cards)
        card->refresh();
    m_empty->setVisible(count == 0);
}

void StackPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().window);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), m_theme.colours().line);
}

} // namespace headwaters
