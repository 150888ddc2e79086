#include "widgets/lens/rankwatchview.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace headwaters {

namespace {

constexpr double reach = 12;

} // namespace

RankWatchView::RankWatchView(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setMouseTracking(true);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    describe(this, tr("Rank watch"));
}

FigureStyle RankWatchView::style() const
{
    return {m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption)};
}

void RankWatchView::setContent(std::shared_ptr<const LensContent> content)
{
    m_content = std::move(content);
    m_lit.reset();
    QStringList ranks;
    if (m_content && m_content->watch) {
        const LogitLens& watch = *m_content->watch;
        for (const LensWord& word : watch.words)
            ranks << tr("%1: rank %2").arg(m_content->label(word.id)).arg(word.rank.back());
    }
    describe(this, tr("Rank watch"), ranks.join(QStringLiteral(", ")));
    update();
}

RankWatchLayout RankWatchView::places() const
{
    return m_content ? RankWatchLayout::of(QRectF(rect()), *m_content, style()) : RankWatchLayout();
}

QString RankWatchView::tipText(const WatchPoint& point) const
{
    const LogitLens& watch = *m_content->watch;
    const std::size_t row = places().rows[point.at];
    const LensWord& word = watch.words[point.word];
    const std::size_t cell = watch.cell(row, 0);
    return tr("%1, %2: rank %3\nprobability %4\n%5")
        .arg(m_content->label(word.id), LensContent::rowName(watch.rows[row]))
        .arg(word.rank[cell])
        .arg(probabilityText(std::exp(word.logProbability[cell])), watch.rows[row].hook());
}

void RankWatchView::paintEvent(QPaintEvent*)
{
    if (!m_content || !m_content->watch)
        return;
    QPainter painter(this);
    const RankWatchLayout layout = places();
    paintRankWatch(painter, layout, *m_content, style());
    if (m_lit && m_lit->at < layout.rows.size()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.colours().mark, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(layout.point(*m_content, m_lit->word, m_lit->at), 6, 6);
    }
}

void RankWatchView::mouseMoveEvent(QMouseEvent* event)
{
    const auto lit = m_content ? watchPointAt(places(), *m_content, event->position(), reach) : std::nullopt;
    if (lit != m_lit) {
        m_lit = lit;
        update();
    }
}

void RankWatchView::leaveEvent(QEvent*)
{
    m_lit.reset();
    update();
}

bool RankWatchView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto point = m_content ? watchPointAt(places(), *m_content, help->pos(), reach) : std::nullopt;
    if (point)
        QToolTip::showText(help->globalPos(), tipText(*point), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace headwaters
