#include "app/openwindow.h"

#include "app/bundledmodel.h"
#include "app/document.h"
#include "app/mainwindow.h"
#include "app/modelopening.h"
#include "app/scancontrols.h"
#include "app/settings.h"
#include "core/base/version.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QFileInfo>
#include <QIcon>
#include <QLocale>

#include <cstdio>
#include <cstdlib>

namespace headwaters {

namespace {

/// A display that cannot be reached makes Qt abort after several lines; one line and status 1 say as much.
/// Qt's warnings are about the desktop, not about what a person can change here.
void sayWhatIsFatal(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "headwaters: %s\n", qUtf8Printable(message.simplified().left(500)));
    if (type == QtFatalMsg)
        std::_Exit(1);
}

} // namespace

int openWindow(int argc, char* argv[], const QString& modelPath)
{
    qInstallMessageHandler(sayWhatIsFatal);
    QLocale::setDefault(QLocale::c()); // numbers as on the command line
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("headwaters"));
    QApplication::setApplicationDisplayName(QStringLiteral("Headwaters"));
    QApplication::setApplicationVersion(QLatin1String(versionText));
    QApplication::setDesktopFileName(QStringLiteral("headwaters"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/headwaters.svg")));

    Theme theme;
    Settings settings(Settings::personalFile());
    Document document;
    document.directions().useCache(DirectionCache::ofUser());
    // The model thread reads while the window is built.
    const QString path = modelPath.isEmpty() ? bundledModelPath() : QFileInfo(modelPath).absoluteFilePath();
    const bool isChoice = ModelOpening::isChoice(path);
    if (!path.isEmpty() && !isChoice)
        document.openModel(path);
    // Before the first widget: Qt tells widgets of a new font only while its event loop runs.
    theme.setMode(settings.themeMode());
    theme.setSequentialMap(settings.sequentialMap());
    theme.setStageSet(settings.stageSet());
    theme.applyToApplication();
    MainWindow window(document, theme, settings);
    window.scans().scanning().keepIn(ScanStore::ofUser(), KeptReports::ofUser());
    window.showFirstExample();
    window.show();
    if (isChoice)
        window.opening().open(path);
    if (path.isEmpty())
        Q_EMIT document.problemOccurred(
            failure(QObject::tr("The bundled model is not installed; open a model.")).problem());
    return QApplication::exec();
}

} // namespace headwaters
