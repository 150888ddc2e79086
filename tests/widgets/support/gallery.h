#pragma once

#include "widgets/theme/theme.h"

#include <QImage>
#include <QWidget>

namespace headwaters {

/// A theme that dresses the whole test application while it lives, and undresses it at the end.
class Dressed {
public:
    explicit Dressed(bool dark);
    ~Dressed();
    Dressed(const Dressed&) = delete;
    Dressed& operator=(const Dressed&) = delete;

    Theme theme;
};

/// Shows the widget at that size, waits until it is drawn and takes its picture, which is also left as
/// `gallery/NAME.png` in the folder the tests run in, for the eye.
QImage pictureOf(QWidget& widget, const QSize& size, const char* name);

} // namespace headwaters
