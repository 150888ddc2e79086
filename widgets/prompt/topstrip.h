#pragma once

#include "core/text/token.h"
#include "widgets/common/runmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <optional>

class QFrame;
class QMenu;
class QPushButton;

namespace headwaters {

class ElidedLabel;
class IconButton;
class ModelChip;
class RunStateLabel;
class TokenField;

/// The line below the menus: model, state of the run, "Why this token and not that one?", Export, Help. It
/// holds the two tokens as the person chose them; the document asks `target` and `rival` and answers with new
/// effects.
class TopStrip : public QWidget {
    Q_OBJECT

public:
    TopStrip(const Theme& theme, const RunModel& model, QWidget* parent = nullptr);

    /// The menu of the model chip: open, recent.
    void setModelMenu(QMenu* menu);
    /// How many interventions are on, beside the state of the run.
    void setChanges(int count);
    /// Why Export is off; empty turns it on.
    void setExportBlocked(const QString& reason);

    /// The person's choice; none where the model chooses.
    [[nodiscard]] std::optional<TokenId> target() const;
    [[nodiscard]] std::optional<TokenId> rival() const;
    /// Sets both without a signal, as for an example of the library.
    void setTokens(std::optional<TokenId> target, std::optional<TokenId> rival);
    /// As if typed, for a click on a next token: the rival in force as new target swaps the two.
    void chooseTarget(TokenId token);
    void chooseRival(TokenId token);
    /// Target becomes rival and rival target, as they are in force.
    void swapTokens();
    void editTarget();
    void editRival();

Q_SIGNALS:
    /// The person chose: what `target` and `rival` say now.
    void tokensChosen(std::optional<headwaters::TokenId> target, std::optional<headwaters::TokenId> rival);
    void exportRequested();
    void helpRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void followModel();
    void followRun();
    void followEffects();
    void redress();
    void fit();
    void arrange();
    void announce();
    void guardFields();
    [[nodiscard]] QPushButton* quietButton(const QString& text, const QString& icon);

    const Theme& m_theme;
    const RunModel& m_model;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    ModelChip* m_chip;
    RunStateLabel* m_state;
    ElidedLabel* m_why;
    TokenField* m_target;
    ElidedLabel* m_andNot;
    TokenField* m_rival;
    IconButton* m_swap;
    ElidedLabel* m_difference;
    ElidedLabel* m_unit;
    QFrame* m_rule;
    QPushButton* m_export;
    QPushButton* m_help;
};

} // namespace headwaters
