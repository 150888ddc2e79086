#include "core/results/runresult.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

/// The softmax of logits, in float64. The largest logit is taken off before exponentials, so that none
/// overflows.
class Softmax {
public:
    explicit Softmax(const std::vector<float>& logits)
        : m_largest(*std::max_element(logits.begin(), logits.end()))
    {
        for (const float logit : logits)
            m_sum += exponential(logit);
    }

    double operator()(float logit) const { return exponential(logit) / m_sum; }

private:
    double exponential(float logit) const
    {
        return std::exp(static_cast<double>(logit) - static_cast<double>(m_largest));
    }

    float m_largest;
    double m_sum = 0;
};

} // namespace

std::vector<RankedLogit> rankLogits(const std::vector<float>& logits, int count)
{
    const std::size_t wanted = std::min(logits.size(), static_cast<std::size_t>(std::max(count, 0)));
    if (wanted == 0)
        return {};

    std::vector<TokenId> ids(logits.size());
    std::iota(ids.begin(), ids.end(), 0);
    const auto logitOf = [&](TokenId id) { return logits[static_cast<std::size_t>(id)]; };
    const auto likelier = [&](TokenId a, TokenId b) {
        return logitOf(a) != logitOf(b) ? logitOf(a) > logitOf(b) : a < b;
    };
    std::partial_sort(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(wanted), ids.end(), likelier);

    const Softmax probability(logits);
    std::vector<RankedLogit> ranked;
    ranked.reserve(wanted);
    for (std::size_t place = 0; place < wanted; ++place) {
        const float logit = logitOf(ids[place]);
        const bool tie = place > 0 && logit == ranked.back().logit;
        const int rank = tie ? ranked.back().rank : static_cast<int>(place);
        ranked.push_back({ids[place], logit, probability(logit), rank});
    }
    return ranked;
}

RankedLogit rankOf(const std::vector<float>& logits, TokenId id)
{
    if (id < 0 || static_cast<std::size_t>(id) >= logits.size()) {
        throw badInput(QStringLiteral("Token #%1 is not in the vocabulary, which has %2 rows.")
                           .arg(id)
                           .arg(static_cast<qulonglong>(logits.size())));
    }
    const float logit = logits[static_cast<std::size_t>(id)];
    const auto larger =
        std::count_if(logits.begin(), logits.end(), [&](float other) { return other > logit; });
    return {id, logit, Softmax(logits)(logit), static_cast<int>(larger)};
}

} // namespace headwaters
