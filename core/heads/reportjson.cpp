#include "core/heads/reportjson.h"

#include "core/heads/confirmationjson.h"

#include <QJsonArray>

namespace headwaters {

namespace {

const QJsonValue null{QJsonValue::Null};

QJsonValue numberOrNull(bool known, double number)
{
    return known ? jsonNumber(number) : null;
}

template <typename Values, typename Text> QJsonArray texts(const Values& values, Text text)
{
    QJsonArray array;
    for (const auto& value : values)
        array.append(text(value));
    return array;
}

QJsonObject typeJson(const TypeSummary& summary)
{
    const bool measured = summary.finding != Finding::NotMeasurable;
    return {
        {QStringLiteral("type"), headTypeInfo(summary.type).key},
        {QStringLiteral("tier"), tierKey(summary.tier)},
        {QStringLiteral("score"), numberOrNull(measured, summary.score)},
        {QStringLiteral("null"), numberOrNull(measured, summary.null)},
        {QStringLiteral("z"), numberOrNull(measured && summary.hasZ, summary.z)},
        {QStringLiteral("q"), numberOrNull(measured, summary.q)},
        {QStringLiteral("confidence"), confidenceKey(summary.confidence)},
        {QStringLiteral("strength"), jsonNumber(summary.strength)},
        {QStringLiteral("status"), statusKey(summary.finding)},
        {QStringLiteral("weak"), summary.finding == Finding::Weak},
        {QStringLiteral("reason"), summary.reason},
        {QStringLiteral("tags"), QJsonArray::fromStringList(summary.tags)},
    };
}

QJsonObject taskJson(const TaskStages& task)
{
    return {
        {QStringLiteral("task"), task.task},
        {QStringLiteral("gate"), jsonNumber(task.gate)},
        {QStringLiteral("stages"), stagesJson(task.stages)}};
}

QJsonObject headJson(const HeadReport& head)
{
    return {
        {QStringLiteral("layer"), head.head.layer},
        {QStringLiteral("head"), head.head.head},
        {QStringLiteral("verdict"), verdictKey(head.verdict)},
        {QStringLiteral("primary"), head.primary ? QJsonValue(stageLetters(*head.primary)) : null},
        {QStringLiteral("confidence"), confidenceKey(head.confidence)},
        {QStringLiteral("ambiguity"), jsonNumber(head.ambiguity)},
        {QStringLiteral("stages"), stagesJson(head.stages)},
        {QStringLiteral("blind"), texts(head.blind, stageLetters)},
        {QStringLiteral("sink"), jsonNumber(head.sink)},
        {QStringLiteral("idle"), head.idle},
        {QStringLiteral("types"), texts(head.types, typeJson)},
        {QStringLiteral("tasks"), texts(head.tasks, taskJson)},
    };
}

QJsonValue stabilityJson(const std::optional<ScanStability>& stability)
{
    if (!stability)
        return null;
    return QJsonObject{
        {QStringLiteral("labelled"), stability->labelled}, {QStringLiteral("agreeing"), stability->agreeing}};
}

QJsonValue scrambledJson(const std::optional<std::vector<ScanReport::FalsePositives>>& scrambled)
{
    if (!scrambled)
        return null;
    return texts(*scrambled, [](const ScanReport::FalsePositives& positives) {
        return QJsonObject{
            {QStringLiteral("type"), headTypeInfo(positives.type).key},
            {QStringLiteral("heads"), positives.heads}};
    });
}

QStringList rowOf(const HeadReport& head)
{
    QStringList row{
        QString::number(head.head.layer), QString::number(head.head.head), verdictKey(head.verdict),
        head.primary ? stageLetters(*head.primary) : QString()};
    for (const double stage : head.stages)
        row << numberText(stage);
    return row;
}

QStringList rowOf(const TypeSummary& summary)
{
    const bool measured = summary.finding != Finding::NotMeasurable;
    const auto number = [](bool known, double value) { return known ? numberText(value) : QString(); };
    return {
        headTypeInfo(summary.type).key,
        tierKey(summary.tier),
        number(measured, summary.score),
        number(measured, summary.null),
        number(measured && summary.hasZ, summary.z),
        number(measured, summary.q),
        confidenceKey(summary.confidence),
        numberText(summary.strength),
        statusKey(summary.finding),
        summary.reason,
        summary.tags.join(QLatin1Char(';'))};
}

} // namespace

QString statusKey(Finding finding)
{
    switch (finding) {
    case Finding::Yes:
        return QStringLiteral("yes");
    case Finding::NotMeasurable:
        return QStringLiteral("not measurable");
    case Finding::Weak:
    case Finding::No:
        break;
    }
    return QStringLiteral("no");
}

QJsonObject stagesJson(const StageStrengths& stages)
{
    QJsonObject object;
    for (std::size_t i = 0; i < stages.size(); ++i)
        object.insert(stageLetters(static_cast<Stage>(i)), jsonNumber(stages[i]));
    return object;
}

QJsonObject competenceJson(const Competence& competence)
{
    return {
        {QStringLiteral("task"), competence.task},
        {QStringLiteral("sentence"), competence.sentence},
        {QStringLiteral("prompts"), competence.prompts},
        {QStringLiteral("accuracy"), jsonNumber(competence.accuracy)},
        {QStringLiteral("accuracyLow"), jsonNumber(competence.accuracyLow)},
        {QStringLiteral("chance"), jsonNumber(competence.chance)},
        {QStringLiteral("difference"), jsonNumber(competence.difference)},
        {QStringLiteral("differenceLow"), jsonNumber(competence.differenceLow)},
        {QStringLiteral("passed"), competence.passed},
        {QStringLiteral("reason"), competence.reason},
    };
}

QJsonObject settingsJson(const ScanSettings& settings)
{
    return {
        {QStringLiteral("tier"), tierKey(settings.tier)},
        {QStringLiteral("types"),
         texts(settings.types, [](HeadType type) { return headTypeInfo(type).key; })},
        // As text, since a JSON number holds whole numbers up to 2^53 only.
        {QStringLiteral("seed"), QString::number(settings.seed)},
        {QStringLiteral("seeds"), settings.seeds},
        {QStringLiteral("prompts"), settings.prompts},
        {QStringLiteral("scrambled"), settings.scrambled},
    };
}

QJsonObject schemeJson(const StageScheme& scheme)
{
    return {
        {QStringLiteral("extended"), scheme.extended},
        {QStringLiteral("pooling"),
         scheme.pooling == TaskPooling::Most ? QStringLiteral("most") : QStringLiteral("mean")},
        {QStringLiteral("weights"), texts(scheme.weights, [](double weight) { return jsonNumber(weight); })},
    };
}

QJsonObject reportJson(const ScanReport& report)
{
    return {
        {QStringLiteral("model"),
         QJsonObject{
             {QStringLiteral("name"), report.model.name},
             {QStringLiteral("family"), report.model.family},
             {QStringLiteral("nLayers"), report.model.nLayers},
             {QStringLiteral("nHeads"), report.model.nHeads},
             {QStringLiteral("sha256"), report.model.sha256}}},
        {QStringLiteral("settings"), settingsJson(report.settings)},
        {QStringLiteral("scheme"), schemeJson(report.scheme)},
        {QStringLiteral("tasks"), texts(report.tasks, competenceJson)},
        {QStringLiteral("heads"), texts(report.heads, headJson)},
        {QStringLiteral("stability"), stabilityJson(report.stability)},
        {QStringLiteral("scrambled"), scrambledJson(report.scrambled)},
        {QStringLiteral("confirmations"), texts(report.confirmations, confirmationJson)},
        {QStringLiteral("forwards"), report.forwards},
        {QStringLiteral("seconds"), jsonNumber(report.seconds)},
    };
}

CsvTable reportCsv(const ScanReport& report)
{
    CsvTable table;
    table.header =
        QStringList{QStringLiteral("layer"),    QStringLiteral("head"),   QStringLiteral("verdict"),
                    QStringLiteral("primary"),  QStringLiteral("KR"),     QStringLiteral("ICI"),
                    QStringLiteral("LR"),       QStringLiteral("EP"),     QStringLiteral("type"),
                    QStringLiteral("tier"),     QStringLiteral("score"),  QStringLiteral("null"),
                    QStringLiteral("z"),        QStringLiteral("q"),      QStringLiteral("confidence"),
                    QStringLiteral("strength"), QStringLiteral("status"), QStringLiteral("reason"),
                    QStringLiteral("tags")};
    for (const HeadReport& head : report.heads) {
        for (const TypeSummary& summary : head.types)
            table.rows.push_back(rowOf(head) + rowOf(summary));
        if (head.types.empty())
            table.rows.push_back(rowOf(head) + QStringList(11, QString()));
    }
    return table;
}

} // namespace headwaters
