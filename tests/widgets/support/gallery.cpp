#include "tests/widgets/support/gallery.h"

#include <QApplication>
#include <QDir>
#include <QStyleFactory>
#include <QTest>

namespace headwaters {

Dressed::Dressed(bool dark)
{
    theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    theme.applyToApplication();
}

Dressed::~Dressed()
{
    qApp->setStyleSheet({});
    QApplication::setPalette(QPalette());
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

QImage pictureOf(QWidget& widget, const QSize& size, const char* name)
{
    widget.resize(size);
    widget.show();
    // Offscreen every window is exposed; a picture can be taken either way.
    [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(&widget, 200);
    QCoreApplication::processEvents();
    const QImage picture = widget.grab().toImage();
    QDir().mkpath(QStringLiteral("gallery"));
    picture.save(QStringLiteral("gallery/%1.png").arg(QLatin1String(name)));
    return picture;
}

} // namespace headwaters
