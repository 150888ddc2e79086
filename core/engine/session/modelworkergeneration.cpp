#include "core/engine/session/modelworker.h"

namespace headwaters {

quint64 ModelWorker::generate(const GenerationRequest& request)
{
    m_generation.renew();
    const quint64 waitsForOpening = m_opening.isPending ? m_opening.number : 0;
    post([this, request, waitsForOpening, number = m_generation.number, cancel = m_generation.cancel] {
        try {
            cancel.throwIfCancelled();
            if (waitsForOpening != 0 && waitsForOpening != m_openedNumber)
                throw headwaters::cancelled();
            if (!m_runner.isOpen())
                throw failure(QStringLiteral("No model is open."));
            const auto generator =
                std::make_shared<Generator>(m_runner.model(), m_runner.tokenizer(), request);
            stepGeneration(number, generator, cancel);
        } catch (...) {
            generationFailed(number, std::current_exception());
        }
    });
    return m_generation.number;
}

/// Each token is a job of its own, so that a question about a head waits for one token and not for all.
void ModelWorker::stepGeneration(
    quint64 number, const std::shared_ptr<Generator>& generator, const CancelToken& cancel)
{
    try {
        cancel.throwIfCancelled();
        generator->step(cancel);
    } catch (...) {
        generationFailed(number, std::current_exception());
        return;
    }
    answer([this, number, token = generator->generation().tokens.back()] {
        if (m_generation.isNewest(number))
            Q_EMIT m_session.tokenReady(number, token);
    });
    if (!generator->hasEnded()) {
        post([this, number, generator, cancel] { stepGeneration(number, generator, cancel); });
        return;
    }
    answer([this, number, result = generator->generation()] {
        if (!m_generation.isNewest(number))
            return;
        m_generation.isPending = false;
        Q_EMIT m_session.generated(number, result);
    });
}

void ModelWorker::generationFailed(quint64 number, const std::exception_ptr& exception)
{
    answer([this, number, problem = problemOf(exception)] {
        if (!m_generation.isNewest(number))
            return;
        m_generation.isPending = false;
        if (problem.kind == Problem::Kind::Cancelled)
            Q_EMIT m_session.generationCancelled(number);
        else
            Q_EMIT m_session.generationFailed(number, problem);
    });
}

} // namespace headwaters
