#include "core/files/stepfile.h"

#include "core/base/error.h"
#include "core/heads/headtype.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostBytes = 1 << 28; // of what a file unpacks to; the largest step takes a few megabytes

QCborArray identity(const StepKey& key)
{
    return {
        u"headwaters scan step"_s,
        stepFileVersion,
        headTypeCount,
        key.sha256,
        key.step,
        static_cast<int>(key.tier),
        key.prompts,
        QString::number(key.seed),
        key.scrambled,
        key.nLayers,
        key.nHeads};
}

template <typename Number> QByteArray packed(const std::vector<Number>& values)
{
    QByteArray bytes(static_cast<qsizetype>(values.size() * sizeof(Number)), Qt::Uninitialized);
    if (!values.empty()) // nothing has no address to copy from
        qToLittleEndian<Number>(values.data(), static_cast<qsizetype>(values.size()), bytes.data());
    return bytes;
}

std::vector<float> thinned(const std::vector<float>& draws)
{
    if (draws.size() <= mostKeptDraws)
        return draws;
    std::vector<float> kept;
    for (std::size_t at = 0; at < mostKeptDraws; ++at)
        kept.push_back(draws[at * draws.size() / mostKeptDraws]);
    return kept;
}

QCborArray evidenceValues(const Evidence& one)
{
    return {
        static_cast<int>(one.access),
        one.measure,
        one.score,
        one.null,
        one.effect,
        one.z,
        one.hasZ,
        one.p,
        one.q,
        one.low,
        one.high,
        one.samples,
        one.threshold,
        one.weakThreshold,
        one.significant,
        static_cast<int>(one.finding),
        one.required,
        packed(thinned(one.nulls)),
        packed(thinned(one.units))};
}

QCborArray findingValues(const TypeFinding& finding)
{
    QCborArray evidence;
    for (const Evidence& one : finding.evidence)
        evidence.append(evidenceValues(one));
    return {
        finding.head.layer,
        finding.head.head,
        static_cast<int>(finding.type),
        finding.task,
        static_cast<int>(finding.finding),
        finding.reason,
        finding.score,
        evidence,
        QCborArray::fromStringList(finding.tags),
        packed(finding.example.ids),
        finding.example.destination,
        finding.example.source,
        packed(finding.example.moreDestinations),
        packed(finding.example.moreSources),
        finding.retention,
        finding.seeds};
}

QCborArray taskValues(const Competence& task)
{
    return {task.task,   task.sentence,   task.prompts,       task.accuracy, task.accuracyLow,
            task.chance, task.difference, task.differenceLow, task.passed,   task.reason};
}

QCborArray confirmationValues(const Confirmation& one)
{
    QCborArray heads;
    for (const HeadIndex head : one.heads) {
        heads.append(head.layer);
        heads.append(head.head);
    }
    return {static_cast<int>(one.type), heads, one.task, one.measure, one.prompts, one.clean, one.without,
            packed(one.random)};
}

QCborArray addedValues(const AddedEvidence& one)
{
    return {
        one.head.layer, one.head.head, static_cast<int>(one.type), one.task, evidenceValues(one.evidence)};
}

/// Takes the values of an array one after the other and checks each.
class Reader {
public:
    Reader(const QCborArray& values, QString place, const QString& path)
        : m_values(values),
          m_place(std::move(place)),
          m_path(path)
    {
    }

