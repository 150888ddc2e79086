#pragma once

#include "core/results/runresult.h"
#include "core/text/tokenizer.h"
#include "widgets/theme/theme.h"

#include <QLineEdit>

#include <memory>
#include <optional>
#include <vector>

class QCompleter;
class QLabel;
class QStandardItemModel;

namespace headwaters {

/// A field for one token, its name inside. It shows a chip; while it is edited it takes the exact text of one
/// token with a leading space as a space or `·`, or `#id`, and offers the likeliest tokens. What cannot be
/// read is outlined, a sentence below says why, and the last good value stays in force. Empty leaves the
/// choice to the model.
class TokenField : public QLineEdit {
    Q_OBJECT

public:
    /// `name` stands in the field and in error sentences: `target`.
    TokenField(const Theme& theme, const QString& name, QWidget* parent = nullptr);
    ~TokenField() override;

    void setTokenizer(std::shared_ptr<const Tokenizer> tokenizer);
    /// The tokens that the list offers, best first.
    void setCandidates(const std::vector<Prediction>& candidates);
    /// The chosen token; none where the model chooses.
    void setValue(std::optional<TokenId> value);
    [[nodiscard]] std::optional<TokenId> value() const { return m_value; }
    /// The model's own choice, shown while there is none of the person.
    void setAutomatic(std::optional<TokenId> token);
    /// A token that this one may not be, and why.
    void setForbidden(std::optional<TokenId> token, const QString& reason);

    /// The sentence that is shown; empty while the entry is good.
    [[nodiscard]] QString error() const { return m_error; }
    /// What the field shows while it is not edited.
    [[nodiscard]] QString shownText() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A good entry that differs from the value before.
    void valueChosen(std::optional<headwaters::TokenId> value);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void commit();
    void choose(std::optional<TokenId> value);
    void showError(const QString& error);
    void showValue();
    void describe();
    [[nodiscard]] QString labelOf(std::optional<TokenId> token) const;

    const Theme& m_theme;
    QString m_name;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    QStandardItemModel* m_candidates;
    QCompleter* m_completer;
    QLabel* m_note = nullptr; ///< lives in the window, below the field
    std::optional<TokenId> m_value;
    std::optional<TokenId> m_automatic;
    std::optional<TokenId> m_forbidden;
    QString m_forbiddenReason;
    QString m_error;
};

} // namespace headwaters
