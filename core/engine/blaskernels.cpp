#include "core/engine/blaskernels.h"

#include <QByteArray>

#include <dlfcn.h>

namespace headwaters {

namespace {

#if defined(__x86_64__)
/// The best of OpenBLAS's long-used kernels that this processor can run; empty where the fallback is right.
/// Those for AVX-512 were a third faster here; they are left alone because nobody has checked them on a
/// processor that the library does not know.
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
