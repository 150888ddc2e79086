#include "core/engine/detect/scanstate.h"
#include "core/engine/detect/scrambledmodel.h"
#include "core/heads/combineseeds.h"

#include <QElapsedTimer>

#include <algorithm>
#include <set>
#include <utility>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

double secondsOf(const QElapsedTimer& clock)
{
    return static_cast<double>(clock.nsecsElapsed()) * 1e-9;
}

bool isPositive(Finding finding)
{
    return finding == Finding::Yes || finding == Finding::Weak;
}

std::vector<double> meanSinks(const std::vector<ScanState>& draws, std::size_t heads)
{
    std::vector<double> sinks(heads);
    int measured = 0;
    for (const ScanState& draw : draws) {
        if (draw.found.sinks.empty())
            continue;
        ++measured;
        for (std::size_t at = 0; at < heads; ++at)
            sinks[at] += draw.found.sinks[at];
    }
    for (double& sink : sinks)
        sink /= std::max(measured, 1);
    return sinks;
}

/// In every draw that measured it.
std::vector<bool> inactiveIn(const std::vector<ScanState>& draws, std::size_t heads)
{
    std::vector<bool> inactive(heads);
    bool isFirst = true;
    for (const ScanState& draw : draws) {
        if (draw.found.inactive.empty())
            continue;
        for (std::size_t at = 0; at < heads; ++at)
            inactive[at] = draw.found.inactive[at] && (isFirst || inactive[at]);
        isFirst = false;
    }
    return inactive;
}

/// Tells how a scan goes on, at most twenty times a second.
class Teller {
public:
    Teller(const ScanProgressFunction& progress, ScanProgress start, double tokens, double secondsPerToken)
        : m_progress(progress),
          m_state(std::move(start)),
          m_tokens(tokens),
          m_secondsPerToken(secondsPerToken)
    {
        m_clock.start();
        m_sinceTold.start();
    }
    void begin(const QString& what, const StepCost& cost)
    {
        m_state.what = what;
        m_step = cost;
        m_ran = 0;
        tell();
    }
    void ran()
    {
        m_ran += 1;
        if (m_sinceTold.elapsed() >= 50)
            tell();
    }
    /// The step is done, whatever it was thought to take.
    void end()
    {
        ++m_state.stepsDone;
        m_before.forwards += m_step.forwards;
        m_before.tokens += m_step.tokens;
        m_step = {};
        m_ran = 0;
        tell();
    }
    void skip() { ++m_state.stepsDone; }

private:
    void tell()
    {
        if (!m_progress)
            return;
        const double share = m_step.forwards > 0 ? std::min(1.0, m_ran / m_step.forwards) : 0;
        m_state.forwardsDone = m_before.forwards + share * m_step.forwards;
        const double done = m_before.tokens + share * m_step.tokens;
        // The clock knows better than the timed forward once a twentieth is done.
        const double pace = done > m_tokens / 20 ? secondsOf(m_clock) / done : m_secondsPerToken;
        m_state.secondsLeft = std::max(0.0, m_tokens - done) * pace;
        m_progress(m_state);
        m_sinceTold.restart();
    }

    const ScanProgressFunction& m_progress;
    ScanProgress m_state;
    double m_tokens, m_secondsPerToken;
    StepCost m_before, m_step;
    double m_ran = 0;
    QElapsedTimer m_clock, m_sinceTold;
};

} // namespace

std::vector<ScanState> Scan::State::draws(bool isScrambled, bool repeatsFixed) const
{
    std::vector<ScanState> all(static_cast<std::size_t>(settings.seeds));
    for (int draw = 0; draw < settings.seeds; ++draw) {
        for (std::size_t at = 0; at < chosen.size(); ++at) {
            const bool isFixed = !chosen[at]->drawsPrompts;
            if (isFinished(isScrambled, at) && (draw == 0 || !isFixed || repeatsFixed))
                all[static_cast<std::size_t>(draw)].take(done.at({isScrambled, at, isFixed ? 0 : draw}));
        }
    }
    return all;
}

/// Over the draws, of the types asked for.
std::vector<TypeFinding> Scan::State::combined(bool isScrambled) const
{
    std::vector<std::vector<TypeFinding>> lists;
    for (ScanState& draw : draws(isScrambled, false)) {
        std::erase_if(
            draw.found.findings, [this](const TypeFinding& finding) { return !asksFor(finding.type); });
        lists.push_back(std::move(draw.found.findings));
    }
    return combineSeeds(lists);
}

QString Scan::State::whyUnmeasured(HeadType type) const
{
    for (const DetectorStep& step : steps) {
        if (std::find(step.types.begin(), step.types.end(), type) == step.types.end())
            continue;
        if (step.tier > settings.tier)
            return u"it shows itself at tier %1 only"_s.arg(tierKey(step.tier));
        if (step.onRequest)
            return u"it takes long, so it is measured only where it is asked for by name"_s;
    }
    return u"there is no detector for it"_s;
}

