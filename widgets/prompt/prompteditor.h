#pragma once

#include "widgets/theme/theme.h"

#include <QPlainTextEdit>

namespace headwaters {

/// The prompt as plain text, exactly as typed: no-break spaces stay, and a text that was set stays as it was,
/// line ends included, until it is edited. Enter breaks the line, Ctrl+Enter runs, Tab leaves.
class PromptEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit PromptEditor(const Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] QString prompt() const;
    /// Replaces the text without `edited`; the change can be undone.
    void setPrompt(const QString& text);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void edited();
    void submitted();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QString shownText() const;
    void fitHeight();

    QString m_set; ///< the text that was set
    QString m_setShown; ///< what the editor made of it
    bool m_setting = false;
};

} // namespace headwaters
