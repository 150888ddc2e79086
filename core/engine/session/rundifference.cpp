#include "core/engine/session/rundifference.h"

#include "core/engine/session/runsnapshot.h"

#include <QThread>

#include <functional>
#include <optional>
#include <utility>

namespace headwaters {

namespace {

std::span<const float> valuesOf(const at::Tensor& pattern)
{
    return {pattern.data_ptr<float>(), static_cast<std::size_t>(pattern.numel())};
}

} // namespace

LayerDifference
layerDifference(const RunSnapshot& a, const RunSnapshot& b, int layer, const CancelToken& cancel)
{
    const ModelInfo& info = a.model->info();
    const auto size = static_cast<int>(a.result->tokens.size());
    const QString blocked =
        wallDifferenceBlocked(info, b.model->info(), size, static_cast<int>(b.result->tokens.size()));
    if (!blocked.isEmpty())
        throw badInput(blocked);
    return withTorch([&] {
        HeadReader readerA = readerOf(*a.model, *a.trace, layer, cancel);
        HeadReader readerB = readerOf(*b.model, *b.trace, layer, cancel);
        LayerDifference difference;
        difference.layer = layer;
        for (int head = 0; head < info.nHeads; ++head) {
            cancel.throwIfCancelled();
            readerA.read(head);
            readerB.read(head);
            const at::Tensor patternA = readerA.pattern().contiguous();
            const at::Tensor patternB = readerB.pattern().contiguous();
            difference.heads.push_back(
                headDifference({layer, head}, valuesOf(patternA), valuesOf(patternB), size));
        }
        return difference;
    });
}

RunDifference::RunDifference(QObject* parent) : QObject(parent) { }

RunDifference::~RunDifference()
{
    join();
}

void RunDifference::join()
{
    ++m_number;
    m_cancel.cancel();
    if (m_thread)
        m_thread->wait();
    m_thread.reset();
}

void RunDifference::stop()
{
    join();
    if (std::exchange(m_running, false))
        Q_EMIT ended();
}

void RunDifference::start(std::shared_ptr<const RunSnapshot> a, std::shared_ptr<const RunSnapshot> b)
{
    stop();
    m_running = true;
    m_cancel = {};
    const quint64 number = m_number;
    const auto answer = [this, number](std::function<void()> tell) {
        QMetaObject::invokeMethod(
            this,
            [this, number, tell = std::move(tell)] {
                if (number == m_number)
                    tell();
            },
            Qt::QueuedConnection);
    };
    m_thread.reset(QThread::create([this, a = std::move(a), b = std::move(b), cancel = m_cancel, answer] {
        std::optional<Problem> problem;
        try {
            const int total = a->model->info().nLayers;
            for (int layer = 0; layer < total; ++layer) {
                const auto ready =
                    std::make_shared<const LayerDifference>(layerDifference(*a, *b, layer, cancel));
                answer([this, ready, layer, total] {
                    Q_EMIT layerReady(ready);
                    Q_EMIT progressed(layer + 1, total);
                });
            }
        } catch (const Error& error) {
            problem = error.problem();
        } catch (const std::exception& error) {
            problem =
                failure(QStringLiteral("The comparison failed: %1").arg(QString::fromUtf8(error.what())))
                    .problem();
        }
        answer([this, problem] {
            m_running = false;
            if (problem && problem->kind != Problem::Kind::Cancelled)
                Q_EMIT failed(*problem);
            Q_EMIT ended();
        });
    }));
    m_thread->setObjectName(QStringLiteral("difference"));
    m_thread->start(QThread::LowPriority);
}

} // namespace headwaters
