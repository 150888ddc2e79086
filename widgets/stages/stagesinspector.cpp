#include "widgets/stages/stagesinspector.h"

#include "core/heads/literature.h"
#include "core/heads/reportviews.h"
#include "widgets/common/cardtitle.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/textlabel.h"
#include "widgets/inspector/cardsection.h"
#include "widgets/stages/evidencepainting.h"
#include "widgets/stages/evidencepictures.h"
#include "widgets/stages/examplepainting.h"
#include "widgets/stages/stagetext.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QScrollArea>
#include <QStackedLayout>

#include <algorithm>

namespace headwaters {

namespace {

HeadCard::Section section(const QString& title, const QString& note)
{
    HeadCard::Section section;
    section.title = title;
    section.origin = Origin::Measured;
    section.note = note;
    return section;
}

QString typeEntry(const TypeSummary& summary)
{
    const bool isFound = summary.finding == Finding::Yes || summary.finding == Finding::Weak;
    const QString word = isFound && summary.confidence != Confidence::None ? confidenceKey(summary.confidence)
                                                                           : findingText(summary.finding);
    return QStringLiteral("%1 · %2").arg(headTypeInfo(summary.type).name, word);
}

QString arcsText(const HeadExample& example)
{
    const QString text =
        StagesInspector::tr("Arcs above %1, among the tokens shown").arg(shareText(arcsFrom));
    const auto share = pairShare(example);
    return share && *share < arcsFrom
        ? StagesInspector::tr("%1; dashed: the pair, %2").arg(text, shareText(*share))
        : text;
}

constexpr std::size_t writtenTokens = 4; ///< of each sign

/// Types whose rule speaks of what the head's output matrix makes of a token.
bool isKnownByItsWrites(HeadType type)
{
    switch (type) {
    case HeadType::AssociativeMemory:
    case HeadType::Memory:
    case HeadType::Mover:
    case HeadType::NameMover:
    case HeadType::BackupNameMover:
    case HeadType::NegativeNameMover:
    case HeadType::LetterMover:
    case HeadType::Successor:
        return true;
    default:
        return false;
    }
}

} // namespace

StagesInspector::StagesInspector(
    const Theme& theme, StagesModel& model, Selection& selection, const RunModel& run, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_selection(selection),
      m_run(run)
{
    build();
    for (const auto signal :
         {&StagesModel::reportChanged, &StagesModel::shownChanged, &StagesModel::stateChanged})
        connect(&model, signal, this, &StagesInspector::refresh);
    connect(&model, &StagesModel::exampleChanged, this, &StagesInspector::showExample);
    connect(&selection, &Selection::changed, this, &StagesInspector::refresh);
    connect(m_types, &QComboBox::activated, this, [this](int index) {
        m_chosen = static_cast<HeadType>(m_types->itemData(index).toInt());
        m_type = *m_chosen;
        showType();
    });
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    setAccessibleName(tr("Inspector"));
    refresh();
}

const TypeSummary* StagesInspector::summary() const
{
    return m_head && m_model.report() ? m_model.report()->at(*m_head).of(m_type) : nullptr;
}

// What the person chose stays while heads have it; the modes of one type show that; else what the head is.
HeadType StagesInspector::typeFor(const HeadReport& head) const
{
    if (m_chosen && head.of(*m_chosen))
        return *m_chosen;
    const StagesShown& shown = m_model.shown();
    const bool isOfType = shown.mode == StagesShown::Mode::Type || shown.mode == StagesShown::Mode::RawScore;
    if (isOfType && head.of(shown.type))
        return shown.type;
    const auto found = foundTypes(head);
    if (!found.empty())
        return found.front()->type;
    return head.of(shown.type) ? shown.type : head.types.front().type;
}

void StagesInspector::refresh()
{
    const auto report = m_model.report();
    const auto head = m_selection.shown().head;
    const bool isThere = report && head && head->layer < report->model.nLayers
        && head->head < report->model.nHeads && !report->at(*head).types.empty();
    if (!isThere) {
        m_head.reset();
        m_nothing->setMessage(nothingMessage());
        m_pages->setCurrentWidget(m_nothing);
        return;
    }
    m_head = head;
    m_pages->setCurrentWidget(m_scroll);
    const HeadReport& headReport = report->at(*head);
    m_title->setName(head->title());
    m_title->setLocked(m_selection.locked().head == head);
    m_chips->setStages(headReport.stages);
    m_chips->setVisible(!m_chips->texts().isEmpty());
    m_type = typeFor(headReport);
    refreshTypes(headReport);
    showType();
}

StateMessage StagesInspector::nothingMessage() const
{
    const QString icon = QStringLiteral("stages");
    if (m_model.report())
        return {
            icon, tr("No head chosen"), tr("Click a head: its types, scores and checks are listed here.")};
    if (m_model.isRunning())
        return {icon, tr("Scanning"), tr("The evidence of a head is listed here as detectors finish.")};
    return {
        icon, tr("No scan yet"),
        tr("The evidence for what a head does is listed here once the heads are scanned.")};
}

void StagesInspector::refreshTypes(const HeadReport& head)
{
    m_types->clear();
    std::vector<const TypeSummary*> all = foundTypes(head);
    for (const TypeSummary& summary : head.types) {
        if (std::find(all.begin(), all.end(), &summary) == all.end())
            all.push_back(&summary);
    }
    for (const TypeSummary* summary : all)
        m_types->addItem(typeEntry(*summary), static_cast<int>(summary->type));
    m_types->setCurrentIndex(m_types->findData(static_cast<int>(m_type)));
}

std::vector<Evidence> StagesInspector::evidence(bool isCausal) const
{
    std::vector<Evidence> chosen;
    const TypeSummary* type = summary();
    for (const int place : type ? type->findings : std::vector<int>()) {
        for (const Evidence& one : m_model.report()->findings[static_cast<std::size_t>(place)].evidence) {
            if ((one.access == Access::Causal) == isCausal)
                chosen.push_back(one);
        }
    }
    return chosen;
}

void StagesInspector::showType()
{
    const TypeSummary* type = summary();
    if (!type)
        return;
    m_types->setCurrentIndex(m_types->findData(static_cast<int>(m_type)));
    const HeadTypeInfo& info = headTypeInfo(m_type);
    QString sentence = info.idea + u'.';
    if (!type->reason.isEmpty()) {
        QString reason = type->reason;
        reason[0] = reason[0].toUpper();
        sentence += u' '
            + (type->finding == Finding::NotMeasurable
                   ? tr("Not measurable on this model: %1.").arg(type->reason)
                   : reason + u'.');
    }
    if (!type->tags.isEmpty())
        sentence += u' ' + tr("Marked %1.").arg(type->tags.join(QStringLiteral(", ")));
    m_sentence->setText(sentence);

    const std::vector<Evidence> measured = evidence(false);
    m_plots->setEvidence(measured, *m_head, info.home);
    m_plots->setVisible(!measured.empty());
    m_score->setSection(section(
        tr("Score against its null"),
        measured.empty() ? tr("Nothing was measured.")
                         : tr("Colour: this head; grey: its null. Bar height: logarithm of the count.")));

    const std::vector<Evidence> causal = evidence(true);
    m_causalPlots->setEvidence(causal, *m_head, info.home);
    m_causalPlots->setVisible(!causal.empty());
    QStringList checks;
    for (const Evidence& one : causal)
        checks << causalText(one);
    if (const Confirmation* together = m_model.report()->confirmationOf(m_type, *m_head))
        checks << togetherText(*together);
    m_causal->setSection(section(
        tr("Causal check"),
        checks.isEmpty() ? tr("Not made: the scan did not ask for the causal tier of this type.")
                         : checks.join(u' ')));
    HeadCard::Section literature = section(
        tr("Literature"),
        info.source + QStringLiteral(". ") + literatureNote(m_type) + u' ' + tr("Never used for scoring."));
    literature.origin = Origin::Stored;
    m_literature->setSection(literature);

    const bool isWanted =
        m_model.example() && m_model.example()->head == *m_head && m_model.example()->type == m_type;
    // A head that is only passed over asks for no run.
    if (!isWanted && m_selection.locked().head == m_head)
        m_model.wantExample(*m_head, m_type);
    else
        showExample();
}

QStringList StagesInspector::labels() const
{
    const auto begin = m_run.tokenizer() ? m_run.tokenizer()->beginOfText() : std::nullopt;
    QStringList labels;
    for (const std::int64_t id : m_model.example()->prompt.ids) {
        const bool isBegin = labels.isEmpty() && begin == static_cast<TokenId>(id);
        labels << (isBegin ? QStringLiteral("bos") : m_run.label(static_cast<TokenId>(id)));
    }
    return labels;
}

void StagesInspector::showExample()
{
    if (!m_head)
        return;
    const auto example = m_model.example();
    const bool isOurs = example && example->head == *m_head && example->type == m_type;
    const Stage home = headTypeInfo(m_type).home;
    const bool hasAttribution = isOurs && !example->attribution.empty();
    m_arcs->setVisible(isOurs);
    m_attribution->setVisible(hasAttribution);
    if (isOurs) {
        m_arcs->setExample(example, labels(), home);
        m_attribution->setExample(example, labels(), home);
    }
    const bool isLocked = m_selection.locked().head == m_head;
    const QString waiting = !isLocked     ? tr("Lock the head to see it on an example.")
        : m_model.exampleNote().isEmpty() ? tr("The example is being run.")
                                          : m_model.exampleNote();
    m_example->setSection(section(tr("Example prompt"), isOurs ? arcsText(*example) : waiting));
    m_sources->setSection(section(
        tr("Effect by source token"),
        isOurs ? (
            example->attributionOf.isEmpty() ? tr("Not measured for this example.") : example->attributionOf)
               : waiting));
    showWritten(isOurs, waiting);
    foldToFit();
}

void StagesInspector::showWritten(bool isOurs, const QString& waiting)
{
    m_writes->setVisible(isKnownByItsWrites(m_type));
    HeadCard::Section written = section(tr("What it writes"), waiting);
    if (isOurs) {
        const HeadExample& example = *m_model.example();
        const auto addRows = [&](const QString& word, const std::vector<TokenReading>& tokens, double sign) {
            for (std::size_t at = 0; at < std::min(tokens.size(), writtenTokens); ++at)
                written.rows.append(
                    {.label = {{word}, {m_run.label(tokens[at].id), true}},
                     .value = signedLogitText(sign * tokens[at].value),
                     .valueColour = sign > 0 ? &Colours::pos : &Colours::neg});
        };
        // Who suppresses is known by what is lowered.
        const bool lowers = m_type == HeadType::NegativeNameMover;
        if (!lowers)
            addRows(tr("raises"), example.raised, 1);
        addRows(tr("lowers"), example.lowered, -1);
        if (lowers)
            addRows(tr("raises"), example.raised, 1);
        const auto source = static_cast<std::size_t>(example.prompt.source);
        written.title =
            tr("What it writes of %1").arg(m_run.label(static_cast<TokenId>(example.prompt.ids[source])));
        written.note = written.rows.isEmpty()
            ? tr("Not measured for this example.")
            : tr("logits for one unit of attention, less their mean over the vocabulary");
    }
    m_writes->setSection(written);
}

QString StagesInspector::sentence() const
{
    return m_sentence->text();
}

QString StagesInspector::text() const
{
    if (!m_head)
        return {};
    QStringList lines{m_head->title(), m_chips->texts().join(QStringLiteral(", "))};
    lines << (m_types->currentText());
    for (const bool isCausal : {false, true}) {
        for (const Evidence& one : evidence(isCausal))
            lines << one.measure + u'\t' + evidenceText(one);
    }
    if (const Confirmation* together = m_model.report()->confirmationOf(m_type, *m_head))
        lines << togetherText(*together);
    lines << m_literature->note();
    return lines.join(u'\n');
}

void StagesInspector::copy() const
{
    if (m_head)
        QGuiApplication::clipboard()->setText(text());
}

} // namespace headwaters
