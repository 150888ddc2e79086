#include "core/engine/session/changedrun.h"

#include "core/engine/causal/causalrun.h"
#include "core/engine/causal/editingvisitor.h"
#include "core/engine/model/forward.h"
#include "core/engine/session/runsnapshot.h"

#include <QElapsedTimer>

namespace headwaters {

namespace {

QStringList linesOf(const InterventionStack& stack)
{
    QStringList lines;
    for (const Intervention& item : stack.items) {
        if (item.enabled)
            lines << describe(item);
    }
    return lines;
}

} // namespace

std::shared_ptr<const RunSnapshot> changedRun(
    CausalRun& run, const RunSnapshot& unchanged, const InterventionStack& stack, const CancelToken& cancel)
{
    const TransformerModel& model = *unchanged.model;
    const CausalQuestion& question = run.question();
    const auto edits = run.edits(stack, CausalBase::Clean, cancel);
    QElapsedTimer timer;
    timer.start();
    return withTorch([&] {
        TraceVisitor tracer(model.info().nLayers, {});
        EditingVisitor visitor(*edits, model.info().nLayers, tracer);
        forward(model.config(), model.weights(), {question.prompt.ids}, LogitRows::Last, visitor, cancel, {});
        auto result = std::make_shared<RunResult>();
        result->run = unchanged.result->run;
        result->request = unchanged.result->request;
        result->tokens = unchanged.result->tokens;
        result->startsWithBeginOfText = unchanged.result->startsWithBeginOfText;
        result->layers = std::move(tracer.layers);
        result->lastLogits = tracer.trace.lastLogits;
        result->seconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        result->changes = linesOf(stack);
        result->effects =
            effectSummary(model, tracer.trace, result->run, question.target, question.rival, cancel);
        auto trace = std::make_shared<RunTrace>(std::move(tracer.trace));
        trace->edits = edits;
        return std::make_shared<const RunSnapshot>(
            RunSnapshot{unchanged.model, unchanged.tokenizer, result, std::move(trace)});
    });
}

} // namespace headwaters
