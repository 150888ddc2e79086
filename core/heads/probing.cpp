#include "core/heads/probing.h"

#include "core/text/promptdraw.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace headwaters {

namespace {

/// Items of each group, groups in the order of their numbers.
std::vector<std::vector<int>> itemsByGroup(const LabelledItems& items)
{
    std::map<int, std::vector<int>> groups;
    for (int item = 0; item < items.count(); ++item)
        groups[items.groups[item]].push_back(item);
    std::vector<std::vector<int>> lists;
    for (auto& [number, list] : groups)
        lists.push_back(std::move(list));
    return lists;
}

template <typename Value> void shuffle(std::vector<Value>& values, PromptRandom& random)
{
    for (std::size_t left = values.size(); left > 1; --left)
        std::swap(values[left - 1], values[random.below(left)]);
}

struct Split {
    std::vector<int> training, test;
};

Split splitOf(const std::vector<int>& folds, int fold)
{
    Split split;
    for (int item = 0; item < static_cast<int>(folds.size()); ++item)
        (folds[item] == fold ? split.test : split.training).push_back(item);
    return split;
}

int foldCount(const std::vector<int>& folds)
{
    return folds.empty() ? 0 : *std::max_element(folds.begin(), folds.end()) + 1;
}

/// How often pairs of both labels within a fold stand in order, and each item's part in that.
struct Pairs {
    double auc = 0.5;
    std::vector<double> influence; ///< [item] adds up to 0
};

Pairs pairsOf(
    const std::vector<double>& logits, const std::vector<int>& labels, const std::vector<int>& folds)
{
    const int count = static_cast<int>(labels.size());
    std::vector<double> ordered(logits.size(), 0.0), met(logits.size(), 0.0);
    double total = 0, inOrder = 0;
    for (int one = 0; one < count; ++one) {
        for (int zero = 0; zero < count; ++zero) {
            if (labels[one] != 1 || labels[zero] != 0 || folds[one] != folds[zero])
                continue;
            const double share = logits[one] > logits[zero] ? 1.0 : logits[one] < logits[zero] ? 0.0 : 0.5;
            for (const int item : {one, zero}) {
                ordered[item] += share;
                met[item] += 1;
            }
            total += 1;
            inOrder += share;
        }
    }
    Pairs pairs;
    pairs.influence.assign(logits.size(), 0.0);
    if (total == 0)
        return pairs;
    pairs.auc = inOrder / total;
    for (int item = 0; item < count; ++item)
        pairs.influence[item] = (ordered[item] - pairs.auc * met[item]) / total;
    return pairs;
}

/// Share of items whose logit has the sign of their label.
double accuracyOf(const std::vector<double>& logits, const std::vector<int>& labels)
{
    int right = 0;
    for (std::size_t item = 0; item < labels.size(); ++item)
        right += (logits[item] > 0) == (labels[item] == 1);
    return static_cast<double>(right) / static_cast<double>(labels.size());
}

} // namespace

QString whyNotProbed(const LabelledItems& items, const ProbeRule& rule)
{
    for (const int label : {0, 1}) {
        int groups = 0;
        for (const std::vector<int>& group : itemsByGroup(items)) {
            groups += std::any_of(
                group.begin(), group.end(), [&](int item) { return items.labels[item] == label; });
        }
        if (groups < 2 * rule.folds)
            return QStringLiteral("%1 groups hold an item of label %2; %3 folds need %4 that do")
                .arg(groups)
                .arg(label)
                .arg(rule.folds)
                .arg(2 * rule.folds);
    }
    return {};
}

std::vector<int> groupedFolds(const LabelledItems& items, int folds, std::uint64_t seed)
{
    std::vector<std::vector<int>> groups = itemsByGroup(items);
    PromptRandom random(seed);
    shuffle(groups, random);
    const auto ones = [&](const std::vector<int>& group) {
        return std::accumulate(
            group.begin(), group.end(), 0, [&](int sum, int item) { return sum + items.labels[item]; });
    };
    std::stable_sort(groups.begin(), groups.end(), [&](const auto& left, const auto& right) {
        return std::pair(left.size(), ones(left)) < std::pair(right.size(), ones(right));
    });
    std::vector<int> fold(static_cast<std::size_t>(items.count()));
    for (std::size_t at = 0; at < groups.size(); ++at) {
        for (const int item : groups[at])
            fold[item] = static_cast<int>(at % static_cast<std::size_t>(folds));
    }
    return fold;
}

