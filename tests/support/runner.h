#pragma once

namespace headwaters {

/// Runs the tests that the command line names and returns the exit code.
int runTests(int argc, char* argv[]);

} // namespace headwaters
