#pragma once

#include "core/base/cancel.h"
#include "core/base/error.h"
#include "core/files/memoryestimate.h"
#include "core/results/attentionmap.h"
#include "core/results/generation.h"
#include "core/results/headdetail.h"
#include "core/results/modelinfo.h"
#include "core/results/runresult.h"
#include "core/text/tokenizer.h"

#include <QObject>
#include <QString>

#include <memory>

namespace headwaters {

class ModelWorker;
struct RunSnapshot;

/// The model thread. Requests return at once; answers come as signals in the owner's thread and only for the
/// newest request of their kind: a newer run silences an older one and everything asked of it, a newer head
/// request silences an older head request.
class ModelSession : public QObject {
    Q_OBJECT

public:
    explicit ModelSession(QObject* parent = nullptr);
    /// Stops what runs and waits for the thread.
    ~ModelSession() override;

    /// Opens a model; the one that is open stays usable until this succeeds. Answers: modelOpened or
    /// modelFailed; later hashReady.
    void open(const QString& path);
    /// Takes over the model of another session's run, weights shared and nothing read again. Answers as
    /// `open`, without hashReady.
    void share(std::shared_ptr<const RunSnapshot> other);
    /// The run that was passed on last, with its model; null before the first run of the open model.
    [[nodiscard]] std::shared_ptr<const RunSnapshot> snapshot() const;
    /// Starts a run and returns its number (1, 2, ...). Answers: layerReady per layer, progressed, then
    /// exactly one of finished, failed, cancelled.
    quint64 run(const RunRequest& request);
    /// Shows a run that was made elsewhere on the open model. Answers as `run`, without layers.
    quint64 adopt(std::shared_ptr<const RunSnapshot> made);
    /// Asks for one head of the finished run `run`. Answer: headReady (or failed-silent when it became
    /// stale).
    void requestHead(quint64 run, HeadIndex head, TokenId target, TokenId rival);
    /// Asks for a map over several heads. Answer: mapReady.
    void requestAggregate(
        quint64 run, Quantity quantity, Aggregation aggregation, HeadIndex head, TokenId target,
        TokenId rival);
    /// Asks for all heads' effects on another pair of tokens. Answer: effectsReady.
    void requestEffects(quint64 run, TokenId target, TokenId rival);
    /// Lets the open model go on from a prompt and returns the generation's number (1, 2, ...). Questions
    /// about the run are answered between two tokens; a newer run or opening cancels it, a newer generation
    /// silences it. Answers: tokenReady per token, then exactly one of generated, generationFailed,
    /// generationCancelled.
    quint64 generate(const GenerationRequest& request);
    /// Stops the run, the generation or the opening under way; answers within 100 ms.
    void cancel();

Q_SIGNALS:
    /// What the opening under way takes, told before its weights are read.
    void memoryAnnounced(const headwaters::MemoryEstimate& memory);
    void modelProgressed(int done, int total);
    void
    modelOpened(const headwaters::ModelInfo& info, std::shared_ptr<const headwaters::Tokenizer> tokenizer);
    void modelFailed(const headwaters::Problem& problem);
    void hashReady(const QString& path, const QString& sha256);

    void layerReady(quint64 run, std::shared_ptr<const headwaters::LayerResult> layer);
    void progressed(quint64 run, int done, int total);
    void finished(quint64 run, std::shared_ptr<const headwaters::RunResult> result);
    void failed(quint64 run, const headwaters::Problem& problem);
    void cancelled(quint64 run);

    void headReady(std::shared_ptr<const headwaters::HeadDetail> detail);
    void mapReady(quint64 run, std::shared_ptr<const headwaters::AttentionMap> map);
    void effectsReady(const headwaters::EffectSummary& effects);
    void tokenReady(quint64 generation, const headwaters::GeneratedToken& token);
    void generated(quint64 generation, const headwaters::Generation& result);
    void generationFailed(quint64 generation, const headwaters::Problem& problem);
    /// What was written before the cancel was told token by token.
    void generationCancelled(quint64 generation);

    /// A head, map or effects request failed (not: became stale).
    void requestFailed(const headwaters::Problem& problem);

private:
    std::unique_ptr<ModelWorker> m_worker;
};

} // namespace headwaters
