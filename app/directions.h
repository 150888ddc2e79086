#pragma once

#include "core/engine/session/modelsession.h"
#include "core/engine/session/snapshotthread.h"
#include "core/files/directioncache.h"
#include "widgets/common/runmodel.h"
#include "widgets/head/directionmodel.h"
#include "widgets/selection/selection.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace headwaters {

class DirectionReader;
class HeadSvds;

/// Computes the singular directions of the head under the selection while somebody looks, in threads of its
/// own, and writes the answers into the DirectionModel. Scores and words are asked for apart, since the first
/// words of a model wait for its whole vocabulary.
class Directions : public QObject {
    Q_OBJECT

public:
    Directions(ModelSession& session, RunModel& runModel, Selection& selection, QObject* parent = nullptr);
    ~Directions() override;

    [[nodiscard]] DirectionModel& model() { return m_model; }
    /// The decompositions of the open model, which other questions share; null before its first run.
    [[nodiscard]] std::shared_ptr<HeadSvds> svds() const { return m_svds; }

    /// Keeps the decompositions of all heads for the next time, as soon as the hash of the weights is known.
    void useCache(const DirectionCache& cache) { m_cache = cache; }
    /// What a direction of any head reads and writes, for views that show another head than the selection's.
    /// A newer question silences the one before.
    void
    read(HeadIndex head, int direction, std::function<void(std::shared_ptr<const DirectionReading>)> told);
    /// Nothing that the views show is under way.
    [[nodiscard]] bool isSettled() const;
    /// Stops reading the vocabulary; words are then those of raw embeddings, which need no time.
    void cancelReading();

Q_SIGNALS:
    /// Effective embeddings of the vocabulary are computed, once for each model.
    void readingStarted();
    void readingProgressed(int done, int total);
    void readingEnded();
    /// What was asked for has arrived.
    void settled();
    /// One sentence for the error bar; never for what was cancelled.
    void problemOccurred(const headwaters::Problem& problem);

private:
    enum Question {
        HeadQuestion,
        RowQuestion,
        PartialQuestion,
        WordsQuestion,
        KeepQuestion,
        OtherWordsQuestion
    };
    /// The scores thread's own: the head that was asked about last.
    struct Work;
    struct Asked {
        quint64 run = 0;
        HeadIndex head;
        int first = 0; ///< destination, or how many directions, or which
        int second = 0;
        bool operator==(const Asked&) const = default;
    };

    /// Another model is open, or its hash is known.
    void followModel();
    /// Asks for what is not there yet.
    void want();
    void wantHead(const Asked& key);
    void wantRow(quint64 run, const SelectionState& shown);
    void wantPartial(const Asked& key);
    void wantWords(const SelectionState& shown);
    void fail(int question, const Problem& problem);
    void progress(int done, int total);
    void endReading();
    void tellSettled();

    ModelSession& m_session;
    RunModel& m_runModel;
    Selection& m_selection;
    DirectionModel m_model;
    std::optional<DirectionCache> m_cache;
    std::shared_ptr<const Tokenizer> m_tokenizer; ///< of the model that m_svds belong to
    std::shared_ptr<HeadSvds> m_svds;
    std::shared_ptr<DirectionReader> m_reader;
    std::shared_ptr<Work> m_work;
    std::optional<Asked> m_askedHead, m_askedRow, m_askedPartial, m_askedWords;
    bool m_isKept = false;
    bool m_isReading = false;
    SnapshotThread m_scores{QStringLiteral("scores")};
    SnapshotThread m_words{QStringLiteral("words")};
    SnapshotThread m_keeping{QStringLiteral("keeping")};
};

} // namespace headwaters
