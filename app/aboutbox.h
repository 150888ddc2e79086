#pragma once

class QWidget;

namespace headwaters {

/// Says what the program is, its version and its licences, over `window`.
void showAbout(QWidget* window);

} // namespace headwaters
