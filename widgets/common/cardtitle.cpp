#include "widgets/common/cardtitle.h"

#include "widgets/common/badge.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/lockmark.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>

namespace headwaters {

CardTitle::CardTitle(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_name(new ElidedLabel(theme, Theme::font(TextStyle::Display, 600), &Colours::text, this)),
      m_lock(new LockMark(theme, this)),
      m_badge(new Badge(theme, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(m_name);
    row->addWidget(m_lock);
    row->addStretch(1);
    row->addWidget(m_badge);
}

void CardTitle::setName(const QString& name)
{
    m_name->setText(name);
}

void CardTitle::setLocked(bool locked)
{
    m_lock->setVisible(locked);
}

} // namespace headwaters
