#pragma once

#include "widgets/generate/generationmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QPushButton;

namespace headwaters {

class ElidedLabel;
class GeneratedStrip;
class GenerationForm;
class IconButton;

/// Lets the model go on from the prompt: one button that generates or stops, settings that fold away, the
/// tokens as chips that open their runs, and the whole as the next prompt. What belongs to another prompt is
/// dimmed.
class GeneratePanel : public QWidget {
    Q_OBJECT

public:
    GeneratePanel(const Theme& theme, const GenerationModel& model, QWidget* parent = nullptr);

    /// The tokens of the prompt as it stands, and why nothing can be generated from it (empty: it can).
    void setPrompt(const std::vector<Token>& tokens, const QString& blocked);
    /// Temperature and so on: a request without a prompt.
    [[nodiscard]] GenerationRequest settings() const;
    void setSettings(const GenerationRequest& settings);
    [[nodiscard]] bool areSettingsShown() const;
    void setSettingsShown(bool shown);

    /// What the button and the key do: begins, or stops what has begun. Nothing where it is blocked.
    void toggle();
    [[nodiscard]] bool canToggle() const;

    [[nodiscard]] GeneratedStrip& strip() { return *m_strip; }

Q_SIGNALS:
    void generateRequested(const headwaters::GenerationRequest& settings);
    void stopRequested();
    /// The run behind the first tokens that were written.
    void openRequested(const headwaters::RunRequest& request);
    /// All that was written shall be the prompt; nothing runs.
    void useRequested(const headwaters::RunRequest& request);
    void settingsChanged();
    void canToggleChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    void followModel();
    void followPrompt();
    void openChip(int chip);
    [[nodiscard]] QString endText() const;
    [[nodiscard]] QString countText() const;

    const Theme& m_theme;
    const GenerationModel& m_model;
    ElidedLabel* m_end;
    ElidedLabel* m_count;
    IconButton* m_adjust;
    QPushButton* m_generate;
    GenerationForm* m_form;
    GeneratedStrip* m_strip;
    QPushButton* m_use;
    std::vector<Token> m_prompt;
    QString m_blocked;
};

} // namespace headwaters