    [[nodiscard]] Error broken(const QString& what) const
    {
        return badInput(
            u"%1: this kept scan result is broken, %2: %3."_s.arg(forMessage(m_path, 300), m_place, what));
    }
    QCborValue next()
    {
        if (m_at >= m_values.size())
            throw broken(u"value %1 is missing"_s.arg(m_at));
        return m_values.at(m_at++);
    }
    bool flag()
    {
        const QCborValue value = next();
        if (!value.isBool())
            throw broken(u"value %1 is no truth value"_s.arg(m_at - 1));
        return value.toBool();
    }
    double number()
    {
        const QCborValue value = next();
        if (!value.isDouble() && !value.isInteger())
            throw broken(u"value %1 is no number"_s.arg(m_at - 1));
        return value.toDouble();
    }
    /// A whole number in `low` to `high`.
    int whole(int low, int high)
    {
        const QCborValue value = next();
        if (!value.isInteger() || value.toInteger() < low || value.toInteger() > high)
            throw broken(u"value %1 is no whole number in %2 to %3"_s.arg(m_at - 1).arg(low).arg(high));
        return static_cast<int>(value.toInteger());
    }
    /// Each 0 to `last`.
    std::vector<int> positions(int last)
    {
        std::vector<int> all = numbers<int>();
        if (std::any_of(all.begin(), all.end(), [last](int one) { return one < 0 || one > last; }))
            throw broken(u"value %1 has a position that is not in 0 to %2"_s.arg(m_at - 1).arg(last));
        return all;
    }
    QString text()
    {
        const QCborValue value = next();
        if (!value.isString())
            throw broken(u"value %1 is no text"_s.arg(m_at - 1));
        return value.toString();
    }
    QCborArray list()
    {
        const QCborValue value = next();
        if (!value.isArray())
            throw broken(u"value %1 is no list"_s.arg(m_at - 1));
        return value.toArray();
    }
    QStringList texts()
    {
        QStringList all;
        const QCborArray values = list();
        Reader reader(values, m_place, m_path);
        for (qsizetype at = 0; at < values.size(); ++at)
            all << reader.text();
        return all;
    }
    template <typename Number> std::vector<Number> numbers()
    {
        const QCborValue value = next();
        const QByteArray bytes = value.toByteArray();
        if (!value.isByteArray() || bytes.size() % static_cast<qsizetype>(sizeof(Number)) != 0)
            throw broken(u"value %1 is no row of numbers"_s.arg(m_at - 1));
        std::vector<Number> all(static_cast<std::size_t>(bytes.size()) / sizeof(Number));
        if (!all.empty())
            qFromLittleEndian<Number>(bytes.constData(), static_cast<qsizetype>(all.size()), all.data());
        return all;
    }

private:
    const QCborArray& m_values;
    QString m_place;
    const QString& m_path;
    qsizetype m_at = 0;
};

constexpr int most = std::numeric_limits<int>::max();

Evidence readEvidence(Reader& reader)
{
    Evidence one;
    one.access = static_cast<Access>(reader.whole(0, accessCount - 1));
    one.measure = reader.text();
    for (double* value : {&one.score, &one.null, &one.effect, &one.z})
        *value = reader.number();
    one.hasZ = reader.flag();
    for (double* value : {&one.p, &one.q, &one.low, &one.high})
        *value = reader.number();
    one.samples = reader.whole(0, most);
    one.threshold = reader.number();
    one.weakThreshold = reader.number();
    one.significant = reader.flag();
    one.finding = static_cast<Finding>(reader.whole(0, static_cast<int>(Finding::NotMeasurable)));
    one.required = reader.flag();
    one.nulls = reader.numbers<float>();
    one.units = reader.numbers<float>();
    return one;
}

TypeFinding readFinding(Reader& reader, const StepKey& key, const QString& place, const QString& path)
{
    TypeFinding finding;
    finding.head.layer = reader.whole(0, key.nLayers - 1);
    finding.head.head = reader.whole(0, key.nHeads - 1);
    finding.type = static_cast<HeadType>(reader.whole(0, headTypeCount - 1));
    finding.task = reader.text();
    finding.finding = static_cast<Finding>(reader.whole(0, static_cast<int>(Finding::NotMeasurable)));
    finding.reason = reader.text();
    finding.score = reader.number();
    const QCborArray evidence = reader.list();
    for (const QCborValue& one : evidence) {
        const QCborArray values = one.toArray();
        Reader fields(values, place + u", evidence %1"_s.arg(finding.evidence.size()), path);
        finding.evidence.push_back(readEvidence(fields));
    }
    finding.tags = reader.texts();
    finding.example.ids = reader.numbers<std::int64_t>();
    const int last = std::max(0, static_cast<int>(finding.example.ids.size()) - 1);
    finding.example.destination = reader.whole(0, last);
    finding.example.source = reader.whole(0, last);
    finding.example.moreDestinations = reader.positions(last);
    finding.example.moreSources = reader.positions(last);
    finding.retention = reader.number();
    finding.seeds = reader.whole(0, most);
    return finding;
}

AddedEvidence readAdded(Reader& reader, const StepKey& key, const QString& place, const QString& path)
{
    AddedEvidence one;
    one.head.layer = reader.whole(0, key.nLayers - 1);
    one.head.head = reader.whole(0, key.nHeads - 1);
    one.type = static_cast<HeadType>(reader.whole(0, headTypeCount - 1));
    one.task = reader.text();
    const QCborArray values = reader.list();
    Reader fields(values, place, path);
    one.evidence = readEvidence(fields);
    return one;
}

