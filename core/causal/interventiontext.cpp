#include "core/causal/interventiontext.h"

#include <QStringList>

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

// Far beyond any context; a typed range may not fill the memory.
constexpr int largestNumber = 1'000'000;
constexpr int longestRange = 10'000;

} // namespace

std::optional<std::vector<HeadIndex>> headsOfText(const QString& text)
{
    std::vector<HeadIndex> heads;
    for (const QString& part : text.split(u',')) {
        const QStringList numbers = part.trimmed().split(u'.');
        bool hasLayer = false, hasHead = false;
        if (numbers.size() != 2)
            return std::nullopt;
        const HeadIndex head{numbers[0].toInt(&hasLayer), numbers[1].toInt(&hasHead)};
        if (!hasLayer || !hasHead || head.layer < 0 || head.head < 0)
            return std::nullopt;
        if (std::find(heads.begin(), heads.end(), head) == heads.end())
            heads.push_back(head);
    }
    return heads;
}

QString headsText(const std::vector<HeadIndex>& heads)
{
    QStringList texts;
    for (const HeadIndex head : heads)
        texts << head.text();
    return texts.join(u", "_s);
}

std::optional<std::vector<int>> numbersOfText(const QString& text)
{
    std::vector<int> numbers;
    if (text.trimmed().isEmpty())
        return numbers;
    for (const QString& part : text.split(u',')) {
        const QStringList ends = part.trimmed().split(u'-');
        bool hasFirst = false, hasLast = false;
        const int first = ends.front().toInt(&hasFirst);
        const int last = ends.back().toInt(&hasLast);
        if (ends.size() > 2 || !hasFirst || !hasLast || first < 0 || last < first || last > largestNumber
            || last - first > longestRange)
            return std::nullopt;
        for (int number = first; number <= last; ++number) {
            if (std::find(numbers.begin(), numbers.end(), number) == numbers.end())
                numbers.push_back(number);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

QString numbersText(const std::vector<int>& numbers)
{
    QStringList texts;
    for (std::size_t at = 0; at < numbers.size();) {
        std::size_t last = at;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
            ++last;
        texts << (last == at ? QString::number(numbers[at]) : u"%1-%2"_s.arg(numbers[at]).arg(numbers[last]));
        at = last + 1;
    }
    return texts.join(u", "_s);
}

Intervention atSite(const Intervention& intervention, CausalSite site)
{
    Intervention moved = intervention;
    moved.site = site;
    if (isPerHead(site) && moved.heads.empty()) {
        for (const int layer : moved.layers)
            moved.heads.push_back({layer, 0});
    }
    if (!isPerHead(site) && moved.layers.empty()) {
        for (const HeadIndex head : moved.heads) {
            if (std::find(moved.layers.begin(), moved.layers.end(), head.layer) == moved.layers.end())
                moved.layers.push_back(head.layer);
        }
    }
    if (isPerHead(site))
        moved.layers.clear();
    else
        moved.heads.clear();
    if (!isPerEdge(site))
        moved.sources.clear();
    for (int at = 0; !fits(moved.operation, site) && at < causalOperationCount; ++at)
        moved.operation = static_cast<CausalOperation>(at);
    if (isPerHead(site) && moved.direction.kind == CausalDirection::Kind::TargetMinusRival)
        moved.direction.kind = CausalDirection::Kind::PromptDifference;
    return moved;
}

} // namespace headwaters
