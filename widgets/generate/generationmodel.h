#pragma once

#include "core/results/generation.h"

#include <QObject>

#include <memory>
#include <optional>

namespace headwaters {

/// What the model wrote last, for the views: the prompt, the tokens as they come, and why no more come. The
/// document writes it, the views read it.
class GenerationModel : public QObject {
    Q_OBJECT

public:
    enum class State {
        Empty, ///< nothing was written, or it belonged to another model
        Running, ///< tokens come
        Ended, ///< `generation().reason` says why
        Stopped, ///< by hand, or by something else that the model had to do
    };

    using QObject::QObject;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isRunning() const { return m_state == State::Running; }
    [[nodiscard]] const GenerationRequest& request() const { return m_request; }
    [[nodiscard]] const Generation& generation() const { return m_generation; }
    /// How many tokens were written.
    [[nodiscard]] int count() const { return static_cast<int>(m_generation.tokens.size()); }
    /// Without a token that ended it as the end of a text, which is no part of it.
    [[nodiscard]] int textCount() const;
    /// The run behind the first `count` tokens; \pre it is not empty.
    [[nodiscard]] RunRequest runBehind(int count) const;
    /// The context has room for the first `count` tokens: the last one of a full context is only predicted.
    [[nodiscard]] bool canRunBehind(int count) const;
    /// How many tokens a prompt has taken over of what was written; none where it is another prompt.
    [[nodiscard]] std::optional<int> placeOf(const std::vector<Token>& prompt) const;

    // --- written by the document
    void start(
        const GenerationRequest& request, std::vector<Token> prompt,
        std::shared_ptr<const Tokenizer> tokenizer, int nCtx);
    void add(const GeneratedToken& token);
    void finish(const Generation& whole);
    void stop();
    void clear();

Q_SIGNALS:
    void stateChanged();
    /// One token more stands at the end.
    void tokenAdded();

private:
    void setState(State state);

    State m_state = State::Empty;
    GenerationRequest m_request;
    Generation m_generation;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    int m_nCtx = 0;
};

} // namespace headwaters
