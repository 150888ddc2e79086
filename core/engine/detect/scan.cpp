#include "core/engine/detect/scan.h"

#include "core/engine/detect/patternreading.h"
#include "core/engine/detect/registry.h"
#include "core/engine/detect/scanstate.h"

#include <QElapsedTimer>

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int timedTokens = 64;
/// What detectors compute beside the forwards, as a share of the time of these.
constexpr double ownWork = 2;

double secondsOf(const QElapsedTimer& clock)
{
    return static_cast<double>(clock.nsecsElapsed()) * 1e-9;
}

} // namespace

bool Scan::State::asksFor(HeadType type) const
{
    return settings.types.empty()
        || std::find(settings.types.begin(), settings.types.end(), type) != settings.types.end();
}

/// The steps of the types asked for that can speak at the tier, and those whose findings they read.
void Scan::State::choose()
{
    std::vector<bool> wanted(steps.size());
    for (std::size_t at = steps.size(); at-- > 0;) {
        const DetectorStep& step = steps[at];
        const bool isNamed = !settings.types.empty();
        const bool isAsked = std::any_of(
            step.types.begin(), step.types.end(), [this](HeadType type) { return asksFor(type); });
        wanted[at] = wanted[at] || step.always
            || (isAsked && step.tier <= settings.tier && (isNamed || !step.onRequest));
        for (std::size_t before = 0; wanted[at] && before < at; ++before) {
            if (step.after.contains(steps[before].key) && steps[before].tier <= settings.tier)
                wanted[before] = true;
        }
    }
    for (std::size_t at = 0; at < steps.size(); ++at) {
        if (wanted[at])
            chosen.push_back(&steps[at]);
    }
    for (const bool isScrambled : {false, true}) {
        for (std::size_t at = 0; at < chosen.size() && (!isScrambled || settings.scrambled); ++at) {
            if (isScrambled && chosen[at]->confirms)
                continue;
            for (int draw = 0; draw == 0 || (draw < settings.seeds && chosen[at]->drawsPrompts); ++draw)
                units.push_back({isScrambled, at, draw});
        }
    }
}

Bench Scan::State::bench(bool isScrambled, int draw, const CancelToken& cancel) const
{
    Bench bench = Bench::of(isScrambled ? scrambled : model, ground);
    bench.tier = settings.tier;
    bench.seed = settings.seed + static_cast<std::uint64_t>(draw);
    bench.cancel = cancel;
    bench.gates = !isScrambled;
    return bench;
}

StepKey Scan::State::key(const Unit& unit) const
{
    const ModelInfo& info = model->info();
    return {
        sha256,
        chosen[unit.step]->key,
        settings.tier,
        settings.prompts,
        settings.seed + static_cast<std::uint64_t>(unit.draw),
        unit.scrambled,
        info.nLayers,
        info.nHeads};
}

void Scan::State::measureCosts(const CancelToken& cancel)
{
    if (!costs) {
        std::vector<StepCost> whole; // a cancel on the way leaves no half list behind
        for (const DetectorStep* step : chosen) {
            cancel.throwIfCancelled();
            whole.push_back(step->cost ? step->cost(bench(false, 0, cancel), settings.prompts) : StepCost());
        }
        costs = std::move(whole);
    }
    if (secondsPerToken > 0 || costLeft().tokens <= 0)
        return;
    const int length = std::min(timedTokens, ground.nCtx);
    std::vector<TokenId> ids;
    for (int at = 0; at < length; ++at)
        ids.push_back(
            ground.pool.empty() ? at % model->info().dVocab
                                : ground.pool[static_cast<std::size_t>(at) % ground.pool.size()]);
    const Bench timed = bench(false, 0, cancel);
    const auto ignore = [](std::size_t, int, const float*, int) {};
    visitPatterns(timed, {ids}, ignore); // fills caches
    QElapsedTimer clock;
    clock.start();
    visitPatterns(timed, {ids}, ignore);
    secondsPerToken = std::max(1e-9, secondsOf(clock) / length);
}

StepCost Scan::State::costLeft() const
{
    StepCost left;
    for (const Unit& unit : units) {
        if (done.contains(unit))
            continue;
        left.forwards += (*costs)[unit.step].forwards;
        left.tokens += (*costs)[unit.step].tokens;
    }
    return left;
}

double Scan::State::tokenSeconds() const
{
    return secondsPerToken * ownWork;
}

Scan::Scan(
    std::shared_ptr<const Model> model, std::shared_ptr<const Tokenizer> tokenizer, ScanSettings settings)
    : Scan(std::move(model), std::move(tokenizer), std::move(settings), detectorSteps())
{
}

Scan::Scan(
    std::shared_ptr<const Model> model, std::shared_ptr<const Tokenizer> tokenizer, ScanSettings settings,
    const std::vector<DetectorStep>& steps)
    : m_state(std::make_unique<State>())
{
    m_state->model = std::move(model);
    if (tokenizer)
        m_state->ground = TaskGround::of(std::move(tokenizer), m_state->model->info().nCtx);
    m_state->ground.nCtx = m_state->model->info().nCtx;
    m_state->settings = std::move(settings);
    m_state->steps = steps;
    m_state->choose();
}

Scan::~Scan() = default;
Scan::Scan(Scan&&) noexcept = default;
Scan& Scan::operator=(Scan&&) noexcept = default;

void Scan::keepIn(const ScanStore& store, const QString& sha256, bool fresh)
{
    m_state->store = store;
    m_state->sha256 = sha256;
    for (const State::Unit& unit : m_state->units) {
        if (fresh || m_state->done.contains(unit))
            continue;
        QString problem;
        if (auto result = store.load(m_state->key(unit), &problem))
            m_state->done.emplace(unit, std::move(*result));
        if (!problem.isEmpty())
            m_state->remarks << problem;
    }
}

ScanEstimate Scan::estimate(const CancelToken& cancel)
{
    m_state->measureCosts(cancel);
    const StepCost left = m_state->costLeft();
    return {
        static_cast<int>(m_state->units.size()), static_cast<int>(m_state->done.size()), left.forwards,
        left.tokens * m_state->tokenSeconds()};
}

bool Scan::isKept() const
{
    return m_state->done.size() == m_state->units.size();
}

const QStringList& Scan::remarks() const
{
    return m_state->remarks;
}

} // namespace headwaters
