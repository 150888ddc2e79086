#include "widgets/inspector/inspector.h"

#include "core/heads/reportviews.h"
#include "widgets/common/badge.h"
#include "widgets/common/cardtitle.h"
#include "widgets/common/dimmedarea.h"
#include "widgets/common/dockheader.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/runmodel.h"
#include "widgets/common/statepanel.h"
#include "widgets/head/directionmodel.h"
#include "widgets/inspector/cardsection.h"
#include "widgets/inspector/distanceprofile.h"
#include "widgets/inspector/neighbourrows.h"
#include "widgets/stages/evidencepictures.h"
#include "widgets/stages/stagetext.h"
#include "widgets/theme/metrics.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <cmath>

namespace headwaters {

namespace {

// A head's detail arrives within this time on a short prompt; until then the card before it stays, so that
// moving over the wall does not flicker.
constexpr int patience = 150; // ms

} // namespace

Inspector::Inspector(const Theme& theme, RunModel& model, Selection& selection, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_selection(selection)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* header = new DockHeader(theme, tr("Inspector"), this);
    m_copy = header->addButton(QStringLiteral("copy"), tr("Copy the numbers of this card"));
    column->addWidget(header);
    m_pages = new QStackedLayout;
    column->addLayout(m_pages, 1);
    m_empty = new StatePanel(theme, this);
    m_pages->addWidget(m_empty);
    buildCard();
    m_pages->addWidget(m_scroll);

    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &Inspector::showEmpty);
    connect(m_copy, &IconButton::clicked, this, &Inspector::copy);
    connect(m_empty, &StatePanel::primaryClicked, this, &Inspector::lockStrongest);
    connect(&selection, &Selection::changed, this, &Inspector::refresh);
    for (const auto signal :
         {&RunModel::runChanged, &RunModel::effectsChanged, &RunModel::detailChanged,
          &RunModel::modelChanged})
        connect(&model, signal, this, &Inspector::refresh);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    setAccessibleName(tr("Inspector"));
    refresh();
}

