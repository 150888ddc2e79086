#pragma once

#include "app/directions.h"
#include "app/generating.h"
#include "app/tokenpair.h"
#include "core/engine/session/modelsession.h"
#include "widgets/common/runmodel.h"
#include "widgets/selection/selection.h"

#include <QObject>

#include <optional>

namespace headwaters {

/// What is open: the model, the prompt in the editor, its run, the pinned run, the pair of tokens, the
/// selection. It asks the model thread for what the views show and writes the answers into the RunModel.
class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);
    /// The second side of a comparison: it writes into the values of others, and its selection follows, so
    /// that it locks no head of its own.
    Document(RunModel& runModel, Selection& selection, QObject* parent = nullptr);

    [[nodiscard]] RunModel& runModel() { return m_runModel; }
    [[nodiscard]] Selection& selection() { return m_selection; }
    [[nodiscard]] Generating& generating() { return m_generating; }
    [[nodiscard]] Directions& directions() { return m_directions; }

    /// Opens a model and then runs the prompt on it. The model that is open stays until this has succeeded.
    void openModel(const QString& path);
    /// As above with the model of another document's run, weights shared and nothing read.
    void shareModel(const Document& other);
    /// The run in front with its model, for other threads; null before the first.
    [[nodiscard]] std::shared_ptr<const RunSnapshot> snapshot() const { return m_session.snapshot(); }
    [[nodiscard]] bool isOpening() const { return !m_openingPath.isEmpty(); }
    /// What is being opened; empty where nothing is.
    [[nodiscard]] const QString& openingPath() const { return m_openingPath; }

    /// What Run would ask for; results of another text become stale.
    void setRequest(const RunRequest& request);
    [[nodiscard]] const RunRequest& request() const { return m_request; }
    /// Runs the request; a run under way gives way to it. Does nothing while no model is open.
    void run();
    /// Puts a run in front that was made elsewhere on the open model.
    void show(const std::shared_ptr<const RunSnapshot>& made);
    /// Stops the run or the opening under way.
    void cancel();

    /// The two tokens whose difference matters; absent means the likeliest next token, and the runner-up.
    /// Answers with new effects of the run in front.
    void setPair(std::optional<TokenId> target, std::optional<TokenId> rival);

    /// Keeps the result in front for comparison.
    void pin();
    void unpin();

    /// The head to lock after the first run of a model; none: the one with the largest effect.
    void setFirstHead(std::optional<HeadIndex> head) { m_firstHead = head; }
    /// True once the prompt has run, a head is locked and all that the views show of it has arrived.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void openingStarted(const QString& path);
    /// What the opening takes, told before weights are read.
    void memoryAnnounced(const headwaters::MemoryEstimate& memory);
    void openingProgressed(int done, int total);
    void modelOpened(const QString& path);
    /// The opening has ended: the model stands, failed or was cancelled.
    void openingEnded();
    void runStarted(quint64 run);
    void runProgressed(quint64 run, int done, int total);
    /// The run has ended: finished, failed or cancelled.
    void runEnded(quint64 run);
    /// One sentence for the error bar; never for what was cancelled.
    void problemOccurred(const headwaters::Problem& problem);
    /// `request()` has another target or rival.
    void pairChanged();
    /// Once after each run: `isSettled()` has become true.
    void settled();

private:
    /// What a HeadDetail was asked for.
    struct DetailKey {
        quint64 run = 0;
        HeadIndex head;
        TokenPair pair;
        bool operator==(const DetailKey&) const = default;
    };

    Document(RunModel& runModel, Selection& selection, bool isFollower, QObject* parent);

    void connectSession();
    void takeModel(const ModelInfo& info, std::shared_ptr<const Tokenizer> tokenizer);
    void failModel(const Problem& problem);
    void takeResult(quint64 run, const std::shared_ptr<const RunResult>& result);
    void takeDetail(const std::shared_ptr<const HeadDetail>& detail);
    void takeEffects(const EffectSummary& effects);
    void takeMap(quint64 run, std::shared_ptr<const AttentionMap> map);
    void stopRun(quint64 run, const Problem* problem);
    void lockFirstHead(const RunResult& result);
    void lockFirstPair(const HeadDetail& detail);
    void wantDetail();
    void wantEffects();
    void wantAggregate(Quantity quantity, Aggregation aggregation, HeadIndex head);
    void updateStale();
    void tellSettled();

    RunModel& m_runModel;
    Selection& m_selection;
    const bool m_isFollower; ///< the selection is set elsewhere
    ModelSession m_session;
    Generating m_generating{m_session, m_runModel};
    Directions m_directions{m_session, m_runModel, m_selection};
    QString m_openingPath;
    RunRequest m_request;
    std::optional<HeadIndex> m_firstHead;
    std::optional<DetailKey> m_wanted; ///< the head that was asked for last
    bool m_firstRun = true; ///< no run of this model has finished
    bool m_locksFirstPair = false; ///< the pair is locked when the first head arrives
    bool m_wasSettled = false;
};

} // namespace headwaters
