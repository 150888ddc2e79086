#include "app/figureexport.h"

#include "app/viewarea.h"
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

FigureExport::FigureExport(const Theme& theme, const RunModel& model, const ViewArea& views, QWidget* window)
    : QObject(window),
      m_theme(theme),
      m_model(model),
      m_views(views),
      m_window(window),
      m_folder(QDir::homePath())
{
}

QString FigureExport::blockedReason() const
{
    switch (m_model.state()) {
    case RunModel::State::Empty:
        return tr("Nothing has run yet.");
    case RunModel::State::Running:
        return tr("A run is under way; export when it has finished.");
    case RunModel::State::Stale:
        return tr("The prompt has changed since run %1; run it first.").arg(m_model.result()->run);
    case RunModel::State::Failed:
        return tr("The last run failed; run a prompt first.");
    case RunModel::State::Ready:
        break;
    }
    const QString blocked = blockedByB();
    if (!blocked.isEmpty())
        return blocked;
    return m_views.currentView()->figure() ? QString()
                                           : tr("This view shows nothing that could be exported.");
}

QString FigureExport::blockedByB() const
{
    if (!m_comparison || m_comparison->shown() == Comparison::Shown::A)
        return {};
    switch (m_comparison->b().state()) {
    case RunModel::State::Empty:
        return tr("B has not run yet.");
    case RunModel::State::Running:
        return tr("B is running; export when it has finished.");
    case RunModel::State::Stale:
        return tr("B's prompt has changed since its run; run it first.");
    case RunModel::State::Failed:
        return tr("B's last run failed; run a prompt first.");
    case RunModel::State::Ready:
        break;
    }
    return {};
}

std::unique_ptr<Figure> FigureExport::figure() const
{
    const bool isReady = m_model.state() == RunModel::State::Ready && blockedByB().isEmpty();
    return isReady ? m_views.currentView()->figure() : nullptr;
}

void FigureExport::exportFigure()
{
    auto shown = figure();
    if (!shown)
        return;
    auto* dialog = new ExportDialog(m_theme, std::move(shown), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFolder(m_folder);
    connect(dialog, &ExportDialog::saved, this, [this](const QStringList& paths) {
        m_folder = QFileInfo(paths.first()).absolutePath();
    });
    dialog->open();
}

void FigureExport::exportData()
{
    const auto shown = figure();
    if (!shown)
        return;
    const QString path = QFileDialog::getSaveFileName(
        m_window, tr("Export data"), QDir(m_folder).filePath(shown->fileStem() + QStringLiteral(".csv")),
        dataFileFilter(*shown));
    if (path.isEmpty())
        return;
    try {
        writeFigure(*shown, FigureOptions(), path);
        m_folder = QFileInfo(path).absolutePath();
    } catch (const Error& error) {
        Q_EMIT problemOccurred(error.problem());
    }
}

void FigureExport::copy()
{
    const auto shown = figure();
    if (!shown)
        return;
    FigureOptions options = defaultOptions(PageWidth::TwoColumns);
    options.dark = m_theme.isDark();
    options.map = m_theme.sequentialMap();
    options.stages = m_theme.stageSet();
    auto content = std::make_unique<QMimeData>();
    try {
        content->setImageData(toImage(FigurePage(*shown, options)));
    } catch (const Error& error) {
        Q_EMIT problemOccurred(error.problem());
        return;
    }
    content->setText(QString::fromUtf8(toCsv(shown->data().table)));
    QApplication::clipboard()->setMimeData(content.release());
}

} // namespace headwaters
