// Catch2's runner, compiled once for all test binaries: it is by far the slowest file of the tree.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "support/runner.h"

int headwaters::runTests(int argc, char* argv[])
{
    return Catch::Session().run(argc, argv);
}
