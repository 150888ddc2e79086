#include "core/heads/combineseeds.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headwaters {

namespace {

using Draws = std::vector<const TypeFinding*>;

bool isPositive(Finding finding)
{
    return finding == Finding::Yes || finding == Finding::Weak;
}

template <typename Item, typename Value> double mean(const std::vector<const Item*>& items, Value value)
{
    double sum = 0;
    for (const Item* item : items)
        sum += value(*item);
    return items.empty() ? 0 : sum / static_cast<double>(items.size());
}

template <typename Item, typename Value> double middle(const std::vector<const Item*>& items, Value value)
{
    std::vector<double> values;
    for (const Item* item : items)
        values.push_back(value(*item));
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

template <typename Item, typename Holds>
std::size_t count(const std::vector<const Item*>& items, const Holds& holds)
{
    return static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [&](const Item* item) { return holds(*item); }));
}

/// What more than half say.
template <typename Item> Finding majority(const std::vector<const Item*>& items)
{
    const auto isMost = [&](auto holds) { return 2 * count(items, holds) > items.size(); };
    if (isMost([](const Item& one) { return one.finding == Finding::Yes; }))
        return Finding::Yes;
    return isMost([](const Item& one) { return isPositive(one.finding); }) ? Finding::Weak : Finding::No;
}

Evidence combined(const std::vector<const Evidence*>& draws)
{
    const Evidence& first = *draws.front();
    Evidence all = first;
    for (double Evidence::*field :
         {&Evidence::score, &Evidence::null, &Evidence::effect, &Evidence::z, &Evidence::low, &Evidence::high,
          &Evidence::threshold, &Evidence::weakThreshold})
        all.*field = mean(draws, [field](const Evidence& one) { return one.*field; });
    for (double Evidence::*field : {&Evidence::p, &Evidence::q})
        all.*field = middle(draws, [field](const Evidence& one) { return one.*field; });
    all.hasZ = count(draws, [](const Evidence& one) { return one.hasZ; }) == draws.size();
    all.significant = 2 * count(draws, [](const Evidence& one) { return one.significant; }) > draws.size();
    all.finding = majority(draws);
    all.samples = 0;
    all.nulls.clear();
    all.units.clear();
    for (const Evidence* one : draws) {
        all.samples += one->samples;
        all.nulls.insert(all.nulls.end(), one->nulls.begin(), one->nulls.end());
        all.units.insert(all.units.end(), one->units.begin(), one->units.end());
    }
    return all;
}

/// Measures in the order in which they first appear; a draw may lack one, where a condition before it failed.
std::vector<Evidence> combinedEvidence(const Draws& draws)
{
    std::vector<std::pair<Access, QString>> order;
    for (const TypeFinding* draw : draws) {
        for (const Evidence& one : draw->evidence) {
            const std::pair key(one.access, one.measure);
            if (std::find(order.begin(), order.end(), key) == order.end())
                order.push_back(key);
        }
    }
    std::vector<Evidence> all;
    for (const auto& [access, measure] : order) {
        std::vector<const Evidence*> same;
        for (const TypeFinding* draw : draws) {
            for (const Evidence& one : draw->evidence) {
                if (one.access == access && one.measure == measure)
                    same.push_back(&one);
            }
        }
        all.push_back(combined(same));
    }
    return all;
}

QStringList combinedTags(const Draws& draws)
{
    QStringList tags;
    for (const TypeFinding* draw : draws) {
        for (const QString& tag : draw->tags) {
            const std::size_t times =
                count(draws, [&](const TypeFinding& one) { return one.tags.contains(tag); });
            if (2 * times >= draws.size() && !tags.contains(tag))
                tags << tag;
        }
    }
    return tags;
}

TypeFinding combined(const Draws& all)
{
    TypeFinding result = *all.front();
    result.seeds = static_cast<int>(all.size());
    Draws measured;
    for (const TypeFinding* draw : all) {
        if (draw->finding != Finding::NotMeasurable)
            measured.push_back(draw);
    }
    if (2 * measured.size() <= all.size()) {
        const auto blind = std::find_if(all.begin(), all.end(), [](const TypeFinding* draw) {
            return draw->finding == Finding::NotMeasurable;
        });
        result = **blind;
        result.seeds = static_cast<int>(all.size());
        return result;
    }
    const Finding finding = majority(measured);
    const bool positive = isPositive(finding);
    const TypeFinding* best = nullptr;
    for (const TypeFinding* draw : measured) {
        if (isPositive(draw->finding) == positive && (!best || draw->score > best->score))
            best = draw;
    }
    result.finding = finding;
    result.reason = best->reason;
    result.example = best->example;
    result.score = mean(measured, [](const TypeFinding& one) { return one.score; });
    result.evidence = combinedEvidence(measured);
    result.tags = combinedTags(measured);
    const std::size_t agree =
        count(measured, [&](const TypeFinding& one) { return isPositive(one.finding) == positive; });
    result.retention = static_cast<double>(agree) / static_cast<double>(all.size());
    return result;
}

} // namespace

std::vector<TypeFinding> combineSeeds(const std::vector<std::vector<TypeFinding>>& draws)
{
    std::map<std::tuple<HeadType, QString, HeadIndex>, Draws> groups;
    for (const std::vector<TypeFinding>& draw : draws) {
        for (const TypeFinding& finding : draw)
            groups[{finding.type, finding.task, finding.head}].push_back(&finding);
    }
    std::vector<TypeFinding> all;
    for (const auto& [key, group] : groups)
        all.push_back(combined(group));
    return all;
}

std::vector<Competence> combineTasks(const std::vector<std::vector<Competence>>& draws)
{
    std::vector<QString> order;
    std::map<QString, std::vector<const Competence*>> groups;
    for (const std::vector<Competence>& draw : draws) {
        for (const Competence& task : draw) {
            std::vector<const Competence*>& group = groups[task.task];
            if (group.empty())
                order.push_back(task.task);
            group.push_back(&task);
        }
    }
    std::vector<Competence> all;
    for (const QString& key : order) {
        const std::vector<const Competence*>& group = groups[key];
        Competence task = *group.front();
        for (double Competence::*field :
             {&Competence::accuracy, &Competence::accuracyLow, &Competence::chance, &Competence::difference,
              &Competence::differenceLow})
            task.*field = mean(group, [field](const Competence& one) { return one.*field; });
        task.prompts = 0;
        for (const Competence* one : group)
            task.prompts += one->prompts;
        task.passed = 2 * count(group, [](const Competence& one) { return one.passed; }) > group.size();
        for (const Competence* one : group) {
            if (one->passed == task.passed)
                task.reason = one->reason;
        }
        all.push_back(task);
    }
    return all;
}

} // namespace headwaters
