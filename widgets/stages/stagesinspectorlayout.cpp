#include "widgets/stages/stagesinspector.h"

#include "widgets/common/cardtitle.h"
#include "widgets/common/dockheader.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/textlabel.h"
#include "widgets/inspector/cardsection.h"
#include "widgets/stages/evidencepictures.h"
#include "widgets/stages/stagetext.h"
#include "widgets/theme/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

// How the Inspector's evidence cards stand: in one column of the dock or in two beside the grid, folded from
// the last one on. What they say is in stagesinspector.cpp.

namespace headwaters {

namespace {

QVBoxLayout* columnOf(QWidget* widget, int gap = 0)
{
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    return column;
}

} // namespace

void StagesInspector::build()
{
    auto* column = columnOf(this);
    m_header = new DockHeader(m_theme, tr("Inspector"), this);
    IconButton* copyButton = m_header->addButton(QStringLiteral("copy"), tr("Copy the numbers of this card"));
    connect(copyButton, &IconButton::clicked, this, &StagesInspector::copy);
    column->addWidget(m_header);
    m_pages = new QStackedLayout;
    column->addLayout(m_pages, 1);
    m_nothing = new StatePanel(m_theme, this);
    m_pages->addWidget(m_nothing);

    auto* body = new QWidget;
    body->setAutoFillBackground(true);
    body->setBackgroundRole(QPalette::Base);
    auto* bodyColumn = columnOf(body);
    m_top = buildTop(body);
    bodyColumn->addWidget(m_top);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    m_left = new QVBoxLayout;
    m_right = new QVBoxLayout;
    for (QVBoxLayout* one : {m_left, m_right}) {
        one->setSpacing(0);
        columns->addLayout(one, 1);
    }
    bodyColumn->addLayout(columns);
    bodyColumn->addStretch(1);

    const auto addSection = [&](QWidget* picture) {
        auto* added = new CardSection(m_theme, body);
        if (picture)
            added->addPicture(picture);
        added->setFoldable();
        connect(added, &CardSection::foldChosen, this, &StagesInspector::foldToFit);
        m_sections.push_back(added);
        return added;
    };
    m_plots = new EvidencePlots(m_theme, EvidencePlots::Kind::Measured, body);
    m_arcs = new ExamplePicture(m_theme, ExamplePicture::Kind::Arcs, body);
    m_attribution = new ExamplePicture(m_theme, ExamplePicture::Kind::Attribution, body);
    m_causalPlots = new EvidencePlots(m_theme, EvidencePlots::Kind::Causal, body);
    m_score = addSection(m_plots);
    m_example = addSection(m_arcs);
    m_sources = addSection(m_attribution);
    m_writes = addSection(nullptr);
    m_causal = addSection(m_causalPlots);
    m_literature = addSection(nullptr);
    placeSections();

    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setProperty("focusRing", QStringLiteral("inside"));
    m_scroll->setAccessibleName(tr("Evidence of the head"));
    m_pages->addWidget(m_scroll);
}

QWidget* StagesInspector::buildTop(QWidget* parent)
{
    auto* top = new QWidget(parent);
    auto* topColumn = columnOf(top, 6);
    topColumn->setContentsMargins(metrics::pad, 10, metrics::pad, metrics::pad);
    m_title = new CardTitle(m_theme, top);
    topColumn->addWidget(m_title);
    m_chips = new StageChips(m_theme, top);
    topColumn->addWidget(m_chips);
    m_types = new QComboBox(top);
    m_types->setAccessibleName(tr("Type whose evidence is shown"));
    m_types->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_types->setMinimumContentsLength(10);
    m_types->setMaxVisibleItems(24);
    topColumn->addWidget(m_types);
    m_sentence = new TextLabel(m_theme, Theme::font(TextStyle::Caption), &Colours::text2, top);
    m_sentence->setMinimumWidth(80);
    topColumn->addWidget(m_sentence);
    return top;
}

void StagesInspector::setBesideGrid(bool beside)
{
    if (beside == m_isBesideGrid)
        return;
    m_isBesideGrid = beside;
    m_header->setVisible(!beside);
    layout()->setContentsMargins(beside ? 1 : 0, 0, 0, 0); // a hairline
    placeSections();
    foldToFit();
}

// In two columns the scores have the left one for themselves: they are the tallest.
void StagesInspector::placeSections()
{
    for (QVBoxLayout* column : {m_left, m_right}) {
        while (QLayoutItem* item = column->takeAt(0))
            delete item;
    }
    for (CardSection* section : m_sections)
        (m_isBesideGrid && section != m_score ? m_right : m_left)->addWidget(section);
    m_left->addStretch(1);
    m_right->addStretch(1);
    auto* columns = qobject_cast<QHBoxLayout*>(m_left->parent());
    columns->setStretch(1, m_isBesideGrid ? 1 : 0);
}

void StagesInspector::foldToFit()
{
    QWidget* body = m_scroll->widget();
    // Of two columns the right one folds: the left one holds the scores alone.
    const auto isTooTall = [&] {
        body->layout()->invalidate();
        body->layout()->activate();
        const int width = m_scroll->viewport()->width();
        const int room = m_scroll->viewport()->height();
        return m_isBesideGrid ? m_top->heightForWidth(width) + m_right->heightForWidth(width / 2) > room
                              : body->heightForWidth(width) > room;
    };
    for (CardSection* section : m_sections)
        section->foldIfUndecided(false);
    // The scores stay: they are what the card is about.
    for (auto section = m_sections.rbegin(); section + 1 != m_sections.rend() && isTooTall(); ++section)
        (*section)->foldIfUndecided(true);
}

void StagesInspector::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    foldToFit();
}

void StagesInspector::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().panel);
    if (m_isBesideGrid)
        painter.fillRect(0, 0, 1, height(), m_theme.colours().line);
}

} // namespace headwaters
