#include "widgets/stages/evidencepictures.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/stages/evidencepainting.h"
#include "widgets/stages/examplepainting.h"
#include "widgets/stages/stagetext.h"
#include "widgets/theme/metrics.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int tokenRoom = 34; ///< for one token of an example
constexpr double leastChip = 0.05; ///< weaker stages have no chip

const StageColour& colourOf(const Theme& theme, Stage stage)
{
    return theme.colours().stages[static_cast<std::size_t>(stage)];
}

} // namespace

EvidencePlots::EvidencePlots(const Theme& theme, Kind kind, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_kind(kind)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void EvidencePlots::setEvidence(const std::vector<Evidence>& evidence, HeadIndex head, Stage stage)
{
    m_evidence = evidence;
    m_head = head;
    m_stage = stage;
    QStringList texts;
    for (const Evidence& one : m_evidence)
        texts << one.measure + QStringLiteral(": ") + evidenceText(one);
    describe(this, tr("Evidence for head %1").arg(head.text()), texts.join(u'\n'));
    setToolTip(texts.join(u'\n'));
    updateGeometry();
    update();
}

int EvidencePlots::plotHeight() const
{
    return m_kind == Kind::Causal ? causalHeight : evidenceHeight;
}

QSize EvidencePlots::sizeHint() const
{
    const auto count = static_cast<int>(m_evidence.size());
    return {200, count * (plotHeight() + metrics::gap)};
}

void EvidencePlots::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QRectF area(0, 0, width(), plotHeight());
    for (const Evidence& evidence : m_evidence) {
        if (m_kind == Kind::Causal)
            paintCausal(
                painter, area, evidence, m_head.title(), colourOf(m_theme, m_stage), m_theme.colours());
        else
            paintEvidence(painter, area, evidence, colourOf(m_theme, m_stage), m_theme.colours());
        area.translate(0, plotHeight() + metrics::gap);
    }
}

ExamplePicture::ExamplePicture(const Theme& theme, Kind kind, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_kind(kind)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void ExamplePicture::setExample(
    std::shared_ptr<const HeadExample> example, const QStringList& labels, Stage stage)
{
    m_example = std::move(example);
    m_labels = labels;
    m_stage = stage;
    if (m_example) {
        const int destination = m_example->prompt.destination;
        const int source = m_example->prompt.source;
        const auto pair = pairShare(*m_example);
        const QString share = pair ? probabilityText(*pair) : unknownText();
        describe(
            this, tr("Example"),
            tr("%1 at %2 reads %3 at %4: %5")
                .arg(labels.value(destination))
                .arg(destination)
                .arg(labels.value(source))
                .arg(source)
                .arg(share));
        setToolTip(labels.join(u' '));
    }
    updateGeometry();
    update();
}

QSize ExamplePicture::sizeHint() const
{
    return {200, m_kind == Kind::Arcs ? arcsHeight : attributionHeight};
}

void ExamplePicture::paintEvent(QPaintEvent*)
{
    if (!m_example)
        return;
    QPainter painter(this);
    const std::vector<int> positions = examplePositions(*m_example, std::max(4, width() / tokenRoom));
    if (m_kind == Kind::Arcs)
        paintArcs(
            painter, rect(), *m_example, positions, m_labels, colourOf(m_theme, m_stage), m_theme.colours());
    else
        paintAttribution(painter, rect(), *m_example, positions, m_labels, m_theme.colours());
}

StageChips::StageChips(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void StageChips::setStages(const StageStrengths& stages)
{
    m_stages = stages;
    describe(this, tr("Stages"), texts().join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

std::vector<std::size_t> StageChips::shownStages() const
{
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        if (m_stages[i] >= leastChip)
            shown.push_back(i);
    }
    std::stable_sort(shown.begin(), shown.end(), [this](std::size_t left, std::size_t right) {
        return m_stages[left] > m_stages[right];
    });
    return shown;
}

QStringList StageChips::texts() const
{
    QStringList texts;
    for (const std::size_t stage : shownStages())
        texts << stageChipText(static_cast<Stage>(stage), m_stages[stage]);
    return texts;
}

QSize StageChips::sizeHint() const
{
    return {100, m_stages == StageStrengths{} ? 0 : metrics::badge};
}

void StageChips::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(TextStyle::Caption, 600));
    double x = 0;
    for (const std::size_t stage : shownStages()) {
        const QString text = stageChipText(static_cast<Stage>(stage), m_stages[stage]);
        const QRectF chip(x, 0, QFontMetricsF(painter.font()).horizontalAdvance(text) + 12, metrics::badge);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colours().stages[stage].fill);
        painter.drawRoundedRect(chip, metrics::radiusChip, metrics::radiusChip);
        painter.setPen(m_theme.colours().stages[stage].ink);
        painter.drawText(chip, Qt::AlignCenter, text);
        x += chip.width() + 4;
    }
}

} // namespace headwaters
