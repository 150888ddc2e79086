#include "widgets/interventions/sweepcontrols.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/interventions/interventionmodel.h"
#include "widgets/theme/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int mostOfKind = 260;
constexpr int mostOfReplacement = 220;
constexpr int mostOfPrompt = 480;

} // namespace

SweepControls::SweepControls(
    const Theme& theme, const Selection& selection, InterventionModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection),
      m_model(model),
      m_kind(new QComboBox(this)),
      m_replacement(new QComboBox(this)),
      m_start(new QPushButton(this)),
      m_other(new QLineEdit(this)),
      m_onTop(new QCheckBox(tr("on top of the stack"), this)),
      m_note(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this))
{
    m_kind->setObjectName(QStringLiteral("sweepKind"));
    m_replacement->setObjectName(QStringLiteral("sweepReplacement"));
    m_start->setObjectName(QStringLiteral("sweepStart"));
    m_other->setObjectName(QStringLiteral("otherPrompt"));
    m_other->setPlaceholderText(tr("the prompt with the decisive word exchanged, as many tokens"));
    for (QComboBox* box : {m_kind, m_replacement}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(9);
    }
    const auto label = [this](const QString& text, QWidget* buddy) {
        auto* one = new QLabel(text, this);
        one->setBuddy(buddy);
        buddy->setAccessibleName(text);
        return one;
    };
    // Forms do not stretch with the window.
    m_kind->setMaximumWidth(mostOfKind);
    m_replacement->setMaximumWidth(mostOfReplacement);
    m_other->setMaximumWidth(mostOfPrompt);
    auto* first = new QHBoxLayout;
    first->setSpacing(metrics::gap);
    first->addWidget(label(tr("Sweep"), m_kind));
    first->addWidget(m_kind, 3);
    first->addWidget(label(tr("replace by"), m_replacement));
    first->addWidget(m_replacement, 2);
    first->addStretch();
    auto* second = new QHBoxLayout;
    second->setSpacing(metrics::gap);
    second->addWidget(label(tr("Other prompt"), m_other));
    second->addWidget(m_other, 1);
    second->addWidget(m_onTop);
    second->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pad, metrics::gap, metrics::pad, 4);
    column->setSpacing(6);
    column->addLayout(first);
    column->addLayout(second);
    auto* third = new QHBoxLayout; // what it costs beside what starts it
    third->setSpacing(metrics::gap);
    third->addWidget(m_note, 1);
    third->addWidget(m_start);
    column->addLayout(third);
    for (QComboBox* box : {m_kind, m_replacement})
        connect(box, &QComboBox::activated, this, &SweepControls::choose);
    connect(m_onTop, &QCheckBox::clicked, this, &SweepControls::choose);
    connect(m_other, &QLineEdit::editingFinished, this, [this] { m_model.setOtherPrompt(m_other->text()); });
    connect(m_start, &QAbstractButton::clicked, this, [this] {
        if (m_model.sweepState() == InterventionModel::SweepState::Running)
            m_model.stopSweep();
        else
            m_model.sweep();
    });
    // Sweeps of one head are of the locked one.
    connect(&selection, &Selection::changed, this, [this] {
        const auto head = m_selection.locked().head;
        if (head && *head != m_model.choice().head) {
            SweepChoice choice = m_model.choice();
            choice.head = *head;
            m_model.setChoice(choice);
        }
    });
    connect(&model, &InterventionModel::choiceChanged, this, &SweepControls::refresh);
    connect(&model, &InterventionModel::sweepChanged, this, &SweepControls::refresh);
    refresh();
}

void SweepControls::choose()
{
    SweepChoice choice = m_model.choice();
    choice.kind = static_cast<SweepKind>(m_kind->currentIndex());
    const QVariant replacement = m_replacement->currentData();
    if (replacement.isValid())
        choice.replacement = static_cast<Replacement>(replacement.toInt());
    choice.onTop = m_onTop->isChecked();
    m_model.setChoice(choice);
}

void SweepControls::fill()
{
    const SweepChoice& choice = m_model.choice();
    m_kind->clear();
    for (int kind = 0; kind < sweepKindCount; ++kind)
        m_kind->addItem(sweepName(static_cast<SweepKind>(kind), choice.head));
    m_kind->setCurrentIndex(static_cast<int>(choice.kind));
    m_replacement->clear();
    for (int at = 0; at < replacementCount; ++at) {
        if (choice.kind != SweepKind::Edges && isPossible(choice.kind, static_cast<Replacement>(at)))
            m_replacement->addItem(replacementName(static_cast<Replacement>(at)), at);
    }
    if (choice.kind == SweepKind::Edges)
        m_replacement->addItem(tr("nothing: cut"));
    m_replacement->setEnabled(m_replacement->count() > 1);
    m_replacement->setCurrentIndex(
        std::max(0, m_replacement->findData(static_cast<int>(choice.replacement))));
}

void SweepControls::refresh()
{
    const QSignalBlocker otherBlocker(m_other);
    fill();
    m_onTop->setChecked(m_model.choice().onTop);
    m_onTop->setEnabled(!m_model.stack().items.empty());
    if (!m_other->hasFocus()) {
        m_other->setText(m_model.otherPrompt());
        m_other->setCursorPosition(0); // its beginning is seen
    }
    m_other->setToolTip(m_model.otherPrompt());
    for (QComboBox* box : {m_kind, m_replacement})
        box->setToolTip(box->currentText());
    const bool isRunning = m_model.sweepState() == InterventionModel::SweepState::Running;
    const QString blocked = m_model.sweepBlocked();
    m_start->setText(isRunning ? tr("Stop") : tr("Start"));
    m_start->setIcon(m_theme.icon(isRunning ? QStringLiteral("stop") : QStringLiteral("sweep")));
    m_start->setEnabled(isRunning || blocked.isEmpty());
    m_start->setToolTip(isRunning ? tr("Keep the rows that are there") : blocked);
    m_note->setColour(&Colours::text2);
    if (m_model.sweepState() == InterventionModel::SweepState::Failed) {
        m_note->setColour(&Colours::danger);
        m_note->setText(m_model.sweepProblem());
    } else if (!blocked.isEmpty()) {
        m_note->setText(blocked);
    } else if (const auto cost = m_model.cost()) {
        QString note = tr("%1 runs with control, worth %2 whole")
                           .arg(cost->forwards)
                           .arg(countText(static_cast<qint64>(cost->whole + 0.5)));
        if (m_model.place().references > 0)
            note += tr(" · means of %1 prompts").arg(m_model.place().references);
        if (!m_model.otherNote().isEmpty())
            note += QStringLiteral(" · ") + m_model.otherNote();
        m_note->setText(note);
    }
}

} // namespace headwaters
