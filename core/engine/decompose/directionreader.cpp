#include "core/engine/decompose/directionreader.h"

#include "core/engine/decompose/headmatrices.h"
#include "core/engine/decompose/headsvd.h"
#include "core/engine/decompose/strongesttokens.h"
#include "core/engine/decompose/tokenembeddings.h"

#include <algorithm>
#include <map>

namespace headwaters {

namespace {

/// Unit vectors in the residual for each of the chosen directions: [d_model, directions].
struct Vectors {
    at::Tensor query;
    at::Tensor key;
    at::Tensor ovRead;
    at::Tensor written;
};

at::Tensor chosen(const at::Tensor& vectors, const std::vector<int>& directions)
{
    at::Tensor some =
        at::empty({vectors.size(0), static_cast<std::int64_t>(directions.size())}, vectors.options());
    for (std::size_t at = 0; at < directions.size(); ++at)
        some.select(1, static_cast<std::int64_t>(at)).copy_(vectors.select(1, directions[at]));
    return some.to(at::kFloat);
}

/// One collector for each direction.
class Collected {
public:
    Collected(std::size_t directions, int count) : m_columns(directions, StrongestTokens(count)) { }

    /// `values` is [tokens, directions]; tokens from `end` on are passed over.
    void add(std::int64_t first, const at::Tensor& values, std::int64_t end)
    {
        const at::Tensor whole = values.contiguous();
        const float* next = whole.data_ptr<float>();
        for (std::int64_t row = 0; row < whole.size(0) && first + row < end; ++row) {
            for (StrongestTokens& column : m_columns)
                column.add(static_cast<TokenId>(first + row), static_cast<double>(*next++));
        }
    }
    [[nodiscard]] const StrongestTokens& of(std::size_t direction) const { return m_columns[direction]; }

private:
    std::vector<StrongestTokens> m_columns;
};

} // namespace

struct DirectionReader::State {
    std::shared_ptr<HeadSvds> svds;
    std::shared_ptr<const TransformerModel> model;
    std::int64_t tokens;
    std::map<EmbeddingKind, TokenEmbeddings> embeddings;

    TokenEmbeddings& of(EmbeddingKind kind)
    {
        return embeddings.try_emplace(kind, model, kind).first->second;
    }
    Vectors vectors(
        HeadIndex head, const HeadFactors& qk, const HeadFactors& ov, const std::vector<int>& directions,
        const CancelToken& cancel) const;
    /// What the vectors write on each token, less `mean` [directions], which it fills.
    Collected
    written(const at::Tensor& vectors, int count, at::Tensor& mean, const CancelToken& cancel) const;
};

Vectors DirectionReader::State::vectors(
    HeadIndex head, const HeadFactors& qk, const HeadFactors& ov, const std::vector<int>& directions,
    const CancelToken& cancel) const
{
    const HeadMatrices matrices(*model, head.layer, cancel);
    const HeadMatrices::Factors ofQk = matrices.factors(DirectionKind::Qk, head.head);
    const HeadMatrices::Factors ofOv = matrices.factors(DirectionKind::Ov, head.head);
    const ProductSvd svdQk = productSvd(qk);
    const ProductSvd svdOv = productSvd(ov);
    at::Tensor written = svdOv.rightVectors(ofOv.b);
    if (const at::Tensor& gain = model->weights().finalNorm().gain; gain.defined())
        written = written * gain.to(at::kDouble).unsqueeze(1);
    return {
        chosen(svdQk.leftVectors(ofQk.a), directions), chosen(svdQk.rightVectors(ofQk.b), directions),
        chosen(svdOv.leftVectors(ofOv.a), directions), chosen(written, directions)};
}

Collected DirectionReader::State::written(
    const at::Tensor& vectors, int count, at::Tensor& mean, const CancelToken& cancel) const
{
    Collected collected(static_cast<std::size_t>(vectors.size(1)), count);
    mean = at::zeros({vectors.size(1)}, at::kDouble);
    model->weights().visitUnembedding(cancel, [&](std::int64_t first, const at::Tensor& block) {
        const at::Tensor logits = at::mm(block.t(), vectors);
        mean.add_(logits.to(at::kDouble).sum(0));
        collected.add(first, logits, tokens);
    });
    // A cap makes probabilities depend on more than differences of logits.
    mean.mul_(model->config().logitSoftCap == 0.0 ? 1.0 / static_cast<double>(model->config().dVocab) : 0.0);
    return collected;
}

DirectionReader::DirectionReader(std::shared_ptr<HeadSvds> svds, int tokens)
    : m_state(std::make_unique<State>())
{
    m_state->svds = std::move(svds);
    m_state->model = std::static_pointer_cast<const TransformerModel>(m_state->svds->model());
    m_state->tokens = tokens;
}

DirectionReader::~DirectionReader() = default;

std::vector<DirectionReading> DirectionReader::read(
    HeadIndex head, const std::vector<int>& directions, EmbeddingKind embedding, int count,
    const CancelToken& cancel, const ProgressFunction& progress)
{
    State& state = *m_state;
    const auto size = static_cast<int>(state.model->config().dHead);
    for (const int direction : directions) {
        if (direction < 0 || direction >= size)
            throw badInput(
                QStringLiteral("There is no direction %1: the head has %2.").arg(direction).arg(size));
    }
    const HeadFactors qk = state.svds->one(head, DirectionKind::Qk, cancel);
    const HeadFactors ov = state.svds->one(head, DirectionKind::Ov, cancel);
    return withTorch([&] {
        const Vectors vectors = state.vectors(head, qk, ov, directions, cancel);
        Collected query(directions.size(), count);
        Collected key(directions.size(), count);
        Collected ovRead(directions.size(), 0);
        state.of(embedding).visit(cancel, progress, [&](std::int64_t first, const at::Tensor& block) {
            query.add(first, at::mm(block, vectors.query), state.tokens);
            key.add(first, at::mm(block, vectors.key), state.tokens);
            ovRead.add(first, at::mm(block, vectors.ovRead), state.tokens);
        });
        at::Tensor mean;
        const Collected written = state.written(vectors.written, count, mean, cancel);
        std::vector<DirectionReading> readings;
        for (std::size_t at = 0; at < directions.size(); ++at) {
            const auto direction = static_cast<std::size_t>(directions[at]);
            DirectionReading reading;
            reading.head = head;
            reading.direction = directions[at];
            reading.embedding = embedding;
            reading.singularValue = qk.singularValues[direction];
            reading.ovSingularValue = ov.singularValues[direction];
            const bool turned = key.of(at).leansNegative();
            reading.query = query.of(at).taken(turned);
            reading.key = key.of(at).taken(turned);
            const bool ovTurned = ovRead.of(at).leansNegative();
            reading.written = written.of(at).taken(ovTurned);
            const double shift = mean.data_ptr<double>()[at] * (ovTurned ? -1 : 1);
            for (TokenReading& token : reading.written)
                token.value -= shift;
            readings.push_back(std::move(reading));
        }
        return readings;
    });
}

} // namespace headwaters
