#pragma once

#include "app/settings.h"

#include <QObject>

class QMenu;

namespace headwaters {

/// The menu of models opened before; it follows the settings each time it opens.
class RecentModels : public QObject {
    Q_OBJECT

public:
    RecentModels(Settings& settings, QMenu* menu);

    /// Puts a model in front.
    void add(const QString& path);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void fill();

    Settings& m_settings;
    QMenu* m_menu;
};

} // namespace headwaters
