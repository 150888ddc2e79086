#include "app/figureexport.h"

#include "widgets/export/exportdialog.h"
#include "widgets/export/figureformats.h"
#include "widgets/export/figurewriter.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

namespace headwaters {

FigureExport::FigureExport(const Theme& theme, QWidget* window)
    : QObject(window),
      m_theme(theme),
      m_window(window),
      m_folder(QDir::homePath())
{
}

ExportDialog* FigureExport::showDialog(std::unique_ptr<Figure> figure)
{
    auto* dialog = new ExportDialog(m_theme, std::move(figure), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFolder(m_folder);
    connect(dialog, &ExportDialog::saved, this, [this](const QStringList& paths) {
        m_folder = QFileInfo(paths.first()).absolutePath();
    });
    dialog->open();
    return dialog;
}

void FigureExport::askForDataFile(std::unique_ptr<Figure> figure)
{
    const QString path = QFileDialog::getSaveFileName(
        m_window, tr("Export data"), QDir(m_folder).filePath(figure->fileStem() + QStringLiteral(".csv")),
        tr("Table (*.csv);;NumPy arrays (*.npz);;JSON (*.json)"));
    if (path.isEmpty())
        return;
    try {
        writeFigure(*figure, FigureOptions(), path);
        m_folder = QFileInfo(path).absolutePath();
    } catch (const Error& error) {
        Q_EMIT problemOccurred(error.problem());
    }
}

void FigureExport::copy(const Figure& figure)
{
    FigureOptions options = defaultOptions(PageWidth::TwoColumns);
    options.dark = m_theme.isDark();
    options.map = m_theme.sequentialMap();
    auto content = std::make_unique<QMimeData>();
    try {
        content->setImageData(toImage(FigurePage(figure, options)));
    } catch (const Error& error) {
        Q_EMIT problemOccurred(error.problem());
        return;
    }
    content->setText(QString::fromUtf8(toCsv(figure.data().table)));
    QApplication::clipboard()->setMimeData(content.release());
}

} // namespace headwaters
