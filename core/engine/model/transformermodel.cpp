#include "core/engine/model/transformermodel.h"

#include "core/engine/memory.h"
#include "core/engine/model/canonical.h"
#include "core/engine/model/capture.h"
#include "core/engine/model/family.h"
#include "core/engine/model/forward.h"
#include "core/files/gguf.h"
#include "core/files/memoryestimate.h"

#include <algorithm>

namespace headwaters {

namespace {

// Prompts run together until a batch has this many positions: enough to fill the matrix products.
constexpr std::size_t positionsPerBatch = 2048;

/// The format of most numbers of a file; a folder whose tensors differ is `mixed`.
QString dtypeOf(const ModelFolder& folder, const WeightCensus& census)
{
    if (!folder.gguf)
        return census.dtype;
    const auto most = std::max_element(
        census.numbers.begin(), census.numbers.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; });
    return dtypeText(most->first);
}

ModelInfo makeInfo(const ModelFolder& folder, const ModelDescription& description, const WeightCensus& census)
{
    ModelInfo info = shapeInfo(description.config);
    info.name = folder.name;
    info.path = folder.path;
    info.family = description.family;
    info.parameters = census.parameters;
    info.dtype = dtypeOf(folder, census);
    info.fileType = folder.gguf ? QStringLiteral("GGUF") : QStringLiteral("safetensors");
    info.storedBytes = census.storedBytes;
    for (const auto& [dtype, numbers] : census.numbers)
        info.storedNumbers.emplace_back(dtypeText(dtype), numbers);
    return info;
}

qint64 widenedBytes(qint64 numbers)
{
    return numbers * static_cast<qint64>(sizeof(float));
}

/// What opening takes in the given placement.
MemoryEstimate estimate(const ModelFolder& folder, const ModelConfig& config, WeightPlacement placement)
{
    const qint64 available = availableMemory();
    if (placement == WeightPlacement::ByMemory)
        return estimateMemory(*folder.weights, config.tiedUnembedding, available);
    // Nobody knows the memory, or there is next to none.
    const bool resident = placement == WeightPlacement::Resident;
    return estimateMemory(*folder.weights, config.tiedUnembedding, resident ? 0 : 1);
}

/// Shows a visitor of the whole request one batch of it after the other.
class BatchVisitor : public HookVisitor {
public:
    BatchVisitor(HookVisitor& whole, std::size_t firstPrompt) : m_whole(whole), m_firstPrompt(firstPrompt) { }

    [[nodiscard]] bool wants(const HookPoint& point) const override { return m_whole.wants(point); }
    void visit(const Where& where, at::Tensor value) override
    {
        m_whole.visit({where.point, m_firstPrompt + where.prompt, where.head}, std::move(value));
    }

private:
    HookVisitor& m_whole;
    std::size_t m_firstPrompt;
};

} // namespace

ModelInfo shapeInfo(const ModelConfig& config)
{
    ModelInfo info;
    info.nLayers = static_cast<int>(config.nLayers);
    info.nHeads = static_cast<int>(config.nHeads);
    info.nKeyValueHeads = static_cast<int>(config.nKeyValueHeads);
    info.dModel = static_cast<int>(config.dModel);
    info.dHead = static_cast<int>(config.dHead);
    info.dMlp = static_cast<int>(config.dMlp);
    info.nCtx = static_cast<int>(config.nCtx);
    info.dVocab = static_cast<int>(config.dVocab);
    return info;
}

std::shared_ptr<const Model> Model::load(
    const ModelFolder& folder, const CancelToken& cancel, const ProgressFunction& progress,
    WeightPlacement placement)
{
    return TransformerModel::open(folder, cancel, progress, placement);
}

TransformerModel::TransformerModel(
    ModelInfo info, ModelConfig config, std::shared_ptr<const WeightSource> weights, bool isFolded)
    : m_info(std::move(info)),
      m_config(std::move(config)),
      m_weights(std::move(weights)),
      m_isFolded(isFolded)
{
}

