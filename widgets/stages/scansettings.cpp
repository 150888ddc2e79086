#include "widgets/stages/scansettings.h"

#include "widgets/stages/stagetext.h"

#include <QActionGroup>

namespace headwaters {

ScanSettingsMenu::ScanSettingsMenu(StagesModel& model, QWidget* parent) : QMenu(parent), m_model(model)
{
    setToolTipsVisible(true);
    const auto addChoice = [this](QActionGroup* group, const QString& text, const QString& tip) {
        QAction* action = addAction(text);
        action->setCheckable(true);
        action->setToolTip(tip);
        if (group)
            group->addAction(action);
        return action;
    };
    addSection(tr("How deep"));
    auto* tiers = new QActionGroup(this);
    m_tiers[0] = addChoice(tiers, tr("Observed"), tr("What heads attend to; every label stays a candidate"));
    m_tiers[1] =
        addChoice(tiers, tr("Mechanistic"), tr("Also what they write, by their weights and on the logits"));
    m_tiers[2] =
        addChoice(tiers, tr("Causal"), tr("Also what happens without them: one run for each head and task"));
    addSection(tr("How often"));
    auto* seeds = new QActionGroup(this);
    m_oneSeed = addChoice(seeds, tr("One draw of the prompts"), tr("Says nothing of how stable labels are"));
    m_threeSeeds = addChoice(
        seeds, tr("Three draws of the prompts"), tr("Labels that fail on other prompts lose strength"));
    m_scrambled = addChoice(
        nullptr, tr("Also scan a scrambled copy"),
        tr("Counts the labels that turn up in a model that has learned nothing"));
    addSeparator();
    m_start = addAction(tr("Scan the heads"));
    connect(this, &QMenu::triggered, this, [this](QAction* action) {
        if (action == m_start)
            m_model.scan();
        else
            take();
    });
    for (const auto signal :
         {&StagesModel::settingsChanged, &StagesModel::costChanged, &StagesModel::stateChanged})
        connect(&model, signal, this, &ScanSettingsMenu::refresh);
    refresh();
}

void ScanSettingsMenu::refresh()
{
    const ScanSettings& settings = m_model.settings();
    m_tiers[static_cast<std::size_t>(settings.tier)]->setChecked(true);
    (settings.seeds > 1 ? m_threeSeeds : m_oneSeed)->setChecked(true);
    m_scrambled->setChecked(settings.scrambled);
    const QString cost = costText(m_model.cost());
    m_start->setText(cost.isEmpty() ? tr("Scan the heads") : tr("Scan the heads (%1)").arg(cost));
    m_start->setEnabled(m_model.state() != StagesModel::State::Scanning);
}

void ScanSettingsMenu::take()
{
    ScanSettings settings = m_model.settings();
    for (std::size_t tier = 0; tier < m_tiers.size(); ++tier) {
        if (m_tiers[tier]->isChecked())
            settings.tier = static_cast<Tier>(tier);
    }
    settings.seeds = m_threeSeeds->isChecked() ? 3 : 1;
    settings.scrambled = m_scrambled->isChecked();
    m_model.setSettings(settings);
}

} // namespace headwaters
