#include "widgets/head/headcontrols.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/viewheader.h"
#include "widgets/theme/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

constexpr std::array quantities{
    Quantity::Pattern, Quantity::Score, Quantity::ValueWeighted, Quantity::Effect};
constexpr std::array sinkModes{SinkMode::Show, SinkMode::Fade, SinkMode::Renormalise};
constexpr std::array aggregations{
    Aggregation::OneHead, Aggregation::LayerMean, Aggregation::LayerMax, Aggregation::ModelMean,
    Aggregation::ModelMax};
constexpr qsizetype longestToken = 9;

template <typename Values, typename Value> int indexOf(const Values& values, Value value)
{
    return static_cast<int>(std::find(values.begin(), values.end(), value) - values.begin());
}

QString brief(const QString& token)
{
    return token.size() <= longestToken ? token : token.left(longestToken - 1) + QChar(0x2026);
}

} // namespace

HeadControls::HeadControls(const Theme& theme, ViewHeader& header, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_quantities(new SegmentedControl(theme, tr("Quantity"), parent)),
      m_sinkModes(new SegmentedControl(theme, tr("Sinks"), parent)),
      m_aggregations(new QComboBox(&header)),
      m_note(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_row(header.controls()->parentWidget())
{
    m_quantities->addSegment(tr("Pattern"), tr("Attention after softmax, 0 to 1"));
    m_quantities->addSegment(tr("Score"), tr("q · k, scaled, before softmax"));
    m_quantities->addSegment(
        tr("Value-weighted"), tr("Attention times the norm of what the source would write, v W_O"));
    m_quantities->addSegment(
        tr("Effect on target − rival"),
        tr("What the pair writes on target minus rival, in logits, the final norm's scale held"));
    m_sinkModes->addSegment(tr("Show"), tr("The map as it is"));
    m_sinkModes->addSegment(tr("Fade"), tr("Sink columns are faded, numbers unchanged"));
    m_sinkModes->addSegment(tr("Renormalise"), tr("Sink columns are removed and each row sums to 1 again"));
    m_aggregations->addItems(
        {tr("One head"), tr("Layer mean"), tr("Layer maximum"), tr("Model mean"), tr("Model maximum")});
    m_aggregations->setAccessibleName(tr("Heads"));
    m_aggregations->setToolTip(tr("Over which heads the map is taken"));
    connect(m_quantities, &SegmentedControl::chosen, this, [this](int index) {
        Q_EMIT quantityChosen(quantities.at(static_cast<std::size_t>(index)));
    });
    connect(m_sinkModes, &SegmentedControl::chosen, this, [this](int index) {
        Q_EMIT sinkModeChosen(sinkModes.at(static_cast<std::size_t>(index)));
    });
    connect(m_aggregations, &QComboBox::activated, this, [this](int index) {
        Q_EMIT aggregationChosen(aggregations.at(static_cast<std::size_t>(index)));
    });

    auto* sinks = new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, parent);
    sinks->setText(tr("Sinks"));
    sinks->setToolTip(tr(
        "Positions that soak up attention: position 0, and any that takes more than half of the mass. Right "
        "click a column to mark or unmark it."));
    header.addControl(m_aggregations);
    QHBoxLayout* row = header.controls();
    row->addWidget(m_quantities);
    row->addStretch(1);
    row->addWidget(sinks);
    row->addWidget(m_sinkModes);

    auto* own = new QHBoxLayout(this);
    own->setContentsMargins(metrics::pad, 0, metrics::pad, 0);
    own->addWidget(m_note);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    hide();
}

void HeadControls::setQuantity(Quantity quantity)
{
    m_quantities->setCurrent(indexOf(quantities, quantity));
}

void HeadControls::setSinkMode(SinkMode mode)
{
    m_sinkModes->setCurrent(indexOf(sinkModes, mode));
}

void HeadControls::setAggregation(Aggregation aggregation)
{
    m_aggregations->setCurrentIndex(indexOf(aggregations, aggregation));
}

void HeadControls::setEffect(const QString& target, const QString& rival)
{
    m_quantities->setText(
        indexOf(quantities, Quantity::Effect), tr("Effect on %1 − %2").arg(brief(target), brief(rival)));
}

void HeadControls::setNote(const QString& note)
{
    m_note->setText(note);
    setVisible(!note.isEmpty());
}

void HeadControls::setControlsVisible(bool visible)
{
    m_row->setVisible(visible);
    m_aggregations->setVisible(visible);
    if (!visible)
        hide();
}

} // namespace headwaters
