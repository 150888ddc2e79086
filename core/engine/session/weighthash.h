#pragma once

#include "core/base/cancel.h"
#include "core/files/tensorfile.h"

#include <QObject>
#include <QString>

#include <memory>

class QThread;

namespace headwaters {

/// Takes the SHA-256 of an open model's weights in a thread of its own that runs when nothing else wants the
/// processor, so that neither a run nor a cancel waits for it.
class WeightHash : public QObject {
    Q_OBJECT

public:
    explicit WeightHash(QObject* parent = nullptr);
    /// Stops what runs and waits for it.
    ~WeightHash() override;

    /// Forgets what was asked for before. Answer: ready, unless stopped or unreadable.
    void start(const QString& path, std::shared_ptr<const TensorFile> weights);
    void stop();

Q_SIGNALS:
    void ready(const QString& path, const QString& sha256);

private:
    CancelToken m_cancel;
    std::unique_ptr<QThread> m_thread;
};

} // namespace headwaters
