#include "app/cli/offscreenwindow.h"

#include <QApplication>

namespace headwaters {

OffscreenWindow::OffscreenWindow(const QSize& size, Theme::Mode mode, const QString& modelPath)
{
    QApplication::setCursorFlashTime(0);
    if (!modelPath.isEmpty())
        m_document.openModel(modelPath);
    // Before the first widget: Qt tells widgets of a new font only while its event loop runs.
    m_theme.setMode(mode);
    m_theme.applyToApplication();
    m_window.emplace(m_document, m_theme, m_settings);
    m_theme.setMode(mode); // the window has restored the mode of its settings
    m_window->resize(size);
    m_window->show();
}

void OffscreenWindow::openAndSettle(const QString& path, const std::function<void()>& opened)
{
    const auto connection = QObject::connect(&m_document, &Document::modelOpened, &*m_window, [&opened] {
        if (opened)
            opened();
    });
    m_document.openModel(path);
    waitUntil([this] { return m_document.isSettled(); });
    QObject::disconnect(connection);
    // What the last answer has queued, layouts and repaints, is done before anybody looks.
    QApplication::processEvents();
}

void OffscreenWindow::waitUntil(const std::function<bool()>& isDone)
{
    std::optional<Problem> problem;
    const auto connection = QObject::connect(
        &m_document, &Document::problemOccurred, &*m_window,
        [&problem](const Problem& found) { problem = found; });
    while (!problem && !isDone())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QObject::disconnect(connection);
    if (problem)
        throw Error(*problem);
}

} // namespace headwaters