/// Findings of the types for which no step ran.
std::vector<TypeFinding> Scan::State::unmeasured() const
{
    std::vector<TypeFinding> all;
    const Bench any = bench(false, 0, CancelToken());
    for (int at = 0; at < headTypeCount; ++at) {
        const auto type = static_cast<HeadType>(at);
        const bool isSpokenFor = std::any_of(chosen.begin(), chosen.end(), [&](const DetectorStep* step) {
            return std::find(step->types.begin(), step->types.end(), type) != step->types.end();
        });
        if (!asksFor(type) || isSpokenFor)
            continue;
        for (TypeFinding& finding : notMeasurable(any, type, {}, whyUnmeasured(type)))
            all.push_back(std::move(finding));
    }
    return all;
}

ScanReport Scan::run(
    const StageScheme& scheme, const CancelToken& cancel, const ScanProgressFunction& progress,
    const ScanPartFunction& part)
{
    State& state = *m_state;
    const ScanEstimate estimated = estimate(cancel);
    Teller teller(
        progress, {{}, 0, estimated.steps, 0, estimated.forwards, estimated.seconds}, state.costLeft().tokens,
        state.tokenSeconds());
    std::vector<ScanState> found; // of each draw
    for (const State::Unit& unit : state.units) {
        if (unit.step == 0 && unit.draw == 0)
            found.assign(static_cast<std::size_t>(state.settings.seeds), {});
        ScanState& before = found[static_cast<std::size_t>(unit.draw)];
        const DetectorStep& step = *state.chosen[unit.step];
        const bool isKept = state.done.contains(unit);
        if (!isKept) {
            cancel.throwIfCancelled();
            if (unit.scrambled && !state.scrambled)
                state.scrambled = scrambledModel(state.model, state.settings.seed);
            teller.begin(step.what, (*state.costs)[unit.step]);
            state.finish(unit, before, cancel, [&teller] { teller.ran(); });
        }
        const StepResult& result = state.done.at(unit);
        if (step.drawsPrompts) {
            before.take(result);
        } else {
            for (ScanState& draw : found)
                draw.take(result);
        }
        if (isKept) {
            teller.skip();
            continue;
        }
        teller.end();
        const bool isLast = unit == state.units.back();
        if (part && !unit.scrambled && !isLast && state.isFinished(false, unit.step))
            part(state.report(scheme));
    }
    return state.report(scheme);
}

bool Scan::State::isFinished(bool isScrambled, std::size_t step) const
{
    const int last = chosen[step]->drawsPrompts ? settings.seeds - 1 : 0;
    for (int draw = 0; draw <= last; ++draw) {
        if (!done.contains({isScrambled, step, draw}))
            return false;
    }
    return true;
}

void Scan::State::finish(
    const Unit& unit, const ScanState& before, const CancelToken& cancel, const std::function<void()>& ran)
{
    QElapsedTimer clock;
    clock.start();
    int forwards = 0;
    Bench on = bench(unit.scrambled, unit.draw, cancel);
    on.ran = [&] {
        ++forwards;
        ran();
    };
    StepResult result = chosen[unit.step]->run(on, settings.prompts, before);
    result.forwards = forwards;
    result.seconds = secondsOf(clock);
    if (store)
        store->save(key(unit), result);
    done.emplace(unit, std::move(result));
}

ScanReport Scan::State::report(const StageScheme& scheme) const
{
    const ModelInfo& info = model->info();
    const std::size_t heads = static_cast<std::size_t>(info.nLayers) * static_cast<std::size_t>(info.nHeads);
    ScanReport report;
    report.model = info;
    report.model.sha256 = sha256;
    report.settings = settings;
    report.scheme = scheme;
    report.findings = combined(false);
    const std::vector<TypeFinding> blind = unmeasured();
    report.findings.insert(report.findings.end(), blind.begin(), blind.end());
    std::stable_sort(
        report.findings.begin(), report.findings.end(),
        [](const TypeFinding& a, const TypeFinding& b) { return a.type < b.type; });

    const std::vector<ScanState> all = draws(false, true);
    std::vector<std::vector<Competence>> tasks;
    for (const ScanState& draw : all)
        tasks.push_back(draw.found.tasks);
    report.tasks = combineTasks(tasks);
    report.confirmations = all.front().found.confirmations;
    const std::vector<double> sinks = meanSinks(all, heads);
    const std::vector<bool> inactive = inactiveIn(all, heads);
    report.heads = headReports(info, report.findings, report.tasks, settings, scheme, sinks, inactive);
    if (settings.seeds > 1) {
        const auto of = [&](const ScanState& draw) {
            std::vector<TypeFinding> findings = draw.found.findings;
            std::erase_if(findings, [this](const TypeFinding& one) { return !asksFor(one.type); });
            return headReports(info, findings, draw.found.tasks, settings, scheme, sinks, inactive);
        };
        report.stability = stabilityOf(of(all[0]), of(all[1]));
    }
    if (settings.scrambled) {
        std::map<HeadType, std::set<HeadIndex>> labelled;
        for (const TypeFinding& finding : combined(true)) {
            if (isPositive(finding.finding))
                labelled[finding.type].insert(finding.head);
        }
        report.scrambled.emplace();
        for (const auto& [type, found] : labelled)
            report.scrambled->push_back({type, static_cast<int>(found.size())});
    }
    for (const auto& [unit, result] : done) {
        report.forwards += result.forwards;
        report.seconds += result.seconds;
    }
    return report;
}

} // namespace headwaters
