#include "widgets/inspector/cardsection.h"

#include "widgets/common/badge.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/textlabel.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace headwaters {

CardSection::CardSection(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_title(new ElidedLabel(theme, Theme::font(TextStyle::Caption, 600), &Colours::text2, this)),
      m_badge(new Badge(theme, this)),
      m_rows(new KeyValueRows(theme, this)),
      m_note(new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, this)),
      m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(metrics::pad, 10, metrics::pad, metrics::pad);
    m_column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::gap);
    head->addWidget(m_title, 1);
    head->addWidget(m_badge);
    m_column->addLayout(head);
    m_column->addWidget(m_rows);
    m_column->addWidget(m_note);
    m_note->setMinimumWidth(80);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void CardSection::setSection(const HeadCard::Section& section)
{
    m_title->setText(section.title);
    m_badge->setOrigin(section.origin);
    m_rows->setRows(section.rows);
    m_rows->setVisible(!section.rows.isEmpty());
    m_note->setText(section.note);
    m_note->setVisible(!section.note.isEmpty());
    setAccessibleName(section.title);
}

void CardSection::addPicture(QWidget* picture)
{
    m_column->insertWidget(2, picture);
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
