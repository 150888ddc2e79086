#include "core/results/headdetail.h"

namespace headwaters {

AttentionMap attentionMap(const HeadDetail& detail, Quantity quantity)
{
    AttentionMap map;
    map.head = detail.head;
    map.quantity = quantity;
    map.size = detail.size;
    if (quantity == Quantity::Score) {
        map.values = detail.scores;
        return map;
    }
    map.values = detail.pattern;
    if (quantity == Quantity::Pattern)
        return map;

    const auto size = static_cast<std::size_t>(detail.size);
    for (std::size_t query = 0; query < size; ++query) {
        for (std::size_t key = 0; key <= query; ++key) {
            map.values[query * size + key] *= quantity == Quantity::ValueWeighted
                ? detail.valueNorm[key]
                : detail.writes[key] / detail.finalScale[query];
        }
    }
    return map;
}

} // namespace headwaters
