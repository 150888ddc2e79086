#include "widgets/circuit/circuitlegend.h"

#include "widgets/circuit/circuitmarks.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/circuit/edgeshape.h"
#include "widgets/common/accessible.h"
#include "widgets/theme/metrics.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>

namespace headwaters {

namespace {

constexpr double pitch = 20; // of lines
constexpr double gap = 18; // between entries
constexpr int margin = 6; // below, on the screen
constexpr double markRoom = 22;
constexpr double lineRoom = 26;

struct Entry {
    QString text;
    std::optional<CircuitPart> part;
    std::optional<EdgeLook> look;
    bool isNegative = false;
};

QString tr(const char* text)
{
    return QCoreApplication::translate("CircuitLegend", text);
}

std::vector<Entry> entriesOf(const ShownCircuit& shown)
{
    const Circuit& circuit = *shown.circuit;
    std::vector<Entry> entries;
    for (const CircuitPart part :
         {CircuitPart::Head, CircuitPart::HeadInput, CircuitPart::Mlp, CircuitPart::Embedding,
          CircuitPart::AttentionBias, CircuitPart::AttentionOffset}) {
        if (std::any_of(shown.nodes.begin(), shown.nodes.end(), [&](int node) {
                return circuit.nodes[static_cast<std::size_t>(node)].part == part;
            }))
            entries.push_back({partKind(part), part, {}});
    }
    const auto has = [&](const auto& test) {
        return std::any_of(shown.edges.begin(), shown.edges.end(), [&](int index) {
            return test(circuit.edges[static_cast<std::size_t>(index)]);
        });
    };
    const auto isPlain = [&](const CircuitEdge& edge) {
        return !edge.isConnector && !isRootEdge(circuit, edge);
    };
    if (has([&](const CircuitEdge& edge) { return isPlain(edge) && edge.side == EdgeSide::Query; }))
        entries.push_back({tr("query side"), {}, EdgeLook::Query});
    if (has([&](const CircuitEdge& edge) { return isPlain(edge) && edge.side == EdgeSide::Key; }))
        entries.push_back({tr("key side"), {}, EdgeLook::Key});
    if (has([&](const CircuitEdge& edge) { return isRootEdge(circuit, edge); }))
        entries.push_back({tr("to the logits"), {}, EdgeLook::Logits});
    if (has([](const CircuitEdge& edge) { return edge.isConnector; }))
        entries.push_back({tr("to its head"), {}, EdgeLook::Connector});
    if (has([](const CircuitEdge& edge) { return edge.weight < 0; }))
        entries.push_back({tr("negative"), {}, {}, true});
    return entries;
}

void paintEntry(QPainter& painter, const Entry& entry, double x, double middle, const CircuitStyle& style)
{
    if (entry.part) {
        CircuitNode node;
        node.part = *entry.part;
        CircuitStyle small = style;
        small.unit = 0.75 * style.unit;
        small.small.setPixelSize(std::max(1, 3 * style.small.pixelSize() / 4));
        paintCircuitNode(painter, {x + 7 * style.unit, middle}, node, {}, small);
    } else if (entry.isNegative) {
        paintNegativeMark(painter, {x + 7 * style.unit, middle}, style.colours.text2, style);
    } else {
        EdgeShape shape;
        shape.path.moveTo(x, middle);
        shape.path.lineTo(x + (lineRoom - 4) * style.unit, middle);
        shape.look = *entry.look;
        shape.width = *entry.look == EdgeLook::Connector ? 1 : 2.5;
        paintEdge(painter, shape, style);
    }
}

double roomOf(const Entry& entry)
{
    return entry.look ? lineRoom + 4 : markRoom;
}

/// Sets the entries; draws them where there is a painter. Returns the height.
double setEntries(
    QPainter* painter, const QPointF& origin, double width, const ShownCircuit& shown,
    const CircuitStyle& style)
{
    const QFontMetricsF measure(style.words);
    double x = 0;
    double line = 0;
    for (const Entry& entry : entriesOf(shown)) {
        const double needed = roomOf(entry) * style.unit + measure.horizontalAdvance(entry.text);
        if (x > 0 && x + needed > width) {
            x = 0;
            line += 1;
        }
        if (painter) {
            const double middle = origin.y() + (line + 0.5) * pitch * style.unit;
            paintEntry(*painter, entry, origin.x() + x, middle, style);
            painter->setFont(style.words);
            painter->setPen(style.colours.text2);
            painter->drawText(
                QRectF(
                    origin.x() + x + roomOf(entry) * style.unit, middle - 12 * style.unit,
                    measure.horizontalAdvance(entry.text) + 4, 24 * style.unit),
                Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        }
        x += needed + gap * style.unit;
    }
    return (line + 1) * pitch * style.unit;
}

} // namespace

double circuitLegendHeight(const ShownCircuit& shown, double width, const CircuitStyle& style)
{
    return setEntries(nullptr, {}, width, shown, style);
}

void paintCircuitLegend(
    QPainter& painter, const QRectF& area, const ShownCircuit& shown, const CircuitStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    setEntries(&painter, area.topLeft(), area.width(), shown, style);
    painter.restore();
}

CircuitLegend::CircuitLegend(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void CircuitLegend::setShown(const std::optional<ShownCircuit>& shown)
{
    m_shown = shown;
    setVisible(shown.has_value());
    if (shown) {
        QStringList entries;
        for (const Entry& entry : entriesOf(*shown))
            entries << entry.text;
        describe(
            this, QCoreApplication::translate("CircuitLegend", "Legend"), entries.join(QStringLiteral(", ")));
    }
    updateGeometry();
    update();
}

int CircuitLegend::heightForWidth(int width) const
{
    if (!m_shown)
        return 0;
    const double height =
        circuitLegendHeight(*m_shown, width - 2 * metrics::pad, screenCircuitStyle(m_theme));
    return static_cast<int>(height) + margin;
}

void CircuitLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().panel);
    if (m_shown)
        paintCircuitLegend(
            painter, QRectF(rect()).adjusted(metrics::pad, 0, -metrics::pad, 0), *m_shown,
            screenCircuitStyle(m_theme));
}

} // namespace headwaters
