#include "widgets/head/directioncontent.h"

#include "widgets/common/numberformat.h"
#include "widgets/common/runmodel.h"
#include "widgets/head/directionmodel.h"
#include "widgets/selection/selection.h"

#include <QCoreApplication>

#include <cmath>

namespace headwaters {

namespace {

constexpr int scoreDecimals = 3;

QString tr(const char* text)
{
    return QCoreApplication::translate("Directions", text);
}

QStringList labelsOf(const RunModel& model, const std::vector<TokenReading>& readings)
{
    QStringList labels;
    for (const TokenReading& reading : readings)
        labels << model.label(reading.id);
    return labels;
}

QString positionLabel(const RunResult& run, int position)
{
    if (position == 0 && run.startsWithBeginOfText)
        return QStringLiteral("bos");
    return tokenLabel(run.tokens[static_cast<std::size_t>(position)]);
}

/// Six decimals where they say something, else in powers of ten.
QString residualNumber(double residual)
{
    return std::fabs(residual) < 0.01 ? numberText(residual, 6) : numberText(residual, scoreDecimals);
}

} // namespace

DirectionContent
DirectionContent::of(const DirectionModel& directions, const RunModel& model, const Selection& selection)
{
    DirectionContent content;
    const SelectionState shown = selection.shown();
    const auto run = model.result();
    if (!shown.head || !run)
        return content;
    content.head = *shown.head;
    const auto isOfHead = [&](quint64 ofRun, HeadIndex head) {
        return ofRun == run->run && head == *shown.head;
    };
    content.known = directions.head();
    content.isOld = content.known && !isOfHead(content.known->explained.run, content.known->explained.head);
    content.first =
        directions.first() == DirectionModel::allDirections ? content.dHead() : directions.first();
    content.direction = shown.direction;
    content.isLocked = shown.direction && selection.locked().direction == shown.direction;
    if (shown.destination && shown.source) {
        const auto size = static_cast<int>(run->tokens.size());
        if (*shown.destination < size && *shown.source < size) {
            content.destination = positionLabel(*run, *shown.destination);
            content.source = positionLabel(*run, *shown.source);
        }
        content.message = directions.rowProblem();
        content.row = directions.row();
        if (const auto& row = content.row)
            content.isOld = content.isOld || !isOfHead(row->run, row->head)
                || row->destination != *shown.destination || row->source != *shown.source;
    } else {
        content.message =
            tr("Point at a cell of the map, or lock one, to see its score as a sum of its parts.");
    }
    const auto reading = directions.reading();
    if (reading && reading->head == *shown.head && shown.direction == reading->direction
        && reading->embedding == directions.embedding()) {
        content.reading = reading;
        content.query = labelsOf(model, reading->query);
        content.key = labelsOf(model, reading->key);
        content.written = labelsOf(model, reading->written);
    }
    return content;
}

int DirectionContent::dHead() const
{
    return known ? static_cast<int>(known->qk.singularValues.size()) : 0;
}

std::vector<double> DirectionContent::scoreShares() const
{
    return row ? row->cumulativeShares() : std::vector<double>();
}

const std::vector<double>& DirectionContent::mapShares() const
{
    static const std::vector<double> none;
    return known ? known->explained.shares : none;
}

double DirectionContent::singularValue(int which, DirectionKind kind) const
{
    const Spectrum& spectrum = kind == DirectionKind::Ov ? known->ov : known->qk;
    return spectrum.singularValues[static_cast<std::size_t>(which)];
}

QString DirectionContent::residualText() const
{
    if (!row)
        return {};
    const QString map = row->cappedScore == row->score
        ? tr("map %1").arg(numberText(row->score, scoreDecimals))
        : tr("map %1, before its cap %2")
              .arg(numberText(row->cappedScore, scoreDecimals), numberText(row->score, scoreDecimals));
    const bool isWithin = row->isWithinTolerance();
    const QString residual = tr("residual %1").arg(residualNumber(row->directionResidual));
    return isWithin ? QStringLiteral("%1 · %2 %3").arg(map, residual, QChar(0x2713))
                    : tr("%1 · %2, allowed %3").arg(map, residual, residualNumber(row->tolerance));
}

QString DirectionContent::sumText(double sum)
{
    return QStringLiteral("%1 = %2").arg(QChar(0x03A3)).arg(numberText(sum, scoreDecimals));
}

QString DirectionContent::directionText() const
{
    if (!direction || *direction >= dHead())
        return {};
    return tr("direction %1, %2 %3")
        .arg(*direction)
        .arg(QChar(0x03C3))
        .arg(numberText(singularValue(*direction, DirectionKind::Qk), scoreDecimals));
}

QString DirectionContent::describe(int which) const
{
    if (which < 0 || which >= dHead())
        return {};
    QString text = tr("direction %1: %2 %3 of QK, %4 of OV")
                       .arg(which)
                       .arg(QChar(0x03C3))
                       .arg(
                           numberText(singularValue(which, DirectionKind::Qk), scoreDecimals),
                           numberText(singularValue(which, DirectionKind::Ov), scoreDecimals));
    if (row && static_cast<std::size_t>(which) < row->directions.size())
        text += tr(", adds %1 to the score")
                    .arg(signedText(row->directions[static_cast<std::size_t>(which)], scoreDecimals));
    return text;
}

} // namespace headwaters
