#include "widgets/generate/generationform.h"

#include "widgets/common/textlabel.h"
#include "widgets/theme/metrics.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include <limits>

namespace headwaters {

namespace {

constexpr int mostTokens = 100'000;
constexpr double hottest = 100;
constexpr double narrowestTopP = 0.001;

/// A field without arrows, which would leave no room for the number; arrow keys and the wheel still step.
template <typename Field> Field* numberField(QWidget* parent, const char* name, const QString& says)
{
    auto* field = new Field(parent);
    field->setObjectName(QLatin1String(name));
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setAccessibleName(says);
    field->setMinimumWidth(40);
    return field;
}

} // namespace

GenerationForm::GenerationForm(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_count(numberField<QSpinBox>(this, "generationCount", tr("Tokens to generate"))),
      m_temperature(numberField<QDoubleSpinBox>(this, "generationTemperature", tr("Temperature"))),
      m_topP(numberField<QDoubleSpinBox>(this, "generationTopP", tr("top-p"))),
      m_seed(numberField<QSpinBox>(this, "generationSeed", tr("Seed"))),
      m_stop(new QLineEdit(this)),
      m_stopAtEnd(new QCheckBox(tr("Stop at the end of a text"), this))
{
    m_count->setRange(1, mostTokens);
    m_count->setToolTip(tr("How many tokens at most."));
    m_temperature->setRange(0, hottest);
    m_temperature->setDecimals(2);
    m_temperature->setSingleStep(0.1);
    m_temperature->setToolTip(
        tr("Logits are divided by it before a token is drawn.\n0 always takes the likeliest token."));
    m_topP->setRange(narrowestTopP, 1);
    m_topP->setDecimals(3);
    m_topP->setSingleStep(0.05);
    m_topP->setToolTip(tr("Draws only from the fewest likeliest tokens whose probabilities reach this sum."));
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setToolTip(tr("The same seed gives the same tokens."));
    m_stop->setObjectName(QStringLiteral("generationStop"));
    m_stop->setAccessibleName(tr("Stop text"));
    m_stop->setPlaceholderText(tr("none"));
    m_stop->setToolTip(tr("Generation ends with the token that completes this text.\n"
                          "\\n stands for a line break, \\t for a tab, \\\\ for a backslash."));

    m_stopAtEnd->setObjectName(QStringLiteral("generationStopAtEnd"));
    m_stopAtEnd->setToolTip(tr("Generation ends with a token by which the model ends a text."));

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::gap);
    grid->setVerticalSpacing(4);
    const auto add = [&](int row, int column, const QString& text, QWidget* field, int columns = 1) {
        auto* label = new TextLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this);
        label->setText(text);
        label->setWordWrap(false);
        label->setBuddy(field);
        grid->addWidget(label, row, column);
        grid->addWidget(field, row, column + 1, 1, columns);
    };
    add(0, 0, tr("Tokens"), m_count);
    add(0, 2, tr("Temperature"), m_temperature);
    add(1, 0, tr("top-p"), m_topP);
    add(1, 2, tr("Seed"), m_seed);
    add(2, 0, tr("Stop text"), m_stop, 3);
    grid->addWidget(m_stopAtEnd, 3, 0, 1, 4);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    setSettings({});

    connect(m_count, &QSpinBox::valueChanged, this, &GenerationForm::changed);
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &GenerationForm::changed);
    connect(m_topP, &QDoubleSpinBox::valueChanged, this, &GenerationForm::changed);
    connect(m_seed, &QSpinBox::valueChanged, this, &GenerationForm::changed);
    connect(m_stop, &QLineEdit::textEdited, this, &GenerationForm::changed);
    connect(m_stopAtEnd, &QCheckBox::toggled, this, &GenerationForm::changed);
}

GenerationRequest GenerationForm::settings() const
{
    GenerationRequest settings;
    settings.count = m_count->value();
    settings.sampling = {
        m_temperature->value(), m_topP->value(), static_cast<std::uint64_t>(m_seed->value())};
    if (!m_stop->text().isEmpty())
        settings.stops = {stopTextMeant(m_stop->text())};
    settings.stopAtEnd = m_stopAtEnd->isChecked();
    return settings;
}

void GenerationForm::setSettings(const GenerationRequest& settings)
{
    const QSignalBlocker blocker(this);
    m_count->setValue(settings.count);
    m_temperature->setValue(settings.sampling.temperature);
    m_topP->setValue(settings.sampling.topP);
    m_seed->setValue(
        static_cast<int>(std::min<std::uint64_t>(settings.sampling.seed, std::numeric_limits<int>::max())));
    m_stopAtEnd->setChecked(settings.stopAtEnd);
    m_stop->setText(settings.stops.isEmpty() ? QString() : stopTextTyped(settings.stops.front()));
}

QString stopTextTyped(const QString& text)
{
    QString typed = text;
    typed.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    typed.replace(QLatin1Char('\n'), QLatin1String("\\n"));
    typed.replace(QLatin1Char('\t'), QLatin1String("\\t"));
    return typed;
}

QString stopTextMeant(const QString& typed)
{
    QString text;
    for (qsizetype at = 0; at < typed.size(); ++at) {
        const QChar next = at + 1 < typed.size() ? typed[at + 1] : QChar();
        const bool escapes =
            typed[at] == QLatin1Char('\\') && !next.isNull() && QStringLiteral("nt\\").contains(next);
        if (!escapes) {
            text += typed[at];
            continue;
        }
        text += next == QLatin1Char('n') ? QLatin1Char('\n')
            : next == QLatin1Char('t')   ? QLatin1Char('\t')
                                         : QLatin1Char('\\');
        ++at;
    }
    return text;
}

} // namespace headwaters