std::shared_ptr<const TransformerModel> TransformerModel::open(
    const ModelFolder& folder, const CancelToken& cancel, const ProgressFunction& progress,
    WeightPlacement placement)
{
    return withTorch([&] {
        const ModelDescription description = describeModel(folder);
        const ModelConfig& config = description.config;
        Weights weights;
        const std::vector<WeightSlot> slots = allSlots(*folder.weights, config, description.layout, weights);
        const WeightCensus census = takeCensus(*folder.weights, slots, description.source);
        ModelInfo info = makeInfo(folder, description, census);
        const MemoryEstimate memory = estimate(folder, config, placement);
        info.weightsStayInFile = !memory.widened;
        std::shared_ptr<const WeightSource> source;
        if (info.weightsStayInFile) {
            requireMemory(memory.weights, QStringLiteral("The model in float32, a layer at a time,"));
            source = std::make_shared<const MappedWeights>(folder.weights, config, description.layout);
        } else {
            requireMemory(memory.weights, QStringLiteral("The model in float32"));
            readWeights(*folder.weights, slots, cancel, progress);
            source = std::make_shared<const ResidentWeights>(std::move(weights));
        }
        return std::make_shared<const TransformerModel>(std::move(info), config, std::move(source), false);
    });
}

std::shared_ptr<const Model> TransformerModel::folded() const
{
    if (m_isFolded)
        return shared_from_this();
    std::call_once(m_foldOnce, [this] {
        const Weights* weights = m_weights->resident();
        if (weights == nullptr) {
            throw failure(
                QStringLiteral("The canonical form needs all weights in memory, but those of %1 stay in "
                               "their file because %2 of memory are too little for them.")
                    .arg(m_info.name, bytesText(availableMemory())));
        }
        // The unembedding, no longer tied, is the largest matrix; in float64 it stands there twice for a
        // moment.
        const qint64 numbers = m_info.parameters + 5 * weights->outer.W_U.numel();
        requireMemory(widenedBytes(numbers), QStringLiteral("The canonical form"));
        m_folded = withTorch([&] {
            return std::make_shared<const TransformerModel>(
                m_info, m_config,
                std::make_shared<const ResidentWeights>(canonicalWeights(m_config, *weights)), true);
        });
    });
    return m_folded;
}

QStringList TransformerModel::hookNames() const
{
    QStringList names;
    for (const HookPoint& point : allHookPoints(m_config))
        names << point.name();
    return names;
}

void TransformerModel::checkPrompt(const std::vector<TokenId>& prompt) const
{
    if (prompt.empty())
        throw badInput(QStringLiteral("The prompt is empty: there is no token to run."));
    if (prompt.size() > static_cast<std::size_t>(m_config.nCtx)) {
        throw badInput(QStringLiteral("The prompt has %1 tokens; the context of %2 holds %3.")
                           .arg(static_cast<qulonglong>(prompt.size()))
                           .arg(m_info.name)
                           .arg(m_config.nCtx));
    }
    for (const TokenId id : prompt)
        checkToken(id);
}

void TransformerModel::checkToken(TokenId id) const
{
    if (id < 0 || id >= m_config.dVocab) {
        throw badInput(QStringLiteral("Token #%1 is not in the vocabulary of %2, which has %3 rows.")
                           .arg(id)
                           .arg(m_info.name)
                           .arg(m_config.dVocab));
    }
}

std::vector<Capture> TransformerModel::capture(
    const CaptureRequest& request, const CancelToken& cancel, const ProgressFunction& progress) const
{
    for (const std::vector<TokenId>& prompt : request.prompts)
        checkPrompt(prompt);
    return withTorch([&] {
        CaptureVisitor visitor(m_config, request);
        const auto total = static_cast<int>(request.prompts.size());
        for (std::size_t first = 0; first < request.prompts.size();) {
            std::vector<std::vector<TokenId>> batch;
            std::size_t positions = 0;
            std::size_t next = first;
            do {
                positions += request.prompts[next].size();
                batch.push_back(request.prompts[next++]);
            } while (next < request.prompts.size()
                     && positions + request.prompts[next].size() <= positionsPerBatch);

            BatchVisitor part(visitor, first);
            const auto layerDone = [&](int layer, int layers) {
                const int prompts = static_cast<int>(next - first);
                if (progress)
                    progress(static_cast<int>(first) * layers + prompts * layer, total * layers);
            };
            forward(
                m_config, *m_weights, batch, request.allLogits ? LogitRows::All : LogitRows::Last, part,
                cancel, layerDone);
            first = next;
        }
        return visitor.take();
    });
}

} // namespace headwaters
