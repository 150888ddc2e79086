#include "core/engine/blaskernels.h"

#include <QByteArray>

#include <dlfcn.h>

namespace headwaters {

namespace {

#if defined(__x86_64__)
/// The best kernels of OpenBLAS that are safe on a processor it does not know; empty where the fallback is
/// right. Those for AVX-512 would be a third faster, but in the releases that distributions still ship they
/// have computed wrong results on processors younger than themselves.
QByteArray bestKernels()
{
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? "Haswell" : "";
}
#else
QByteArray bestKernels()
{
    return {};
}
#endif

template <typename Function> Function* find(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

} // namespace

void chooseBlasKernels()
{
    constexpr const char* variable = "OPENBLAS_CORETYPE";
    const auto kernels = find<char*()>("openblas_get_corename");
    const auto forget = find<void()>("gotoblas_dynamic_quit");
    const auto choose = find<void()>("gotoblas_dynamic_init");
    if (kernels == nullptr || forget == nullptr || choose == nullptr || qEnvironmentVariableIsSet(variable))
        return;
    const QByteArray best = bestKernels();
    if (best.isEmpty() || QByteArray(kernels()).compare("prescott", Qt::CaseInsensitive) != 0)
        return;
    qputenv(variable, best);
    forget();
    choose();
    qunsetenv(variable);
}

} // namespace headwaters
