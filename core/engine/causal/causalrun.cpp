#include "core/engine/causal/causalrun.h"

#include "core/engine/causal/editedruns.h"
#include "core/engine/causal/editing.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

// Stacks compiled at a time: each holds what it writes.
constexpr std::size_t stacksAtOnce = 64;

} // namespace

struct CausalRun::State {
    std::shared_ptr<const TransformerModel> model;
    CausalQuestion question;
    std::unique_ptr<CausalCache> clean, corrupted;
    std::vector<EditSources::Reference> references;
    std::map<CausalPoint, at::Tensor> means, overallMeans;
    std::vector<double> cleanLogProbabilities;
    CausalMeasures cleanMeasures;
    std::optional<CausalMeasures> corruptedMeasures;
    double forwards = 0;

    [[nodiscard]] CausalMeasures measures(std::span<const float> logits) const
    {
        return measuresOf(logits, cleanLogProbabilities, question.target, question.rival);
    }

    void checkQuestion() const
    {
        model->checkToken(question.target);
        model->checkToken(question.rival);
        if (question.target == question.rival) {
            throw badInput(
                u"Target and rival are the same token #%1; their difference is 0 everywhere."_s.arg(
                    question.rival));
        }
        if (question.corrupted && question.corrupted->ids.size() != question.prompt.ids.size()) {
            throw badInput(u"The corrupted prompt has %1 tokens and the prompt %2; a patch needs as many."_s
                               .arg(question.corrupted->ids.size())
                               .arg(question.prompt.ids.size()));
        }
    }

    void run(const CancelToken& cancel, const ProgressFunction& progress)
    {
        const int total = static_cast<int>(1 + (question.corrupted ? 1 : 0) + question.references.size());
        int done = 0;
        const auto runOne = [&](const CausalPrompt& prompt) {
            const auto layerDone = [&](int layer, int layers) {
                if (progress)
                    progress(done * layers + layer, total * layers);
            };
            auto cache = std::make_unique<CausalCache>(model, prompt.ids, cancel, layerDone);
            ++done;
            return cache;
        };
        clean = runOne(question.prompt);
        cleanLogProbabilities = logProbabilities(clean->logits());
        cleanMeasures = measures(clean->logits());
        if (question.corrupted) {
            corrupted = runOne(*question.corrupted);
            corruptedMeasures = measures(corrupted->logits());
        }
        for (std::size_t at = 0; at < question.references.size(); ++at) {
            EditSources::Reference& reference = references.emplace_back();
            try {
                reference.positions = alignedPositions(
                    question.prompt, question.references[at], u"Reference prompt %1"_s.arg(at + 1));
            } catch (const Error& error) { // a mean over all positions needs no match
                reference.unmatched = error.problem().summary;
            }
            reference.run = runOne(question.references[at]);
        }
    }

    EditSources sources(CausalBase base)
    {
        EditSources made;
        made.model = model;
        made.target = question.target;
        made.rival = question.rival;
        made.clean = clean.get();
        made.corrupted = corrupted.get();
        made.base = base == CausalBase::Clean ? clean.get() : corrupted.get();
        made.other = base == CausalBase::Clean ? corrupted.get() : clean.get();
        made.references = &references;
        made.means = &means;
        made.overallMeans = &overallMeans;
        made.forwards = &forwards;
        return made;
    }

    void checkStack(const InterventionStack& stack, CausalBase base, const CausalPlace& place) const
    {
        if (base == CausalBase::Corrupted && !corrupted)
            throw badInput(u"There is no corrupted prompt to change."_s);
        for (const Intervention& one : stack.items) {
            if (one.enabled)
                check(one, place);
        }
    }

    /// Runs stacks and tells the logits of each.
    void runStacks(
        const std::vector<InterventionStack>& stacks, CausalBase base, const CausalPlace& place,
        const CancelToken& cancel, const LogitsTold& told)
    {
        for (const InterventionStack& stack : stacks)
            checkStack(stack, base, place);
        withTorch([&] {
            const EditSources from = sources(base);
            for (std::size_t first = 0; first < stacks.size(); first += stacksAtOnce) {
                const std::size_t end = std::min(first + stacksAtOnce, stacks.size());
                std::vector<EditedRun> runs;
                for (std::size_t at = first; at < end; ++at) {
                    cancel.throwIfCancelled();
                    runs.push_back(compileStack(stacks[at], from, cancel));
                }
                forwards += runEdited(
                    *model, *from.base, runs, cancel,
                    [&](std::size_t index, std::span<const float> logits) { told(first + index, logits); });
            }
        });
    }
};

CausalRun::CausalRun(
    const std::shared_ptr<const Model>& model, CausalQuestion question, const CancelToken& cancel,
    const ProgressFunction& progress)
    : m_state(std::make_unique<State>())
{
    m_state->model = std::static_pointer_cast<const TransformerModel>(model);
    m_state->question = std::move(question);
    m_state->checkQuestion();
    withTorch([&] { m_state->run(cancel, progress); });
}

CausalRun::~CausalRun() = default;
CausalRun::CausalRun(CausalRun&&) noexcept = default;
CausalRun& CausalRun::operator=(CausalRun&&) noexcept = default;

