#pragma once

#include "app/document.h"
#include "core/engine/session/snapshotthread.h"
#include "core/engine/session/snapshottracer.h"
#include "widgets/circuit/circuitmodel.h"

#include <QObject>

namespace headwaters {

/// Answers what the Circuit view wants: traces, the evidence on an edge, what its removal does, faithfulness.
/// All is computed in a thread beside the model thread, so that the window and its runs stay free.
class Tracing : public QObject {
    Q_OBJECT

public:
    explicit Tracing(Document& document, QObject* parent = nullptr);

    [[nodiscard]] CircuitModel& model() { return m_model; }
    [[nodiscard]] bool isBusy() const;
    /// The library's family that the prompt in front is an example of; empty: none.
    void setFamily(const QString& key) { m_family = key; }
    /// Traces prompts of the family as the view's request says and shows their circuits merged.
    void traceFamily();
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
    enum class Job { Trace, Evidence, Neighbours, Change, Control, Faithfulness };
    static constexpr Job allJobs[] = {Job::Trace,  Job::Evidence, Job::Neighbours,
                                      Job::Change, Job::Control,  Job::Faithfulness};

    [[nodiscard]] std::shared_ptr<const RunSnapshot> snapshot() const;
    /// An edge of the circuit in front in the prompt in front; none where that lacks its tokens.
    [[nodiscard]] std::optional<EdgeTarget> edgeInFront(int edge) const;
    void failTrace(const QString& why);
    void begin(Job job, const QString& what);
    void trace(TraceRequest request);
    void explain(int edge);
    /// What the locked pair gets and whom its head gives to, while somebody looks at it.
    void wantNeighbours();
    void change(const EdgeChange& change);
    /// Of the edges that the threshold keeps.
    void measureFaithfulness();
    void open(const QString& path);
    void save(const QString& path);
    void runChanged();
    void modelChanged();
    void fail(int job, const Problem& problem);

    Document& m_document;
    CircuitModel m_model;
    QString m_family;
    std::shared_ptr<SnapshotTracer> m_tracers = std::make_shared<SnapshotTracer>();
    int m_explained = -1; ///< the edge whose evidence is under way
    /// What neighbours were asked for last.
    struct LockedPair {
        quint64 run = 0;
        HeadIndex head;
        int destination = 0;
        int source = 0;
        TokenId target = 0;
        TokenId rival = 0;
        bool operator==(const LockedPair&) const = default;
    };
    std::optional<LockedPair> m_pair;
    std::shared_ptr<const Tokenizer> m_tokenizer; ///< of the model whose circuits are shown
    SnapshotThread m_thread{QStringLiteral("traces")};
};

} // namespace headwaters
