#include "core/heads/keptscan.h"

#include "core/heads/confirmationjson.h"
#include "core/heads/findingjson.h"
#include "core/heads/reportjson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

namespace headwaters {

namespace {

constexpr int version = 2;
constexpr int largest = std::numeric_limits<int>::max();

/// Reads the fields of one object, naming the place in messages.
class Fields {
public:
    Fields(const QJsonValue& value, const JsonPlace& place)
        : m_object(requireObject(value, place)),
          m_place(place)
    {
    }

    [[nodiscard]] QJsonValue value(const QString& name) const { return m_object.value(name); }
    [[nodiscard]] JsonPlace place(const QString& name) const { return m_place.child(name); }
    [[nodiscard]] int index(const QString& name) const
    {
        return requireIndex(value(name), place(name), largest);
    }
    [[nodiscard]] double number(const QString& name) const { return requireNumber(value(name), place(name)); }
    [[nodiscard]] QString text(const QString& name) const { return requireString(value(name), place(name)); }
    [[nodiscard]] bool flag(const QString& name) const { return boolOr(value(name), false, place(name)); }
    [[nodiscard]] bool isNull(const QString& name) const
    {
        return value(name).isNull() || value(name).isUndefined();
    }
    /// Each entry of a list, with its place.
    template <typename Use> void each(const QString& name, Use use) const
    {
        const QJsonArray array = requireArray(value(name), place(name));
        for (qsizetype i = 0; i < array.size(); ++i)
            use(array[i], place(name).item(i));
    }

private:
    QJsonObject m_object;
    JsonPlace m_place;
};

void requireModel(const Fields& fields, const ModelInfo& model)
{
    const QString sha256 = fields.text(QStringLiteral("sha256"));
    if (sha256 != model.sha256)
        throw badInput(
            QStringLiteral("%1 is %2; the open model's is %3")
                .arg(fields.place(QStringLiteral("sha256")).text(), quoted(sha256), quoted(model.sha256)));
    for (const auto& [name, expected] :
         {std::pair(QStringLiteral("nLayers"), model.nLayers),
          std::pair(QStringLiteral("nHeads"), model.nHeads)}) {
        const int found = fields.index(name);
        if (found != expected)
            throw badInput(QStringLiteral("%1 is %2; the open model has %3")
                               .arg(fields.place(name).text())
                               .arg(found)
                               .arg(expected));
    }
}

ScanSettings settingsOf(const Fields& fields)
{
    ScanSettings settings;
    settings.tier = requireWord<Tier>(
        fields.value(QStringLiteral("tier")), tierCount, tierKey, fields.place(QStringLiteral("tier")));
    fields.each(QStringLiteral("types"), [&settings](const QJsonValue& type, const JsonPlace& place) {
        settings.types.push_back(requireType(type, place));
    });
    bool isNumber = false;
    const QString seed = fields.text(QStringLiteral("seed"));
    settings.seed = seed.toULongLong(&isNumber);
    if (!isNumber)
        throw badInput(QStringLiteral("%1 is %2; expected a whole number as text")
                           .arg(fields.place(QStringLiteral("seed")).text(), quoted(seed)));
    settings.seeds = fields.index(QStringLiteral("seeds"));
    settings.prompts = fields.index(QStringLiteral("prompts"));
    settings.scrambled = fields.flag(QStringLiteral("scrambled"));
    return settings;
}

StageScheme schemeOf(const Fields& fields)
{
    StageScheme scheme;
    scheme.extended = fields.flag(QStringLiteral("extended"));
    scheme.pooling = requireWord<TaskPooling>(
        fields.value(QStringLiteral("pooling")), 2,
        [](TaskPooling pooling) {
            return pooling == TaskPooling::Most ? QStringLiteral("most") : QStringLiteral("mean");
        },
        fields.place(QStringLiteral("pooling")));
    std::size_t count = 0;
    fields.each(QStringLiteral("weights"), [&](const QJsonValue& weight, const JsonPlace& place) {
        if (count < scheme.weights.size())
            scheme.weights[count] = requireNumber(weight, place);
        ++count;
    });
    if (count != scheme.weights.size())
        throw badInput(QStringLiteral("%1 has %2 numbers; expected %3")
                           .arg(fields.place(QStringLiteral("weights")).text())
                           .arg(count)
                           .arg(scheme.weights.size()));
    return scheme;
}

Competence readCompetence(const Fields& fields)
{
    Competence competence;
    competence.task = fields.text(QStringLiteral("task"));
    competence.sentence = fields.text(QStringLiteral("sentence"));
    competence.prompts = fields.index(QStringLiteral("prompts"));
    competence.accuracy = fields.number(QStringLiteral("accuracy"));
    competence.accuracyLow = fields.number(QStringLiteral("accuracyLow"));
    competence.chance = fields.number(QStringLiteral("chance"));
    competence.difference = fields.number(QStringLiteral("difference"));
    competence.differenceLow = fields.number(QStringLiteral("differenceLow"));
    competence.passed = fields.flag(QStringLiteral("passed"));
    competence.reason = fields.text(QStringLiteral("reason"));
    return competence;
}

void readChecks(const Fields& fields, ScanReport& report)
{
    if (!fields.isNull(QStringLiteral("stability"))) {
        const Fields stability(
            fields.value(QStringLiteral("stability")), fields.place(QStringLiteral("stability")));
        report.stability = ScanStability{
            stability.index(QStringLiteral("labelled")), stability.index(QStringLiteral("agreeing"))};
    }
    if (fields.isNull(QStringLiteral("scrambled")))
        return;
    report.scrambled.emplace();
    fields.each(QStringLiteral("scrambled"), [&report](const QJsonValue& entry, const JsonPlace& place) {
        const Fields positives(entry, place);
        report.scrambled->push_back(
            {requireType(positives.value(QStringLiteral("type")), positives.place(QStringLiteral("type"))),
             positives.index(QStringLiteral("heads"))});
    });
}

} // namespace

QByteArray keptScan(const ScanReport& report)
{
    QJsonObject object = reportJson(report);
    object.remove(QStringLiteral("heads"));
    object.insert(QStringLiteral("format"), QStringLiteral("headwaters scan"));
    object.insert(QStringLiteral("version"), version);
    QJsonArray findings;
    for (const TypeFinding& finding : report.findings)
        findings.append(findingJson(finding));
    object.insert(QStringLiteral("findings"), findings);
    QJsonArray sinks;
    QJsonArray idle;
    for (const HeadReport& head : report.heads) {
        sinks.append(jsonNumber(head.sink));
        idle.append(head.idle);
    }
    object.insert(QStringLiteral("sinks"), sinks);
    object.insert(QStringLiteral("idle"), idle);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

ScanReport readKeptScan(const QByteArray& bytes, const ModelInfo& model, const QString& file)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        throw badInput(
            QStringLiteral("%1 is not JSON: %2 at byte %3").arg(file, error.errorString()).arg(error.offset));
    const JsonPlace place{file, {}};
    const Fields fields(
        document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array()), place);
    const QString format = fields.text(QStringLiteral("format"));
    if (format != QLatin1String("headwaters scan"))
        throw badInput(QStringLiteral("%1 is %2; expected \"headwaters scan\"")
                           .arg(fields.place(QStringLiteral("format")).text(), quoted(format)));
    const int found = fields.index(QStringLiteral("version"));
    if (found != version)
        throw badInput(QStringLiteral("%1 is %2; this program reads %3")
                           .arg(fields.place(QStringLiteral("version")).text())
                           .arg(found)
                           .arg(version));

