#include "core/engine/detect/matchedkeys.h"

#include "core/engine/detect/vocabularyreading.h"

#include <bit>
#include <set>

namespace headwaters {

std::vector<std::vector<int>>
matchedSpans(const std::vector<std::vector<int>>& spans, int size, bool skipFirst, PromptRandom& random)
{
    std::set<int> taken;
    for (const std::vector<int>& span : spans)
        taken.insert(span.begin(), span.end());
    std::vector<int> free;
    for (int position = skipFirst ? 1 : 0; position < size - 1; ++position) {
        if (!taken.contains(position))
            free.push_back(position);
    }
    const auto bucket = [&](int position) {
        return std::bit_width(static_cast<unsigned>(size - 1 - position));
    };
    std::vector<std::vector<int>> drawn;
    for (const std::vector<int>& span : spans) {
        drawn.emplace_back();
        for (const int position : span) {
            if (free.empty())
                break;
            std::vector<std::size_t> near;
            for (std::size_t at = 0; at < free.size(); ++at) {
                if (bucket(free[at]) == bucket(position))
                    near.push_back(at);
            }
            const std::size_t chosen =
                near.empty() ? random.below(free.size()) : near[random.below(near.size())];
            drawn.back().push_back(free[chosen]);
            free.erase(free.begin() + static_cast<std::ptrdiff_t>(chosen));
        }
    }
    return drawn;
}

void addPromptNulls(
    const Bench& bench, const std::vector<std::vector<std::vector<double>>>& drawn,
    std::vector<HeadSample>& samples, std::uint64_t seed)
{
    PromptRandom random(seed);
    for (int draw = 0; draw < drawsFor(bench); ++draw) {
        std::vector<std::size_t> chosen;
        for (const auto& ofPrompt : drawn)
            chosen.push_back(random.below(ofPrompt.front().size()));
        for (std::size_t head = 0; head < samples.size(); ++head) {
            double sum = 0;
            for (std::size_t prompt = 0; prompt < drawn.size(); ++prompt)
                sum += drawn[prompt][head][chosen[prompt]];
            samples[head].nulls.push_back(sum / static_cast<double>(drawn.size()));
        }
    }
}

} // namespace headwaters
