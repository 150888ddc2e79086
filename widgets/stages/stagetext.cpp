#include "widgets/stages/stagetext.h"

#include "core/heads/reportviews.h"
#include "widgets/common/numberformat.h"

#include <QCoreApplication>

#include <algorithm>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Stages", text);
}

} // namespace

QString taskName(const QString& task)
{
    if (task.isEmpty())
        return tr("all tasks");
    if (task == QLatin1String("general"))
        return tr("random tokens and weights");
    QString words = task;
    return words.replace(u'-', u' ');
}

QString sideName(const StagesShown::Side& side, const std::vector<KeptScan>& kept)
{
    const auto found = std::find_if(
        kept.begin(), kept.end(), [&side](const KeptScan& scan) { return scan.key == side.kept; });
    const QString scan = found == kept.end() ? tr("this scan") : found->label;
    return side.task.isEmpty() ? scan : tr("%1, %2").arg(scan, taskName(side.task));
}

QString stagesTitle(const StagesShown& shown, const std::vector<KeptScan>& kept)
{
    const QString task = shown.task.isEmpty() ? QString() : QStringLiteral(" · ") + taskName(shown.task);
    switch (shown.mode) {
    case StagesShown::Mode::Type:
        return tr("Stages · %1 · strength by head").arg(headTypeInfo(shown.type).name);
    case StagesShown::Mode::RawScore:
        return tr("Stages · %1 · score by head").arg(headTypeInfo(shown.type).name);
    case StagesShown::Mode::Difference:
        return tr("Stages · %1 − %2").arg(sideName(shown.b, kept), sideName(shown.a, kept));
    case StagesShown::Mode::Stage:
        break;
    }
    return tr("Stages · strength by head") + task;
}

QString verdictLabel(const HeadReport& head)
{
    switch (head.verdict) {
    case HeadVerdict::Primary:
        return head.primary ? stageLetters(*head.primary) : QString();
    case HeadVerdict::MultiStage: {
        const std::vector<Stage> leading = leadingStages(head.stages);
        if (leading.size() == 2)
            return tr("%1 + %2").arg(stageLetters(leading[0]), stageLetters(leading[1]));
        return tr("%1 stages").arg(leading.size());
    }
    case HeadVerdict::Tentative:
        return tr("tentative");
    case HeadVerdict::Inactive:
        return tr("inactive");
    case HeadVerdict::NotMeasurable:
        return tr("not measurable");
    case HeadVerdict::Unassigned:
        break;
    }
    return tr("unclear");
}

QString verdictText(const HeadReport& head)
{
    switch (head.verdict) {
    case HeadVerdict::Primary:
    case HeadVerdict::MultiStage:
        return confidenceKey(head.confidence);
    case HeadVerdict::Tentative:
        return tr("tentative");
    case HeadVerdict::Inactive:
        return tr("inactive");
    case HeadVerdict::NotMeasurable:
        return tr("not measurable");
    case HeadVerdict::Unassigned:
        break;
    }
    return tr("no clear stage");
}

QString strengthText(double strength)
{
    const QString text = numberText(strength, 2);
    return text.startsWith(QLatin1String("0.")) ? text.mid(1) : text;
}

QString stageChipText(Stage stage, double strength)
{
    return QStringLiteral("%1 %2").arg(stageLetters(stage), strengthText(strength));
}

QString findingText(Finding finding)
{
    switch (finding) {
    case Finding::Yes:
        return tr("yes");
    case Finding::Weak:
        return tr("weak");
    case Finding::NotMeasurable:
        return tr("not measurable");
    case Finding::No:
        break;
    }
    return tr("no");
}

QString rolesText(const HeadReport& head)
{
    QStringList names;
    for (const TypeSummary* summary : foundTypes(head))
        names << headTypeInfo(summary->type).shortName;
    return names.join(QStringLiteral(", "));
}

QString describeStages(const HeadReport& head, const QString& task)
{
    const StageStrengths stages = stagesOn(head, task);
    QStringList strengths;
    for (std::size_t i = 0; i < stages.size(); ++i)
        strengths << QStringLiteral("%1 %2").arg(
            stageLetters(static_cast<Stage>(i)), numberText(stages[i], 2));
    QString text = tr("head %1, %2").arg(head.head.text(), verdictLabel(head));
    if (verdictText(head) != verdictLabel(head))
        text += QStringLiteral(", ") + verdictText(head);
    text += QStringLiteral(": ") + strengths.join(QStringLiteral(", "));
    QStringList types;
    for (const TypeSummary* summary : foundTypes(head))
        types << headTypeInfo(summary->type).name;
    if (!types.isEmpty())
        text += QStringLiteral("; ") + types.join(QStringLiteral(", "));
    QStringList blind;
    for (const Stage stage : head.blind)
        blind << stageLetters(stage);
    if (!blind.isEmpty())
        text += tr("; %1 cannot be measured").arg(blind.join(QStringLiteral(", ")));
    return text;
}

QString trustText(const ScanReport& report)
{
    QStringList parts;
    if (!report.stability)
        parts << tr("Drawn from one seed: how stable the labels are was not measured.");
    else if (report.stability->labelled == 0)
        parts << tr("No head has a primary stage, so there is nothing to repeat.");
    else
        parts << tr("A second draw of the prompts agrees on %1 of %2 labelled heads.")
                     .arg(report.stability->agreeing)
                     .arg(report.stability->labelled);
    if (!report.scrambled)
        return parts.join(u' ');
    int heads = 0;
    QStringList types;
    for (const ScanReport::FalsePositives& positives : *report.scrambled) {
        heads += positives.heads;
        if (positives.heads > 0)
            types << QStringLiteral("%1 %2").arg(
                headTypeInfo(positives.type).name, QString::number(positives.heads));
    }
    if (heads == 0)
        parts << tr("On a scrambled copy of the model nothing was found.");
    else if (heads == 1)
        parts << tr("On a scrambled copy of the model one label was found all the same: %1.")
                     .arg(types.join(QStringLiteral(", ")));
    else
        parts << tr("On a scrambled copy of the model %1 labels were found all the same: %2.")
                     .arg(heads)
                     .arg(types.join(QStringLiteral(", ")));
    return parts.join(u' ');
}

QString scanText(const ScanReport& report)
{
    QString seeds = report.settings.seeds == 1
        ? tr("seed %1").arg(report.settings.seed)
        : tr("%1 seeds from %2").arg(report.settings.seeds).arg(report.settings.seed);
    return tr("%1 tier, %2, %3 prompts").arg(tierKey(report.settings.tier), seeds).arg(report.forwards);
}

QString costText(const std::optional<ScanCost>& cost)
{
    if (!cost)
        return {};
    if (cost->seconds <= 0)
        return tr("about %1 prompts").arg(cost->forwards);
    return tr("about %1 prompts, %2").arg(cost->forwards).arg(durationText(cost->seconds));
}

} // namespace headwaters