void Inspector::buildCard()
{
    m_body = new DimmedArea(m_theme);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QWidget(m_body);
    auto* topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(metrics::pad, 10, metrics::pad, metrics::pad);
    topColumn->setSpacing(2);
    m_title = new CardTitle(m_theme, top);
    topColumn->addWidget(m_title);
    m_hook = new ElidedLabel(m_theme, Theme::mono(TextStyle::Caption), &Colours::text2, top);
    topColumn->addWidget(m_hook);
    m_chips = new StageChips(m_theme, top);
    m_roles = new ElidedLabel(m_theme, Theme::font(TextStyle::Label), &Colours::text2, top);
    topColumn->addSpacing(4);
    topColumn->addWidget(m_chips);
    topColumn->addWidget(m_roles);
    m_group = new KeyValueRows(m_theme, top);
    topColumn->addWidget(m_group);
    column->addWidget(top);

    const auto add = [this, column] {
        auto* section = new CardSection(m_theme, m_body);
        column->addWidget(section);
        return section;
    };
    m_prompt = add();
    m_getsFrom = add();
    m_givesTo = add();
    m_strength = add();
    m_mass = add();
    m_distance = add();
    m_profile = new DistanceProfile(m_theme, m_distance);
    m_distance->addPicture(m_profile);
    m_sources = add();
    column->addStretch(1);

    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(m_body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setProperty("focusRing", QStringLiteral("inside"));
    m_scroll->setAccessibleName(tr("Card of the head"));
}

void Inspector::setDirections(DirectionModel& directions)
{
    m_directions = &directions;
    connect(&directions, &DirectionModel::neighboursChanged, this, &Inspector::refresh);
    refresh();
}

void Inspector::setStages(const StagesModel& stages)
{
    m_stages = &stages;
    connect(&stages, &StagesModel::reportChanged, this, &Inspector::showStages);
    showStages();
}

QString Inspector::roles() const
{
    return m_roles->text();
}

void Inspector::showStages()
{
    const auto report = m_stages ? m_stages->report() : nullptr;
    const bool isKnown = report && m_card && m_card->head.layer < report->model.nLayers
        && m_card->head.head < report->model.nHeads;
    m_chips->setStages(isKnown ? report->at(m_card->head).stages : StageStrengths());
    m_chips->setVisible(!m_chips->texts().isEmpty());
    QStringList words;
    for (const TypeSummary* type :
         isKnown ? foundTypes(report->at(m_card->head)) : std::vector<const TypeSummary*>())
        words
            << (type->confidence == Confidence::None
                    ? headTypeInfo(type->type).name
                    : QStringLiteral("%1 · %2").arg(
                        headTypeInfo(type->type).name, confidenceKey(type->confidence)));
    if (isKnown && words.isEmpty())
        words << verdictText(report->at(m_card->head));
    m_roles->setText(words.join(QStringLiteral(", ")));
    m_roles->setVisible(!words.isEmpty());
}

void Inspector::copy() const
{
    if (m_card)
        QGuiApplication::clipboard()->setText(m_card->text());
}

bool Inspector::detailFits() const
{
    const auto detail = m_model.detail();
    return detail && m_model.result() && detail->run == m_model.result()->run
        && m_selection.shown().head == detail->head;
}

void Inspector::refresh()
{
    if (detailFits()) {
        m_patience.stop();
        refreshCard(*m_model.result());
    } else if (m_card && m_model.result() && m_selection.shown().head) {
        if (!m_patience.isActive())
            m_patience.start();
    } else {
        m_patience.stop();
        showEmpty();
    }
}

void Inspector::refreshCard(const RunResult& result)
{
    const auto detail = m_model.detail();
    if (m_numbersOf != detail) {
        m_numbers = headNumbers(*detail);
        m_numbersOf = detail;
    }
    m_card = makeHeadCard(
        result, *detail, m_numbers, m_model.effects().get(), m_selection.shown(),
        m_model.label(detail->target), m_model.label(detail->rival),
        {m_model.model().nHeads, m_model.model().nKeyValueHeads});
    addNeighbours(result);
    m_title->setName(m_card->head.title());
    m_hook->setText(m_card->hookName);
    showStages();
    m_group->setRows(m_card->group);
    m_group->setVisible(!m_card->group.isEmpty());
    m_title->setLocked(m_selection.locked().head == m_card->head);
    m_prompt->setSection(m_card->prompt);
    m_strength->setSection(m_card->strength);
    m_mass->setSection(m_card->mass);
    m_distance->setSection(m_card->distance);
    m_profile->setProfile(m_card->profile);
    m_sources->setSection(m_card->sources);
    m_getsFrom->setSection(m_card->getsFrom);
    m_getsFrom->setVisible(!m_card->getsFrom.title.isEmpty());
    m_givesTo->setSection(m_card->givesTo);
    m_givesTo->setVisible(!m_card->givesTo.title.isEmpty());
    const bool stale = m_model.state() != RunModel::State::Ready;
    m_title->badge().setStaleRun(stale ? std::optional(result.run) : std::nullopt);
    m_body->setDimmed(stale);
    m_copy->setEnabled(true);
    m_pages->setCurrentWidget(m_scroll);
}

void Inspector::addNeighbours(const RunResult& result)
{
    if (!m_directions)
        return;
    const SelectionState shown = m_selection.shown();
    const auto neighbours = m_directions->neighbours();
    const bool fits = neighbours && neighbours->run == result.run && neighbours->head == m_card->head
        && shown.destination == neighbours->destination && shown.source == neighbours->source;
    if (fits) {
        m_card->getsFrom = getsFromSection(*neighbours);
        m_card->givesTo = givesToSection(*neighbours);
    } else if (m_directions->isTracing()) {
        m_card->getsFrom = waitingSection(tr("Gets from"));
        m_card->givesTo = waitingSection(tr("Gives to"));
    }
}

void Inspector::showEmpty()
{
    m_card.reset();
    m_numbersOf.reset();
    m_numbers = {};
    m_copy->setEnabled(false);
    StateMessage message{QStringLiteral("head"), {}, {}};
    const std::optional<HeadIndex> head = m_selection.shown().head;
    if (!m_model.result()) {
        message.title = tr("No run yet");
        message.text = tr("Run a prompt. The card of the head you look at then stands here.");
    } else if (head) {
        message.title = head->title();
        message.text = tr("The numbers of this head are on their way.");
    } else {
        message.title = tr("No head selected");
        message.text = tr("Hover a head in the Atlas to read it here, click to keep it.");
        if (m_model.effects() && !m_model.effects()->heads.empty())
            message.primary = tr("Lock the strongest head");
    }
    m_empty->setMessage(message);
    m_pages->setCurrentWidget(m_empty);
}

// The strongest: the head that writes most on target minus rival, in either direction.
void Inspector::lockStrongest()
{
    const auto effects = m_model.effects();
    if (!effects)
        return;
    HeadIndex strongest;
    float most = -1;
    for (std::size_t layer = 0; layer < effects->heads.size(); ++layer) {
        for (std::size_t head = 0; head < effects->heads[layer].size(); ++head) {
            if (std::abs(effects->heads[layer][head]) > most) {
                most = std::abs(effects->heads[layer][head]);
                strongest = {static_cast<int>(layer), static_cast<int>(head)};
            }
        }
    }
    m_selection.lockHead(strongest);
}

void Inspector::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), m_theme.colours().panel);
}

} // namespace headwaters
