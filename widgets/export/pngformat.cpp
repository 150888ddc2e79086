#include "widgets/export/figureformats.h"

#include "core/base/error.h"

#include <QBuffer>
#include <QImageWriter>

#include <cmath>

namespace headwaters {

QImage toImage(const FigurePage& page)
{
    const double dpi = page.options().dpi;
    const QSize size(
        static_cast<int>(std::lround(page.points().width() / 72 * dpi)),
        static_cast<int>(std::lround(page.points().height() / 72 * dpi)));
    QImage image(size, QImage::Format_RGB32);
    if (image.isNull()) {
        throw failure(QStringLiteral("an image of %1 × %2 pixels does not fit into memory; choose fewer dpi")
                          .arg(size.width())
                          .arg(size.height()));
    }
    const int perMetre = static_cast<int>(std::lround(dpi / 0.0254));
    image.setDotsPerMeterX(perMetre);
    image.setDotsPerMeterY(perMetre);
    QPainter painter(&image);
    page.paint(painter, QRectF(QPointF(), QSizeF(size)));
    return image;
}

QByteArray toPng(const FigurePage& page)
{
    QImage image = toImage(page);
    image.setText(QStringLiteral("Title"), printable(page.figure().title()));
    image.setText(QStringLiteral("Description"), description(page.figure(), page.options()));
    image.setText(QStringLiteral("Software"), creator());
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        throw failure(QStringLiteral("the image cannot be encoded as PNG: %1").arg(writer.errorString()));
    return buffer.data();
}

} // namespace headwaters
