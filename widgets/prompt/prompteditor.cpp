#include "widgets/prompt/prompteditor.h"

#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int fewestLines = 3;
constexpr int mostLines = 7;
constexpr int linePixels = 18;
constexpr int margins = 16;

} // namespace

PromptEditor::PromptEditor(const Theme& /*theme*/, QWidget* parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("promptEditor"));
    setAccessibleName(tr("Prompt"));
    setToolTip(tr("The text that the model reads. Ctrl+Enter runs it, Enter breaks the line."));
    setPlaceholderText(tr("Type a text, or choose a task above"));
    setFont(Theme::font(TextStyle::Body));
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        fitHeight();
        if (!m_setting)
            Q_EMIT edited();
    });
    fitHeight();
}

QString PromptEditor::shownText() const
{
    // toPlainText() would turn no-break spaces into spaces, which are other tokens.
    QString text = document()->toRawText();
    return text.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
}

QString PromptEditor::prompt() const
{
    const QString shown = shownText();
    return shown == m_setShown ? m_set : shown;
}

void PromptEditor::setPrompt(const QString& text)
{
    const QScopedValueRollback<bool> setting(m_setting, true);
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    moveCursor(QTextCursor::End);
    m_set = text;
    m_setShown = shownText();
}

void PromptEditor::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        Q_EMIT submitted();
        return;
    }
    // Shift+Enter would insert a line separator, which no model was trained on.
    if (enter) {
        textCursor().insertBlock();
        ensureCursorVisible();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void PromptEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void PromptEditor::fitHeight()
{
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines < mostLines; block = block.next())
        lines += std::max(1, block.layout()->lineCount());
    setFixedHeight(std::clamp(lines, fewestLines, mostLines) * linePixels + margins);
}

QSize PromptEditor::sizeHint() const
{
    return {240, height()};
}

} // namespace headwaters
