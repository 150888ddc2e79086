#include "widgets/probes/probefigure.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>

#include <algorithm>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ProbeFigure", text);
}

/// What somebody reaches who always says the label that is more frequent.
double guessing(const ProbeReport& report)
{
    const double ones = static_cast<double>(report.ones) / std::max(report.items, 1);
    return std::max(ones, 1 - ones);
}

HeadGrid mapOf(const ProbeReport& report)
{
    HeadGrid map;
    map.nLayers = report.model.nLayers;
    map.nHeads = report.model.nHeads;
    map.low = guessing(report);
    map.quantity = tr("accuracy held out");
    map.bound = report.accuracyBound;
    map.boundText = tr("bound %1: the best head by chance").arg(numberText(report.accuracyBound, 2));
    map.markText = tr("above the bound");
    for (const HeadProbe& head : report.heads) {
        map.values.emplace_back(head.accuracy);
        map.marked.push_back(head.accuracy > report.accuracyBound);
    }
    return map;
}

FigureData dataOf(const ProbeReport& report)
{
    FigureData data;
    const std::vector<std::int64_t> wall{report.model.nLayers, report.model.nHeads};
    NamedTensor accuracy{QStringLiteral("accuracy"), wall, {}};
    NamedTensor bound{QStringLiteral("null_accuracy_high"), wall, {}};
    NamedTensor auc{QStringLiteral("auc"), wall, {}};
    data.table.header = {
        QStringLiteral("layer"),
        QStringLiteral("head"),
        accuracy.name,
        bound.name,
        auc.name,
        QStringLiteral("low"),
        QStringLiteral("high"),
        QStringLiteral("null"),
        QStringLiteral("null_high"),
        QStringLiteral("random_head"),
        QStringLiteral("z"),
        QStringLiteral("p"),
        QStringLiteral("q"),
        QStringLiteral("passes")};
    for (const HeadProbe& head : report.heads) {
        QStringList row{QString::number(head.head.layer), QString::number(head.head.head)};
        for (const double value :
             {head.accuracy, head.nullAccuracyHigh, head.auc, head.low, head.high, head.null, head.nullHigh,
              head.randomHead, head.z, head.p, head.q})
            row << numberText(value);
        data.table.rows.push_back(row << (head.passes ? QStringLiteral("yes") : QStringLiteral("no")));
        accuracy.values.push_back(static_cast<float>(head.accuracy));
        bound.values.push_back(static_cast<float>(head.nullAccuracyHigh));
        auc.values.push_back(static_cast<float>(head.auc));
    }
    data.tensors = {std::move(accuracy), std::move(bound), std::move(auc)};
    return data;
}

QString captionOf(const ProbeReport& report)
{
    const auto above = std::count_if(report.heads.begin(), report.heads.end(), [&](const HeadProbe& head) {
        return head.accuracy > report.accuracyBound;
    });
    const auto best = std::max_element(
        report.heads.begin(), report.heads.end(),
        [](const HeadProbe& one, const HeadProbe& other) { return one.accuracy < other.accuracy; });
    QString caption =
        tr("Each cell is a linear probe of what one head holds, which tells %1; rows are layers, columns "
           "heads, the colour the share it gets right of items in groups that it did not learn from.")
            .arg(report.sentence);
    caption += u' '
        + tr("The best is head %1 with %2; %3 of %4 heads are above the bound of permuted labels, %5, and "
             "the embeddings alone reach %6. The bound is what the best head stays below in 95 % of the "
             "draws.")
              .arg(best->head.text(), numberText(best->accuracy, 2))
              .arg(above)
              .arg(report.heads.size())
              .arg(numberText(report.accuracyBound, 2), numberText(report.baseline.accuracy, 2));
    return caption;
}

Provenance provenanceOf(const ProbeReport& report)
{
    Provenance provenance;
    provenance.modelName = report.model.name;
    provenance.modelSha256 = report.model.sha256;
    provenance.dtype = QStringLiteral("float32");
    provenance.hookName = QStringLiteral("blocks.*.attn.hook_z");
    provenance.origin = Origin::Derived;
    provenance.settings
        << tr("set %1: %2 items in %3 groups").arg(report.set).arg(report.items).arg(report.groups)
        << tr("%1 folds, %2 permutations, penalty %3, seed %4")
               .arg(report.rule.folds)
               .arg(report.rule.draws)
               .arg(report.rule.penalty)
               .arg(report.rule.seed);
    return provenance;
}

} // namespace

HeadGridFigure probeFigure(const ProbeReport& report)
{
    return {
        mapOf(report),
        {tr("Probe of every head · %1").arg(report.set), captionOf(report), QStringLiteral("probe"),
         provenanceOf(report)},
        dataOf(report)};
}

} // namespace headwaters
