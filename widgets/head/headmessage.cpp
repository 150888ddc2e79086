#include "widgets/head/headmessage.h"

#include "widgets/compare/sidetext.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("HeadView", text);
}

} // namespace

StateMessage emptyHeadMessage(const HeadSide& side, const HeadChoice& choice)
{
    const RunModel& model = side.model();
    StateMessage message{
        QStringLiteral("head"), tr("No run yet"),
        tr("Type a prompt and run it: each head then shows where every token looks.")};
    const RunModel::State state = model.state();
    if (state == RunModel::State::Running) {
        message.title = tr("Running");
        message.text = tr("%1 of %2 layers are done. The map follows with the last one.")
                           .arg(model.layersArrived())
                           .arg(model.model().nLayers);
    } else if (state == RunModel::State::Failed && !model.result()) {
        message = {QStringLiteral("error"), tr("The run failed"), model.problem().summary};
        message.details = model.problem().detail.isEmpty() ? model.problem().summary : model.problem().detail;
    } else if (
        model.result() && choice.aggregation == Aggregation::OneHead && !side.selection().shown().head) {
        message.title = tr("No head chosen");
        message.text = tr("Click a head in the Atlas, or step with the arrow keys.");
        message.primary = tr("Show head 0.0");
    } else if (model.result()) {
        message.title = tr("Reading the head");
        message.text = tr("Its map is being computed.");
    }
    return message;
}

std::optional<StateMessage>
missingSideMessage(const HeadSide& side, const HeadSide& a, const HeadChoice& choice)
{
    const QString icon = QStringLiteral("head");
    const ModelInfo& info = side.model().model();
    const bool isA = &side == &a;
    if (!side.model().result())
        return isA ? StateMessage{icon, tr("No run yet"), tr("Type a prompt and run it.")}
                   : emptySideMessage(side.model(), icon);
    if (choice.aggregation != Aggregation::OneHead || side.selection().shown().head)
        return std::nullopt;
    const auto headOfA = a.selection().shown().head;
    if (isA || !headOfA)
        return StateMessage{
            icon, tr("No head chosen"), tr("Click a head in the Atlas, or step with the arrow keys.")};
    return StateMessage{
        icon, tr("B has no head %1").arg(headOfA->text()),
        tr("It has the heads 0.0 to %1. Write one into the field B above.")
            .arg(HeadIndex{info.nLayers - 1, info.nHeads - 1}.text())};
}

} // namespace headwaters
