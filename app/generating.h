#pragma once

#include "core/engine/session/modelsession.h"
#include "widgets/common/runmodel.h"
#include "widgets/generate/generationmodel.h"

#include <QObject>

namespace headwaters {

/// Lets the open model write: asks the model thread and keeps the GenerationModel by its answers.
class Generating : public QObject {
    Q_OBJECT

public:
    Generating(ModelSession& session, RunModel& runModel, QObject* parent = nullptr);

    [[nodiscard]] GenerationModel& model() { return m_model; }
    [[nodiscard]] const GenerationModel& model() const { return m_model; }

    /// Goes on from the prompt of `prompt`; a generation under way gives way to it. Does nothing while no
    /// model is open.
    void start(const RunRequest& prompt, const GenerationRequest& settings);
    /// Stops the generation, and the run it may be waiting for.
    void stop();

Q_SIGNALS:
    void started();
    /// One sentence for the error bar; never for what was stopped.
    void problemOccurred(const headwaters::Problem& problem);

private:
    ModelSession& m_session;
    RunModel& m_runModel;
    GenerationModel m_model;
    std::shared_ptr<const Tokenizer> m_tokenizer; ///< of the model that wrote
};

} // namespace headwaters
