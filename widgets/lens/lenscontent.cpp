#include "widgets/lens/lenscontent.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Lens", text);
}

} // namespace

QString LensContent::label(TokenId id) const
{
    return tokenizer ? tokenLabel(tokenizer->token(id)) : QStringLiteral("#%1").arg(id);
}

QString LensContent::target() const
{
    if (attribution)
        return label(attribution->target);
    return lens && !lens->words.empty() ? label(lens->words[0].id) : QString();
}

QString LensContent::rival() const
{
    if (attribution)
        return label(attribution->rival);
    return lens && lens->words.size() > 1 ? label(lens->words[1].id) : QString();
}

QString LensContent::tokenAt(int position) const
{
    if (!run || position < 0 || position >= static_cast<int>(run->tokens.size()))
        return {};
    if (position == 0 && run->startsWithBeginOfText)
        return QStringLiteral("bos");
    return tokenLabel(run->tokens[static_cast<std::size_t>(position)]);
}

std::vector<std::size_t> LensContent::shownRows() const
{
    std::vector<std::size_t> rows;
    for (std::size_t row = lens ? lens->rows.size() : 0; row-- > 0;) {
        if (middles || lens->rows[row].place != LensRow::Place::Middle)
            rows.push_back(row);
    }
    return rows;
}

QString LensContent::rowName(const LensRow& row)
{
    switch (row.place) {
    case LensRow::Place::Output:
        return tr("output");
    case LensRow::Place::Middle:
        return tr("inside %1").arg(row.layer);
    case LensRow::Place::Before:
        break;
    }
    return tr("before %1").arg(row.layer);
}

double LensContent::probability(const LensCell& cell) const
{
    return std::exp(lens->topLogProbability[lens->cell(cell.row, cell.position)]);
}

double LensContent::difference(const LensCell& cell) const
{
    if (lens->words.size() < 2)
        return 0;
    const std::size_t at = lens->cell(cell.row, cell.position);
    return lens->words[0].logProbability[at] - lens->words[1].logProbability[at];
}

double LensContent::largestDifference() const
{
    double largest = 0;
    for (const std::size_t row : shownRows()) {
        for (std::size_t position = 0; position < lens->positions.size(); ++position)
            largest = std::max(largest, std::abs(difference({row, position})));
    }
    return largest;
}

QString LensContent::cellText(const LensCell& cell) const
{
    const std::size_t at = lens->cell(cell.row, cell.position);
    switch (quantity) {
    case LensQuantity::TargetRank:
        return lens->words.empty() ? unknownText() : QString::number(lens->words[0].rank[at]);
    case LensQuantity::Difference:
        return signedText(difference(cell), 1);
    case LensQuantity::TopToken:
        break;
    }
    return label(lens->topId[at]);
}

double LensContent::cellShare(const LensCell& cell, double bound) const
{
    switch (quantity) {
    case LensQuantity::TargetRank: {
        if (lens->words.empty() || model.dVocab < 2)
            return 0;
        const double rank = lens->words[0].rank[lens->cell(cell.row, cell.position)];
        return 1 - std::log(1 + rank) / std::log(model.dVocab);
    }
    case LensQuantity::Difference:
        return bound > 0 ? 0.5 + difference(cell) / bound / 2 : 0.5;
    case LensQuantity::TopToken:
        break;
    }
    return probability(cell);
}

QString LensContent::scaleLow() const
{
    switch (quantity) {
    case LensQuantity::TargetRank:
        return tr("rank %1").arg(model.dVocab - 1);
    case LensQuantity::Difference:
        return signedText(-largestDifference(), 1);
    case LensQuantity::TopToken:
        break;
    }
    return QStringLiteral("0");
}

QString LensContent::scaleHigh() const
{
    switch (quantity) {
    case LensQuantity::TargetRank:
        return QStringLiteral("0");
    case LensQuantity::Difference:
        return signedText(largestDifference(), 1);
    case LensQuantity::TopToken:
        break;
    }
    return QStringLiteral("1");
}

QString LensContent::scaleWord() const
{
    switch (quantity) {
    case LensQuantity::TargetRank:
        return tr("log scale");
    case LensQuantity::Difference:
        return tr("logits");
    case LensQuantity::TopToken:
        break;
    }
    return tr("probability");
}

QString LensContent::quantityWord() const
{
    switch (quantity) {
    case LensQuantity::TargetRank:
        return tr("rank of %1 by layer and position").arg(target());
    case LensQuantity::Difference:
        return tr("%1 − %2 by layer and position").arg(target(), rival());
    case LensQuantity::TopToken:
        break;
    }
    return tr("top token by layer and position");
}

} // namespace headwaters
