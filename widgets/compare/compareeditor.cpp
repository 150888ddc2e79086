#include "widgets/compare/compareeditor.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/prompt/livetokens.h"
#include "widgets/prompt/prompteditor.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QTextCursor>
#include <QVBoxLayout>

namespace headwaters {

CompareEditor::CompareEditor(const Theme& theme, const Comparison& comparison, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_comparison(comparison),
      m_heading(new ElidedLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::text, this)),
      m_stop(new IconButton(
          theme, QStringLiteral("cancel"), tr("Stop comparing"), QKeySequence(QStringLiteral("Ctrl+Shift+D")),
          this)),
      m_editor(new PromptEditor(theme, this)),
      m_count(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_run(new QPushButton(tr("Run B"), this))
{
    setObjectName(QStringLiteral("compareEditor"));
    m_stop->setObjectName(QStringLiteral("stopComparing"));
    m_editor->setObjectName(QStringLiteral("promptEditorOfB"));
    m_editor->setAccessibleName(tr("Prompt of B"));
    m_editor->setPlaceholderText(tr("Type the text that B reads"));
    m_editor->setToolTip(tr("The text that B reads. Ctrl+Enter in it or Ctrl+Shift+Enter anywhere runs it."));
    m_run->setProperty("kind", QStringLiteral("primary"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pad, metrics::gap + 1, metrics::pad, metrics::pad);
    column->setSpacing(metrics::gap);
    auto* top = new QHBoxLayout;
    top->setSpacing(metrics::gap);
    top->addWidget(m_heading, 1);
    top->addWidget(m_stop);
    column->addLayout(top);
    column->addWidget(m_editor);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(metrics::gap);
    bottom->addWidget(m_count, 1);
    bottom->addWidget(m_run);
    column->addLayout(bottom);

    m_editor->installEventFilter(this);
    connect(m_editor, &PromptEditor::edited, this, [this] {
        follow();
        Q_EMIT edited(m_editor->prompt(), m_beginOfText);
    });
    connect(m_editor, &PromptEditor::submitted, this, &CompareEditor::run);
    connect(m_run, &QPushButton::clicked, this, &CompareEditor::run);
    connect(m_stop, &IconButton::clicked, this, &CompareEditor::stopRequested);
    connect(&comparison, &Comparison::changed, this, &CompareEditor::follow);
    connect(&comparison, &Comparison::blockedChanged, this, &CompareEditor::follow);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    follow();
}

void CompareEditor::setPrompt(const QString& text, bool beginOfText)
{
    m_beginOfText = beginOfText;
    m_editor->setPrompt(text);
    follow();
}

QString CompareEditor::prompt() const
{
    return m_editor->prompt();
}

void CompareEditor::edit(bool all)
{
    if (all)
        m_editor->selectAll();
    m_editor->setFocus(Qt::ShortcutFocusReason);
}

QString CompareEditor::heading() const
{
    return m_heading->text();
}

void CompareEditor::run()
{
    if (m_blocked.isEmpty())
        Q_EMIT runRequested();
}

void CompareEditor::follow()
{
    // Where B is A's run with changes there is no prompt of its own to write.
    const auto result = m_comparison.b().result();
    setVisible(m_comparison.isOn() && !(result && !result->changes.isEmpty()));
    if (!m_comparison.isOn())
        return;
    const RunModel& b = m_comparison.b();
    const ModelInfo& info = b.model();
    const auto tokenizer = b.tokenizer();
    m_heading->setText(
        !tokenizer                                       ? tr("B: opening")
            : info.path == m_comparison.a().model().path ? tr("B: same model")
                                                         : tr("B: %1").arg(info.name));
    m_heading->setToolTip(info.path);
    if (tokenizer) {
        const LiveTokens live = liveTokens(*tokenizer, m_editor->prompt(), m_beginOfText, info.nCtx);
        m_blocked = headwaters::runBlockedReason(m_editor->prompt(), live, info.nCtx);
        const bool tooLong = live.more || live.count > info.nCtx;
        m_count->setText(tokenCountText(live, info.nCtx));
        m_count->setColour(tooLong ? &Colours::danger : &Colours::text2);
    } else {
        m_blocked = tr("B's model is not open yet.");
        m_count->setText({});
    }
    m_count->setToolTip(m_blocked);
    m_run->setEnabled(m_blocked.isEmpty());
    m_run->setToolTip(m_blocked.isEmpty() ? tr("Run B's prompt (Ctrl+Shift+Enter)") : m_blocked);
}

// Ctrl+Enter is a key of the window, which would run A; while a person writes here it means B.
bool CompareEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_editor && event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && (key->modifiers() & ~Qt::KeypadModifier) == Qt::ControlModifier) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CompareEditor::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().panel);
    painter.fillRect(0, 0, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
