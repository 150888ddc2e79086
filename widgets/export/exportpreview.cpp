#include "widgets/export/exportpreview.h"

#include <QPainter>

#include <cmath>

namespace headwaters {

namespace {

constexpr int margin = 28;
constexpr int rulerRoom = 44; // above the page: label, line, gap

} // namespace

ExportPreview::ExportPreview(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Preview"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ExportPreview::setPage(const Figure& figure, const FigureOptions& options)
{
    m_page.emplace(figure, options);
    m_picture = {};
    const QSizeF size = m_page->millimetres();
    setAccessibleDescription(tr("%1, %2 by %3 mm")
                                 .arg(figure.title())
                                 .arg(std::lround(size.width()))
                                 .arg(std::lround(size.height())));
    update();
}

QRect ExportPreview::pageRect() const
{
    const QRect room = rect().adjusted(margin, rulerRoom, -margin, -margin + 2);
    if (!m_page || room.isEmpty())
        return {};
    const QSize size = m_page->points().scaled(room.size(), Qt::KeepAspectRatio).toSize();
    return {QPoint(room.center().x() - size.width() / 2, room.top()), size};
}

QSize ExportPreview::sizeHint() const
{
    return {540, 508};
}

QSize ExportPreview::minimumSizeHint() const
{
    return {300, 300};
}

void ExportPreview::resizeEvent(QResizeEvent*)
{
    m_picture = {};
}

void ExportPreview::renderPage(const QSize& size)
{
    const qreal ratio = devicePixelRatioF();
    if (m_picture.size() == size * ratio)
        return;
    m_picture = QPixmap(size * ratio);
    m_picture.setDevicePixelRatio(ratio);
    QPainter painter(&m_picture);
    m_page->paint(painter, QRectF(QPointF(), size));
}

void ExportPreview::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().sunken);
    const QRect page = pageRect();
    if (page.isEmpty())
        return;
    renderPage(page.size());
    painter.drawPixmap(page.topLeft(), m_picture);
    painter.setPen(m_theme.colours().line);
    painter.drawRect(page.adjusted(-1, -1, 0, 0));
    paintRuler(painter, page);
}

void ExportPreview::paintRuler(QPainter& painter, const QRect& page) const
{
    const int y = page.top() - 11;
    painter.setPen(m_theme.colours().text2);
    painter.drawLine(page.left(), y, page.right(), y);
    for (const int end : {page.left(), page.right()})
        painter.drawLine(end, y - 4, end, y + 4);
    painter.setFont(Theme::mono(TextStyle::Label));
    painter.drawText(
        QRect(page.left(), y - 24, page.width(), 16), Qt::AlignCenter | Qt::TextDontClip,
        tr("%1 mm").arg(std::lround(m_page->millimetres().width())));
}

} // namespace headwaters
