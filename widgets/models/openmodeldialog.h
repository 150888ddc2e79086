#pragma once

#include "core/files/modelfinder.h"
#include "core/files/modelplaces.h"
#include "widgets/models/modeltable.h"

#include <QDialog>

#include <memory>
#include <vector>

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace headwaters {

class DeterminateBar;
class ElidedLabel;
class ErrorBar;
class ModelDetails;
class SegmentedControl;
class StatePanel;

/// Offers models: those found on this computer, those opened before, those of a folder, and whatever file or
/// folder a person names. It reads headers only, in a thread of its own, and opens nothing itself.
class OpenModelDialog : public QDialog {
    Q_OBJECT

public:
    /// Looks in `places` at once; `recent` are models opened before.
    OpenModelDialog(
        const Theme& theme, std::vector<ModelPlace> places, const std::vector<ModelPlace>& recent,
        QWidget* parent = nullptr);

    /// Where the file chooser opens.
    void setFolder(const QString& folder) { m_folder = folder; }
    /// As if the person had named this file or folder: opens it where it is one model, offers a choice where
    /// it is a folder of several, and says so where there is none.
    void takePath(const QString& path);
    /// The list of one folder's models in front.
    void offer(const QString& folder, const QStringList& models);

    [[nodiscard]] ModelTable& table() { return *m_table; }

Q_SIGNALS:
    /// A model was chosen; the dialog closes.
    void chosen(const QString& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// One list and the search that fills it.
    struct Section {
        Section(const Theme& theme, const QString& title);
        QString title;
        std::vector<ModelPlace> places;
        FoundModelsModel models;
        ModelFinder finder;
        int done = 0;
        int total = 0;
    };

    Section& addSection(const QString& title);
    void search(Section& section, const std::vector<ModelPlace>& places);
    [[nodiscard]] Section& shown();
    void showSection(int index);

    QWidget* makeHeader();
    QWidget* makeControls();
    QWidget* makeProgress();
    QWidget* makeFooter();

    void refresh();
    void describeEmpty();
    void openCurrent();
    void chooseFolder();
    void chooseFile();

    const Theme& m_theme;
    QString m_folder;
    std::vector<std::unique_ptr<Section>> m_sections;
    int m_folderSection = -1;
    ErrorBar* m_error;
    SegmentedControl* m_choice;
    QLineEdit* m_filter;
    QStackedWidget* m_middle;
    ModelTable* m_table;
    StatePanel* m_empty;
    QWidget* m_progress = nullptr;
    DeterminateBar* m_bar = nullptr;
    ElidedLabel* m_progressText = nullptr;
    ModelDetails* m_details;
    QPushButton* m_open = nullptr;
};

} // namespace headwaters
