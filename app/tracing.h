#pragma once

#include "app/document.h"
#include "core/engine/session/snapshotthread.h"
#include "core/engine/session/snapshottracer.h"
#include "widgets/circuit/circuitmodel.h"

#include <QObject>

namespace headwaters {

/// Answers what the Circuit view wants: traces, the evidence on an edge, what its removal does, faithfulness. All
/// is computed in a thread beside the model thread, so that the window and its runs stay free.
class Tracing : public QObject {
    Q_OBJECT

public:
    explicit Tracing(Document& document, QObject* parent = nullptr);

    [[nodiscard]] CircuitModel& model() { return m_model; }
    [[nodiscard]] bool isTracing() const { return m_thread.isPending(static_cast<int>(Job::Trace)); }
    /// Stops the trace and the measurements under way.
    void cancel();

Q_SIGNALS:
    /// A job has begun that lasts: its name for the task strip.
    void started(int job, const QString& what);
    void progressed(int job, int done, int total);
    void ended(int job);
    /// One sentence for the error bar; never for what was cancelled.
    void problemOccurred(const headwaters::Problem& problem);

private:
    enum class Job { Trace, Evidence, Reading, Change, Control, Faithfulness };

    void trace(TraceRequest request);
    void open(const QString& path);
    void save(const QString& path);
    void runChanged();
    void fail(int job, const Problem& problem);

    Document& m_document;
    CircuitModel m_model;
    std::shared_ptr<SnapshotTracer> m_tracers = std::make_shared<SnapshotTracer>();
    quint64 m_traced = 0; ///< the run that the trace under way belongs to
    SnapshotThread m_thread{QStringLiteral("traces")};
};

} // namespace headwaters
