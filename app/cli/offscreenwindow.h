#pragma once

#include "app/document.h"
#include "app/mainwindow.h"
#include "app/settings.h"
#include "widgets/theme/theme.h"

#include <QSize>

#include <functional>
#include <optional>

namespace headwaters {

/// The real window for a verb: nothing of the person's settings, no blinking caret, so that two runs give the
/// same pixels. Needs a QApplication.
class OffscreenWindow {
public:
    /// `modelPath` is opened while the window is built; empty: nothing is.
    OffscreenWindow(const QSize& size, Theme::Mode mode, const QString& modelPath = {});

    [[nodiscard]] Document& document() { return m_document; }
    [[nodiscard]] MainWindow& window() { return *m_window; }

    /// Opens a model, runs the request of the document and waits until all that the window shows has arrived.
    /// `opened` is called between the two. \throws Error where the model or the run fails.
    void openAndSettle(const QString& path, const std::function<void()>& opened = {});
    /// Waits until `isDone` holds, handling events. \throws Error where a problem comes up first.
    void waitUntil(const std::function<bool()>& isDone);

private:
    Theme m_theme;
    Settings m_settings;
    Document m_document;
    std::optional<MainWindow> m_window;
};

} // namespace headwaters
