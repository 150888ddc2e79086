#include "core/heads/confirmation.h"

#include "core/heads/decision.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

constexpr double leastShare = 0.05; // idle heads lose so little that anything is more
constexpr double leastMultiple = 2;
constexpr double largestP = 0.05;

QString twoDigits(double number)
{
    return QString::number(number, 'f', 2);
}

} // namespace

double Confirmation::randomMean() const
{
    return std::accumulate(random.begin(), random.end(), 0.0) / static_cast<double>(random.size());
}

double Confirmation::randomWorst() const
{
    return *std::min_element(random.begin(), random.end());
}

double Confirmation::z() const
{
    return (median(random) - without) / robustDeviation(random);
}

bool Confirmation::isConfirmed() const
{
    const double least = std::max(leastShare * std::fabs(clean), leastMultiple * (clean - randomMean()));
    std::vector<double> lost;
    for (const double draw : random)
        lost.push_back(clean - draw);
    return loss() > 0 && loss() >= least && permutationP(loss(), lost) <= largestP;
}

QString confirmationText(const Confirmation& confirmation)
{
    QStringList heads;
    for (const HeadIndex head : confirmation.heads)
        heads << head.text();
    return QStringLiteral("without %1: %2 to %3; %4 on average without as many random heads, %5 at worst")
        .arg(
            heads.join(QStringLiteral(", ")), twoDigits(confirmation.clean), twoDigits(confirmation.without),
            twoDigits(confirmation.randomMean()), twoDigits(confirmation.randomWorst()));
}

} // namespace headwaters
