#include "widgets/common/helpdocument.h"

#include "widgets/theme/theme.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>

namespace headwaters {

namespace {

constexpr int lineHeight = 18;

void styleHeading(const QTextBlock& block, int level, const Colours& colours)
{
    QTextCursor cursor(block);
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    QTextCharFormat letters = cursor.charFormat();
    letters.clearProperty(QTextFormat::FontSizeAdjustment); // Markdown's own scale
    letters.setFont(Theme::font(level == 1 ? TextStyle::Display : TextStyle::Title, 600));
    letters.setForeground(colours.text);
    cursor.setCharFormat(letters);
    QTextBlockFormat format;
    format.setTopMargin(level == 1 ? 0 : 16);
    format.setBottomMargin(6);
    cursor.mergeBlockFormat(format);
}

void styleText(QTextBlock block, const Colours& colours)
{
    QTextBlockFormat format;
    format.setLineHeight(lineHeight, QTextBlockFormat::MinimumHeight);
    const bool inTable = QTextCursor(block).currentTable() != nullptr;
    format.setTopMargin(0);
    format.setBottomMargin(inTable ? 0 : block.textList() ? 4 : 8);
    QTextCursor(block).mergeBlockFormat(format);
    // Collected first: a merge may join or split the fragments under the iterator.
    QVector<std::pair<int, int>> ranges;
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        if (it.fragment().charFormat().fontFixedPitch())
            ranges.append({it.fragment().position(), it.fragment().position() + it.fragment().length()});
    }
    QTextCharFormat code;
    code.setFont(Theme::mono(TextStyle::Label));
    code.setForeground(colours.text);
    code.setBackground(colours.sunken);
    for (const auto& [begin, end] : ranges) {
        QTextCursor cursor(block);
        cursor.setPosition(begin);
        cursor.setPosition(end, QTextCursor::KeepAnchor);
        cursor.mergeCharFormat(code);
    }
}

void styleTable(QTextTable& table, const Colours& colours)
{
    QTextTableFormat format = table.format();
    format.setBorder(1);
    format.setBorderBrush(colours.line);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderCollapse(true);
    format.setCellPadding(5);
    format.setCellSpacing(0);
    format.setTopMargin(6);
    format.setBottomMargin(10);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    table.setFormat(format);
    for (int column = 0; column < table.columns(); ++column) {
        QTextTableCell cell = table.cellAt(0, column);
        QTextCursor cursor = cell.firstCursorPosition();
        cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor::KeepAnchor);
        QTextCharFormat head;
        head.setFont(Theme::font(TextStyle::Caption, 600));
        head.setForeground(colours.text2);
        cursor.mergeCharFormat(head);
    }
}

} // namespace

void setHelpMarkdown(QTextDocument& document, const QString& markdown, const Colours& colours)
{
    document.setDefaultFont(Theme::font(TextStyle::Body));
    document.setDocumentMargin(16);
    document.setMarkdown(markdown, QTextDocument::MarkdownDialectGitHub);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (const int level = block.blockFormat().headingLevel(); level > 0)
            styleHeading(block, level, colours);
        else
            styleText(block, colours);
    }
    const auto frames = document.rootFrame()->childFrames();
    for (QTextFrame* frame : frames) {
        if (auto* table = qobject_cast<QTextTable*>(frame))
            styleTable(*table, colours);
    }
}

} // namespace headwaters
