#include "widgets/lens/lensscale.h"

#include "widgets/common/accessible.h"
#include "widgets/lens/lenstablepainting.h"

#include <QPainter>

namespace headwaters {

LensScale::LensScale(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LensScale::setContent(std::shared_ptr<const LensContent> content)
{
    m_content = std::move(content);
    if (m_content && m_content->lens)
        describe(
            this, tr("Colour scale"),
            tr("%1 to %2, %3").arg(m_content->scaleLow(), m_content->scaleHigh(), m_content->scaleWord()));
    update();
}

void LensScale::paintEvent(QPaintEvent*)
{
    if (!m_content || !m_content->lens)
        return;
    QPainter painter(this);
    paintLensScale(
        painter, rect(), *m_content,
        {m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption)});
}

} // namespace headwaters
