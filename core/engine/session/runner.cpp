#include "core/engine/session/runner.h"

#include "core/base/memory.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/headreader.h"
#include "core/engine/session/runsnapshot.h"
#include "core/files/reading.h"
#include "core/text/modeltokenizer.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <future>

namespace headwaters {

namespace {

std::vector<float> toVector(const at::Tensor& tensor)
{
    const at::Tensor contiguous = tensor.contiguous();
    const float* first = contiguous.data_ptr<float>();
    return {first, first + contiguous.numel()};
}

void checkHead(const ModelInfo& info, HeadIndex head)
{
    if (head.layer < 0 || head.layer >= info.nLayers) {
        throw badInput(QStringLiteral("Layer %1 does not exist: %2 has the layers 0 to %3.")
                           .arg(head.layer)
                           .arg(info.name)
                           .arg(info.nLayers - 1));
    }
    if (head.head < 0 || head.head >= info.nHeads) {
        throw badInput(QStringLiteral("Head %1 does not exist: a layer of %2 has the heads 0 to %3.")
                           .arg(head.head)
                           .arg(info.name)
                           .arg(info.nHeads - 1));
    }
}

/// The target and rival in force: where the request leaves one open, the likeliest token that is not the
/// other.
std::pair<TokenId, TokenId> targetAndRival(const RunRequest& request, const std::vector<float>& logits)
{
    const std::vector<RankedLogit> best = rankLogits(logits, 2);
    const auto likeliestBut = [&](std::optional<TokenId> other) {
        const bool first = !other || best.front().id != *other || best.size() == 1;
        return first ? best.front().id : best.back().id;
    };
    const TokenId target = request.target ? *request.target : likeliestBut(request.rival);
    return {target, request.rival ? *request.rival : likeliestBut(target)};
}

/// The heads that a map is taken over.
std::vector<HeadIndex> headsOf(const ModelInfo& info, Aggregation aggregation, HeadIndex head)
{
    if (aggregation == Aggregation::OneHead)
        return {head};
    const bool wholeModel = aggregation == Aggregation::ModelMean || aggregation == Aggregation::ModelMax;
    std::vector<HeadIndex> heads;
    for (int layer = wholeModel ? 0 : head.layer; layer <= (wholeModel ? info.nLayers - 1 : head.layer);
         ++layer) {
        for (int at = 0; at < info.nHeads; ++at)
            heads.push_back({layer, at});
    }
    return heads;
}

/// The map of one quantity of the head that `reader` has read; [query, key].
at::Tensor quantityOf(
    const HeadReader& reader, Quantity quantity, const at::Tensor& direction, const at::Tensor& finalScale)
{
    switch (quantity) {
    case Quantity::Pattern:
        break;
    case Quantity::Score:
        return reader.scores();
    case Quantity::ValueWeighted:
        return reader.pattern() * reader.valueNorm();
    case Quantity::Effect:
        return (reader.pattern() * reader.writes(direction)).div_(finalScale.unsqueeze(1));
    }
    return reader.pattern();
}

} // namespace

struct Runner::State {
    std::shared_ptr<const TransformerModel> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::shared_ptr<const TensorFile> weights;
    std::shared_ptr<const RunResult> result;
    std::shared_ptr<const RunTrace> trace; ///< of the result

    const TransformerModel& openModel() const
    {
        if (!model)
            throw failure(QStringLiteral("No model is open."));
        return *model;
    }