    const auto object = [&fields](const QString& name) {
        return Fields(fields.value(name), fields.place(name));
    };
    requireModel(object(QStringLiteral("model")), model);
    ScanReport report;
    report.model = model;
    report.settings = settingsOf(object(QStringLiteral("settings")));
    report.scheme = schemeOf(object(QStringLiteral("scheme")));
    fields.each(QStringLiteral("tasks"), [&report](const QJsonValue& entry, const JsonPlace& at) {
        report.tasks.push_back(readCompetence(Fields(entry, at)));
    });
    fields.each(QStringLiteral("findings"), [&](const QJsonValue& entry, const JsonPlace& at) {
        report.findings.push_back(findingFromJson(entry, model, at));
    });
    readChecks(fields, report);
    fields.each(QStringLiteral("confirmations"), [&](const QJsonValue& entry, const JsonPlace& at) {
        report.confirmations.push_back(confirmationFromJson(entry, model, at));
    });
    report.forwards = fields.index(QStringLiteral("forwards"));
    report.seconds = fields.number(QStringLiteral("seconds"));
    std::vector<double> sinks;
    fields.each(QStringLiteral("sinks"), [&sinks](const QJsonValue& sink, const JsonPlace& at) {
        sinks.push_back(requireNumber(sink, at));
    });
    std::vector<bool> idle;
    fields.each(QStringLiteral("idle"), [&idle](const QJsonValue& value, const JsonPlace& at) {
        idle.push_back(boolOr(value, false, at));
    });
    report.heads =
        headReports(model, report.findings, report.tasks, report.settings, report.scheme, sinks, idle);
    return report;
}

} // namespace headwaters
