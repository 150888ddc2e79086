#include "widgets/generate/generatedstrip.h"

#include "widgets/common/numberformat.h"
#include "widgets/theme/metrics.h"

#include <QPainter>

#include <utility>

namespace headwaters {

namespace {

constexpr double staleStrength = 1 - metrics::opacityStale;

} // namespace

GeneratedStrip::GeneratedStrip(const Theme& theme, const GenerationModel& model, QWidget* parent)
    : ChipStrip(theme, tr("Generated tokens"), parent),
      m_model(model)
{
    setObjectName(QStringLiteral("generatedStrip"));
    connect(&m_model, &GenerationModel::tokenAdded, this, &GeneratedStrip::followTokens);
    connect(&m_model, &GenerationModel::stateChanged, this, &GeneratedStrip::followTokens);
    relayout();
}

const GeneratedToken& GeneratedStrip::tokenOf(int chip) const
{
    return m_model.generation().tokens[static_cast<std::size_t>(chip)];
}

TokenChip GeneratedStrip::drawn(int chip) const
{
    TokenChip drawn{.label = tokenLabel(tokenOf(chip).token)};
    drawn.hollow = tokenOf(chip).token.special || !m_model.canRunBehind(chip + 1);
    drawn.state = m_opened == chip ? TokenChip::State::Locked
        : hovered() == chip        ? TokenChip::State::Hovered
                                   : TokenChip::State::Plain;
    return drawn;
}

void GeneratedStrip::setOpened(std::optional<int> chip)
{
    m_opened = chip;
    viewport()->update();
    announce();
}

void GeneratedStrip::setStale(bool stale)
{
    m_stale = stale;
    viewport()->update();
}

QString GeneratedStrip::chipDescription(int chip) const
{
    const GeneratedToken& token = tokenOf(chip);
    QString text = tr("%1, token %2 of %3, probability %4")
                       .arg(tokenLabel(token.token))
                       .arg(chip + 1)
                       .arg(chipCount())
                       .arg(probabilityText(token.probability));
    if (m_opened == chip)
        text += tr(", the prompt ends here");
    return text;
}

QString GeneratedStrip::chipToolTip(int chip) const
{
    const GeneratedToken& token = tokenOf(chip);
    QStringList lines{
        tokenLabel(token.token),
        tr("probability %1 · rank %2").arg(probabilityText(token.probability)).arg(token.rank),
        tr("position %1 · token #%2")
            .arg(m_model.generation().prompt.size() + static_cast<std::size_t>(chip))
            .arg(token.token.id)};
    if (!m_model.canRunBehind(chip + 1))
        lines << tr("The context is full before it: it cannot be run.");
    else if (m_opened == chip)
        lines << tr("The prompt ends here.");
    else
        lines << tr("Click to run the text up to here.");
    return lines.join(QLatin1Char('\n'));
}

void GeneratedStrip::followTokens()
{
    if (m_model.count() < chipCount()) { // another generation has begun
        forgetPointer();
        m_followsEnd = true;
        startAt(0);
    }
    relayout();
    if (m_followsEnd && m_model.isRunning() && chipCount() > 0) {
        startAt(chipCount() - 1);
        reveal(currentChip());
    }
    announce();
}

std::vector<int> GeneratedStrip::chipWidths()
{
    if (std::cmp_less(m_model.count(), m_widths.size()))
        m_widths.clear();
    while (std::cmp_less(m_widths.size(), m_model.count())) {
        const Token& token = tokenOf(static_cast<int>(m_widths.size())).token;
        m_widths.push_back(static_cast<int>(tokenChipWidth({.label = tokenLabel(token)})));
    }
    return m_widths;
}

FlowMetrics GeneratedStrip::flowMetrics() const
{
    FlowMetrics flow;
    flow.chipHeight = metrics::chip;
    flow.rowPitch = metrics::chip + flow.gap;
    return flow;
}

void GeneratedStrip::currentChanged()
{
    m_followsEnd = currentChip() == chipCount() - 1;
}

void GeneratedStrip::activate(int chip, Qt::KeyboardModifiers /*modifiers*/)
{
    if (m_model.canRunBehind(chip + 1))
        Q_EMIT chipActivated(chip);
}

void GeneratedStrip::paintChip(QPainter& painter, int chip)
{
    painter.setOpacity(m_stale ? staleStrength : 1);
    paintTokenChip(painter, chipRect(chip), drawn(chip), colours());
}

} // namespace headwaters
