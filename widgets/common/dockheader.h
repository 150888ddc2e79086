#pragma once

#include "widgets/theme/theme.h"

#include <QKeySequence>
#include <QWidget>

class QHBoxLayout;

namespace headwaters {

class ElidedLabel;
class IconButton;

/// The top of a dock, 32 high: its name, actions at the right, a hairline below. Serves as the title bar of a
/// QDockWidget.
class DockHeader : public QWidget {
    Q_OBJECT

public:
    DockHeader(const Theme& theme, const QString& title, QWidget* parent = nullptr);

    /// A button at the right end; the header owns it.
    IconButton* addButton(const QString& icon, const QString& tip, const QKeySequence& key = {});

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QHBoxLayout* m_row;
};

} // namespace headwaters