HeldOut crossValidate(const LabelledItems& items, const std::vector<int>& folds, const ProbeRule& rule)
{
    HeldOut held;
    held.logits.resize(static_cast<std::size_t>(items.count()));
    for (int fold = 0; fold < foldCount(folds); ++fold) {
        const Split split = splitOf(folds, fold);
        const LogisticModel model = LogisticDesign(items, split.training, rule.penalty).fit(items.labels);
        for (const int item : split.test)
            held.logits[item] = model.logit(items.item(item));
    }
    held.accuracy = accuracyOf(held.logits, items.labels);

    const Pairs pairs = pairsOf(held.logits, items.labels, folds);
    held.auc = pairs.auc;
    const std::vector<std::vector<int>> groups = itemsByGroup(items);
    for (const std::vector<int>& group : groups) {
        double influence = 0;
        for (const int item : group)
            influence += pairs.influence[item];
        held.units.push_back(held.auc + static_cast<double>(groups.size()) * influence);
    }
    return held;
}

std::vector<NestedScore> nestedScores(
    const LabelledItems& items, const std::vector<int>& folds, const HeldOut& held, const ProbeRule& rule)
{
    const int count = foldCount(folds);
    const auto size = static_cast<std::size_t>(items.count());
    std::vector<std::vector<double>> logits(static_cast<std::size_t>(count), std::vector<double>(size));
    for (int one = 0; one < count; ++one) {
        for (int other = 0; other < one; ++other) {
            std::vector<int> training;
            for (int item = 0; item < items.count(); ++item) {
                if (folds[item] != one && folds[item] != other)
                    training.push_back(item);
            }
            const LogisticModel model =
                LogisticDesign(items, training, rule.penalty).fitRoughly(items.labels);
            for (int item = 0; item < items.count(); ++item) {
                if (folds[item] == one)
                    logits[other][item] = model.logit(items.item(item));
                if (folds[item] == other)
                    logits[one][item] = model.logit(items.item(item));
            }
        }
    }
    std::vector<NestedScore> scores;
    for (int fold = 0; fold < count; ++fold) {
        const auto aucOf = [&](const std::vector<double>& all, bool inFold) {
            std::vector<double> chosen;
            std::vector<int> labels, places;
            for (int item = 0; item < items.count(); ++item) {
                if ((folds[item] == fold) != inFold)
                    continue;
                chosen.push_back(all[item]);
                labels.push_back(items.labels[item]);
                places.push_back(folds[item]);
            }
            return pairsOf(chosen, labels, places).auc;
        };
        scores.push_back({aucOf(logits[fold], false), aucOf(held.logits, true)});
    }
    return scores;
}

std::vector<std::vector<int>> permutedLabels(const LabelledItems& items, int draws, std::uint64_t seed)
{
    std::vector<std::vector<int>> mixed, pure;
    for (std::vector<int>& group : itemsByGroup(items)) {
        const bool isPure = std::all_of(group.begin(), group.end(), [&](int item) {
            return items.labels[item] == items.labels[group.front()];
        });
        (isPure ? pure : mixed).push_back(std::move(group));
    }
    PromptRandom random(seed);
    std::vector<std::vector<int>> permuted;
    for (int draw = 0; draw < draws; ++draw) {
        std::vector<int> labels = items.labels;
        for (const std::vector<int>& group : mixed) {
            std::vector<int> own;
            for (const int item : group)
                own.push_back(items.labels[item]);
            shuffle(own, random);
            for (std::size_t at = 0; at < group.size(); ++at)
                labels[group[at]] = own[at];
        }
        std::vector<int> own;
        for (const std::vector<int>& group : pure)
            own.push_back(items.labels[group.front()]);
        shuffle(own, random);
        for (std::size_t at = 0; at < pure.size(); ++at) {
            for (const int item : pure[at])
                labels[item] = own[at];
        }
        permuted.push_back(std::move(labels));
    }
    return permuted;
}

PermutedScores permutedScores(
    const LabelledItems& items, const std::vector<int>& folds, const std::vector<std::vector<int>>& labels,
    const ProbeRule& rule, const CancelToken& cancel)
{
    std::vector<std::vector<double>> logits(
        labels.size(), std::vector<double>(static_cast<std::size_t>(items.count())));
    for (int fold = 0; fold < foldCount(folds); ++fold) {
        const Split split = splitOf(folds, fold);
        const LogisticDesign design(items, split.training, rule.penalty);
        for (std::size_t draw = 0; draw < labels.size(); ++draw) {
            cancel.throwIfCancelled();
            const LogisticModel model = design.fitRoughly(labels[draw]);
            for (const int item : split.test)
                logits[draw][item] = model.logit(items.item(item));
        }
    }
    PermutedScores scores;
    for (std::size_t draw = 0; draw < labels.size(); ++draw) {
        scores.aucs.push_back(pairsOf(logits[draw], labels[draw], folds).auc);
        scores.accuracies.push_back(accuracyOf(logits[draw], labels[draw]));
    }
    return scores;
}

} // namespace headwaters
