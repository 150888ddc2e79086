#pragma once

#include "core/files/writing.h"

#include <functional>

class QPoint;
class QWidget;

namespace headwaters {

/// What a table's menu does with its numbers.
struct CsvMenu {
    std::function<CsvTable()> table; ///< asked for when it is copied or saved
    QString fileName; ///< `heads.csv`, what the file dialog suggests
    std::function<void(const QString&)> failed; ///< told one sentence where a file cannot be written

    /// *Copy as CSV* and *Save as CSV…* at a place on the screen.
    void show(QWidget* parent, const QPoint& position) const;
    void copy() const;
};

} // namespace headwaters
