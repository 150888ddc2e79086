#include "widgets/inspector/cardsection.h"

#include "widgets/common/badge.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/textlabel.h"
#include "widgets/inspector/foldbutton.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace headwaters {

CardSection::CardSection(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_fold(new FoldButton(theme, this)),
      m_title(new ElidedLabel(theme, Theme::font(TextStyle::Caption, 600), &Colours::text2, this)),
      m_brief(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, this)),
      m_badge(new Badge(theme, this)),
      m_content(new QWidget(this)),
      m_column(new QVBoxLayout(m_content))
{
    m_rows = new KeyValueRows(theme, m_content);
    m_note = new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, m_content);
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::gap);
    head->addWidget(m_fold);
    head->addWidget(m_title, 1);
    head->addWidget(m_brief, 1);
    head->addWidget(m_badge);
    m_fold->hide();
    m_brief->hide();
    m_column->setContentsMargins(0, 4, 0, 0);
    m_column->setSpacing(4);
    m_column->addWidget(m_rows);
    m_column->addWidget(m_note);
    m_note->setMinimumWidth(80);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pad, 10, metrics::pad, metrics::pad);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_content);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_fold, &QAbstractButton::clicked, this, [this](bool shown) {
        m_isDecided = true;
        fold(!shown);
        Q_EMIT foldChosen();
    });
}

void CardSection::setFoldable()
{
    m_fold->show();
}

void CardSection::foldIfUndecided(bool folded)
{
    if (!m_isDecided)
        fold(folded);
}

void CardSection::fold(bool folded)
{
    m_isFolded = folded;
    m_fold->setChecked(!folded);
    m_content->setVisible(!folded);
    m_brief->setVisible(folded);
    m_badge->setVisible(!folded); // the heading alone, whole
    m_title->setMinimumWidth(folded ? m_title->sizeHint().width() : 0);
    m_title->setMaximumWidth(folded ? m_title->sizeHint().width() : QWIDGETSIZE_MAX);
}

void CardSection::mouseReleaseEvent(QMouseEvent* event)
{
    const bool isHeading = event->position().y() < m_fold->geometry().bottom() + metrics::gap;
    if (!m_fold->isHidden() && event->button() == Qt::LeftButton && isHeading)
        m_fold->click();
}

void CardSection::setSection(const HeadCard::Section& section)
{
    m_title->setText(section.title);
    m_brief->setText(section.note);
    m_fold->setAccessibleName(tr("Show “%1”").arg(section.title));
    m_fold->setToolTip(tr("Fold or unfold"));
    m_badge->setOrigin(section.origin);
    m_rows->setRows(section.rows);
    m_rows->setVisible(!section.rows.isEmpty());
    m_note->setText(section.note);
    m_note->setVisible(!section.note.isEmpty());
    setAccessibleName(section.title);
    fold(m_isFolded); // the name has another width
}

void CardSection::addPicture(QWidget* picture)
{
    m_column->insertWidget(1, picture);
}

QString CardSection::note() const
{
    return m_note->text();
}

void CardSection::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(0, 0, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
