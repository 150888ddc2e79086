#include "widgets/stages/stagesmodel.h"

#include <algorithm>
#include <utility>

namespace headwaters {

StagesModel::StagesModel(QObject* parent) : QObject(parent) { }

std::shared_ptr<const ScanReport> StagesModel::reportOf(const StagesShown::Side& side) const
{
    if (side.kept.isEmpty())
        return m_report;
    const auto found = std::find_if(m_keptReports.begin(), m_keptReports.end(), [&side](const auto& kept) {
        return kept.first == side.kept;
    });
    return found == m_keptReports.end() ? nullptr : found->second;
}

void StagesModel::setSettings(const ScanSettings& settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    m_cost.reset();
    Q_EMIT settingsChanged();
    Q_EMIT costChanged();
    Q_EMIT costWanted(m_settings);
}

void StagesModel::scan()
{
    Q_EMIT scanWanted(m_settings);
}

void StagesModel::cancel()
{
    Q_EMIT cancelWanted();
}

void StagesModel::dismissProblem()
{
    if (m_state == State::Failed)
        setState(m_report ? State::Ready : State::Empty);
}

void StagesModel::setShown(const StagesShown& shown)
{
    if (shown == m_shown)
        return;
    const bool schemeChanged = !(shown.scheme == m_shown.scheme);
    m_shown = shown;
    if (schemeChanged) {
        m_finished = underScheme(std::move(m_finished));
        m_report = m_isPart ? underScheme(std::move(m_report)) : m_finished;
        for (auto& [key, report] : m_keptReports)
            report = underScheme(std::move(report));
        Q_EMIT reportChanged();
    }
    Q_EMIT shownChanged();
    wantSides();
}

void StagesModel::wantExample(HeadIndex head, HeadType type)
{
    m_wanted = {head, type};
    m_example.reset();
    m_exampleNote = tr("The scan keeps no example of this type for the head.");
    const TypeSummary* summary = m_report ? m_report->at(head).of(type) : nullptr;
    for (const int place : summary ? summary->findings : std::vector<int>()) {
        const EvidenceExample& prompt = m_report->findings[static_cast<std::size_t>(place)].example;
        if (prompt.ids.empty())
            continue;
        m_exampleNote.clear();
        Q_EMIT exampleChanged();
        Q_EMIT exampleWanted(head, type, prompt);
        return;
    }
    Q_EMIT exampleChanged();
}

std::shared_ptr<const HeadComposition> StagesModel::composition() const
{
    const auto found = m_composed ? m_compositions.find(*m_composed) : m_compositions.end();
    return found == m_compositions.end() ? nullptr : found->second;
}

void StagesModel::wantComposition(std::optional<HeadIndex> head)
{
    if (head == m_composed)
        return;
    m_composed = head;
    m_compositionNote.clear();
    Q_EMIT compositionChanged();
    if (head && !composition())
        Q_EMIT compositionWanted(*head);
}

void StagesModel::setCost(const std::optional<ScanCost>& cost)
{
    m_cost = cost;
    Q_EMIT costChanged();
}

void StagesModel::startScan()
{
    m_done = 0;
    m_total = 0;
    m_progressText.clear();
    setState(State::Scanning);
}

void StagesModel::setProgress(int done, int total, const QString& text)
{
    m_done = done;
    m_total = total;
    m_progressText = text;
    Q_EMIT stateChanged();
}

void StagesModel::setPart(std::shared_ptr<const ScanReport> report)
{
    if (m_state == State::Scanning)
        showReport(std::move(report), true);
}

void StagesModel::finishScan(std::shared_ptr<const ScanReport> report)
{
    showReport(std::move(report), false);
    setState(State::Ready);
}

void StagesModel::failScan(const Problem& problem)
{
    m_problem = problem;
    showReport(m_finished, false);
    setState(State::Failed);
}

void StagesModel::cancelScan()
{
    showReport(m_finished, false);
    setState(m_report ? State::Ready : State::Empty);
}

void StagesModel::setKept(std::vector<KeptScan> kept)
{
    m_kept = std::move(kept);
    Q_EMIT keptChanged();
}

void StagesModel::setKeptReport(const QString& key, std::shared_ptr<const ScanReport> report)
{
    m_keptReports.emplace_back(key, underScheme(std::move(report)));
    Q_EMIT reportChanged();
}

void StagesModel::setExample(std::shared_ptr<const HeadExample> example)
{
    if (m_wanted != std::pair(example->head, example->type))
        return;
    m_example = std::move(example);
    Q_EMIT exampleChanged();
}

void StagesModel::failExample(HeadIndex head, HeadType type, const QString& why)
{
    if (m_wanted != std::pair(head, type))
        return;
    m_exampleNote = why;
    Q_EMIT exampleChanged();
}

void StagesModel::setComposition(std::shared_ptr<const HeadComposition> composition)
{
    const HeadIndex head = composition->head;
    m_compositions[head] = std::move(composition);
    if (head == m_composed)
        Q_EMIT compositionChanged();
}

void StagesModel::failComposition(HeadIndex head, const QString& why)
{
    if (head != m_composed)
        return;
    m_compositionNote = why;
    Q_EMIT compositionChanged();
}

void StagesModel::clear()
{
    m_report.reset();
    m_finished.reset();
    m_isPart = false;
    m_cost.reset();
    m_kept.clear();
    m_keptReports.clear();
    m_wanted.reset();
    m_example.reset();
    m_exampleNote.clear();
    m_composed.reset();
    m_compositions.clear();
    m_compositionNote.clear();
    m_shown.task.clear();
    m_shown.a = {};
    m_shown.b = {};
    m_state = State::Empty;
    Q_EMIT keptChanged();
    Q_EMIT reportChanged();
    Q_EMIT shownChanged();
    Q_EMIT exampleChanged();
    Q_EMIT compositionChanged();
    Q_EMIT stateChanged();
    Q_EMIT costChanged();
    Q_EMIT costWanted(m_settings);
}

void StagesModel::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void StagesModel::showReport(std::shared_ptr<const ScanReport> report, bool isPart)
{
    m_report = underScheme(std::move(report));
    m_isPart = isPart;
    if (!isPart)
        m_finished = m_report;
    Q_EMIT reportChanged();
}

std::shared_ptr<const ScanReport> StagesModel::underScheme(std::shared_ptr<const ScanReport> report) const
{
    if (!report || report->scheme == m_shown.scheme)
        return report;
    return std::make_shared<const ScanReport>(withScheme(*report, m_shown.scheme));
}

void StagesModel::wantSides()
{
    if (m_shown.mode != StagesShown::Mode::Difference)
        return;
    for (const StagesShown::Side* side : {&m_shown.a, &m_shown.b}) {
        if (!side->kept.isEmpty() && !reportOf(*side))
            Q_EMIT keptWanted(side->kept);
    }
}

} // namespace headwaters
