#include "app/cli/commandline.h"
#include "app/openwindow.h"

int main(int argc, char* argv[])
{
    return headwaters::runCommandLine(argc, argv, [argc, argv](const QString& modelPath) {
        return headwaters::openWindow(argc, argv, modelPath);
    });
}
