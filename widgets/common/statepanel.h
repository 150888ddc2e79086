#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace headwaters {

class TextLabel;

/// What an empty or failed view shows in place of its picture: an icon, a title, a sentence or two, one
/// primary action and at most one more.
struct StateMessage {
    QString icon; ///< `atlas` when empty; `error` is drawn in danger
    QString title;
    QString text;
    QString primary{}; ///< text of the button; empty: no button
    QString primaryIcon{};
    QString secondary{};
    QString details{}; ///< what *Copy details* copies; empty: no such button
};

/// See StateMessage. Centred in the room it is given.
class StatePanel : public QWidget {
    Q_OBJECT

public:
    explicit StatePanel(const Theme& theme, QWidget* parent = nullptr);

    void setMessage(const StateMessage& message);
    [[nodiscard]] const StateMessage& message() const { return m_message; }

Q_SIGNALS:
    void primaryClicked();
    void secondaryClicked();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshIcon();

    const Theme& m_theme;
    StateMessage m_message;
    QLabel* m_icon;
    TextLabel* m_title;
    TextLabel* m_text;
    QPushButton* m_primary;
    QPushButton* m_secondary;
    QPushButton* m_copy;
};

} // namespace headwaters
