#pragma once

#include "core/engine/session/modelrequest.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <map>

namespace headwaters {

/// A thread beside the model thread for what may take long: it works on snapshots of runs, so the model goes
/// on answering. Jobs are done in the order of asking, each of a kind that its owner numbers; a newer job of
/// a kind cancels and silences the older ones, so an old answer never replaces a newer one. Answers arrive in
/// the owner's thread.
class SnapshotThread : public QObject {
    Q_OBJECT

public:
    explicit SnapshotThread(const QString& name, QObject* parent = nullptr);
    /// Cancels what is under way and waits for it.
    ~SnapshotThread() override;

    /// Does `work` in the thread and hands its answer to `told` in the owner's; on an Error the signals
    /// speak.
    template <typename Answer>
    void
    ask(int kind, std::function<Answer(const CancelToken&, const ProgressFunction&)> work,
        std::function<void(const Answer&)> told)
    {
        post(
            kind,
            [work = std::move(work),
             told = std::move(told)](const CancelToken& cancel, const ProgressFunction& progress) -> Job {
                return [told, answer = work(cancel, progress)] { told(answer); };
            });
    }
    /// Stops the newest job of the kind; it answers `cancelled`.
    void cancel(int kind);
    /// Nobody waits for an answer of this kind any more; nothing is signalled.
    void silence(int kind);
    [[nodiscard]] bool isPending(int kind) const;

Q_SIGNALS:
    void progressed(int kind, int done, int total);
    void failed(int kind, const headwaters::Problem& problem);
    void cancelled(int kind);

private:
    using Job = std::function<void()>;
    void post(int kind, std::function<Job(const CancelToken&, const ProgressFunction&)> work);

    QThread m_thread;
    QObject m_place; // lives in the thread; jobs are its events
    std::map<int, ModelRequest> m_requests; // owner's thread; entries stay where they are
};

} // namespace headwaters
