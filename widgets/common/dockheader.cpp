#include "widgets/common/dockheader.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>

namespace headwaters {

DockHeader::DockHeader(const Theme& theme, const QString& title, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_row(new QHBoxLayout(this))
{
    setFixedHeight(metrics::dockHeader);
    m_row->setContentsMargins(metrics::pad, 0, 7, 1);
    m_row->setSpacing(4);
    auto* name = new ElidedLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::text, this);
    name->setText(title);
    m_row->addWidget(name, 1);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

IconButton* DockHeader::addButton(const QString& icon, const QString& tip, const QKeySequence& key)
{
    auto* button = new IconButton(m_theme, icon, tip, key, this);
    m_row->addWidget(button);
    return button;
}

void DockHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().panel);
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
