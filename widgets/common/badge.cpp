#include "widgets/common/badge.h"

#include "widgets/common/accessible.h"
#include "widgets/theme/metrics.h"

#include <QFontMetrics>
#include <QPainter>

namespace headwaters {

namespace {

constexpr int markSize = 8;
constexpr int staleIcon = 12;
constexpr int side = 7;
constexpr int gap = 5;

} // namespace

Badge::Badge(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    refresh();
}

void Badge::setOrigin(Origin origin, const QString& note)
{
    if (origin == m_origin && note == m_note)
        return;
    m_origin = origin;
    m_note = note;
    refresh();
}

void Badge::setStaleRun(std::optional<quint64> run)
{
    if (run == m_staleRun)
        return;
    m_staleRun = run;
    refresh();
}

QString Badge::text() const
{
    if (m_staleRun)
        return tr("from run %1").arg(*m_staleRun);
    return m_note.isEmpty() ? originText(m_origin)
                            : QStringLiteral("%1, %2").arg(originText(m_origin), m_note);
}

QSize Badge::sizeHint() const
{
    const int mark = m_staleRun ? staleIcon : markSize;
    const int words = QFontMetrics(Theme::font(TextStyle::Caption)).horizontalAdvance(text());
    return {side + mark + gap + words + side + 1, metrics::badge};
}

QSize Badge::minimumSizeHint() const
{
    return {2 * side + markSize, metrics::badge};
}

void Badge::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_staleRun ? colours.warn : colours.line, 1));
    painter.setBrush(colours.panel);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2);
    const int mark = m_staleRun ? staleIcon : markSize;
    const QRectF markArea(side, (height() - mark) / 2.0, mark, mark);
    if (m_staleRun)
        painter.drawPixmap(
            markArea.topLeft(),
            m_theme.pixmap(QStringLiteral("undo"), staleIcon, colours.warn, devicePixelRatioF()));
    else
        paintOriginMark(painter, markArea, m_origin, colours.text2);
    const QRect words = rect().adjusted(side + mark + gap, 0, -side + 2, 0);
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(m_staleRun ? colours.warn : colours.text2);
    painter.drawText(
        words, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

void Badge::refresh()
{
    QString meaning;
    switch (m_origin) {
    case Origin::Measured:
        meaning = tr("Read off the running model");
        break;
    case Origin::Derived:
        meaning = tr("Computed from measured values");
        break;
    case Origin::Stored:
        meaning = tr("Read from a file");
        break;
    case Origin::Schematic:
        meaning = tr("An illustration, no number in it");
        break;
    }
    if (m_staleRun)
        meaning = tr("The prompt has changed since; this is run %1").arg(*m_staleRun);
    setToolTip(QStringLiteral("%1\n%2").arg(text(), meaning));
    describe(this, tr("Origin"), text());
    updateGeometry();
    update();
}

void paintOriginMark(QPainter& painter, const QRectF& area, Origin origin, const QColor& ink)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double unit = area.width() / markSize;
    const QRectF ring = area.adjusted(0.6 * unit, 0.6 * unit, -0.6 * unit, -0.6 * unit);
    switch (origin) {
    case Origin::Measured:
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(area);
        break;
    case Origin::Derived:
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPie(area, 90 * 16, 180 * 16);
        painter.setPen(QPen(ink, 1.2 * unit));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(ring);
        break;
    case Origin::Stored:
        painter.setPen(QPen(ink, 1.2 * unit, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(ring);
        break;
    case Origin::Schematic: {
        QPen dotted(ink, 2.0 * unit, Qt::CustomDashLine, Qt::FlatCap);
        // Six dots on the ring: its length is 2 pi r; dashes are measured in pen widths.
        const double sixth = 3.14159265 * ring.width() / 6 / (2.0 * unit);
        dotted.setDashPattern({0.55 * sixth, 0.45 * sixth});
        painter.setPen(dotted);
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(ring.adjusted(0.4 * unit, 0.4 * unit, -0.4 * unit, -0.4 * unit));
        break;
    }
    }
    painter.restore();
}

} // namespace headwaters
