#include "core/files/modelfinder.h"

#include "core/base/error.h"

#include <QThread>

namespace headwaters {

ModelFinder::ModelFinder(QObject* parent) : QObject(parent) { }

ModelFinder::~ModelFinder()
{
    stop();
}

void ModelFinder::start(const std::vector<ModelPlace>& places)
{
    stop();
    m_cancel = {};
    m_running = true;
    m_thread.reset(QThread::create([this, places, cancel = m_cancel] {
        const auto tell = [this, cancel](auto action) {
            QMetaObject::invokeMethod(
                this,
                [cancel, action] {
                    if (!cancel.isCancelled())
                        action();
                },
                Qt::QueuedConnection);
        };
        try {
            findModels(
                places, cancel,
                [&](const FoundModel& model) { tell([this, model] { Q_EMIT found(model); }); },
                [&](int done, int total) { tell([this, done, total] { Q_EMIT progressed(done, total); }); });
        } catch (const Error&) {
            return; // cancelled; nothing else is thrown
        }
        tell([this] {
            m_running = false;
            Q_EMIT finished();
        });
    }));
    m_thread->start(QThread::LowPriority);
}

void ModelFinder::stop()
{
    m_cancel.cancel();
    if (m_thread)
        m_thread->wait();
    m_thread.reset();
    m_running = false;
}

} // namespace headwaters
