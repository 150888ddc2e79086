#include "widgets/common/viewheader.h"

#include "widgets/common/badge.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/lockmark.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace headwaters {

ViewHeader::ViewHeader(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_title(new ElidedLabel(theme, Theme::font(TextStyle::Title, 600), &Colours::text, this)),
      m_lock(new LockMark(theme, this)),
      m_badge(new Badge(theme, this)),
      m_buttons(new QHBoxLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* line = new QWidget(this);
    line->setFixedHeight(metrics::viewHeader);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(metrics::pad, 0, metrics::pad - 4, 1);
    row->setSpacing(metrics::gap);
    row->addWidget(m_title);
    row->addWidget(m_lock);
    row->addWidget(m_badge);
    row->addStretch(1);
    m_buttons->setSpacing(metrics::gap);
    row->addLayout(m_buttons);
    column->addWidget(line);
    m_lock->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void ViewHeader::setTitle(const QString& title)
{
    m_title->setText(title);
}

QString ViewHeader::title() const
{
    return m_title->text();
}

void ViewHeader::setHookName(const QString& name)
{
    m_title->setToolTip(name);
}

void ViewHeader::setLocked(bool locked)
{
    m_lock->setVisible(locked);
}

void ViewHeader::setOrigin(Origin origin, const QString& note)
{
    m_badge->setOrigin(origin, note);
}

void ViewHeader::setBadgeVisible(bool visible)
{
    m_badge->setVisible(visible);
}

void ViewHeader::setStaleRun(std::optional<quint64> run)
{
    m_badge->setStaleRun(run);
}

void ViewHeader::addControl(QWidget* control)
{
    m_buttons->insertWidget(0, control);
    for (int i = 1; i < m_buttons->count(); ++i)
        setTabOrder(m_buttons->itemAt(i - 1)->widget(), m_buttons->itemAt(i)->widget());
}

IconButton* ViewHeader::addButton(const QString& icon, const QString& tip, const QKeySequence& key)
{
    auto* button = new IconButton(m_theme, icon, tip, key, this);
    m_buttons->addWidget(button);
    return button;
}

QHBoxLayout* ViewHeader::controls()
{
    if (!m_controls) {
        auto* line = new QWidget(this);
        line->setFixedHeight(metrics::controlRow);
        m_controls = new QHBoxLayout(line);
        m_controls->setContentsMargins(metrics::pad, 0, metrics::pad, 0);
        m_controls->setSpacing(metrics::gap);
        layout()->addWidget(line);
    }
    return m_controls;
}

void ViewHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().panel);
    painter.fillRect(0, metrics::viewHeader - 1, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
