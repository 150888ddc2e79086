#pragma once

#include "core/files/foundmodels.h"

#include <QObject>

#include <memory>
#include <vector>

class QThread;

namespace headwaters {

/// Looks for models in a thread of its own. Signals come in the owner's thread and only for the search
/// started last.
class ModelFinder : public QObject {
    Q_OBJECT

public:
    explicit ModelFinder(QObject* parent = nullptr);
    /// Stops what runs and waits for it.
    ~ModelFinder() override;

    /// Forgets an earlier search. Answers: found for each model, progressed, then finished, unless stopped.
    void start(const std::vector<ModelPlace>& places);
    /// Ends the search; nothing is told of it after this.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void found(const headwaters::FoundModel& model);
    void progressed(int done, int total);
    void finished();

private:
    CancelToken m_cancel;
    std::unique_ptr<QThread> m_thread;
    bool m_running = false;
};

} // namespace headwaters
