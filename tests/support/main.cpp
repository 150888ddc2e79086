// One main for all test binaries. Widgets need a QApplication; the core and engine tests are content with the
// platform it has (offscreen in ctest), which costs a millisecond.
#include "support/runner.h"

#ifdef QT_WIDGETS_LIB
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif

int main(int argc, char* argv[])
{
    Application application(argc, argv);
    return headwaters::runTests(argc, argv);
}
