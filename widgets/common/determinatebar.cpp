#include "widgets/common/determinatebar.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"

#include <QPainter>

#include <algorithm>

namespace headwaters {

DeterminateBar::DeterminateBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    describe(this, tr("Progress"), shareText(0));
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void DeterminateBar::setProgress(int done, int total)
{
    m_share = total > 0 ? std::clamp(static_cast<double>(done) / total, 0.0, 1.0) : 0.0;
    describe(this, tr("Progress"), shareText(m_share));
    update();
}

void DeterminateBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colours().line);
    painter.drawRoundedRect(rect(), 3, 3);
    painter.setClipRect(QRectF(0, 0, width() * m_share, height()));
    painter.setBrush(m_theme.colours().accent);
    painter.drawRoundedRect(rect(), 3, 3);
}

} // namespace headwaters
