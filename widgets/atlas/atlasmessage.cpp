#include "widgets/atlas/atlasmessage.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("AtlasView", text);
}

} // namespace

bool isOldRun(const RunModel& model)
{
    return model.result()
        && (model.state() == RunModel::State::Stale || model.state() == RunModel::State::Failed);
}

QString wallTitle(const Comparison* comparison)
{
    const QString title = tr("Atlas · attention · after softmax");
    if (!comparison || !comparison->isOn())
        return title;
    switch (comparison->shown()) {
    case Comparison::Shown::A:
        break;
    case Comparison::Shown::B:
        return tr("%1 · B").arg(title);
    case Comparison::Shown::SideBySide:
        return tr("%1 · A | B").arg(title);
    case Comparison::Shown::Difference:
        return tr("%1 · A − B").arg(title);
    }
    return tr("%1 · A").arg(title);
}

QString wallNote(const RunModel& model)
{
    const int arrived = model.layersArrived();
    switch (model.state()) {
    case RunModel::State::Running:
        if (arrived == model.model().nLayers)
            return tr("All layers are final.");
        if (arrived == 0)
            return tr("Running layer 0.");
        return arrived == 1 ? tr("Running layer 1. Layer 0 is final.")
                            : tr("Running layer %1. Layers 0 to %2 are final.").arg(arrived).arg(arrived - 1);
    case RunModel::State::Stale:
        return tr("The prompt has changed: this is the wall of run %1.").arg(model.result()->run);
    case RunModel::State::Failed:
        return model.result()
            ? tr("The last run failed: this is the wall of run %1.").arg(model.result()->run)
            : QString();
    default:
        return {};
    }
}

StateMessage emptyAtlasMessage(const RunModel& model, bool opening)
{
    if (model.state() == RunModel::State::Failed)
        return {
            QStringLiteral("error"),
            tr("The run was not finished"),
            model.problem().summary,
            tr("Run the example"),
            QStringLiteral("run"),
            tr("Open model…"),
            model.problem().summary + u'\n' + model.problem().detail};
    if (opening)
        return {
            QStringLiteral("atlas"), tr("Opening the model"), tr("The prompt runs as soon as it is open.")};
    if (model.model().name.isEmpty())
        return {
            QStringLiteral("open-folder"), tr("No model is open"),
            tr("Choose one that is on this computer, or drop a GGUF file or a Hugging Face folder here."),
            tr("Open model…")};
    return {
        QStringLiteral("atlas"),
        tr("No run yet"),
        tr("Type a prompt or pick a task in the Prompt panel. The wall fills with one picture per head."),
        tr("Run the example"),
        QStringLiteral("run"),
        tr("Open model…")};
}

} // namespace headwaters
