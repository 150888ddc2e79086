#include "core/engine/trace/logitdifference.h"

#include <cmath>

namespace headwaters {

LogitDifference::LogitDifference(const TraceModel& model, std::int64_t target, std::int64_t rival)
    : m_target(model.unembeddingColumn(target)),
      m_rival(model.unembeddingColumn(rival)),
      m_direction(m_target - m_rival),
      m_cap(model.config().logitSoftCap)
{
    const at::Tensor bias = model.unembeddingBias();
    m_targetBias = bias.select(0, target).item<double>();
    m_rivalBias = bias.select(0, rival).item<double>();
}

double LogitDifference::of(const at::Tensor& finalNormalized) const
{
    const auto logit = [&](const at::Tensor& column, double bias) {
        const double plain = at::dot(finalNormalized, column).item<double>() + bias;
        return m_cap > 0 ? m_cap * std::tanh(plain / m_cap) : plain;
    };
    return logit(m_target, m_targetBias) - logit(m_rival, m_rivalBias);
}

} // namespace headwaters
