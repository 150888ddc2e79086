#include "widgets/circuit/faithfulnesstext.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Faithfulness", text);
}

} // namespace

QString faithfulnessText(const std::optional<Faithfulness>& faithfulness)
{
    if (!faithfulness)
        return tr("Faithfulness %1").arg(unknownText());
    const QString text = tr("Faithfulness %1").arg(shareText(faithfulness->kept));
    return faithfulness->prompts > 1 ? tr("%1 ± %2").arg(text, shareText(faithfulness->error)) : text;
}

QString faithfulnessSentence(const std::optional<Faithfulness>& faithfulness)
{
    if (!faithfulness)
        return tr("How much of the logit difference the shown circuit keeps by itself; not measured yet.");
    return tr("The whole model prefers the target by %1 logits, the shown circuit alone by %2, with "
              "everything else replaced by its mean; with all replaced %3 are left.")
        .arg(
            signedLogitText(faithfulness->whole), signedLogitText(faithfulness->circuit),
            signedLogitText(faithfulness->nothing));
}

QString faithfulnessBlocked(const CircuitModel& model)
{
    if (model.isMeasuring())
        return tr("It is being measured.");
    if (!model.circuit() || model.circuit()->isEmpty())
        return tr("There is no circuit.");
    if (model.state() != CircuitModel::State::Ready)
        return tr("The circuit is not of the run in front.");
    return {};
}

} // namespace headwaters
