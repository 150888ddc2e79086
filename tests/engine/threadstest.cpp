#include "core/engine/threads.h"

#include "core/engine/session/runner.h"
#include "support/testing.h"

#include <dlfcn.h>

using namespace headwaters;

TEST_CASE("Matrix products get the threads that the environment names, else those of the machine")
{
    CHECK(availableProcessors() >= 1);
    const QByteArray before = qgetenv("OPENBLAS_NUM_THREADS");
    const bool wasSet = qEnvironmentVariableIsSet("OPENBLAS_NUM_THREADS");
    qputenv("OPENBLAS_NUM_THREADS", "3");
    CHECK(matrixThreads() == 3);
    qputenv("OPENBLAS_NUM_THREADS", "many");
    CHECK(matrixThreads() >= 1);
    CHECK(matrixThreads() <= 16);
    if (wasSet)
        qputenv("OPENBLAS_NUM_THREADS", before);
    else
        qunsetenv("OPENBLAS_NUM_THREADS");
}

#if defined(__x86_64__)
TEST_CASE("A processor that OpenBLAS does not know by number still gets the kernels it can run")
{
    using CoreName = char* (*)();
    const auto coreName = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
    const bool modern = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (coreName == nullptr || !modern || qEnvironmentVariableIsSet("OPENBLAS_CORETYPE")) {
        WARN("not OpenBLAS, an old processor, or kernels chosen by hand");
        return;
    }
    const Runner runner; // sets the engine up
    CHECK_FALSE(runner.isOpen());
    CHECK(qstricmp(coreName(), "prescott") != 0);
    CHECK_FALSE(qEnvironmentVariableIsSet("OPENBLAS_CORETYPE"));
}
#endif
