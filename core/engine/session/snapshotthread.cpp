#include "core/engine/session/snapshotthread.h"

namespace headwaters {

SnapshotThread::SnapshotThread(const QString& name, QObject* parent) : QObject(parent)
{
    m_thread.setObjectName(name);
    m_place.moveToThread(&m_thread);
    m_thread.start();
}

SnapshotThread::~SnapshotThread()
{
    for (const auto& [kind, request] : m_requests)
        request.cancel.cancel();
    m_thread.quit();
    m_thread.wait();
}

void SnapshotThread::post(int kind, std::function<Job(const CancelToken&, const ProgressFunction&)> work)
{
    ModelRequest& request = m_requests[kind];
    request.renew();
    const auto answer = [this](Job job) {
        QMetaObject::invokeMethod(this, std::move(job), Qt::QueuedConnection);
    };
    const auto job = [this, kind, answer, work = std::move(work), number = request.number,
                      cancel = request.cancel] {
        const auto progress = [this, kind, number, answer](int done, int total) {
            answer([this, kind, number, done, total] {
                if (m_requests[kind].isNewest(number))
                    Q_EMIT progressed(kind, done, total);
            });
        };
        Job told;
        try {
            cancel.throwIfCancelled();
            told = work(cancel, progress);
        } catch (...) {
            told = [this, kind, problem = problemOf(std::current_exception())] {
                if (problem.kind == Problem::Kind::Cancelled)
                    Q_EMIT cancelled(kind);
                else
                    Q_EMIT failed(kind, problem);
            };
        }
        answer([this, kind, number, told = std::move(told)] {
            ModelRequest& asked = m_requests[kind];
            if (!asked.isNewest(number))
                return;
            asked.isPending = false;
            told();
        });
    };
    QMetaObject::invokeMethod(&m_place, job, Qt::QueuedConnection);
}

void SnapshotThread::cancel(int kind)
{
    m_requests[kind].cancel.cancel();
}

void SnapshotThread::silence(int kind)
{
    m_requests[kind].silence();
}

bool SnapshotThread::isPending(int kind) const
{
    const auto found = m_requests.find(kind);
    return found != m_requests.end() && found->second.isPending;
}

} // namespace headwaters
