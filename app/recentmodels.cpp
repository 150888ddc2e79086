#include "app/recentmodels.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QMenu>

namespace headwaters {

RecentModels::RecentModels(Settings& settings, QMenu* menu)
    : QObject(menu),
      m_settings(settings),
      m_menu(menu)
{
    m_menu->setToolTipsVisible(true);
    connect(m_menu, &QMenu::aboutToShow, this, &RecentModels::fill);
    fill();
}

void RecentModels::add(const QString& path)
{
    m_settings.addRecentModel(path);
    fill();
}

void RecentModels::fill()
{
    m_menu->clear();
    for (const QString& path : m_settings.recentModels()) {
        QAction* action = m_menu->addAction(QDir(path).dirName());
        action->setToolTip(QDir::toNativeSeparators(path));
        action->setEnabled(QFileInfo::exists(path));
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT chosen(path); });
    }
    m_menu->setEnabled(!m_menu->isEmpty());
    if (m_menu->isEmpty())
        return;
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Forget these")), &QAction::triggered, this, [this] {
        m_settings.clearRecentModels();
        fill();
    });
}

} // namespace headwaters
