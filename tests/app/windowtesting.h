#pragma once

#include "app/cli/offscreenwindow.h"
#include "support/testing.h"

#include <QDir>

#include <memory>

namespace headwaters {

/// The real window, offscreen, on the bundled model with the first prompt run and a head locked.
[[nodiscard]] std::unique_ptr<OffscreenWindow> openedWindow(const QSize& size = {1280, 800});

/// Waits until the document is settled again; fails the test on a problem.
void settle(OffscreenWindow& offscreen);

/// Types over what stands in the prompt editor.
void typePrompt(MainWindow& window, const QString& text);

} // namespace headwaters
