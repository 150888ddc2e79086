#include "widgets/head/directionsonpaper.h"

#include "widgets/common/numberformat.h"
#include "widgets/head/directionpainting.h"
#include "widgets/head/mapgeometry.h"

#include <algorithm>

namespace headwaters {

namespace {

// In em.
constexpr double besideFrom = 54;
constexpr double gap = 1.5;
constexpr double spectrumHeight = 11;
constexpr double wordsHeight = 9.2; // a heading and five words
constexpr double widestRow = 60;

struct Places {
    QRectF scoreRow;
    QRectF spectrum;
    QRectF words;
    double height = 0;

    Places(const QRectF& area, const FigureStyle& style)
    {
        const double em = fontSize(style.mono);
        const double row = ScoreRowLayout::height(style);
        const double x = area.left();
        const double y = area.top() + gap * em;
        if (area.width() >= besideFrom * em) {
            const double left = std::min(area.width() * 0.58, widestRow * em);
            const double right = x + left + 2 * gap * em;
            const double width = std::min(area.right() - right, widestRow * em);
            scoreRow = {x, y, left, row};
            spectrum = {right, y, width, spectrumHeight * em};
            words = {right, spectrum.bottom() + em, width, wordsHeight * em};
        } else {
            scoreRow = {x, y, area.width(), row};
            spectrum = {x, scoreRow.bottom() + gap * em, area.width(), spectrumHeight * em};
            words = {x, spectrum.bottom() + gap * em, area.width(), wordsHeight * em};
        }
        height = std::max(scoreRow.bottom(), words.bottom()) - area.top();
    }
};

std::vector<float> floats(const std::vector<double>& values)
{
    std::vector<float> result;
    for (const double value : values)
        result.push_back(static_cast<float>(value));
    return result;
}

} // namespace

double directionsHeight(const DirectionContent& content, double width, const FigureStyle& style)
{
    return content.known ? Places({0, 0, width, 0}, style).height : 0;
}

void paintDirections(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style)
{
    if (!content.known)
        return;
    const Places at(area, style);
    paintScoreRow(painter, at.scoreRow, content, style);
    paintSpectrum(painter, at.spectrum, content, style);
    if (content.reading)
        paintWords(painter, at.words, content, style);
}

QString directionsCaption(const DirectionContent& content)
{
    if (!content.known)
        return {};
    QString text;
    if (content.row)
        text = QStringLiteral(
                   " Below, the score of %1 reading %2, %3, as a sum over the dimensions of q · k and "
                   "over the singular directions of the head's QK matrix.")
                   .arg(content.destination, content.source, numberText(content.row->score, 3));
    text += QStringLiteral(" Spectrum: singular values of QK (solid) and OV (dotted), each scaled to its "
                           "largest.");
    if (content.reading)
        text += QStringLiteral(" Words: what direction %1 reads and OV direction %1 writes.")
                    .arg(content.reading->direction);
    return text;
}

void addDirections(FigureData& data, const DirectionContent& content)
{
    const auto add = [&data](const char* name, const std::vector<double>& values) {
        data.tensors.push_back(
            {QString::fromLatin1(name), {static_cast<std::int64_t>(values.size())}, floats(values)});
    };
    if (content.row) {
        add("score_by_dimension", content.row->dimensions);
        add("score_by_direction", content.row->directions);
    }
    if (!content.known)
        return;
    add("singular_values_qk", content.known->qk.singularValues);
    add("singular_values_ov", content.known->ov.singularValues);
    add("explained", content.known->explained.shares);
}

} // namespace headwaters
