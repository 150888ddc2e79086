#include "core/engine/detect/patternreading.h"

#include "core/engine/model/forward.h"

namespace headwaters {

namespace {

class PatternReader : public HookVisitor {
public:
    PatternReader(const Bench& bench, std::size_t prompt, const PatternVisitor& visit)
        : m_bench(bench),
          m_prompt(prompt),
          m_visit(visit)
    {
    }

    bool wants(const HookPoint& point) const override { return point.hook == Hook::Pattern; }

    void visit(const Where& where, at::Tensor value) override
    {
        const at::Tensor pattern = value.contiguous();
        m_visit(
            m_prompt, m_bench.indexOf({where.point.layer, where.head}), pattern.data_ptr<float>(),
            static_cast<int>(pattern.size(0)));
    }

private:
    const Bench& m_bench;
    std::size_t m_prompt;
    const PatternVisitor& m_visit;
};

} // namespace

void visitPatterns(
    const Bench& bench, const std::vector<std::vector<TokenId>>& prompts, const PatternVisitor& visit)
{
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        PatternReader reader(bench, prompt, visit);
        forward(
            bench.model->config(), bench.model->weights(), {prompts[prompt]}, LogitRows::Last, reader,
            bench.cancel, {});
        if (bench.ran)
            bench.ran();
    }
}

} // namespace headwaters
