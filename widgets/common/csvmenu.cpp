#include "widgets/common/csvmenu.h"

#include "core/base/error.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>

namespace headwaters {

namespace {

QString said(const char* text)
{
    return QCoreApplication::translate("headwaters::CsvMenu", text);
}

} // namespace

void CsvMenu::show(QWidget* parent, const QPoint& position) const
{
    QMenu menu(parent);
    const QAction* copyAction = menu.addAction(said(QT_TRANSLATE_NOOP("headwaters::CsvMenu", "Copy as CSV")));
    const QAction* saveAction =
        menu.addAction(said(QT_TRANSLATE_NOOP("headwaters::CsvMenu", "Save as CSV…")));
    const QAction* chosen = menu.exec(position);
    if (chosen == copyAction)
        copy();
    if (chosen != saveAction || !chosen)
        return;
    const QString path = QFileDialog::getSaveFileName(
        parent, said(QT_TRANSLATE_NOOP("headwaters::CsvMenu", "Save as CSV")), fileName,
        said(QT_TRANSLATE_NOOP("headwaters::CsvMenu", "CSV (*.csv)")));
    if (path.isEmpty())
        return;
    try {
        writeFile(path, toCsv(table()));
    } catch (const Error& error) {
        failed(error.problem().summary);
    }
}

void CsvMenu::copy() const
{
    QApplication::clipboard()->setText(QString::fromUtf8(toCsv(table())));
}

} // namespace headwaters
