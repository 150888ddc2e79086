#include "widgets/lens/attributionview.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace headwaters {

AttributionView::AttributionView(const Theme& theme, Selection& selection, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection)
{
    setMouseTracking(true);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&selection, &Selection::changed, this, qOverload<>(&QWidget::update));
    describe(this, tr("Attribution"));
}

FigureStyle AttributionView::style() const
{
    return {m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption)};
}

void AttributionView::setContent(std::shared_ptr<const LensContent> content, AttributionSplit split)
{
    m_content = std::move(content);
    m_lines = m_content ? AttributionLines::of(*m_content, split) : AttributionLines();
    m_lit.reset();
    const bool isThere = m_content && m_content->attribution;
    describe(
        this, tr("Attribution"),
        isThere ? tr("%1 minus %2, sum %3, output %4")
                      .arg(
                          m_content->target(), m_content->rival(),
                          signedLogitText(m_lines.sum + m_lines.biases), signedLogitText(m_lines.whole))
                : QString());
    update();
}

AttributionLayout AttributionView::places() const
{
    return AttributionLayout::of(QRectF(rect()), m_lines, style());
}

const AttributionLine& AttributionView::line(std::pair<bool, int> place) const
{
    const auto& side = place.first ? m_lines.promoted : m_lines.suppressed;
    return side[static_cast<std::size_t>(place.second)];
}

QString AttributionView::tipText(bool isPromoted, int row) const
{
    const AttributionLine& at = line({isPromoted, row});
    const QString value =
        tr("%1 logits towards %2 − %3").arg(signedText(at.value, 4), m_content->target(), m_content->rival());
    if (at.head)
        return tr("head %1\n%2\nblocks.%3.attn.hook_z[%4]")
            .arg(at.head->text(), value)
            .arg(at.head->layer)
            .arg(at.head->head);
    if (at.source)
        return m_lines.head ? tr("head %1 reads %2\n%3").arg(m_lines.head->text(), at.name, value)
                            : tr("all heads read %1\n%2").arg(at.name, value);
    return at.name + u'\n' + value;
}

void AttributionView::paintEvent(QPaintEvent*)
{
    if (!m_content || !m_content->attribution)
        return;
    QPainter painter(this);
    paintAttribution(painter, places(), m_lines, *m_content, style(), m_lit, m_selection.locked().head);
}

void AttributionView::preview(std::optional<std::pair<bool, int>> place)
{
    if (place == m_lit)
        return;
    m_lit = place;
    update();
    const AttributionLine* at = place ? &line(*place) : nullptr;
    m_selection.hoverHead(at ? at->head : std::nullopt);
    if (at && at->source)
        m_selection.hoverPair(m_content->attribution->destination, at->source);
    else
        m_selection.hoverPair(std::nullopt, std::nullopt);
}

void AttributionView::mouseMoveEvent(QMouseEvent* event)
{
    preview(m_content && m_content->attribution ? places().at(event->position(), m_lines) : std::nullopt);
}

void AttributionView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_content || !m_content->attribution)
        return;
    const auto place = places().at(event->position(), m_lines);
    if (!place)
        return;
    const AttributionLine at = line(*place);
    if (at.head)
        m_selection.toggleHead(*at.head);
    else if (at.source)
        m_selection.togglePair(m_content->attribution->destination, *at.source);
}

void AttributionView::leaveEvent(QEvent*)
{
    preview(std::nullopt);
}

bool AttributionView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto place = m_content && m_content->attribution ? places().at(help->pos(), m_lines) : std::nullopt;
    if (place)
        QToolTip::showText(help->globalPos(), tipText(place->first, place->second), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace headwaters
