#include "core/engine/trace/tracer.h"

#include "core/circuit/tokenlabels.h"
#include "core/engine/trace/circuittrace.h"
#include "core/engine/trace/familytrace.h"
#include "core/engine/trace/tracedrun.h"

#include <QElapsedTimer>

namespace headwaters {

namespace {

void checkTokens(const TransformerModel& model, const TraceRequest& request)
{
    for (const TokenId token : request.targets)
        model.checkToken(token);
    if (!request.rival)
        return;
    model.checkToken(*request.rival);
    if (request.targets.size() != 1)
        throw badInput(
            QStringLiteral("A rival is for one target; there are %1.").arg(request.targets.size()));
    if (request.targets.front() == *request.rival) {
        throw badInput(QStringLiteral("Target and rival are the same token #%1; their difference is 0 "
                                      "everywhere.")
                           .arg(*request.rival));
    }
}

void checkRoots(const ModelInfo& info, const TraceRequest& request, int tokens)
{
    for (const TraceRoot& root : request.roots) {
        if (root.head.layer < 0 || root.head.layer >= info.nLayers || root.head.head < 0
            || root.head.head >= info.nHeads) {
            throw badInput(QStringLiteral("The root %1 is no head of %2, which has %3 layers of %4 heads.")
                               .arg(root.head.text(), info.name)
                               .arg(info.nLayers)
                               .arg(info.nHeads));
        }
        for (const std::optional<int>& position : {root.destination, root.source}) {
            if (position && (*position < 0 || *position >= tokens)) {
                throw badInput(QStringLiteral("The root %1 names token %2; the prompt has tokens 0 to %3.")
                                   .arg(root.head.text())
                                   .arg(*position)
                                   .arg(tokens - 1));
            }
        }
        if (root.destination && root.source && *root.source > *root.destination) {
            throw badInput(QStringLiteral("The root %1 cannot look from token %2 to the later token %3.")
                               .arg(root.head.text())
                               .arg(*root.destination)
                               .arg(*root.source));
        }
    }
}

// Prompts run together until a batch has this many positions.
constexpr std::size_t positionsPerBatch = 512;

std::size_t batchSize(const std::vector<TracePrompt>& prompts, std::size_t first)
{
    std::size_t count = 0;
    std::size_t positions = 0;
    do {
        positions += prompts[first + count].ids.size();
        ++count;
    } while (first + count < prompts.size()
             && positions + prompts[first + count].ids.size() <= positionsPerBatch);
    return count;
}

void check(const TransformerModel& model, const TracePrompt& prompt, const TraceRequest& request)
{
    model.checkPrompt(prompt.ids);
    const int tokens = static_cast<int>(prompt.ids.size());
    if (request.position && (*request.position < 0 || *request.position >= tokens)) {
        throw badInput(QStringLiteral("There is no token %1 to explain; the prompt has tokens 0 to %2.")
                           .arg(*request.position)
                           .arg(tokens - 1));
    }
    if (request.tau && !(*request.tau > 0 && *request.tau <= 1)) {
        throw badInput(QStringLiteral("tau is %1; an attention weight above 0 and at most 1 is needed.")
                           .arg(*request.tau));
    }
    if (!(request.tauScale > 0))
        throw badInput(QStringLiteral("The scale of tau is %1; it must be above 0.").arg(request.tauScale));
    checkTokens(model, request);
    checkRoots(model.info(), request, tokens);
    const bool isRooted = request.method == TraceMethod::Sad && !request.roots.empty();
    if (request.seeding != Seeding::Roots && !isRooted && request.targets.empty())
        throw badInput(QStringLiteral("A trace needs a target token, or heads to start from."));
    if (request.seeding == Seeding::Roots && request.roots.empty())
        throw badInput(QStringLiteral("A trace from given heads needs at least one."));
}

} // namespace

TracePrompt
tracePrompt(const Tokenizer& tokenizer, const std::vector<TokenId>& ids, const TraceRequest& request)
{
    const auto text = [&](TokenId id) { return tokenText(tokenizer.token(id).bytes); };
    std::vector<QString> texts;
    for (const TokenId id : ids)
        texts.push_back(text(id));
    TracePrompt prompt;
    prompt.ids = ids;
    prompt.labels = tokenLabels(texts);
    for (const TokenId id : request.targets)
        prompt.targetTexts.push_back(text(id));
    return prompt;
}

Tracer::Tracer(const std::shared_ptr<const Model>& model)
    : m_model(withTorch([&] {
          return std::make_shared<const TraceModel>(std::static_pointer_cast<const TransformerModel>(model));
      }))
{
}

Tracer::~Tracer() = default;

const ModelInfo& Tracer::info() const
{
    return m_model->model().info();
}

std::shared_ptr<const TracedRun> Tracer::run(
    const std::vector<TokenId>& ids, const CancelToken& cancel, const ProgressFunction& progress) const
{
    return withTorch([&] { return TracedRun::make(m_model, {ids}, cancel, progress).front(); });
}

Circuit Tracer::trace(
    const TracePrompt& prompt, const TraceRequest& request, const CancelToken& cancel,
    const ProgressFunction& progress) const
{
    check(m_model->model(), prompt, request);
    const int layers = m_model->model().info().nLayers;
    const auto tell = [&](int done) {
        if (progress)
            progress(done, 2 * layers);
    };
    QElapsedTimer timer;
    timer.start();
    const auto passed = run(prompt.ids, cancel, [&](int done, int) { tell(done); });
    Circuit circuit = trace(*passed, prompt, request, cancel, [&](int done, int) { tell(layers + done); });
    circuit.seconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
    return circuit;
}

Circuit Tracer::trace(
    const TracedRun& run, const TracePrompt& prompt, const TraceRequest& request, const CancelToken& cancel,
    const ProgressFunction& progress) const
{
    check(m_model->model(), prompt, request);
    return withTorch([&] {
        QElapsedTimer timer;
        timer.start();
        Circuit circuit;
        if (request.method == TraceMethod::Sad) {
            FamilyTrace alone(request, cancel);
            alone.add(run, prompt, 0);
            circuit = alone.finish();
        } else {
            circuit = traceCircuit(run, prompt, request, cancel, [&](int done) {
                if (progress)
                    progress(done, m_model->model().info().nLayers);
            });
        }
        circuit.tokens = prompt.labels;
        circuit.seconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        return circuit;
    });
}

Circuit Tracer::traceFamily(
    const std::vector<TracePrompt>& prompts, const TraceRequest& request, const CancelToken& cancel,
    const ProgressFunction& progress) const
{
    if (prompts.empty())
        throw badInput(QStringLiteral("There is no prompt to trace."));
    for (const TracePrompt& prompt : prompts)
        check(m_model->model(), prompt, requestOf(prompt, request));
    return withTorch([&] {
        QElapsedTimer timer;
        timer.start();
        FamilyTrace family(request, cancel);
        for (std::size_t first = 0; first < prompts.size();) {
            const std::size_t count = batchSize(prompts, first);
            std::vector<std::vector<TokenId>> ids;
            for (std::size_t at = first; at < first + count; ++at)
                ids.push_back(prompts[at].ids);
            const auto runs = TracedRun::make(m_model, ids, cancel);
            for (std::size_t at = 0; at < count; ++at) {
                family.add(*runs[at], prompts[first + at], static_cast<int>(first + at));
                if (progress)
                    progress(static_cast<int>(first + at) + 1, static_cast<int>(prompts.size()));
            }
            first += count;
        }
        Circuit circuit = family.finish();
        circuit.seconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        return circuit;
    });
}

} // namespace headwaters
