#include "core/heads/stages.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace headwaters {

namespace {

constexpr std::size_t placeOf(Stage stage)
{
    return static_cast<std::size_t>(stage);
}

struct SecondHome {
    HeadType type;
    Stage stage;
    double share;
};

constexpr SecondHome secondHomes[] = {
    {HeadType::Subject, Stage::KnowledgeRecalling, 0.5},
    {HeadType::Relation, Stage::KnowledgeRecalling, 0.5},
    {HeadType::NegativeNameMover, Stage::LatentReasoning, 0.5},
    {HeadType::Inhibition, Stage::ExpressionPreparation, 0.3},
    {HeadType::Successor, Stage::KnowledgeRecalling, 0.3},
    {HeadType::CorrectLetter, Stage::ExpressionPreparation, 0.3},
    {HeadType::Retrieval, Stage::LatentReasoning, 0.2},
};

} // namespace

StageStrengths membership(HeadType type, bool extended)
{
    StageStrengths shares = {};
    shares[placeOf(headTypeInfo(type).home)] = 1;
    for (const SecondHome& second : secondHomes) {
        if (extended && second.type == type)
            shares[placeOf(second.stage)] = second.share;
    }
    return shares;
}

StageStrengths stageStrengths(const std::map<HeadType, double>& typeStrengths, const StageScheme& scheme)
{
    std::map<int, StageStrengths> families;
    for (const auto& [type, strength] : typeStrengths) {
        const TypeFamily family = headTypeInfo(type).family;
        // Types of no family share nothing, so each is a family of its own.
        const int key = family == TypeFamily::Other ? -1 - static_cast<int>(type) : static_cast<int>(family);
        const StageStrengths shares = membership(type, scheme.extended);
        StageStrengths& most = families[key];
        for (std::size_t stage = 0; stage < most.size(); ++stage)
            most[stage] = std::max(most[stage], strength * shares[stage]);
    }
    StageStrengths stages = {};
    for (std::size_t stage = 0; stage < stages.size(); ++stage) {
        double left = 1;
        for (const auto& [family, most] : families)
            left *= 1 - most[stage];
        stages[stage] = 1 - left;
    }
    return stages;
}

double gateStrength(const std::vector<Competence>& tasks, const QString& task)
{
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&task](const Competence& competence) {
        return competence.task == task;
    });
    if (found == tasks.end() || found->chance >= 1)
        return 1;
    return std::clamp((found->accuracy - found->chance) / (1 - found->chance), 0.0, 1.0);
}

StageStrengths pooledStages(
    const std::vector<TaskStages>& tasks, const std::vector<std::array<bool, stageCount>>& speaks,
    TaskPooling pooling)
{
    StageStrengths pooled = {};
    for (std::size_t stage = 0; stage < pooled.size(); ++stage) {
        double most = 0;
        double sum = 0;
        double gates = 0;
        for (std::size_t task = 0; task < tasks.size(); ++task) {
            if (!speaks[task][stage])
                continue;
            const double weighted = tasks[task].gate * tasks[task].stages[stage];
            most = std::max(most, weighted);
            sum += weighted;
            gates += tasks[task].gate;
        }
        if (pooling == TaskPooling::Most)
            pooled[stage] = most;
        else
            pooled[stage] = gates > 0 ? sum / gates : 0;
    }
    return pooled;
}

HeadVerdict verdictOf(const StageStrengths& stages)
{
    StageStrengths sorted = stages;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const double most = sorted[0];
    const double next = sorted[1];
    constexpr double margin = 0.15;
    constexpr double rounding = 1e-9; // 0.65 - 0.5 is below 0.15 in binary
    if (most < 0.25 - rounding)
        return HeadVerdict::Unassigned;
    if (most < 0.5 - rounding)
        return HeadVerdict::Tentative;
    if (most - next >= margin - rounding)
        return HeadVerdict::Primary;
    return next >= 0.5 - rounding ? HeadVerdict::MultiStage : HeadVerdict::Tentative;
}

double ambiguityOf(const StageStrengths& stages)
{
    const double sum = std::accumulate(stages.begin(), stages.end(), 0.0);
    double entropy = 0;
    for (const double stage : stages) {
        if (stage > 0)
            entropy -= stage / sum * std::log(stage / sum);
    }
    return entropy / std::log(static_cast<double>(stageCount));
}

} // namespace headwaters
