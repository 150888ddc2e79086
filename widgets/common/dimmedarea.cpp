#include "widgets/common/dimmedarea.h"

#include "widgets/theme/metrics.h"

#include <QChildEvent>
#include <QPainter>

namespace headwaters {

namespace {

// Lies over the content and lets the mouse through; a graphics effect would rasterise what is below.
class Veil : public QWidget {
public:
    Veil(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QColor colour = m_theme.colours().panel;
        colour.setAlphaF(static_cast<float>(metrics::opacityStale));
        QPainter(this).fillRect(rect(), colour);
    }

private:
    const Theme& m_theme;
};

} // namespace

DimmedArea::DimmedArea(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    m_veil = new Veil(theme, this);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void DimmedArea::setDimmed(bool dimmed)
{
    m_veil->setVisible(dimmed);
    m_veil->raise();
}

bool DimmedArea::isDimmed() const
{
    return !m_veil->isHidden();
}

void DimmedArea::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), m_theme.colours().panel);
}

void DimmedArea::resizeEvent(QResizeEvent*)
{
    m_veil->setGeometry(rect());
}

void DimmedArea::childEvent(QChildEvent* event)
{
    if (event->added() && m_veil) // the veil itself is added before it is known
        m_veil->raise();
}

} // namespace headwaters
