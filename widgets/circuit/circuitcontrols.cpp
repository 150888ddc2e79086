#include "widgets/circuit/circuitcontrols.h"

#include "core/circuit/circuitfilter.h"
#include "widgets/atlas/headsearch.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/circuit/thresholdslider.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/theme/metrics.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include <algorithm>
#include <array>
#include <cmath>

namespace headwaters {

namespace {

constexpr std::array allMethods{TraceMethod::AccPlusPlus, TraceMethod::Acc, TraceMethod::Sad};
constexpr std::array allSeedings{Seeding::Linear, Seeding::Probability, Seeding::Roots};
constexpr int bins = 48; // of the histogram
constexpr int methodWidth = 84;
constexpr int seedingWidth = 128;
constexpr int headsWidth = 84;

template <typename Values, typename Value> int indexOf(const Values& values, Value value)
{
    return static_cast<int>(std::find(values.begin(), values.end(), value) - values.begin());
}

QString headsText(const std::vector<TraceRoot>& roots)
{
    QStringList names;
    for (const TraceRoot& root : roots)
        names << root.head.text();
    return names.join(QStringLiteral(", "));
}

} // namespace

CircuitControls::CircuitControls(
    const Theme& theme, CircuitModel& model, const RunModel& run, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_run(run),
      m_methods(new QComboBox(this)),
      m_seedings(new QComboBox(this)),
      m_heads(new QLineEdit(this)),
      m_trace(new QPushButton(tr("Trace"), this)),
      m_keep(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_slider(new ThresholdSlider(theme, this)),
      m_edges(new ElidedLabel(theme, Theme::mono(TextStyle::Label, 600), &Colours::text, this)),
      m_edgesRest(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_share(new ElidedLabel(theme, Theme::mono(TextStyle::Label, 600), &Colours::text, this)),
      m_shareRest(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this))
{
    for (const TraceMethod method : allMethods)
        m_methods->addItem(methodName(method));
    m_methods->setItemData(
        0, tr("Removes one by one the directions that hold the attention weight up (2026)"), Qt::ToolTipRole);
    m_methods->setItemData(
        1, tr("What each part adds to the score relative to the other keys (2025)"), Qt::ToolTipRole);
    m_methods->setItemData(
        2, tr("Which heads write along the directions that carry the score (2024)"), Qt::ToolTipRole);
    m_methods->setAccessibleName(tr("Method"));
    m_methods->setFixedWidth(methodWidth);
    for ([[maybe_unused]] const Seeding seeding : allSeedings)
        m_seedings->addItem({});
    m_seedings->setAccessibleName(tr("Where the trace starts"));
    m_seedings->setFixedWidth(seedingWidth);
    m_heads->setPlaceholderText(QStringLiteral("5.5, 4.4"));
    m_heads->setAccessibleName(tr("Heads to start from"));
    m_heads->setFixedWidth(headsWidth);
    m_trace->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_keep->setText(tr("Keep"));
    m_keep->setFixedWidth(m_keep->sizeHint().width());

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_methods, m_seedings, m_heads, m_trace})
        row->addWidget(widget);
    row->addSpacing(4);
    row->addWidget(m_keep);
    row->addWidget(m_slider, 1);
    auto* kept = new QGridLayout;
    kept->setHorizontalSpacing(4);
    kept->setVerticalSpacing(0);
    kept->addWidget(m_edges, 0, 0);
    kept->addWidget(m_edgesRest, 0, 1);
    kept->addWidget(m_share, 1, 0);
    kept->addWidget(m_shareRest, 1, 1);
    row->addLayout(kept);
    row->addStretch(0);

    connect(m_methods, &QComboBox::activated, this, &CircuitControls::chooseMethod);
    connect(m_seedings, &QComboBox::activated, this, &CircuitControls::chooseSeeding);
    connect(m_heads, &QLineEdit::textEdited, this, &CircuitControls::takeHeads);
    connect(m_heads, &QLineEdit::returnPressed, m_trace, &QPushButton::click);
    connect(m_trace, &QPushButton::clicked, this, [this] {
        TraceRequest request = m_model.request();
        request.position.reset(); // the prediction after the last token, whatever was traced before
        m_model.trace(request);
    });
    connect(m_slider, &QAbstractSlider::valueChanged, this, [this](int bin) {
        if (m_model.filter())
            m_model.setThreshold(strengthAt(bin));
    });
    connect(&model, &CircuitModel::circuitChanged, this, &CircuitControls::refreshHistogram);
    connect(&model, &CircuitModel::requestChanged, this, &CircuitControls::refresh);
    connect(&model, &CircuitModel::stateChanged, this, &CircuitControls::refresh);
    connect(&model, &CircuitModel::thresholdChanged, this, &CircuitControls::refreshKept);
    for (const auto signal : {&RunModel::modelChanged, &RunModel::runChanged, &RunModel::effectsChanged})
        connect(&run, signal, this, &CircuitControls::takePair);
    takePair();
    refreshHistogram();
}

void CircuitControls::refreshHistogram()
{
    const QSignalBlocker quiet(m_slider);
    m_histogram = m_model.filter() ? m_model.filter()->histogram(bins) : StrengthHistogram();
    m_slider->setHistogram(m_histogram.counts, tr("logarithmic, relative to the strongest edge"));
    refreshKept();
}

QString CircuitControls::keptText() const
{
    return QStringLiteral("%1 %2, %3 %4")
        .arg(m_edges->text(), m_edgesRest->text(), m_share->text(), m_shareRest->text());
}

QString CircuitControls::blockedReason() const
{
    if (m_run.state() != RunModel::State::Ready)
        return m_run.state() == RunModel::State::Running ? tr("A run is under way.")
                                                         : tr("Run the prompt first.");
    const TraceRequest& request = m_model.request();
    if (request.seeding == Seeding::Roots)
        return !m_headsProblem.isEmpty() ? m_headsProblem
            : request.roots.empty()      ? tr("Name the heads to start from: 5.5, 4.4")
                                         : QString();
    if (request.targets.empty())
        return tr("Choose a target token first.");
    if (request.seeding == Seeding::Linear && request.rival == request.targets.front())
        return tr("Target and rival are the same token: their difference is zero.");
    return {};
}

// --- what the person chooses

void CircuitControls::chooseMethod()
{
    TraceRequest request = m_model.request();
    request.method = allMethods.at(static_cast<std::size_t>(m_methods->currentIndex()));
    // SAD starts from heads; a probability is explained by ACC++ alone.
    if (request.method == TraceMethod::Sad)
        request.seeding = Seeding::Roots;
    else if (request.method == TraceMethod::Acc && request.seeding == Seeding::Probability)
        request.seeding = Seeding::Linear;
    m_model.setRequest(request);
    takePair();
}

void CircuitControls::chooseSeeding()
{
    TraceRequest request = m_model.request();
    request.seeding = allSeedings.at(static_cast<std::size_t>(m_seedings->currentIndex()));
    m_model.setRequest(request);
    takePair();
    if (request.seeding == Seeding::Roots)
        m_heads->setFocus();
}

void CircuitControls::takeHeads()
{
    static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
    TraceRequest request = m_model.request();
    request.roots.clear();
    m_headsProblem.clear();
    const ModelInfo& info = m_run.model();
    for (const QString& word : m_heads->text().split(separators, Qt::SkipEmptyParts)) {
        const auto head = typedHead(word);
        if (!head)
            m_headsProblem = tr("“%1” is no head: write 5.5 or L5H5.").arg(forMessage(word));
        else if (head->layer >= info.nLayers || head->head >= info.nHeads)
            m_headsProblem = noSuchHeadText(*head, WallShape::of(info));
        else
            request.roots.push_back({*head, {}, {}});
    }
    m_typed = request.roots;
    m_model.setRequest(request);
    refresh();
}

// Target and rival in force are those of the next trace.
void CircuitControls::takePair()
{
    const auto effects = m_run.effects();
    const auto result = m_run.result();
    TraceRequest request = m_model.request();
    if (effects || result) {
        const EffectSummary& pair = effects ? *effects : result->effects;
        m_model.setPair(pair.target, pair.rival);
        request.targets = {pair.target};
        request.rival = pair.rival;
    }
    if (request.seeding == Seeding::Roots) {
        request.targets.clear();
        request.rival.reset();
    }
    m_model.setRequest(request);
    refresh();
}

// --- what is shown

void CircuitControls::refresh()
{
    const TraceRequest& request = m_model.request();
    const QSignalBlocker quietMethods(m_methods);
    m_methods->setCurrentIndex(indexOf(allMethods, request.method));
    m_methods->setToolTip(m_methods->currentData(Qt::ToolTipRole).toString());
    refreshSeedings();
    m_heads->setVisible(request.seeding == Seeding::Roots);
    if (request.roots != m_typed) { // they came from elsewhere
        m_typed = request.roots;
        m_headsProblem.clear();
        m_heads->setText(headsText(request.roots));
    }
    const bool isTracing = m_model.state() == CircuitModel::State::Tracing;
    const QString blocked = isTracing ? tr("A trace is under way.") : blockedReason();
    m_trace->setEnabled(blocked.isEmpty());
    m_trace->setToolTip(blocked.isEmpty() ? tr("Trace with these settings, in the run in front") : blocked);
    // One primary action in the area: the state panel has it while nothing is shown.
    refreshKept();
}

void CircuitControls::refreshSeedings()
{
    const TraceRequest& request = m_model.request();
    const QSignalBlocker quiet(m_seedings);
    const auto token = [this](TokenId id) { return bareLabel(m_run.label(id)); };
    const auto result = m_run.result();
    const EffectSummary* pair = m_run.effects() ? m_run.effects().get() : result ? &result->effects : nullptr;
    m_seedings->setItemText(
        0,
        pair ? QStringLiteral("%1 %2 %3").arg(token(pair->target), QChar(0x2212), token(pair->rival))
             : tr("target − rival"));
    m_seedings->setItemText(1, pair ? QStringLiteral("P(%1)").arg(token(pair->target)) : tr("P(target)"));
    m_seedings->setItemText(2, tr("heads…"));
    m_seedings->setItemData(0, tr("Parts that write on target minus rival"), Qt::ToolTipRole);
    m_seedings->setItemData(
        1,
        request.method == TraceMethod::AccPlusPlus ? tr("Parts that raise the target's probability")
                                                   : tr("A probability is explained by ACC++ alone"),
        Qt::ToolTipRole);
    m_seedings->setItemData(2, tr("Heads that are named"), Qt::ToolTipRole);
    const bool isSad = request.method == TraceMethod::Sad;
    const auto enable = [this](int index, bool enabled) {
        auto* item = qobject_cast<QStandardItemModel*>(m_seedings->model())->item(index);
        item->setFlags(enabled ? item->flags() | Qt::ItemIsEnabled : item->flags() & ~Qt::ItemIsEnabled);
    };
    enable(0, !isSad);
    enable(1, request.method == TraceMethod::AccPlusPlus);
    m_seedings->setCurrentIndex(indexOf(allSeedings, request.seeding));
    m_seedings->setToolTip(
        isSad ? tr("SAD starts from heads") : m_seedings->currentData(Qt::ToolTipRole).toString());
}

void CircuitControls::refreshKept()
{
    const bool isShown = m_model.filter() && m_model.state() != CircuitModel::State::Failed;
    m_slider->setEnabled(isShown);
    m_keep->setVisible(isShown);
    m_slider->setVisible(isShown);
    for (ElidedLabel* label : {m_edges, m_edgesRest, m_share, m_shareRest})
        label->setVisible(isShown);
    if (!isShown)
        return;
    const QSignalBlocker quiet(m_slider);
    const double threshold = m_model.desk().threshold;
    m_slider->setValue(binOf(threshold));
    const FilteredCircuit& kept = m_model.kept();
    m_edges->setText(QString::number(kept.keptEdges));
    m_edgesRest->setText(tr("of %1 edges").arg(kept.allEdges));
    m_share->setText(numberText(100 * kept.keptWeight, 0));
    m_shareRest->setText(tr("% of weight"));
    m_slider->setAccessibleDescription(keptText());
    const QString tip =
        tr("Kept: edges of at least %1 % of the strongest one's weight that lead to the root. "
           "Edges to the logits are measured among themselves.")
            .arg(numberText(100 * threshold, threshold < 0.1 ? 2 : 0));
    for (ElidedLabel* label : {m_edges, m_edgesRest, m_share, m_shareRest})
        label->setToolTip(tip);
}

// The slider's places are the bins of the histogram; its left end keeps everything.
double CircuitControls::strengthAt(int bin) const
{
    return bin <= 0 ? 0 : std::pow(10, m_histogram.lowest * (1 - static_cast<double>(bin) / bins));
}

int CircuitControls::binOf(double strength) const
{
    if (strength <= 0)
        return 0;
    const double place = 1 - std::log10(strength) / m_histogram.lowest;
    return std::clamp(static_cast<int>(std::lround(place * bins)), 0, bins);
}

} // namespace headwaters
