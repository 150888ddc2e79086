#pragma once

#include "app/document.h"
#include "app/settings.h"
#include "widgets/theme/theme.h"

#include <QObject>

#include <optional>

namespace headwaters {

class GeneratePanel;
class MainWindow;
class TaskStrip;

/// Puts the Generate section into the prompt dock of a window and connects it: to its key and its menu entry,
/// to the document, the settings and the task strip. Lives as long as the window.
class GenerateControls : public QObject {
    Q_OBJECT

public:
    GenerateControls(MainWindow& window, Document& document, Settings& settings, const Theme& theme);

private:
    void connectPanel(Settings& settings);
    void connectStopKey();
    void connectTask();
    void open(const RunRequest& request, bool runs);

    MainWindow& m_window;
    Document& m_document;
    GeneratePanel* m_panel;
    std::optional<int> m_task;
};

} // namespace headwaters
