#pragma once

#include "widgets/compare/comparison.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QPushButton;

namespace headwaters {

class ElidedLabel;
class IconButton;
class PromptEditor;

/// B's prompt below A's: what it is, its text, how many tokens it has, and Run. There while something is
/// compared.
class CompareEditor : public QWidget {
    Q_OBJECT

public:
    CompareEditor(const Theme& theme, const Comparison& comparison, QWidget* parent = nullptr);

    /// Sets B's prompt without `edited`.
    void setPrompt(const QString& text, bool beginOfText);
    [[nodiscard]] QString prompt() const;
    /// Puts the cursor into it; with `all` the text is selected, so that typing replaces it.
    void edit(bool all = false);
    /// Why Run is off; empty where it is on.
    [[nodiscard]] QString runBlockedReason() const { return m_blocked; }
    /// `B: same model`, `B: gpt2-tiny`.
    [[nodiscard]] QString heading() const;
    [[nodiscard]] PromptEditor& editor() const { return *m_editor; }

Q_SIGNALS:
    void edited(const QString& text, bool beginOfText);
    void runRequested();
    void stopRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();
    void run();

    const Theme& m_theme;
    const Comparison& m_comparison;
    ElidedLabel* m_heading;
    IconButton* m_stop;
    PromptEditor* m_editor;
    ElidedLabel* m_count;
    QPushButton* m_run;
    bool m_beginOfText = true;
    QString m_blocked;
};

} // namespace headwaters
