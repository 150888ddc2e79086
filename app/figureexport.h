#pragma once

#include "core/base/error.h"
#include "widgets/export/figure.h"
#include "widgets/theme/theme.h"

#include <QObject>
#include <QString>

#include <memory>

class QWidget;

namespace headwaters {

class ExportDialog;

/// What a person does with the figure of a view: set it on paper, keep its numbers, paste it elsewhere.
class FigureExport : public QObject {
    Q_OBJECT

public:
    FigureExport(const Theme& theme, QWidget* window);

    /// Opens the export dialog and returns it; it deletes itself when closed.
    ExportDialog* showDialog(std::unique_ptr<Figure> figure);
    /// Asks for a file and writes the figure's numbers to it.
    void askForDataFile(std::unique_ptr<Figure> figure);
    /// Puts the drawing on the clipboard as an image, and its table as text.
    void copy(const Figure& figure);

Q_SIGNALS:
    void problemOccurred(const headwaters::Problem& problem);

private:
    const Theme& m_theme;
    QWidget* m_window;
    QString m_folder; ///< where the last file went
};

} // namespace headwaters
