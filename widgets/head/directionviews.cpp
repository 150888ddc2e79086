#include "widgets/head/directionviews.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/head/directionpainting.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <utility>

namespace headwaters {

DirectionPicture::DirectionPicture(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_content(std::make_shared<DirectionContent>())
{
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DirectionPicture::setContent(std::shared_ptr<const DirectionContent> content)
{
    m_content = std::move(content);
    describeContent();
    update();
}

FigureStyle DirectionPicture::style() const
{
    return {m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption), true};
}

void DirectionPicture::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintContent(painter);
}

void DirectionPicture::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto direction = directionAt(event->position()))
        Q_EMIT directionClicked(*direction);
}

void DirectionPicture::mouseMoveEvent(QMouseEvent* event)
{
    setCursor(directionAt(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool DirectionPicture::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto direction = directionAt(help->pos());
        const QString text = direction ? m_content->describe(*direction) : toolTip();
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

QPointF ScoreRowView::directionPoint(int direction) const
{
    const ScoreRowLayout layout = ScoreRowLayout::of(rect(), content(), style());
    return {layout.directions.left() + (direction + 0.5) * layout.slot, layout.directions.center().y()};
}

std::optional<int> ScoreRowView::directionAt(QPointF point) const
{
    if (!content().row)
        return std::nullopt;
    return ScoreRowLayout::of(rect(), content(), style()).directionAt(point, content().dHead());
}

void ScoreRowView::paintContent(QPainter& painter) const
{
    paintScoreRow(painter, rect(), content(), style());
}

void ScoreRowView::describeContent()
{
    const DirectionContent& shown = content();
    if (!shown.row) {
        describe(this, tr("Score row"), shown.message);
        return;
    }
    QString value = tr("%1 by dimension, the same by direction, %2")
                        .arg(DirectionContent::sumText(shown.row->dimensionSum()), shown.residualText());
    if (shown.direction)
        value += QStringLiteral("; ") + shown.describe(*shown.direction);
    describe(this, tr("Score row: %1 reads %2").arg(shown.destination, shown.source), value);
}

QPointF SpectrumView::directionPoint(int direction) const
{
    return SpectrumLayout::of(rect(), style()).point(content().known->qk.singularValues, direction);
}

std::optional<int> SpectrumView::directionAt(QPointF point) const
{
    return SpectrumLayout::of(rect(), style()).directionAt(point, content().dHead());
}

void SpectrumView::paintContent(QPainter& painter) const
{
    paintSpectrum(painter, rect(), content(), style());
}

void SpectrumView::describeContent()
{
    const DirectionContent& shown = content();
    if (shown.dHead() == 0) {
        describe(this, tr("Spectrum"));
        return;
    }
    setToolTip(tr("Singular values, each curve scaled to its own largest: QK %1, OV %2. Click a dot to lock "
                  "its direction.")
                   .arg(
                       numberText(shown.singularValue(0, DirectionKind::Qk), 3),
                       numberText(shown.singularValue(0, DirectionKind::Ov), 3)));
    describe(
        this, tr("Spectrum of %1 directions").arg(shown.dHead()),
        shown.direction ? shown.describe(*shown.direction) : QString());
}

void DirectionWords::paintContent(QPainter& painter) const
{
    paintWords(painter, rect(), content(), style());
}

void DirectionWords::describeContent()
{
    const DirectionContent& shown = content();
    describe(
        this, shown.direction ? tr("Words of direction %1").arg(*shown.direction) : tr("Words"),
        shown.reading ? tr("query reads %1; key reads %2; writes %3")
                            .arg(
                                shown.query.join(QStringLiteral(", ")), shown.key.join(QStringLiteral(", ")),
                                shown.written.join(QStringLiteral(", ")))
                      : QString());
}

void ShareCurve::paintContent(QPainter& painter) const
{
    paintShares(painter, QRectF(rect()).adjusted(7, 2, -7, -2), content(), style());
}

void ShareCurve::describeContent()
{
    describe(
        this,
        content().row ? tr("Share of the pair's score against the number of directions")
                      : tr("Share of the map's scores against the number of directions"));
}

} // namespace headwaters
