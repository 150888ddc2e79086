#include "app/aboutbox.h"

#include "core/base/version.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace headwaters {

void showAbout(QWidget* window)
{
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, QCoreApplication::translate("MainWindow", "About Headwaters"),
        QCoreApplication::translate(
            "MainWindow",
            "Headwaters %1\n\nA microscope for the attention heads of language models.\n\nThe sources are "
            "under the "
            "MIT licence; binaries contain QCustomPlot and are under the GPL.")
            .arg(QLatin1String(versionText)),
        QMessageBox::Close, window);
    box->setIconPixmap(window->windowIcon().pixmap(48));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace headwaters
