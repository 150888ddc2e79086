#include "widgets/prompt/promptdock.h"

#include "core/text/promptlibrary.h"
#include "core/text/promptnotes.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/textlabel.h"
#include "widgets/prompt/nexttokentable.h"
#include "widgets/prompt/pinnedline.h"
#include "widgets/prompt/prompteditor.h"
#include "widgets/prompt/promptpicker.h"
#include "widgets/prompt/tokenstrip.h"
#include "widgets/theme/metrics.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int listedTokens = 10;
constexpr double nearlyFull = 0.9; ///< share of the context from which the count warns

} // namespace

PromptDock::PromptDock(const Theme& theme, Selection& selection, const RunModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection),
      m_model(model),
      m_column(new QVBoxLayout),
      m_picker(new PromptPicker(theme, this)),
      m_editor(new PromptEditor(theme, this)),
      m_count(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_pin(new QPushButton(tr("Pin"), this)),
      m_run(new QPushButton(tr("Run"), this)),
      m_pair(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_fold(new IconButton(
          theme, QStringLiteral("hide"), tr("Fold the tokens far from the locked pair"), this)),
      m_strip(new TokenStrip(theme, selection, this)),
      m_after(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_noRun(new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_table(new NextTokenTable(theme, this)),
      m_pinned(new PinnedLine(theme, model, this))
{
    setObjectName(QStringLiteral("promptDock"));
    setAccessibleName(tr("Prompt"));
    m_count->setObjectName(QStringLiteral("tokenCount"));
    m_pin->setObjectName(QStringLiteral("pinButton"));
    m_pin->setProperty("kind", QStringLiteral("quiet"));
    m_pin->setIcon(theme.icon(QStringLiteral("pin")));
    m_run->setObjectName(QStringLiteral("runButton"));
    m_run->setProperty("kind", QStringLiteral("primary"));
    m_pair->setObjectName(QStringLiteral("pairSentence"));
    m_fold->setObjectName(QStringLiteral("foldTokens"));
    m_after->setObjectName(QStringLiteral("afterPosition"));
    m_noRun->setText(tr("Run the prompt to see what comes next."));
    build();
    listen();
    followModel();
    followRun();
    followSelection();
}

RunRequest PromptDock::request() const
{
    return {m_editor->prompt(), m_beginOfText, m_target, m_rival, m_ids};
}

void PromptDock::setRequest(const RunRequest& request)
{
    m_beginOfText = request.beginOfText;
    m_target = request.target;
    m_rival = request.rival;
    m_editor->setPrompt(request.text);
    m_picker->setOwnText();
    m_ids = request.ids;
    refresh();
}

void PromptDock::setPrompt(const QString& text)
{
    m_editor->setPrompt(text);
    m_picker->setOwnText();
    m_ids.clear();
    refresh();
}

void PromptDock::setBeginOfText(bool first)
{
    m_beginOfText = first;
    m_ids.clear();
    refresh();
}

void PromptDock::setTokens(std::optional<TokenId> target, std::optional<TokenId> rival)
{
    m_target = target;
    m_rival = rival;
}

void PromptDock::setLibrary(std::shared_ptr<const PromptLibrary> library)
{
    m_library = std::move(library);
    QVector<PromptPicker::Family> families;
    if (m_library) {
        for (const PromptFamily& family : m_library->families())
            families.append({family.name, family.sentence});
    }
    m_picker->setFamilies(families);
}

bool PromptDock::showExample(const QString& family, int example)
{
    if (!m_library)
        return false;
    const auto& families = m_library->families();
    const auto found = std::find_if(
        families.begin(), families.end(), [&family](const PromptFamily& one) { return one.key == family; });
    if (found == families.end())
        return false;
    showExampleOf(static_cast<int>(found - families.begin()), example);
    return true;
}

void PromptDock::showExampleOf(int family, int example)
{
    const std::vector<Prompt> prompts =
        m_library->families()[static_cast<std::size_t>(family)].examples(librarySeed, example + 1);
    if (prompts.empty())
        return;
    // A family with few examples begins again.
    const Prompt& prompt = prompts[static_cast<std::size_t>(example) % prompts.size()];
    m_editor->setPrompt(prompt.text);
    m_picker->setExample(family, example);
    m_beginOfText = prompt.beginOfText;
    m_ids.clear();
    if (m_tokenizer) {
        m_target = answerToken(prompt.target, *m_tokenizer);
        m_rival = answerToken(prompt.rival, *m_tokenizer);
        if (m_rival == m_target)
            m_rival.reset(); // two words that begin with the same token say nothing against each other
        m_picker->setNotes(promptNotes(prompt, *m_tokenizer));
    }
    refresh();
    Q_EMIT tokensSuggested(m_target, m_rival);
    Q_EMIT promptEdited(prompt.text);
}

QString PromptDock::family() const
{
    return m_library && m_picker->hasExample()
        ? m_library->families()[static_cast<std::size_t>(m_picker->family())].key
        : QString();
}

QString PromptDock::runBlockedReason() const
{
    return m_blocked;
}

bool PromptDock::differsFromRun() const
{
    const auto result = m_model.result();
    return result
        && (result->request.text != m_editor->prompt() || result->request.beginOfText != m_beginOfText
            || result->request.ids != m_ids);
}

void PromptDock::run()
{
    if (m_blocked.isEmpty())
        Q_EMIT runRequested(request());
}

void PromptDock::nextExample()
{
    m_picker->next();
}

bool PromptDock::canToggleBeginOfText() const
{
    return m_live.canDropBeginOfText || m_live.canAddBeginOfText;
}

bool PromptDock::startsWithBeginOfText() const
{
    return m_live.canDropBeginOfText;
}

void PromptDock::toggleBeginOfText()
{
    if (canToggleBeginOfText())
        wantBeginOfText(!m_beginOfText);
}

void PromptDock::editPrompt()
{
    m_editor->setFocus(Qt::ShortcutFocusReason);
}

void PromptDock::pin()
{
    if (m_pin->isEnabled())
        Q_EMIT pinRequested();
}

void PromptDock::unpin()
{
    if (m_model.pinned())
        Q_EMIT unpinRequested();
}

void PromptDock::textEdited()
{
    m_picker->setOwnText();
    m_ids.clear();
    refresh();
    Q_EMIT promptEdited(m_editor->prompt());
}

void PromptDock::wantBeginOfText(bool first)
{
    // A click runs at once, but must not run what was typed meanwhile and not asked for yet.
    const bool typed = differsFromRun();
    m_beginOfText = first;
    m_ids.clear();
    refresh();
    if (!typed)
        run();
}

void PromptDock::refresh()
{
    const int nCtx = m_model.model().nCtx;
    if (m_tokenizer) {
        m_live = liveTokens(*m_tokenizer, m_editor->prompt(), m_beginOfText, m_ids, nCtx);
        m_blocked = headwaters::runBlockedReason(m_editor->prompt(), m_live, nCtx);
    } else {
        m_live = {};
        m_blocked = tr("No model is open.");
    }
    m_strip->setTokens(m_live.tokens, m_live.canDropBeginOfText, m_live.canAddBeginOfText);
    const bool tooLong = m_live.more || m_live.count > nCtx;
    const bool nearly = m_live.count >= nearlyFull * nCtx;
    m_count->setText(m_tokenizer ? tokenCountText(m_live, nCtx) : QString());
    m_count->setColour(tooLong ? &Colours::danger : nearly ? &Colours::warn : &Colours::text2);
    m_count->setToolTip(m_blocked);
    m_run->setEnabled(m_blocked.isEmpty());
    m_run->setToolTip(m_blocked.isEmpty() ? tr("Run the prompt (Ctrl+Enter)") : m_blocked);
    m_run->setAccessibleDescription(m_blocked);
    Q_EMIT runBlockedChanged(m_blocked);
    checkStale();
}

void PromptDock::checkStale()
{
    const bool differs = differsFromRun();
    const auto result = m_model.result();
    const bool linked = result && !differs && result->tokens.size() == m_live.tokens.size();
    m_strip->setLinked(linked);
    m_table->setStale(differs);
    followSelection();
    if (m_model.state() == RunModel::State::Ready && differs)
        Q_EMIT staleChanged(true);
    else if (m_model.state() == RunModel::State::Stale && !differs)
        Q_EMIT staleChanged(false);
}

void PromptDock::followModel()
{
    if (m_tokenizer == m_model.tokenizer() && m_tokenizer)
        return; // only the hash arrived
    m_tokenizer = m_model.tokenizer();
    m_target.reset();
    m_rival.reset();
    m_ids.clear(); // of another vocabulary
    refresh();
    followRows();
}

void PromptDock::followRun()
{
    followRows();
    checkStale();
}

void PromptDock::followRows()
{
    const auto result = m_model.result();
    const auto effects = m_model.effects();
    const auto pinned = m_model.pinned();
    std::vector<NextTokenRow> rows;
    if (result && m_tokenizer)
        rows = nextTokenRows(
            *result, (m_model.compared() ? m_model.compared() : pinned).get(),
            effects ? *effects : result->effects, *m_tokenizer, listedTokens);
    m_noRun->setVisible(rows.empty());
    m_table->setVisible(!rows.empty());
    m_after->setText(result ? tr("after position %1").arg(result->tokens.size() - 1) : QString());
    m_table->setRows(std::move(rows), listedTokens);

    const bool isPinned = result && result == pinned;
    m_pin->setEnabled(result && !isPinned);
    m_pin->setToolTip(
        !result        ? tr("Nothing has run yet.")
            : isPinned ? tr("Run %1 is pinned.").arg(result->run)
                       : tr("Keep run %1 for comparison (Ctrl+P)").arg(result->run));
}

void PromptDock::followSelection()
{
    const SelectionState shown = m_selection.shown();
    const auto result = m_model.result();
    const auto label = [&](int position) {
        return tokenLabel(result->tokens[static_cast<std::size_t>(position)]);
    };
    const auto known = [&](std::optional<int> position) {
        return position && std::cmp_less(*position, result->tokens.size());
    };
    m_fold->setVisible(m_strip->canFold());
    if (!m_strip->isLinked())
        m_pair->setText(QString());
    else if (result && known(shown.destination) && known(shown.source))
        m_pair->setText(tr("%1 reads %2").arg(label(*shown.destination), label(*shown.source)));
    else
        m_pair->setText(tr("a click locks a source"));
}

void PromptDock::paintEvent(QPaintEvent* event)
{
    QPainter(this).fillRect(event->rect(), m_theme.colours().panel);
}

} // namespace headwaters