Competence readTask(Reader& reader)
{
    Competence task;
    task.task = reader.text();
    task.sentence = reader.text();
    task.prompts = reader.whole(0, most);
    for (double* value :
         {&task.accuracy, &task.accuracyLow, &task.chance, &task.difference, &task.differenceLow})
        *value = reader.number();
    task.passed = reader.flag();
    task.reason = reader.text();
    return task;
}

Confirmation readConfirmation(Reader& reader, const StepKey& key, const QString& place, const QString& path)
{
    Confirmation one;
    one.type = static_cast<HeadType>(reader.whole(0, headTypeCount - 1));
    const QCborArray heads = reader.list();
    Reader indices(heads, place + u", heads"_s, path);
    for (qsizetype at = 0; at < heads.size(); at += 2) {
        const int layer = indices.whole(0, key.nLayers - 1);
        one.heads.push_back({layer, indices.whole(0, key.nHeads - 1)});
    }
    one.task = reader.text();
    one.measure = reader.text();
    one.prompts = reader.whole(0, most);
    one.clean = reader.number();
    one.without = reader.number();
    one.random = reader.numbers<double>();
    if (one.random.empty())
        throw reader.broken(u"it has no draws of random heads"_s);
    return one;
}

} // namespace

QByteArray unpacked(const QByteArray& bytes)
{
    if (bytes.size() < 5 || qFromBigEndian<quint32>(bytes.constData()) > mostBytes)
        return {};
    return qUncompress(bytes);
}

QByteArray stepBytes(const StepKey& key, const StepResult& result)
{
    QCborArray findings, tasks, inactive, confirmations, added;
    for (const TypeFinding& finding : result.findings)
        findings.append(findingValues(finding));
    for (const Competence& task : result.tasks)
        tasks.append(taskValues(task));
    for (const bool one : result.inactive)
        inactive.append(one);
    for (const Confirmation& one : result.confirmations)
        confirmations.append(confirmationValues(one));
    for (const AddedEvidence& one : result.added)
        added.append(addedValues(one));
    const QCborArray all{identity(key), findings, tasks,           packed(result.sinks), inactive,
                         confirmations, added,    result.forwards, result.seconds};
    return qCompress(QCborValue(all).toCbor());
}

StepResult readStep(const QByteArray& bytes, const StepKey& key, const QString& path)
{
    QCborParserError error;
    const QCborArray all = QCborValue::fromCbor(unpacked(bytes), &error).toArray();
    Reader reader(all, u"its outermost list"_s, path);
    if (error.error != QCborError::NoError)
        throw reader.broken(u"it is cut off or damaged"_s);
    if (reader.list() != identity(key))
        throw reader.broken(u"it is of another model, other settings or another version"_s);
    StepResult result;
    for (const QCborValue& one : reader.list()) {
        const QString place = u"finding %1"_s.arg(result.findings.size());
        const QCborArray values = one.toArray();
        Reader fields(values, place, path);
        result.findings.push_back(readFinding(fields, key, place, path));
    }
    for (const QCborValue& one : reader.list()) {
        const QCborArray values = one.toArray();
        Reader fields(values, u"task %1"_s.arg(result.tasks.size()), path);
        result.tasks.push_back(readTask(fields));
    }
    const auto heads = static_cast<std::size_t>(key.nLayers) * static_cast<std::size_t>(key.nHeads);
    result.sinks = reader.numbers<double>();
    if (!result.sinks.empty() && result.sinks.size() != heads)
        throw reader.broken(u"it has %1 sinks of %2 heads"_s.arg(result.sinks.size()).arg(heads));
    const QCborArray flags = reader.list();
    Reader inactive(flags, u"inactive heads"_s, path);
    for (qsizetype at = 0; at < flags.size(); ++at)
        result.inactive.push_back(inactive.flag());
    if (!result.inactive.empty() && result.inactive.size() != heads)
        throw reader.broken(u"it has %1 flags of %2 heads"_s.arg(result.inactive.size()).arg(heads));
    for (const QCborValue& one : reader.list()) {
        const QString place = u"confirmation %1"_s.arg(result.confirmations.size());
        const QCborArray values = one.toArray();
        Reader fields(values, place, path);
        result.confirmations.push_back(readConfirmation(fields, key, place, path));
    }
    for (const QCborValue& one : reader.list()) {
        const QString place = u"added evidence %1"_s.arg(result.added.size());
        const QCborArray values = one.toArray();
        Reader fields(values, place, path);
        result.added.push_back(readAdded(fields, key, place, path));
    }
    result.forwards = reader.whole(0, most);
    result.seconds = reader.number();
    return result;
}

} // namespace headwaters
