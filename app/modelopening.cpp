#include "app/modelopening.h"

#include "app/bundledmodel.h"
#include "core/files/modelfolder.h"
#include "core/files/modelplaces.h"
#include "widgets/models/openmodeldialog.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace headwaters {

namespace {

std::vector<ModelPlace> recentModels(const Settings& settings)
{
    std::vector<ModelPlace> places;
    for (const QString& path : settings.recentModels())
        places.push_back({ModelOpening::tr("Opened before"), path, ModelPlace::Layout::One});
    const QString bundled = bundledModelPath();
    if (!bundled.isEmpty())
        places.push_back({ModelOpening::tr("Comes with Headwaters"), bundled, ModelPlace::Layout::One});
    return places;
}

} // namespace

ModelOpening::ModelOpening(Document& document, const Theme& theme, Settings& settings, QWidget* window)
    : QObject(window),
      m_document(document),
      m_theme(theme),
      m_settings(settings),
      m_window(window)
{
}

OpenModelDialog* ModelOpening::dialog()
{
    if (auto* open = m_window->findChild<OpenModelDialog*>(); open && open->isVisible())
        return open;
    OpenModelDialog* dialog = makeDialog();
    connect(dialog, &OpenModelDialog::chosen, &m_document, &Document::openModel);
    return dialog;
}

void ModelOpening::chooseOther()
{
    OpenModelDialog* dialog = makeDialog();
    dialog->setWindowTitle(tr("Compare with another model"));
    connect(dialog, &OpenModelDialog::chosen, this, &ModelOpening::otherChosen);
}

OpenModelDialog* ModelOpening::makeDialog()
{
    auto* dialog = new OpenModelDialog(m_theme, modelPlaces(), recentModels(m_settings), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const QString current = m_document.runModel().model().path;
    if (!current.isEmpty())
        dialog->setFolder(QFileInfo(current).absolutePath());
    dialog->open();
    return dialog;
}

void ModelOpening::showDialog()
{
    dialog();
}

void ModelOpening::open(const QString& path)
{
    if (isChoice(path))
        dialog()->offer(path, modelsIn(path));
    else
        m_document.openModel(path);
}

bool ModelOpening::isChoice(const QString& path)
{
    return QFileInfo(path).isDir() && modelsIn(path).size() > 1;
}

QString ModelOpening::draggedPath(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace headwaters
