#pragma once

#include "app/document.h"
#include "core/engine/session/keptcausalrun.h"
#include "core/engine/session/snapshotthread.h"
#include "widgets/interventions/interventionmodel.h"

#include <QObject>

namespace headwaters {

/// Answers what the Interventions view wants: what its stack does to the run in front, and sweeps. The stack
/// is measured in one thread and sweeps in another, so that a long map leaves the stack live.
class Intervening : public QObject {
    Q_OBJECT

public:
    explicit Intervening(Document& document, QObject* parent = nullptr);

    [[nodiscard]] InterventionModel& model() { return m_model; }
    [[nodiscard]] bool isBusy() const;
    /// The library's family that the prompt in front is an example of; empty: none. Its other prompts of the
    /// same length are what means are taken over, and its own corrupted twin is the other prompt.
    void setFamily(const QString& key);
    void cancel();
    /// Somebody looks at the run with the stack on: it is made now and after each change of the stack.
    void setRunWanted(bool wanted);

Q_SIGNALS:
    /// The run in front with all on that is switched on; while it is wanted.
    void changedRunReady(std::shared_ptr<const headwaters::RunSnapshot> changed);
    /// A sweep has begun: its name for the task strip.
    void started(const QString& what);
    void progressed(int done, int total);
    void ended();

private:
    /// What the run in front is asked; none where there is no run.
    [[nodiscard]] std::optional<CausalQuestion> question() const;
    [[nodiscard]] std::shared_ptr<const RunSnapshot> snapshot() const;
    /// Run, pair or other prompt are others.
    void follow();
    void readFamily();
    void setOther(const QString& text);
    void measure(const InterventionStack& stack);
    void makeRun();
    void sweep(const SweepRequest& request);
    void endSweep();
    void modelChanged();

    Document& m_document;
    InterventionModel m_model;
    QString m_family;
    std::shared_ptr<const RunResult> m_result; ///< whose family was read
    std::optional<CausalQuestion> m_question;
    std::optional<CausalPrompt> m_other;
    std::vector<CausalPrompt> m_references;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    bool m_isRunWanted = false;
    int m_sweep = 0; ///< counts sweeps, so that rows of an older one are known
    std::shared_ptr<KeptCausalRun> m_stackRun = std::make_shared<KeptCausalRun>();
    std::shared_ptr<KeptCausalRun> m_sweepRun = std::make_shared<KeptCausalRun>();
    SnapshotThread m_stackThread{QStringLiteral("stack")};
    SnapshotThread m_sweepThread{QStringLiteral("sweeps")};
};

} // namespace headwaters
