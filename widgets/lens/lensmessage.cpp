#include "widgets/lens/lensmessage.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Lens", text);
}

} // namespace

std::optional<StateMessage> lensMessage(const LensModel& model, const RunModel& run)
{
    const QString icon = QStringLiteral("lens");
    if (run.state() == RunModel::State::Running && !model.lens())
        return StateMessage{icon, tr("Running"), tr("The lens is read when the run has finished.")};
    if (!run.result())
        return StateMessage{
            icon, tr("No run yet"),
            tr("Type a prompt and run it. The lens then shows what the model would predict between its "
               "layers, and which heads write the difference.")};
    switch (model.state()) {
    case LensModel::State::Failed:
        if (model.problem().kind == Problem::Kind::Cancelled)
            return StateMessage{
                icon, tr("The reading was stopped"),
                tr("Nothing of it is drawn. It can be read again from the run in front."), tr("Read again"),
                QStringLiteral("run")};
        return StateMessage{
            QStringLiteral("error"),
            tr("The lens could not be read"),
            model.problem().summary,
            tr("Read again"),
            {},
            {},
            model.problem().summary + u'\n' + model.problem().detail};
    case LensModel::State::Empty:
    case LensModel::State::Reading:
        if (model.lens())
            return std::nullopt;
        return StateMessage{
            icon, tr("Reading the stream between the layers"),
            tr("Each layer's residual stream goes through the model's own unembedding: %1 read.")
                .arg(shareText(model.share()))};
    case LensModel::State::Ready:
        break;
    }
    return std::nullopt;
}

} // namespace headwaters
