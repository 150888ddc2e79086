#include "widgets/stages/compositionstrip.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/stages/compositionpainter.h"
#include "widgets/stages/compositiontext.h"
#include "widgets/theme/metrics.h"

#include <QFontMetricsF>

namespace headwaters {

namespace {

constexpr double headHeight = 18;
constexpr double rowHeight = 16;
constexpr double sampleWidth = 22;
constexpr double letterAt = 28, partnersAt = 44;
constexpr double sideGap = 18;
constexpr double mostWidth = 250; ///< of a side
constexpr double leastRule = 120; ///< narrower, the rule stands in the tooltip alone

} // namespace

CompositionStrip::CompositionStrip(const Theme& theme, const StagesModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&model, &StagesModel::compositionChanged, this, &CompositionStrip::refresh);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    refresh();
}

QString CompositionStrip::message() const
{
    if (m_model.composition())
        return {};
    if (!m_model.composed())
        return tr("Lock a head to see what it composes with.");
    return m_model.compositionNote().isEmpty()
        ? tr("What head %1 composes with is being computed.").arg(m_model.composed()->text())
        : m_model.compositionNote();
}

QSize CompositionStrip::sizeHint() const
{
    return {300, static_cast<int>(headHeight + compositionKindCount * rowHeight) + metrics::gap};
}

void CompositionStrip::refresh()
{
    const auto composition = m_model.composition();
    m_edges = composition ? strongestCompositions(*composition) : std::vector<CompositionEdge>();
    setToolTip(
        composition ? compositionFormula() + u'\n' + compositionRule(*composition) : compositionFormula());
    describe(
        this, tr("Composition"),
        composition ? tr("head %1 %2. %3")
                          .arg(
                              composition->head.text(), compositionText(m_edges, composition->head),
                              compositionRule(*composition))
                    : message());
    update();
}

void CompositionStrip::paintSide(
    QPainter& painter, const QRectF& area, bool reads, const StageStyle& style) const
{
    const Colours& colours = style.palette.colours;
    const HeadIndex own = m_model.composition()->head;
    QFont heading = style.words;
    heading.setWeight(QFont::DemiBold);
    painter.setFont(heading);
    painter.setPen(colours.text2);
    painter.drawText(
        QRectF(area.topLeft(), QSizeF(area.width(), headHeight)), Qt::AlignLeft | Qt::AlignVCenter,
        (reads ? tr("Head %1 reads") : tr("Head %1 is read by")).arg(own.text()));
    for (int kind = 0; kind < compositionKindCount; ++kind) {
        const QRectF row(area.left(), area.top() + headHeight + kind * rowHeight, area.width(), rowHeight);
        QStringList partners;
        for (const CompositionEdge& edge : m_edges) {
            if (static_cast<int>(edge.kind) == kind && (edge.receiver == own) == reads)
                partners << partnerText(edge, own);
        }
        painter.setPen(compositionPen(static_cast<CompositionKind>(kind), 0.5, style));
        painter.drawLine(
            QPointF(row.left(), row.center().y()), QPointF(row.left() + sampleWidth, row.center().y()));
        painter.setPen(colours.text);
        painter.setFont(style.mono);
        painter.drawText(
            row.adjusted(letterAt, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
            compositionLetter(static_cast<CompositionKind>(kind)));
        const QRectF place = row.adjusted(partnersAt, 0, 0, 0);
        painter.drawText(
            place, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(style.mono)
                .elidedText(
                    partners.isEmpty() ? unknownText() : partners.join(QStringLiteral("  ")), Qt::ElideRight,
                    place.width()));
    }
}

void CompositionStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const StageStyle style = StageStyle::screen(m_theme);
    const Colours& colours = style.palette.colours;
    const QRectF room = QRectF(rect()).adjusted(metrics::pad, 0, -metrics::pad, 0);
    painter.fillRect(rect(), colours.panel);
    painter.fillRect(QRectF(room.left(), 0, room.width(), 1), colours.line);
    const QRectF area = room.adjusted(0, 4, 0, -4);
    if (!m_model.composition()) {
        painter.setFont(style.words);
        painter.setPen(colours.text2);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, message());
        return;
    }
    const double width = std::min(mostWidth, (area.width() - sideGap) / 2);
    paintSide(painter, QRectF(area.left(), area.top(), width, area.height()), true, style);
    paintSide(painter, QRectF(area.left() + width + sideGap, area.top(), width, area.height()), false, style);
    const QRectF rule = area.adjusted(2 * (width + sideGap), 0, 0, 0);
    if (rule.width() < leastRule)
        return;
    painter.setFont(style.words);
    painter.setPen(colours.text3);
    painter.drawText(
        rule, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, compositionRule(*m_model.composition()));
}

} // namespace headwaters
