#include "widgets/interventions/setfigure.h"

#include "core/base/headindex.h"
#include "widgets/common/numberformat.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Interventions", text);
}

double changeOf(const SetPicture& picture, bool ofAccuracy, std::size_t head)
{
    return ofAccuracy ? picture.ablation.changed[head].accuracy() - picture.ablation.clean.accuracy()
                      : picture.ablation.lossChange(head);
}

HeadGrid mapOf(const SetPicture& picture, bool ofAccuracy)
{
    HeadGrid map;
    map.nLayers = picture.model.nLayers;
    map.nHeads = picture.model.nHeads;
    map.isSigned = true;
    map.high = 0;
    map.quantity = ofAccuracy ? tr("change in accuracy") : tr("change in loss, nats");
    map.markText = tr("more than two standard errors");
    for (std::size_t head = 0; head < picture.ablation.changed.size(); ++head) {
        const double change = changeOf(picture, ofAccuracy, head);
        map.values.emplace_back(change);
        map.high = std::max(map.high, std::abs(change));
        map.marked.push_back(
            !ofAccuracy && std::abs(change) > 2 * picture.ablation.lossError(head) && change != 0);
    }
    return map;
}

FigureData dataOf(const SetPicture& picture)
{
    FigureData data;
    const std::vector<std::int64_t> wall{picture.model.nLayers, picture.model.nHeads};
    for (const auto* name : {"accuracy", "loss", "loss_change", "loss_error"})
        data.tensors.push_back({QString::fromLatin1(name), wall, {}});
    data.table.header = {QStringLiteral("layer"), QStringLiteral("head")};
    for (const NamedTensor& tensor : data.tensors)
        data.table.header << tensor.name;
    for (std::size_t head = 0; head < picture.ablation.changed.size(); ++head) {
        const auto place = static_cast<int>(head);
        QStringList row{
            QString::number(place / picture.model.nHeads), QString::number(place % picture.model.nHeads)};
        const SetScores& scores = picture.ablation.changed[head];
        const double numbers[] = {
            scores.accuracy(), scores.loss(), picture.ablation.lossChange(head),
            picture.ablation.lossError(head)};
        for (std::size_t at = 0; at < std::size(numbers); ++at) {
            row << numberText(numbers[at]);
            data.tensors[at].values.push_back(static_cast<float>(numbers[at]));
        }
        data.table.rows.push_back(row);
    }
    return data;
}

QString captionOf(const SetPicture& picture, bool ofAccuracy)
{
    std::size_t most = 0;
    for (std::size_t head = 0; head < picture.ablation.changed.size(); ++head) {
        if (std::abs(changeOf(picture, ofAccuracy, head)) > std::abs(changeOf(picture, ofAccuracy, most)))
            most = head;
    }
    const auto place = static_cast<int>(most);
    const HeadIndex head{place / picture.model.nHeads, place % picture.model.nHeads};
    return tr("Each cell is one head removed in all %1 prompts of the set; rows are layers, columns heads, "
              "the "
              "colour the %2. Whole, the model has an accuracy of %3 and a loss of %4 nats. The most is head "
              "%5 with %6.")
        .arg(picture.ablation.clean.losses.size())
        .arg(
            ofAccuracy ? tr("change in accuracy") : tr("change in loss"),
            numberText(picture.ablation.clean.accuracy(), 2), numberText(picture.ablation.clean.loss(), 2),
            head.text(), signedText(changeOf(picture, ofAccuracy, most), 2));
}

} // namespace

HeadGridFigure setFigure(const SetPicture& picture, bool ofAccuracy)
{
    Provenance provenance;
    provenance.modelName = picture.model.name;
    provenance.modelSha256 = picture.model.sha256;
    provenance.dtype = QStringLiteral("float32");
    provenance.hookName = QStringLiteral("blocks.*.attn.hook_z");
    provenance.settings << tr("set %1").arg(picture.set) << tr("removed: %1").arg(picture.kind);
    return {
        mapOf(picture, ofAccuracy),
        {tr("Heads removed · %1").arg(picture.set), captionOf(picture, ofAccuracy),
         ofAccuracy ? QStringLiteral("ablation-accuracy") : QStringLiteral("ablation-loss"), provenance},
        dataOf(picture)};
}

} // namespace headwaters
