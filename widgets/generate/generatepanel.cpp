#include "widgets/generate/generatepanel.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/generate/generatedstrip.h"
#include "widgets/generate/generationform.h"
#include "widgets/theme/metrics.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int ring = GeneratedStrip::ringRoom; ///< the strip reaches this much further out than the rest

} // namespace

GeneratePanel::GeneratePanel(const Theme& theme, const GenerationModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_end(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_count(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_adjust(new IconButton(theme, QStringLiteral("settings"), tr("Show the settings"), this)),
      m_generate(new QPushButton(this)),
      m_form(new GenerationForm(theme, this)),
      m_strip(new GeneratedStrip(theme, model, this)),
      m_use(new QPushButton(tr("Use as prompt"), this))
{
    setObjectName(QStringLiteral("generatePanel"));
    setAccessibleName(tr("Generate"));
    m_end->setObjectName(QStringLiteral("generationEnd"));
    m_count->setObjectName(QStringLiteral("generationTokens"));
    m_adjust->setObjectName(QStringLiteral("generationSettings"));
    m_adjust->setCheckable(true);
    m_generate->setObjectName(QStringLiteral("generateButton"));
    m_use->setObjectName(QStringLiteral("useAsPrompt"));
    m_use->setProperty("kind", QStringLiteral("quiet"));
    m_use->setToolTip(tr("Write it into the prompt, without running it"));
    build();
    setSettingsShown(false);
    connect(m_generate, &QPushButton::clicked, this, &GeneratePanel::toggle);
    connect(m_adjust, &QToolButton::toggled, this, &GeneratePanel::setSettingsShown);
    connect(m_form, &GenerationForm::changed, this, &GeneratePanel::settingsChanged);
    connect(m_strip, &GeneratedStrip::chipActivated, this, &GeneratePanel::openChip);
    connect(m_use, &QPushButton::clicked, this, [this] {
        Q_EMIT useRequested(m_model.runBehind(m_model.textCount()));
    });
    connect(&m_model, &GenerationModel::stateChanged, this, &GeneratePanel::followModel);
    connect(&m_model, &GenerationModel::tokenAdded, this, &GeneratePanel::followModel);
    followModel();
}

void GeneratePanel::build()
{
    auto* heading = new ElidedLabel(m_theme, Theme::font(TextStyle::Caption, 600), &Colours::text, this);
    heading->setText(tr("Generated"));
    heading->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    const auto add = [column](std::initializer_list<QWidget*> widgets, int indent = ring) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(indent, 0, indent, 0);
        row->setSpacing(metrics::gap);
        for (QWidget* widget : widgets)
            row->addWidget(widget);
        column->addLayout(row);
        return row;
    };
    add({heading, m_end, m_adjust, m_generate})->setStretch(1, 1);
    add({m_form});
    add({m_strip}, 0);
    add({m_count, m_use})->setStretch(0, 1);
}

void GeneratePanel::setPrompt(const std::vector<Token>& tokens, const QString& blocked)
{
    m_prompt = tokens;
    m_blocked = blocked;
    followPrompt();
}

GenerationRequest GeneratePanel::settings() const
{
    return m_form->settings();
}

void GeneratePanel::setSettings(const GenerationRequest& settings)
{
    m_form->setSettings(settings);
}

bool GeneratePanel::areSettingsShown() const
{
    return !m_form->isHidden();
}

void GeneratePanel::setSettingsShown(bool shown)
{
    m_adjust->setChecked(shown);
    m_adjust->setMeaning(
        QStringLiteral("settings"),
        shown ? tr("Hide the settings of Generate") : tr("Show the settings of Generate"));
    m_form->setVisible(shown);
    Q_EMIT settingsChanged();
}

bool GeneratePanel::canToggle() const
{
    return m_model.isRunning() || m_blocked.isEmpty();
}

void GeneratePanel::toggle()
{
    if (m_model.isRunning())
        Q_EMIT stopRequested();
    else if (m_blocked.isEmpty())
        Q_EMIT generateRequested(settings());
}

void GeneratePanel::openChip(int chip)
{
    Q_EMIT openRequested(m_model.runBehind(chip + 1));
}

QString GeneratePanel::endText() const
{
    if (m_model.state() == GenerationModel::State::Stopped)
        return tr("stopped");
    if (m_model.state() != GenerationModel::State::Ended)
        return {};
    switch (m_model.generation().reason) {
    case StopReason::Count:
        break;
    case StopReason::Stop:
        return tr("stop text");
    case StopReason::EndOfText:
        return tr("end of text");
    case StopReason::Context:
        return tr("context full");
    }
    return {};
}

QString GeneratePanel::countText() const
{
    if (m_model.isRunning())
        return tr("%1 of %2 tokens").arg(m_model.count()).arg(m_model.request().count);
    return m_model.count() == 1 ? tr("1 token") : tr("%1 tokens").arg(m_model.count());
}

void GeneratePanel::followModel()
{
    const bool hasTokens = m_model.count() > 0;
    m_end->setText(endText());
    m_count->setText(countText());
    m_count->setVisible(m_model.state() != GenerationModel::State::Empty);
    m_strip->setVisible(hasTokens);
    m_use->setVisible(hasTokens && !m_model.isRunning());
    followPrompt();
}

void GeneratePanel::followPrompt()
{
    const auto place = m_model.placeOf(m_prompt);
    m_strip->setStale(!place && m_model.count() > 0);
    m_strip->setOpened(place && *place > 0 ? std::optional(*place - 1) : std::nullopt);
    const bool isRunning = m_model.isRunning();
    m_generate->setText(isRunning ? tr("Stop") : tr("Generate"));
    m_generate->setEnabled(canToggle());
    m_generate->setToolTip(
        isRunning                 ? tr("Stop generating (Esc)")
            : m_blocked.isEmpty() ? tr("Let the model go on from the prompt (Ctrl+G)")
                                  : m_blocked);
    m_generate->setAccessibleDescription(isRunning ? QString() : m_blocked);
    Q_EMIT canToggleChanged();
}

void GeneratePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_model.isRunning())
        Q_EMIT stopRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace headwaters
