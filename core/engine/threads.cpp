#include "core/engine/threads.h"

#include "core/engine/blaskernels.h"
#include "core/engine/torchapi.h"

#include <QFile>
#include <QThread>

#include <algorithm>
#include <dlfcn.h>
#include <glog/logging.h>
#include <mutex>

namespace headwaters {

namespace {

// More threads than this only wait for memory on the matrices of the models we open.
constexpr int mostMatrixThreads = 16;

/// The quota of a container in whole processors: `max 100000` or `200000 100000`; 0 without one.
int processorQuota()
{
    QFile file(QStringLiteral("/sys/fs/cgroup/cpu.max"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> words = file.readAll().simplified().split(' ');
    if (words.size() != 2)
        return 0;
    const double quota = words[0].toDouble();
    const double period = words[1].toDouble();
    return quota > 0 && period > 0 ? static_cast<int>(std::clamp(quota / period, 1.0, 1024.0)) : 0;
}

class SilentWarnings : public c10::WarningHandler {
public:
    void process(const c10::SourceLocation&, const std::string&, const bool) override { }
};

// Warnings would reach stderr, where the command line promises one line of its own. The handler belongs to a
// thread, the level of the log to the process.
void silenceWarnings()
{
    static SilentWarnings silent;
    c10::Warning::set_warning_handler(&silent);
}

// Two pools would compete: libtorch's own (OpenMP, which waits busily) and OpenBLAS's, where nearly all the
// work is. OpenBLAS is reached without linking to it, because any BLAS may stand behind libblas.
void chooseThreads()
{
    at::set_num_threads(1);
    using SetThreads = void (*)(int);
    if (const auto setThreads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        setThreads(matrixThreads());
}

} // namespace

int availableProcessors()
{
    const int processors = std::max(QThread::idealThreadCount(), 1);
    const int quota = processorQuota();
    return quota > 0 ? std::min(processors, quota) : processors;
}

int matrixThreads()
{
    for (const char* name : {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}) {
        const int threads = qEnvironmentVariableIntValue(name);
        if (threads > 0)
            return threads;
    }
    return std::min(availableProcessors(), mostMatrixThreads);
}

void prepareTorch()
{
    static std::once_flag once;
    std::call_once(once, [] {
        FLAGS_minloglevel = google::GLOG_FATAL;
        chooseBlasKernels();
        chooseThreads();
    });
    silenceWarnings();
}

Error torchError(const c10::Error& error)
{
    const QString text = QString::fromUtf8(error.what_without_backtrace());
    if (text.contains(QLatin1String("can't allocate memory")))
        return failure(QStringLiteral("The memory of this machine does not suffice for this."), text);
    return failure(
        QStringLiteral("The tensor library failed: %1").arg(text.section(QLatin1Char('\n'), 0, 0)), text);
}

} // namespace headwaters
