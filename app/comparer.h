#pragma once

#include "app/document.h"
#include "core/engine/session/rundifference.h"
#include "widgets/compare/comparison.h"

#include <QObject>

#include <memory>

namespace headwaters {

/// The second side: a document of its own beside the one that is open, while something is compared. It shares
/// the weights of the same model, or opens another one in its own thread, and computes A − B.
class Comparer : public QObject {
    Q_OBJECT

public:
    explicit Comparer(Document& document, QObject* parent = nullptr);
    /// Stops what the second side does and waits for it.
    ~Comparer() override;

    [[nodiscard]] Comparison& comparison() { return m_comparison; }
    /// The second side; null while nothing is compared.
    [[nodiscard]] Document* second() const { return m_second.get(); }

    /// Why nothing can be compared now; empty where it can.
    [[nodiscard]] QString blockedReason() const;
    /// B on the same model. Its editor holds A's prompt; nothing runs.
    void comparePrompt();
    /// B on the same model, with this request run at once.
    void compareRequest(const RunRequest& request);
    /// B on another model, with A's prompt run as soon as it is open.
    void compareModel(const QString& path);
    /// B is the run in front with interventions on, made elsewhere; again with another one it follows.
    void compareChanged(std::shared_ptr<const RunSnapshot> changed);
    /// As `compareRequest`, with the prompt of the pinned run.
    void comparePinned();
    /// Frees the second side. Safe from within any of its signals: it happens when control returns to the
    /// event loop; `stopped` tells.
    void stop();

    /// What stands in B's editor.
    void setPrompt(const QString& text, bool beginOfText);
    /// Runs B's prompt.
    void run();
    /// Stops what B does and the computing of A − B.
    void cancel();
    void cancelDifference();
    [[nodiscard]] bool isBusy() const;

    /// Neither side nor the difference has anything under way.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    /// B's document was made; it has done nothing yet.
    void started(headwaters::Document* second);
    void stopped();
    /// B's prompt was set by something else than its editor.
    void promptChanged(const QString& text, bool beginOfText);
    void differenceStarted();
    void differenceProgressed(int done, int total);
    void differenceEnded();
    void problemOccurred(const headwaters::Problem& problem);

private:
    /// A fresh second side.
    Document& begin();
    void stopNow();
    void copyHash();
    void copyPair();
    void tellCompared();
    void updateDifferences();

    Document& m_document;
    Comparison m_comparison;
    std::unique_ptr<Document> m_second;
    std::shared_ptr<const RunSnapshot> m_changed; ///< what B shows; null: a run of its own
    RunDifference m_difference;
    std::shared_ptr<const RunResult> m_differenceOfA; ///< what the differences are, or will be, of
    std::shared_ptr<const RunResult> m_differenceOfB;
    std::shared_ptr<const Tokenizer> m_vocabularyOfA; ///< the two that were compared last
    std::shared_ptr<const Tokenizer> m_vocabularyOfB;
    bool m_isSameVocabulary = false;
};

} // namespace headwaters
