#pragma once

#include "core/base/cancel.h"
#include "core/base/error.h"
#include "core/results/comparison.h"

#include <QObject>

#include <memory>

class QThread;

namespace headwaters {

struct RunSnapshot;

/// The differences of the patterns of all heads of a layer, a − b, each pattern computed again in full.
/// \throws Error (bad input) where the two have no difference, as `wallDifferenceBlocked` says; cancelled.
[[nodiscard]] LayerDifference
layerDifference(const RunSnapshot& a, const RunSnapshot& b, int layer, const CancelToken& cancel);

/// Subtracts all heads of one run from those of another in a thread of its own, layer by layer. Answers come
/// in the owner's thread and only for the pair that was started last.
class RunDifference : public QObject {
    Q_OBJECT

public:
    explicit RunDifference(QObject* parent = nullptr);
    /// Stops what runs and waits for it.
    ~RunDifference() override;

    /// Forgets what was asked for before. Answers: layerReady per layer, progressed, then ended.
    void start(std::shared_ptr<const RunSnapshot> a, std::shared_ptr<const RunSnapshot> b);
    /// Stops; answers with `ended` where something ran.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void layerReady(std::shared_ptr<const headwaters::LayerDifference> layer);
    void progressed(int done, int total);
    void failed(const headwaters::Problem& problem);
    /// Finished, failed or stopped.
    void ended();

private:
    void join();

    CancelToken m_cancel;
    std::unique_ptr<QThread> m_thread;
    quint64 m_number = 0;
    bool m_running = false;
};

} // namespace headwaters
