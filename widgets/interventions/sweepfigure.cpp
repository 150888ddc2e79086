#include "widgets/interventions/sweepfigure.h"

#include "widgets/common/numberformat.h"
#include "widgets/interventions/interventiontexts.h"

#include <QCoreApplication>

#include <cmath>
#include <limits>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Interventions", text);
}

std::optional<HeadIndex> strongestHead(const SweepPicture& picture, double& value)
{
    std::optional<HeadIndex> strongest;
    const auto values = picture.values(false);
    for (int row = 0; row < picture.map->size.rows; ++row) {
        for (int column = 0; column < picture.map->size.columns; ++column) {
            const auto& one = values[static_cast<std::size_t>(row * picture.map->size.columns + column)];
            const auto head = picture.headOf(row, column);
            if (one && head && (!strongest || std::abs(*one) > std::abs(value))) {
                strongest = head;
                value = *one;
            }
        }
    }
    return strongest;
}

} // namespace

QString SweepPicture::name() const
{
    return title.isEmpty() ? sweepTitle(choice) : title;
}

QString SweepPicture::rowLabel(int row) const
{
    switch (map->request.axes) {
    case SweepAxes::LayerByHead:
    case SweepAxes::LayerByPosition:
        return QStringLiteral("L%1").arg(row);
    case SweepAxes::HeadByPosition:
        return HeadIndex{row / nHeads, row % nHeads}.text();
    case SweepAxes::DestinationBySource:
        break;
    }
    return tokens.value(row);
}

QString SweepPicture::columnLabel(int column) const
{
    return map->request.axes == SweepAxes::LayerByHead ? QString::number(column) : tokens.value(column);
}

std::optional<HeadIndex> SweepPicture::headOf(int row, int column) const
{
    switch (map->request.axes) {
    case SweepAxes::LayerByHead:
        return HeadIndex{row, column};
    case SweepAxes::HeadByPosition:
        return HeadIndex{row / nHeads, row % nHeads};
    case SweepAxes::LayerByPosition:
        return std::nullopt;
    case SweepAxes::DestinationBySource:
        break;
    }
    return map->request.change.heads.front();
}

double SweepPicture::bound() const
{
    double bound = 0;
    for (const bool ofControl : {false, true}) {
        for (const std::optional<double>& value : values(ofControl)) {
            if (value && std::isfinite(*value))
                bound = std::max(bound, std::abs(*value));
        }
    }
    return bound;
}

QString SweepFigure::title() const
{
    return QStringLiteral("%1 · %2").arg(
        m_picture.name(), quantityText(m_picture.quantity, m_picture.target, m_picture.rival));
}

QString SweepFigure::caption() const
{
    const SweepMap& map = *m_picture.map;
    QString caption = tr("Each cell is one run of the model with one thing changed; the colour says the %1")
                          .arg(quantityText(m_picture.quantity, m_picture.target, m_picture.rival));
    caption += map.request.base == CausalBase::Clean
        ? tr(". Without a change %1 − %2 is %3.")
              .arg(m_picture.target, m_picture.rival, signedLogitText(map.clean.difference))
        : tr(", in the run of the other prompt, where %1 − %2 is %3.")
              .arg(
                  m_picture.target, m_picture.rival,
                  signedLogitText(map.corrupted ? map.corrupted->difference : 0));
    double value = 0;
    const auto head = strongestHead(m_picture, value);
    const bool isOfHeads = map.request.axes != SweepAxes::DestinationBySource;
    if (head && isOfHeads && m_picture.quantity <= SweepQuantity::Divergence)
        caption +=
            tr(" The strongest is head %1 with %2.")
                .arg(head->text(), m_picture.isSigned() ? signedLogitText(value) : numberText(value, 2));
    if (m_picture.quantity == SweepQuantity::Probability)
        caption += tr(" A probability saturates and hides parts that speak against the target.");
    if (map.draws > 0)
        caption += tr(" Beside it at half size and on the same scale the random control: changes of the same "
                      "size in random directions, mean of %1 draws.")
                       .arg(map.draws);
    // The first token has no other key, so none of its edges can be cut.
    const bool isCut = map.request.change.operation == CausalOperation::KnockOut
        && map.request.axes == SweepAxes::DestinationBySource;
    if (map.rowsDone < map.size.rows - (isCut ? 1 : 0)
        && map.request.change.operation != CausalOperation::Path)
        caption += tr(" Only %1 of %2 rows were run.").arg(map.rowsDone).arg(map.size.rows);
    return caption;
}

Provenance SweepFigure::provenance() const
{
    Provenance provenance = m_picture.provenance;
    provenance.origin = Origin::Measured;
    const Intervention& change = m_picture.map->request.change;
    provenance.hookName =
        siteHookName(change.site, 0).replace(QStringLiteral("blocks.0"), QStringLiteral("blocks.*"));
    provenance.settings << m_picture.name()
                        << tr("target %1, rival %2").arg(m_picture.target, m_picture.rival);
    for (const Intervention& item : m_picture.map->request.under.items) {
        if (item.enabled)
            provenance.settings << tr("on top of: %1").arg(describe(item));
    }
    return provenance;
}

QString SweepFigure::fileStem() const
{
    return QStringLiteral("sweep-%1-%2")
        .arg(
            siteKey(m_picture.map->request.change.site),
            operationKey(m_picture.map->request.change.operation));
}

double SweepFigure::heightForWidth(double width, const FigureStyle& style) const
{
    return SweepGeometry::of(m_picture, {0, 0, width, 0}, style, false).height;
}

void SweepFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    paintSweep(painter, m_picture, SweepGeometry::of(m_picture, area, style, false), style);
}

FigureData SweepFigure::data() const
{
    const SweepMap& map = *m_picture.map;
    FigureData data;
    data.table.header = {
        QStringLiteral("row"),    QStringLiteral("column"),          QStringLiteral("difference"),
        QStringLiteral("change"), QStringLiteral("divergence"),      QStringLiteral("probability"),
        QStringLiteral("rank"),   QStringLiteral("log_probability"), QStringLiteral("control_change")};
    for (int name = 2; name < data.table.header.size(); ++name)
        data.tensors.push_back({data.table.header[name], {map.size.rows, map.size.columns}, {}});
    const auto changes = map.values(SweepQuantity::Change);
    auto controls = map.values(SweepQuantity::Change, true);
    controls.resize(changes.size());
    for (int row = 0; row < map.size.rows; ++row) {
        for (int column = 0; column < map.size.columns; ++column) {
            const auto place = static_cast<std::size_t>(row * map.size.columns + column);
            const std::optional<CausalMeasures>& cell = map.cells[place];
            const double none = std::numeric_limits<double>::quiet_NaN();
            const double numbers[] = {cell ? cell->difference : none, changes[place].value_or(none),
                                      cell ? cell->divergence : none, cell ? cell->probability : none,
                                      cell ? cell->rank : none,       cell ? cell->logProbability : none,
                                      controls[place].value_or(none)};
            QStringList fields{m_picture.rowLabel(row), m_picture.columnLabel(column)};
            for (std::size_t at = 0; at < std::size(numbers); ++at) {
                data.tensors[at].values.push_back(static_cast<float>(numbers[at]));
                fields << (std::isnan(numbers[at]) ? QString() : QString::number(numbers[at], 'g', 9));
            }
            if (cell)
                data.table.rows.push_back(fields);
        }
    }
    return data;
}

} // namespace headwaters
