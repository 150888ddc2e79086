#include "widgets/theme/tintedicons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <cmath>
#include <utility>

namespace headwaters {

namespace {

class TintedEngine : public QIconEngine {
public:
    TintedEngine(std::shared_ptr<TintedIcons> icons, QString name, QColor Colours::*fixed)
        : m_icons(std::move(icons)),
          m_name(std::move(name)),
          m_fixed(fixed)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        const int edge = std::min(rect.width(), rect.height());
        const QPixmap picture = draw(static_cast<int>(std::lround(edge * ratio)), mode, state);
        painter->drawPixmap(
            QRect(rect.x() + (rect.width() - edge) / 2, rect.y() + (rect.height() - edge) / 2, edge, edge),
            picture);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return draw(std::min(size.width(), size.height()), mode, state);
    }

    // The base class would ask for a pixmap of the unscaled size.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state);
    }

    QString iconName() override { return m_name; }
    QIconEngine* clone() const override { return new TintedEngine(*this); }

private:
    QPixmap draw(int pixels, QIcon::Mode mode, QIcon::State state) const
    {
        const Colours& colours = m_icons->colours();
        QColor colour = colours.text2;
        if (mode == QIcon::Disabled)
            colour = colours.text3;
        else if (m_fixed)
            colour = colours.*m_fixed;
        else if (state == QIcon::On)
            colour = colours.accent;
        else if (mode == QIcon::Active || mode == QIcon::Selected)
            colour = colours.text;
        return m_icons->pixmap(m_name, pixels, colour);
    }

    std::shared_ptr<TintedIcons> m_icons;
    QString m_name;
    QColor Colours::*m_fixed;
};

} // namespace

void TintedIcons::setColours(const Colours& colours)
{
    m_colours = colours;
    m_cache.clear();
}

QPixmap TintedIcons::pixmap(const QString& name, int pixels, const QColor& colour)
{
    const QString key = QStringLiteral("%1/%2/%3").arg(name).arg(pixels).arg(colour.rgba());
    const auto found = m_cache.constFind(key);
    if (found != m_cache.constEnd())
        return *found;
    QPixmap picture(std::max(pixels, 1), std::max(pixels, 1));
    picture.fill(Qt::transparent);
    const QString file = QStringLiteral(":/icons/%1.svg").arg(name);
    QSvgRenderer renderer;
    if (QFile::exists(file) && renderer.load(file)) {
        QPainter painter(&picture);
        renderer.render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(picture.rect(), colour);
    }
    m_cache.insert(key, picture);
    return picture;
}

QIcon TintedIcons::icon(const QString& name, QColor Colours::*fixed)
{
    return QIcon(new TintedEngine(shared_from_this(), name, fixed));
}

} // namespace headwaters
