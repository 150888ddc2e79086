#include "widgets/stages/stagesmessage.h"

#include "widgets/common/numberformat.h"
#include "widgets/stages/stagetext.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("StagesView", text);
}

StateMessage nothingScanned(const StagesModel& model, bool hasModel)
{
    StateMessage message{
        QStringLiteral("stages"), tr("No scan yet"),
        tr("A scan tries every head on many prompts and says what it is for: which of four stages it takes "
           "part in, with the evidence, or that it has no clear stage.")};
    if (!hasModel)
        return message;
    const QString cost = costText(model.cost());
    if (!cost.isEmpty())
        message.text += u' '
            + tr("The %1 tier takes %2; the window can be used meanwhile.")
                  .arg(tierKey(model.settings().tier), cost);
    message.primary = tr("Scan the heads");
    message.primaryIcon = QStringLiteral("run");
    return message;
}

} // namespace

std::optional<StateMessage> stagesMessage(const StagesModel& model, bool hasModel)
{
    switch (model.state()) {
    case StagesModel::State::Failed: {
        StateMessage message{
            QStringLiteral("error"), tr("This scan was not finished"),
            model.problem().summary + u' ' + tr("Nothing of it is drawn.")};
        message.primary = tr("Scan again");
        message.secondary = model.report() ? tr("Back to the scan before") : QString();
        message.details = model.problem().summary + u'\n' + model.problem().detail;
        return message;
    }
    case StagesModel::State::Empty:
        return nothingScanned(model, hasModel);
    case StagesModel::State::Scanning:
        if (model.report())
            return std::nullopt;
        return StateMessage{
            QStringLiteral("stages"), tr("Scanning"),
            tr("The grid fills as detectors finish. Heads and maps can be looked at meanwhile.")};
    case StagesModel::State::Ready:
        break;
    }
    return model.report() ? std::nullopt : std::optional(nothingScanned(model, hasModel));
}

QString stagesNote(const StagesModel& model)
{
    const auto report = model.report();
    if (!report || model.state() == StagesModel::State::Failed)
        return {};
    if (model.shown().mode == StagesShown::Mode::Difference) {
        if (!model.reportOf(model.shown().a) || !model.reportOf(model.shown().b))
            return tr("The other scan is being read.");
        if (model.shown().a == model.shown().b)
            return tr("Both sides are the same: choose another scan or task for one of them.");
    }
    if (model.isPart())
        return tr("Some types are still being measured; strengths may change.");
    return trustText(*report) + u' '
        + tr("Scan: %1 in %2.").arg(scanText(*report), durationText(report->seconds));
}

} // namespace headwaters