    const RunResult& finishedRun() const
    {
        if (!result)
            throw failure(QStringLiteral("No prompt has been run yet."));
        return *result;
    }
};

Runner::Runner() : m_state(std::make_unique<State>())
{
    prepareTorch();
}

Runner::~Runner() = default;

void Runner::open(
    const QString& path, const CancelToken& cancel, const ProgressFunction& progress,
    const MemoryFunction& announce, WeightPlacement placement)
{
    const ModelFolder folder = openModelFolder(path);
    if (announce)
        announce(estimateMemory(folder, availableMemory()));
    cancel.throwIfCancelled();
    // The tokenizer is read beside the weights: both take a good part of the opening.
    auto tokenizer = std::async(std::launch::async, [&folder] { return loadTokenizer(folder); });
    State next;
    next.model = TransformerModel::open(folder, cancel, progress, placement);
    next.tokenizer = tokenizer.get();
    next.weights = folder.weights;
    cancel.throwIfCancelled();
    if (next.tokenizer->size() > next.model->info().dVocab) {
        throw badInput(
            QStringLiteral("%1: the embedding has %2 rows, but the tokenizer has %3 tokens.")
                .arg(pathForMessage(folder.gguf ? folder.path : folder.path + QStringLiteral("/config.json")))
                .arg(next.model->info().dVocab)
                .arg(next.tokenizer->size()));
    }
    *m_state = std::move(next);
}

void Runner::share(const RunSnapshot& other)
{
    State next;
    next.model = other.model;
    next.tokenizer = other.tokenizer;
    *m_state = std::move(next);
}

std::shared_ptr<const RunResult> Runner::adopt(quint64 run, const RunSnapshot& other)
{
    auto result = std::make_shared<RunResult>(*other.result);
    result->run = run;
    result->effects.run = run;
    m_state->model = other.model;
    m_state->tokenizer = other.tokenizer;
    m_state->trace = other.trace;
    m_state->result = result;
    return result;
}

bool Runner::isOpen() const
{
    return m_state->model != nullptr;
}

const ModelInfo& Runner::info() const
{
    return m_state->openModel().info();
}

std::shared_ptr<const Tokenizer> Runner::tokenizer() const
{
    return m_state->tokenizer;
}

std::shared_ptr<const Model> Runner::model() const
{
    return m_state->model;
}

std::shared_ptr<const TensorFile> Runner::weights() const
{
    return m_state->weights;
}

std::shared_ptr<const RunResult> Runner::lastRun() const
{
    return m_state->result;
}

std::shared_ptr<const RunSnapshot> Runner::snapshot() const
{
    if (!m_state->result)
        return nullptr;
    return std::make_shared<RunSnapshot>(
        RunSnapshot{m_state->model, m_state->tokenizer, m_state->result, m_state->trace});
}

std::shared_ptr<const RunResult> Runner::run(
    quint64 run, const RunRequest& request, const CancelToken& cancel, const LayerFunction& layerReady,
    const ProgressFunction& progress)
{
    const TransformerModel& model = m_state->openModel();
    const Tokenizer& tokenizer = *m_state->tokenizer;
    if (request.text.isEmpty() && request.ids.empty())
        throw badInput(QStringLiteral("The prompt is empty: there is no token to run."));
    const std::vector<TokenId> ids =
        request.ids.empty() ? tokenizer.encodePrompt(request.text, request.beginOfText) : request.ids;
    model.checkPrompt(ids);
    for (const std::optional<TokenId>& id : {request.target, request.rival}) {
        if (id)
            model.checkToken(*id);
    }

    QElapsedTimer timer;
    timer.start();
    TraceVisitor visitor(model.info().nLayers, layerReady);
    auto result = std::make_shared<RunResult>();
    withTorch([&] {
        forward(model.config(), model.weights(), {ids}, LogitRows::Last, visitor, cancel, progress);
        result->seconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        const auto [target, rival] = targetAndRival(request, visitor.trace.lastLogits);
        result->effects = effectSummary(model, visitor.trace, run, target, rival, cancel);
    });
    result->run = run;
    result->request = request;
    for (const TokenId id : ids)
        result->tokens.push_back(tokenizer.token(id));
    result->startsWithBeginOfText = tokenizer.beginOfText() == ids.front();
    result->layers = std::move(visitor.layers);
    result->lastLogits = visitor.trace.lastLogits;

    cancel.throwIfCancelled();
    m_state->trace = std::make_shared<RunTrace>(std::move(visitor.trace));
    m_state->result = result;
    return result;
}

std::shared_ptr<const HeadDetail>
Runner::headDetail(HeadIndex head, TokenId target, TokenId rival, const CancelToken& cancel) const
{
    const RunResult& run = m_state->finishedRun();
    const TransformerModel& model = m_state->openModel();
    checkHead(model.info(), head);
    return withTorch([&] {
        const at::Tensor direction = finalDirection(model, target, rival);
        HeadReader reader = readerOf(model, *m_state->trace, head.layer, cancel);
        reader.read(head.head);
        auto detail = std::make_shared<HeadDetail>();
        detail->run = run.run;
        detail->head = head;
        detail->size = static_cast<int>(run.tokens.size());
        detail->target = target;
        detail->rival = rival;
        detail->pattern = toVector(reader.pattern());
        detail->scores = toVector(reader.scores());
        detail->valueNorm = toVector(reader.valueNorm());
        detail->writes = toVector(reader.writes(direction));
        detail->finalScale = toVector(writeScale(*m_state->trace, head.layer));
        return std::shared_ptr<const HeadDetail>(std::move(detail));
    });
}

std::shared_ptr<const AttentionMap> Runner::aggregate(
    Quantity quantity, Aggregation aggregation, HeadIndex head, TokenId target, TokenId rival,
    const CancelToken& cancel, const ProgressFunction& progress) const
{
    const RunResult& run = m_state->finishedRun();
    const TransformerModel& model = m_state->openModel();
    checkHead(model.info(), head);
    const std::vector<HeadIndex> heads = headsOf(model.info(), aggregation, head);
    const bool isMax = aggregation == Aggregation::LayerMax || aggregation == Aggregation::ModelMax;
    return withTorch([&] {
        const at::Tensor direction = finalDirection(model, target, rival);
        at::Tensor all; // [query, key]
        std::optional<HeadReader> reader;
        for (std::size_t at = 0; at < heads.size(); ++at) {
            const int layer = heads[at].layer;
            if (at == 0 || layer != heads[at - 1].layer)
                reader.emplace(readerOf(model, *m_state->trace, layer, cancel));
            reader->read(heads[at].head);
            const at::Tensor one =
                quantityOf(*reader, quantity, direction, writeScale(*m_state->trace, layer));
            if (!all.defined())
                all = one.clone();
            else if (isMax)
                at::maximum_out(all, all, one);
            else
                all.add_(one);
            if (progress)
                progress(static_cast<int>(at) + 1, static_cast<int>(heads.size()));
        }
        if (!isMax)
            all.div_(static_cast<double>(heads.size()));

        auto map = std::make_shared<AttentionMap>();
        map->head = head;
        map->quantity = quantity;
        map->aggregation = aggregation;
        map->nHeads = static_cast<int>(heads.size());
        map->size = static_cast<int>(run.tokens.size());
        map->values = toVector(all);
        return std::shared_ptr<const AttentionMap>(std::move(map));
    });
}

EffectSummary Runner::effects(TokenId target, TokenId rival, const CancelToken& cancel) const
{
    const RunResult& run = m_state->finishedRun();
    cancel.throwIfCancelled();
    return withTorch(
        [&] { return effectSummary(m_state->openModel(), *m_state->trace, run.run, target, rival, cancel); });
}

} // namespace headwaters
