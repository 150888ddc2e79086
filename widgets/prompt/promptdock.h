#pragma once

#include "core/results/runresult.h"
#include "widgets/common/runmodel.h"
#include "widgets/prompt/livetokens.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

class QPushButton;
class QVBoxLayout;

namespace headwaters {

class ElidedLabel;
class IconButton;
class NextTokenTable;
class PinnedLine;
class PromptLibrary;
class PromptEditor;
class PromptPicker;
class TextLabel;
class TokenStrip;

/// The left dock: what the model is asked, in words and in tokens, and what it says next. It holds the
/// request that a run would make; the document runs it and answers through the RunModel. A click runs at once
/// (an example, the beginning-of-text chip); typing waits for Run.
class PromptDock : public QWidget {
    Q_OBJECT

public:
    /// Of the library's examples, so that the same number is the same prompt in each session.
    static constexpr std::uint64_t librarySeed = 1;

    PromptDock(const Theme& theme, Selection& selection, const RunModel& model, QWidget* parent = nullptr);

    /// What Run would ask for: text, beginning-of-text token, target and rival; and the tokens themselves
    /// where such a request was set, until the text or its first token is changed.
    [[nodiscard]] RunRequest request() const;
    /// Sets the whole request without a signal, as when a run of another place is shown. It is no example
    /// then.
    void setRequest(const RunRequest& request);
    /// Sets the text without a signal; the rest of the request stays.
    void setPrompt(const QString& text);
    void setBeginOfText(bool first);
    /// The two tokens of the next request, as the top strip has them.
    void setTokens(std::optional<TokenId> target, std::optional<TokenId> rival);

    /// The families that the picker offers; without them it is hidden.
    void setLibrary(std::shared_ptr<const PromptLibrary> library);
    /// Shows an example of a family, counted from 0, with its target and rival, and tells `tokensSuggested`;
    /// does not run it. A family with fewer examples begins again. False where the library has no such
    /// family.
    bool showExample(const QString& family, int example);
    /// Key of the family that the text in the editor is an example of; empty for a text of one's own.
    [[nodiscard]] QString family() const;

    /// Why Run is off; empty where it is on.
    [[nodiscard]] QString runBlockedReason() const;
    /// What Run would run on.
    [[nodiscard]] const std::vector<Token>& tokens() const { return m_live.tokens; }
    /// Text, beginning-of-text or tokens differ from those of the run in front.
    [[nodiscard]] bool differsFromRun() const;

    /// The model has a beginning-of-text token and the prompt does not type one itself.
    [[nodiscard]] bool canToggleBeginOfText() const;
    /// It stands in front of the prompt because it was asked for.
    [[nodiscard]] bool startsWithBeginOfText() const;

    [[nodiscard]] TokenStrip& tokenStrip() { return *m_strip; }
    /// Puts a section of another kind between the tokens and the next tokens.
    void addSection(QWidget* section);

    /// What the keys and menus do.
    void run();
    void nextExample();
    void toggleBeginOfText();
    void editPrompt();
    void pin();
    void unpin();

Q_SIGNALS:
    void runRequested(const headwaters::RunRequest& request);
    void pinRequested();
    void unpinRequested();
    /// The text changed, by typing or by an example.
    void promptEdited(const QString& text);
    /// An example brought its own target and rival.
    void tokensSuggested(std::optional<headwaters::TokenId> target, std::optional<headwaters::TokenId> rival);
    /// A next token was clicked.
    void targetChosen(headwaters::TokenId token);
    void rivalChosen(headwaters::TokenId token);
    /// The run in front belongs to another prompt than the editor's, or does again.
    void staleChanged(bool stale);
    /// The request is another: `tokens` and `runBlockedReason` may have changed.
    void runBlockedChanged(const QString& reason);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void build();
    void listen();
    void followModel();
    void followRun();
    void followRows();
    void followSelection();
    void textEdited();
    void wantBeginOfText(bool first);
    void showExampleOf(int family, int example);
    /// The request changed: counts tokens, fills the strip, turns Run on or off.
    void refresh();
    void checkStale();

    const Theme& m_theme;
    Selection& m_selection;
    const RunModel& m_model;
    QVBoxLayout* m_column;
    int m_sectionPlace = 0; ///< in the column
    PromptPicker* m_picker;
    PromptEditor* m_editor;
    ElidedLabel* m_count;
    QPushButton* m_pin;
    QPushButton* m_run;
    ElidedLabel* m_pair;
    IconButton* m_fold;
    TokenStrip* m_strip;
    ElidedLabel* m_after;
    TextLabel* m_noRun;
    NextTokenTable* m_table;
    PinnedLine* m_pinned;
    std::shared_ptr<const PromptLibrary> m_library;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    LiveTokens m_live;
    bool m_beginOfText = true;
    std::optional<TokenId> m_target;
    std::optional<TokenId> m_rival;
    std::vector<TokenId> m_ids; ///< of a prompt whose text would be cut into other tokens
    QString m_blocked;
};

} // namespace headwaters
