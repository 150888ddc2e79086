#include "widgets/common/lockmark.h"

#include "widgets/common/accessible.h"
#include "widgets/theme/metrics.h"

#include <QPainter>

namespace headwaters {

LockMark::LockMark(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setFixedSize(metrics::icon, metrics::icon);
    setToolTip(tr("Locked. Esc releases it."));
    describe(this, tr("Locked"));
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void LockMark::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.drawPixmap(
        0, 0,
        m_theme.pixmap(QStringLiteral("lock"), metrics::icon, m_theme.colours().accent, devicePixelRatioF()));
}

} // namespace headwaters
