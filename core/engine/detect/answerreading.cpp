#include "core/engine/detect/answerreading.h"

#include "core/engine/model/hooks.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

// What heads write on every token of interest by source is a megabyte or two a prompt.
constexpr std::size_t promptsAtATime = 16;

class AttentionReader : public HookVisitor {
public:
    AttentionReader(const Bench& bench, std::vector<EndAttention>& rows) : m_bench(bench), m_rows(rows) { }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::Pattern; }

    void visit(const Where& where, at::Tensor value) override
    {
        const at::Tensor row = value.select(0, value.size(0) - 1).contiguous();
        const float* first = row.data_ptr<float>();
        std::copy(
            first, first + row.numel(),
            m_rows[where.prompt].row(m_bench.indexOf({where.point.layer, where.head})));
    }

private:
    const Bench& m_bench;
    std::vector<EndAttention>& m_rows;
};

} // namespace

EndAttention::EndAttention(int heads, int keys)
    : m_keys(keys),
      m_rows(static_cast<std::size_t>(heads) * static_cast<std::size_t>(keys))
{
}

double EndAttention::mass(int head, const std::vector<int>& positions) const
{
    return std::accumulate(positions.begin(), positions.end(), 0.0, [&](double sum, int position) {
        return sum + at(head, position);
    });
}

void readAnswers(const Bench& bench, const std::vector<DirectRequest>& requests, const AnswerTold& told)
{
    for (std::size_t first = 0; first < requests.size(); first += promptsAtATime) {
        const std::size_t last = std::min(first + promptsAtATime, requests.size());
        const std::vector<DirectRequest> some(
            requests.begin() + static_cast<std::ptrdiff_t>(first),
            requests.begin() + static_cast<std::ptrdiff_t>(last));
        std::vector<EndAttention> rows;
        for (const DirectRequest& request : some)
            rows.emplace_back(bench.headCount(), static_cast<int>(request.ids.size()));
        AttentionReader reader(bench, rows);
        DirectReadingOptions options;
        options.cancel = bench.cancel;
        options.ran = bench.ran;
        options.change = &reader;
        const std::vector<DirectReading> readings = directReadings(*bench.model, some, options);
        for (std::size_t at = 0; at < some.size(); ++at)
            told(first + at, readings[at], rows[at]);
    }
}

double HeadUnits::mean(int head) const
{
    const std::vector<double>& units = of(head);
    return units.empty()
        ? 0
        : std::accumulate(units.begin(), units.end(), 0.0) / static_cast<double>(units.size());
}

std::vector<HeadSample> HeadUnits::samples() const
{
    std::vector<HeadSample> samples;
    for (const std::vector<double>& units : m_units)
        samples.push_back({units, {}});
    return samples;
}

MeasureRule directRule(const QString& measure, double threshold, double largest)
{
    MeasureRule rule;
    rule.access = Access::Direct;
    rule.measure = measure;
    rule.threshold = threshold;
    rule.largest = largest;
    rule.signFlip = true;
    return rule;
}

MeasureRule sizeRule(Access access, const QString& measure, double threshold)
{
    MeasureRule rule;
    rule.access = access;
    rule.measure = measure;
    rule.threshold = threshold;
    rule.q = 1;
    // A share of an effect is no effect of its own, which confidence would count.
    rule.largest = access == Access::Attention ? 1 : noEffect;
    return rule;
}

double meanOf(const std::vector<int>& tokens, const std::function<double(int token)>& number)
{
    double sum = 0;
    for (const int token : tokens)
        sum += number(token);
    return tokens.empty() ? 0 : sum / static_cast<double>(tokens.size());
}

} // namespace headwaters
