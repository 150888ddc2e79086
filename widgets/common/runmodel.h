#pragma once

#include "core/base/error.h"
#include "core/results/headdetail.h"
#include "core/results/modelinfo.h"
#include "core/results/runresult.h"
#include "core/text/tokenizer.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// What the views show: the open model, the run in front, what has arrived of the run under way, the pinned
/// run, the head under the selection. The document writes it, the views read it and say what they want;
/// neither knows the other. All values are immutable and shared.
class RunModel : public QObject {
    Q_OBJECT

public:
    enum class State {
        Empty, ///< nothing has run
        Running, ///< layers arrive; `layers()` holds those that did
        Ready, ///< `result()` belongs to the prompt in the editor
        Stale, ///< the prompt has changed since; `result()` is of run `result()->run`
        Failed, ///< `problem()` says why; `result()` is the run before, if any
    };

    explicit RunModel(QObject* parent = nullptr);

    // --- read by the views
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const ModelInfo& model() const { return m_model; }
    [[nodiscard]] std::shared_ptr<const Tokenizer> tokenizer() const { return m_tokenizer; }
    /// The last finished run; null before the first.
    [[nodiscard]] std::shared_ptr<const RunResult> result() const { return m_result; }
    /// Layers of the run in front: of the run under way while it runs, else all of `result()`. Null entries
    /// have not arrived.
    [[nodiscard]] const std::vector<std::shared_ptr<const LayerResult>>& layers() const { return m_layers; }
    [[nodiscard]] int layersArrived() const;
    [[nodiscard]] std::shared_ptr<const RunResult> pinned() const { return m_pinned; }
    /// The run that is compared with the one in front, where both speak of the same vocabulary; else null.
    [[nodiscard]] std::shared_ptr<const RunResult> compared() const { return m_compared; }
    [[nodiscard]] const Problem& problem() const { return m_problem; }
    /// Effects of all heads for the target and rival in force; null until they arrive.
    [[nodiscard]] std::shared_ptr<const EffectSummary> effects() const { return m_effects; }
    /// The head under the selection; null until it arrives. It may be another head's for a moment: compare
    /// `detail()->head`.
    [[nodiscard]] std::shared_ptr<const HeadDetail> detail() const { return m_detail; }
    /// The last aggregated map that was asked for; null until it arrives.
    [[nodiscard]] std::shared_ptr<const AttentionMap> aggregate() const { return m_aggregate; }
    /// `·Mary` for a token of the model.
    [[nodiscard]] QString label(TokenId id) const;

    // --- said by the views
    /// Wants the map over several heads; the document answers through setAggregate.
    void wantAggregate(Quantity quantity, Aggregation aggregation, HeadIndex head);

    // --- written by the document
    void setModel(const ModelInfo& model, std::shared_ptr<const Tokenizer> tokenizer);
    void setHash(const QString& sha256);
    void startRun();
    void addLayer(std::shared_ptr<const LayerResult> layer);
    void finishRun(std::shared_ptr<const RunResult> result);
    void failRun(const Problem& problem);
    /// The run was cancelled: back to the result before, if any.
    void cancelRun();
    void setStale(bool stale);
    void setPinned(std::shared_ptr<const RunResult> result);
    void setCompared(std::shared_ptr<const RunResult> result);
    void setEffects(std::shared_ptr<const EffectSummary> effects);
    void setDetail(std::shared_ptr<const HeadDetail> detail);
    void setAggregate(std::shared_ptr<const AttentionMap> map);

Q_SIGNALS:
    void modelChanged();
    /// State, result or layers changed.
    void runChanged();
    /// One more layer of the run under way.
    void layerArrived(int layer);
    /// The pinned or the compared run changed.
    void pinnedChanged();
    void effectsChanged();
    void detailChanged();
    void aggregateChanged();
    void aggregateWanted(
        headwaters::Quantity quantity, headwaters::Aggregation aggregation, headwaters::HeadIndex head);

private:
    void setState(State state);
    /// Back to what `result()` shows.
    void showResult();

    State m_state = State::Empty;
    ModelInfo m_model;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::shared_ptr<const RunResult> m_result;
    std::vector<std::shared_ptr<const LayerResult>> m_layers;
    std::shared_ptr<const RunResult> m_pinned;
    std::shared_ptr<const RunResult> m_compared;
    std::shared_ptr<const EffectSummary> m_effects;
    std::shared_ptr<const HeadDetail> m_detail;
    std::shared_ptr<const AttentionMap> m_aggregate;
    Problem m_problem;
};

} // namespace headwaters
