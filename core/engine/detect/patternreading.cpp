#include "core/engine/detect/patternreading.h"

#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"

namespace headwaters {

namespace {

class PatternReader : public HookVisitor {
public:
    PatternReader(const Bench& bench, std::size_t first, const PatternVisitor& visit)
        : m_bench(bench),
          m_first(first),
          m_visit(visit)
    {
    }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::Pattern; }

    void visit(const Where& where, at::Tensor value) override
    {
        const at::Tensor pattern = value.contiguous();
        m_visit(
            m_first + where.prompt, m_bench.indexOf({where.point.layer, where.head}),
            pattern.data_ptr<float>(), static_cast<int>(pattern.size(0)));
    }

private:
    const Bench& m_bench;
    std::size_t m_first; // prompt of the batch
    const PatternVisitor& m_visit;
};

} // namespace

void visitPatterns(
    const Bench& bench, const std::vector<std::vector<TokenId>>& prompts, const PatternVisitor& visit)
{
    // Short prompts run together, which spares reading the weights for each.
    constexpr std::size_t rows = 512;
    for (std::size_t first = 0; first < prompts.size();) {
        std::vector<std::vector<TokenId>> batch;
        for (std::size_t taken = 0; first + batch.size() < prompts.size();) {
            const std::vector<TokenId>& next = prompts[first + batch.size()];
            if (taken > 0 && taken + next.size() > rows)
                break;
            taken += next.size();
            batch.push_back(next);
        }
        PatternReader reader(bench, first, visit);
        withTorch([&] {
            forward(
                bench.model->config(), bench.model->weights(), batch, LogitRows::Last, reader, bench.cancel,
                {});
        });
        for (std::size_t prompt = 0; prompt < batch.size() && bench.ran; ++prompt)
            bench.ran();
        first += batch.size();
    }
}

void visitPatterns(const Bench& bench, const TaskSet& set, const PatternVisitor& visit)
{
    std::vector<std::vector<TokenId>> prompts;
    for (const TaskPrompt& prompt : set.prompts)
        prompts.push_back(prompt.ids);
    visitPatterns(bench, prompts, visit);
}

} // namespace headwaters
