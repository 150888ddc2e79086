#include "widgets/common/iconbutton.h"

#include "widgets/theme/metrics.h"

namespace headwaters {

IconButton::IconButton(const Theme& theme, const QString& icon, const QString& tip, QWidget* parent)
    : IconButton(theme, icon, tip, {}, parent)
{
}

IconButton::IconButton(
    const Theme& theme, const QString& icon, const QString& tip, const QKeySequence& key, QWidget* parent)
    : QToolButton(parent),
      m_theme(theme)
{
    setFixedSize(metrics::iconButton, metrics::iconButton);
    setIconSize({metrics::icon, metrics::icon});
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setMeaning(icon, tip, key);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void IconButton::setMeaning(const QString& icon, const QString& tip, const QKeySequence& key)
{
    setIcon(m_theme.icon(icon));
    setAccessibleName(tip);
    setToolTip(
        key.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
}

} // namespace headwaters
