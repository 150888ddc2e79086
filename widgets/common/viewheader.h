#pragma once

#include "core/base/provenance.h"
#include "widgets/theme/theme.h"

#include <QKeySequence>
#include <QWidget>

#include <optional>

class QHBoxLayout;

namespace headwaters {

class Badge;
class ElidedLabel;
class IconButton;
class LockMark;

/// The top of a view: what is shown, locked or not, where it comes from, and icon buttons at the right; below
/// it, once asked for, a row of the view's own controls.
class ViewHeader : public QWidget {
    Q_OBJECT

public:
    explicit ViewHeader(const Theme& theme, QWidget* parent = nullptr);

    /// `L5H1 · attention · after softmax`
    void setTitle(const QString& title);
    [[nodiscard]] QString title() const;
    /// The hook's name, in the title's tooltip.
    void setHookName(const QString& name);
    void setLocked(bool locked);
    void setOrigin(Origin origin, const QString& note = {});
    /// The badge alone, hidden where nothing is shown.
    void setBadgeVisible(bool visible);
    /// `from run 41` in place of the origin.
    void setStaleRun(std::optional<quint64> run);

    /// A control left of the buttons; the header owns it.
    void addControl(QWidget* control);
    /// A button at the right end; the header owns it.
    IconButton* addButton(const QString& icon, const QString& tip, const QKeySequence& key = {});
    /// The second row, 42 high; made at the first call.
    [[nodiscard]] QHBoxLayout* controls();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    ElidedLabel* m_title;
    LockMark* m_lock;
    Badge* m_badge;
    QHBoxLayout* m_buttons;
    QHBoxLayout* m_controls = nullptr;
};

} // namespace headwaters
