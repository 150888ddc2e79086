#include "widgets/generate/generationmodel.h"

#include <utility>

namespace headwaters {

int GenerationModel::textCount() const
{
    const bool ended = m_state == State::Ended && m_generation.reason == StopReason::EndOfText;
    return count() - (ended ? 1 : 0);
}

RunRequest GenerationModel::runBehind(int count) const
{
    return headwaters::runBehind(m_request, m_generation, static_cast<std::size_t>(count), *m_tokenizer);
}

bool GenerationModel::canRunBehind(int count) const
{
    return std::cmp_less_equal(m_generation.prompt.size() + static_cast<std::size_t>(count), m_nCtx);
}

std::optional<int> GenerationModel::placeOf(const std::vector<Token>& prompt) const
{
    const std::size_t read = m_generation.prompt.size();
    if (m_state == State::Empty || prompt.size() < read || prompt.size() > read + m_generation.tokens.size())
        return std::nullopt;
    for (std::size_t at = 0; at < prompt.size(); ++at) {
        const Token& token = at < read ? m_generation.prompt[at] : m_generation.tokens[at - read].token;
        if (prompt[at].id != token.id)
            return std::nullopt;
    }
    return static_cast<int>(prompt.size() - read);
}

void GenerationModel::start(
    const GenerationRequest& request, std::vector<Token> prompt, std::shared_ptr<const Tokenizer> tokenizer,
    int nCtx)
{
    m_request = request;
    m_generation = {};
    m_generation.prompt = std::move(prompt);
    m_tokenizer = std::move(tokenizer);
    m_nCtx = nCtx;
    setState(State::Running);
}

void GenerationModel::add(const GeneratedToken& token)
{
    m_generation.tokens.push_back(token);
    Q_EMIT tokenAdded();
}

void GenerationModel::finish(const Generation& whole)
{
    m_generation = whole;
    setState(State::Ended);
}

void GenerationModel::stop()
{
    setState(State::Stopped);
}

void GenerationModel::clear()
{
    if (m_state == State::Empty)
        return;
    m_generation = {};
    setState(State::Empty);
}

void GenerationModel::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace headwaters
