#pragma once

#include "app/lensing.h"

#include <QObject>

#include <optional>

namespace headwaters {

class TaskStrip;

/// The row of the task strip for the reading of a lens table, with its Cancel.
class LensControls : public QObject {
    Q_OBJECT

public:
    LensControls(Lensing& lensing, TaskStrip* strip, QObject* parent);

Q_SIGNALS:
    /// What can be cancelled or exported may have changed.
    void changed();

private:
    void endTask();

    TaskStrip* m_strip;
    std::optional<int> m_row;
};

} // namespace headwaters
