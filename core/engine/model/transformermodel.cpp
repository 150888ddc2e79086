#include "core/engine/model/transformermodel.h"

#include "core/engine/memory.h"
#include "core/engine/model/canonical.h"
#include "core/engine/model/capture.h"
#include "core/engine/model/family.h"
#include "core/engine/model/forward.h"

namespace headwaters {

namespace {

// Prompts run together until a batch has this many positions: enough to fill the matrix products.
constexpr std::size_t positionsPerBatch = 2048;

ModelInfo makeInfo(
    const ModelFolder& folder, const Family& family, const ModelConfig& config, const WeightCensus& census)
{
    ModelInfo info;
    info.name = folder.name;
    info.path = folder.path;
    info.family = family.name;
    info.nLayers = static_cast<int>(config.nLayers);
    info.nHeads = static_cast<int>(config.nHeads);
    info.nKeyValueHeads = info.nHeads;
    info.dModel = static_cast<int>(config.dModel);
    info.dHead = static_cast<int>(config.dHead);
    info.dMlp = static_cast<int>(config.dMlp);
    info.nCtx = static_cast<int>(config.nCtx);
    info.dVocab = static_cast<int>(config.dVocab);
    info.parameters = census.parameters;
    info.dtype = census.dtype;
    return info;
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

std::shared_ptr<const Model>
Model::load(const ModelFolder& folder, const CancelToken& cancel, const ProgressFunction& progress)
{
    return TransformerModel::open(folder, cancel, progress);
}

TransformerModel::TransformerModel(ModelInfo info, const ModelConfig& config, Weights weights, bool isFolded)
    : m_info(std::move(info)),
      m_config(config),
      m_weights(std::move(weights)),
      m_isFolded(isFolded)
{
}

std::shared_ptr<const TransformerModel>
TransformerModel::open(const ModelFolder& folder, const CancelToken& cancel, const ProgressFunction& progress)
{
    return withTorch([&] {
        const ConfigReader reader(folder.config, QStringLiteral("config.json"));
        const Family& family = findFamily(reader);
        const ModelConfig config = family.readConfig(reader);
        Weights weights;
        const std::vector<WeightSlot> slots = family.weightSlots(*folder.weights, config, weights);
        const WeightCensus census = readWeights(*folder.weights, slots, cancel, progress);
        return std::make_shared<const TransformerModel>(
            makeInfo(folder, family, config, census), config, std::move(weights), false);
    });
}

std::shared_ptr<const Model> TransformerModel::folded() const
{
    if (m_isFolded)
        return shared_from_this();
    std::call_once(m_foldOnce, [this] {
        // The unembedding, no longer tied, is the largest matrix; in float64 it stands there twice for a
        // moment.
        const std::int64_t numbers = m_info.parameters + 5 * m_weights.W_U.numel();
        requireMemory(
            numbers * static_cast<std::int64_t>(sizeof(float)), QStringLiteral("The canonical form"));
        m_folded = withTorch([this] {
            return std::make_shared<const TransformerModel>(
                m_info, m_config, canonicalWeights(m_weights), true);
        });
    });
    return m_folded;
}

QStringList TransformerModel::hookNames() const
{
    QStringList names;
    for (const HookPoint& point : allHookPoints(m_info.nLayers))
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
                m_config, m_weights, batch, request.allLogits ? LogitRows::All : LogitRows::Last, part,
                cancel, layerDone);
            first = next;
        }
        return visitor.take();
    });
}

} // namespace headwaters
