#pragma once

#include "widgets/export/figure.h"
#include "widgets/export/figurewriter.h"
#include "widgets/theme/theme.h"

#include <QDialog>

#include <memory>

class QPushButton;

namespace headwaters {

class ErrorBar;
class ExportForm;
class ExportPreview;

/// Shows a figure as it will be on paper and saves it. What cannot be saved is said in a bar and the dialog
/// stays.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    ExportDialog(const Theme& theme, std::shared_ptr<const Figure> figure, QWidget* parent = nullptr);

    /// Where the file dialog opens; after saving, where was saved to.
    void setFolder(const QString& folder) { m_folder = folder; }
    [[nodiscard]] QString folder() const { return m_folder; }

    /// Saves the figure to `path`, as the ending says, and the chosen data beside it. Closes the dialog, or
    /// shows why it could not and returns false.
    bool save(const QString& path);
    /// Puts the page on the clipboard as an image.
    void copy();

Q_SIGNALS:
    /// The files written, the drawing first.
    void saved(const QStringList& paths);

private:
    QWidget* makeHeader();
    QWidget* makeFooter();
    void refresh();
    void chooseFileAndSave();

    const Theme& m_theme;
    std::shared_ptr<const Figure> m_figure;
    QString m_folder;
    ErrorBar* m_error;
    ExportPreview* m_preview;
    ExportForm* m_form;
    QPushButton* m_save = nullptr;
};

} // namespace headwaters
