#pragma once

#include "app/document.h"
#include "app/settings.h"
#include "widgets/theme/theme.h"

#include <QObject>

class QMimeData;

namespace headwaters {

class OpenModelDialog;

/// The ways a person opens a model in the window: the dialog, a file or folder that is dropped, a path of the
/// command line. A folder of several models offers the choice; the model that is open stays until another one
/// stands.
class ModelOpening : public QObject {
    Q_OBJECT

public:
    ModelOpening(Document& document, const Theme& theme, Settings& settings, QWidget* window);

    /// Shows the dialog with the models found on this computer.
    void showDialog();
    /// Shows the same dialog for a model that stands beside the open one; otherChosen answers.
    void chooseOther();
    /// Opens a file or a folder; see isChoice.
    void open(const QString& path);
    /// The path is a folder of several models, of which the person must choose one.
    [[nodiscard]] static bool isChoice(const QString& path);
    /// The one file or folder that is dragged; empty for anything else.
    [[nodiscard]] static QString draggedPath(const QMimeData& data);

Q_SIGNALS:
    void otherChosen(const QString& path);

private:
    OpenModelDialog* makeDialog();
    OpenModelDialog* dialog();

    Document& m_document;
    const Theme& m_theme;
    Settings& m_settings;
    QWidget* m_window;
};

} // namespace headwaters