const CausalQuestion& CausalRun::question() const
{
    return m_state->question;
}

CausalPlace CausalRun::place() const
{
    const ModelConfig& config = m_state->model->config();
    return {
        static_cast<int>(config.nLayers),
        static_cast<int>(config.nHeads),
        static_cast<int>(config.nKeyValueHeads),
        static_cast<int>(m_state->question.prompt.ids.size()),
        static_cast<int>(m_state->question.references.size()),
        m_state->question.corrupted.has_value()};
}

const CausalMeasures& CausalRun::clean() const
{
    return m_state->cleanMeasures;
}

const std::optional<CausalMeasures>& CausalRun::corrupted() const
{
    return m_state->corruptedMeasures;
}

std::vector<CausalToken> CausalRun::tokens(CausalBase base, int count) const
{
    if (base == CausalBase::Corrupted && !m_state->corrupted)
        return {};
    return likeliestTokens(
        base == CausalBase::Clean ? m_state->clean->logits() : m_state->corrupted->logits(), count);
}

CausalOutcome
CausalRun::apply(const InterventionStack& stack, CausalBase base, const CancelToken& cancel, int tokens)
{
    CausalOutcome outcome;
    m_state->runStacks({stack}, base, place(), cancel, [&](std::size_t, std::span<const float> logits) {
        outcome = {m_state->measures(logits), likeliestTokens(logits, tokens)};
    });
    return outcome;
}

std::vector<CausalMeasures> CausalRun::applyEach(
    const std::vector<InterventionStack>& stacks, CausalBase base, const CancelToken& cancel,
    const StackTold& told)
{
    std::vector<CausalMeasures> all(stacks.size());
    m_state->runStacks(stacks, base, place(), cancel, [&](std::size_t index, std::span<const float> logits) {
        all[index] = m_state->measures(logits);
        if (told)
            told(index, all[index]);
    });
    return all;
}

std::vector<std::vector<float>>
CausalRun::logits(const std::vector<InterventionStack>& stacks, CausalBase base, const CancelToken& cancel)
{
    std::vector<std::vector<float>> all(stacks.size());
    m_state->runStacks(stacks, base, place(), cancel, [&](std::size_t index, std::span<const float> logits) {
        all[index].assign(logits.begin(), logits.end());
    });
    return all;
}

std::shared_ptr<const std::vector<Edit>>
CausalRun::edits(const InterventionStack& stack, CausalBase base, const CancelToken& cancel)
{
    m_state->checkStack(stack, base, place());
    return withTorch([&] {
        return std::make_shared<const std::vector<Edit>>(
            compileStack(stack, m_state->sources(base), cancel).edits);
    });
}

namespace {

/// The runs of a row's cells and of their controls.
std::vector<InterventionStack> stacksOfRow(std::span<const SweepCell> cells, int draws)
{
    std::vector<InterventionStack> stacks;
    for (const SweepCell& cell : cells) {
        stacks.push_back(cell.stack);
        for (int draw = 0; draw < draws; ++draw) {
            stacks.push_back(cell.stack);
            stacks.back().items.back().control = static_cast<std::uint64_t>(draw + 1);
        }
    }
    return stacks;
}

} // namespace

SweepMap CausalRun::sweep(
    const SweepRequest& request, const CancelToken& cancel, const ProgressFunction& progress,
    const MapGrown& grown, int controlDraws)
{
    const std::vector<SweepCell> cells = sweepCells(request, place());
    SweepMap map;
    map.request = request;
    map.size = sweepSize(request, place());
    map.cells.resize(static_cast<std::size_t>(map.size.rows) * static_cast<std::size_t>(map.size.columns));
    map.clean = clean();
    map.corrupted = corrupted();
    map.draws = controlDraws;
    if (controlDraws > 0)
        map.control.resize(map.cells.size());
    const auto each = static_cast<std::size_t>(1 + controlDraws);
    const int total = static_cast<int>(cells.size() * each);
    for (std::size_t first = 0; first < cells.size();) {
        std::size_t next = first;
        while (next < cells.size() && cells[next].row == cells[first].row)
            ++next;
        const std::span<const SweepCell> row(cells.data() + first, next - first);
        const std::vector<CausalMeasures> measured = applyEach(
            stacksOfRow(row, controlDraws), request.base, cancel,
            [&](std::size_t index, const CausalMeasures&) {
                if (progress)
                    progress(static_cast<int>(first * each + index + 1), total);
            });
        for (std::size_t at = 0; at < row.size(); ++at) {
            for (const int column : row[at].columns) {
                const auto place = static_cast<std::size_t>(row[at].row * map.size.columns + column);
                map.cells[place] = measured[at * each];
                if (controlDraws > 0)
                    map.control[place] = meanOf({measured.data() + at * each + 1, each - 1});
            }
        }
        ++map.rowsDone;
        if (grown)
            grown(map);
        first = next;
    }
    return map;
}

double CausalRun::forwards() const
{
    double sum = m_state->forwards + m_state->clean->forwards();
    if (m_state->corrupted)
        sum += m_state->corrupted->forwards();
    for (const EditSources::Reference& reference : m_state->references)
        sum += reference.run->forwards();
    return sum;
}

} // namespace headwaters
