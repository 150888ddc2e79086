#include "core/engine/session/weighthash.h"

#include "core/base/error.h"
#include "core/files/modelfolder.h"

#include <QThread>

namespace headwaters {

WeightHash::WeightHash(QObject* parent) : QObject(parent) { }

WeightHash::~WeightHash()
{
    stop();
}

void WeightHash::start(const QString& path, std::shared_ptr<const TensorFile> weights)
{
    stop();
    m_cancel = {};
    m_thread.reset(QThread::create([this, path, weights = std::move(weights), cancel = m_cancel] {
        QString sha256;
        try {
            sha256 = weightsSha256(*weights, cancel);
        } catch (const Error&) {
            return; // a model without a hash is still a model; figures then go without it
        }
        QMetaObject::invokeMethod(
            this,
            [this, path, sha256, cancel] {
                if (!cancel.isCancelled())
                    Q_EMIT ready(path, sha256);
            },
            Qt::QueuedConnection);
    }));
    m_thread->start(QThread::IdlePriority);
}

void WeightHash::stop()
{
    m_cancel.cancel();
    if (m_thread)
        m_thread->wait();
    m_thread.reset();
}

} // namespace headwaters
