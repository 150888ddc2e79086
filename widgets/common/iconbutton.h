#pragma once

#include "widgets/theme/theme.h"

#include <QKeySequence>
#include <QToolButton>

namespace headwaters {

/// An icon of 16 in a button of 26. The tooltip says what it does and which key does it; the button does not
/// claim the key itself, an action of the window or the view does.
class IconButton : public QToolButton {
    Q_OBJECT

public:
    IconButton(const Theme& theme, const QString& icon, const QString& tip, QWidget* parent = nullptr);
    IconButton(
        const Theme& theme, const QString& icon, const QString& tip, const QKeySequence& key,
        QWidget* parent = nullptr);

    /// Another meaning, where one button toggles between two.
    void setMeaning(const QString& icon, const QString& tip, const QKeySequence& key = {});

private:
    const Theme& m_theme;
};

} // namespace headwaters
