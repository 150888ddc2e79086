#include "core/engine/session/generator.h"

#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/results/runresult.h"
#include "core/text/utf8stream.h"

#include <QElapsedTimer>

#include <algorithm>

namespace headwaters {

namespace {

/// Keeps the logits of the last position and looks at nothing else.
class LastLogits : public HookVisitor {
public:
    [[nodiscard]] bool wants(const HookPoint& point) const override { return point.hook == Hook::Logits; }
    void visit(const Where&, at::Tensor value) override
    {
        const float* row = value.data_ptr<float>();
        logits.assign(row, row + value.numel());
    }

    std::vector<float> logits; // [d_vocab]
};

bool holdsAny(const QString& text, const QStringList& stops)
{
    return std::any_of(stops.begin(), stops.end(), [&text](const QString& stop) {
        return !stop.isEmpty() && text.contains(stop);
    });
}

} // namespace

struct Generator::State {
    State(
        std::shared_ptr<const TransformerModel> openModel, std::shared_ptr<const Tokenizer> openTokenizer,
        GenerationRequest asked)
        : model(std::move(openModel)),
          tokenizer(std::move(openTokenizer)),
          request(std::move(asked)),
          sampler(request.sampling),
          cache(model->config(), model->config().nCtx)
    {
        if (request.text.isEmpty() && request.ids.empty())
            throw badInput(QStringLiteral("The prompt is empty: there is no token to go on from."));
        if (request.count < 1)
            throw badInput(QStringLiteral("%1 tokens were asked for; at least 1 can be.").arg(request.count));
        next = request.ids.empty() ? tokenizer->encodePrompt(request.text, request.beginOfText) : request.ids;
        model->checkPrompt(next);
        if (request.stopAtEnd)
            ends = tokenizer->endOfText();
        for (const TokenId id : next)
            generation.prompt.push_back(tokenizer->token(id));
    }

    void write(TokenId id)
    {
        const RankedLogit ranked = rankOf(last.logits, id);
        const Token token = tokenizer->token(id);
        generation.tokens.push_back({token, ranked.probability, ranked.rank});
        next = {id};
        if (std::find(ends.begin(), ends.end(), id) != ends.end()) {
            end(StopReason::EndOfText);
            return;
        }
        // A token's own bytes: decoding what was written alone would drop the space that begins it.
        generation.text += stream.add(token.bytes);
        if (holdsAny(generation.text, request.stops))
            end(StopReason::Stop);
        else if (static_cast<int>(generation.tokens.size()) == request.count)
            end(StopReason::Count);
        else if (cache.length() == cache.capacity())
            end(StopReason::Context);
    }

    void end(StopReason reason)
    {
        hasEnded = true;
        generation.reason = reason;
        generation.text += stream.finish();
    }

    std::shared_ptr<const TransformerModel> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    GenerationRequest request;
    Sampler sampler;
    KeyValueCache cache;
    LastLogits last;
    std::vector<TokenId> next; // what the model has not read yet
    std::vector<TokenId> ends;
    Utf8Stream stream; // of the text
    Generation generation;
    bool hasEnded = false;
};

Generator::Generator(
    std::shared_ptr<const Model> model, std::shared_ptr<const Tokenizer> tokenizer, GenerationRequest request)
    : m_state(std::make_unique<State>(
        std::static_pointer_cast<const TransformerModel>(std::move(model)), std::move(tokenizer),
        std::move(request)))
{
}

Generator::~Generator() = default;

bool Generator::step(const CancelToken& cancel)
{
    State& state = *m_state;
    if (state.hasEnded)
        return false;
    QElapsedTimer timer;
    timer.start();
    withTorch([&] {
        forward(
            state.model->config(), state.model->weights(), {state.next}, LogitRows::Last, state.last, cancel,
            {}, &state.cache);
        state.write(state.sampler.draw(state.last.logits));
    });
    // Reading the prompt is no part of the rate at which tokens come.
    if (state.generation.tokens.size() > 1)
        state.generation.seconds += static_cast<double>(timer.nsecsElapsed()) * 1e-9;
    return true;
}

bool Generator::hasEnded() const
{
    return m_state->hasEnded;
}

const Generation& Generator::generation() const
{
    return m_state->generation;
}

} // namespace headwaters
