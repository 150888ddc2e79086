#include "app/generating.h"

namespace headwaters {

Generating::Generating(ModelSession& session, RunModel& runModel, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_runModel(runModel)
{
    connect(&session, &ModelSession::tokenReady, this, [this](quint64, const GeneratedToken& token) {
        m_model.add(token);
    });
    connect(&session, &ModelSession::generated, this, [this](quint64, const Generation& whole) {
        m_model.finish(whole);
    });
    connect(&session, &ModelSession::generationCancelled, this, [this] { m_model.stop(); });
    connect(&session, &ModelSession::generationFailed, this, [this](quint64, const Problem& problem) {
        m_model.stop();
        Q_EMIT problemOccurred(problem);
    });
    connect(&runModel, &RunModel::modelChanged, this, [this] {
        if (m_tokenizer != m_runModel.tokenizer())
            m_model.clear();
    });
}

void Generating::start(const RunRequest& prompt, const GenerationRequest& settings)
{
    m_tokenizer = m_runModel.tokenizer();
    if (!m_tokenizer)
        return;
    GenerationRequest request = settings;
    request.text = prompt.text;
    request.beginOfText = prompt.beginOfText;
    request.ids =
        prompt.ids.empty() ? m_tokenizer->encodePrompt(prompt.text, prompt.beginOfText) : prompt.ids;
    std::vector<Token> tokens;
    for (const TokenId id : request.ids)
        tokens.push_back(m_tokenizer->token(id));
    Q_EMIT started();
    m_model.start(request, std::move(tokens), m_tokenizer, m_runModel.model().nCtx);
    m_session.generate(request);
}

void Generating::stop()
{
    if (m_model.isRunning())
        m_session.cancel();
}

} // namespace headwaters
