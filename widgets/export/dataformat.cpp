#include "widgets/export/figureformats.h"

#include "core/base/version.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace headwaters {

namespace {

QJsonObject provenanceJson(const Provenance& provenance)
{
    QJsonObject object{
        {QStringLiteral("model"), provenance.modelName},
        {QStringLiteral("sha256"), provenance.modelSha256},
        {QStringLiteral("dtype"), provenance.dtype},
        {QStringLiteral("hook"), provenance.hookName},
        {QStringLiteral("prompt"), provenance.prompt},
        {QStringLiteral("beginOfText"), provenance.beginOfText},
        {QStringLiteral("origin"), originText(provenance.origin)},
        {QStringLiteral("settings"), QJsonArray::fromStringList(provenance.settings)},
        {QStringLiteral("version"), QLatin1String(versionText)},
    };
    if (const auto& other = provenance.other) {
        object.insert(
            QStringLiteral("other"),
            QJsonObject{
                {QStringLiteral("model"), other->modelName},
                {QStringLiteral("sha256"), other->modelSha256},
                {QStringLiteral("hook"), other->hookName},
                {QStringLiteral("prompt"), other->prompt},
                {QStringLiteral("beginOfText"), other->beginOfText},
            });
    }
    return object;
}

QJsonObject tensorJson(const NamedTensor& tensor)
{
    QJsonArray shape;
    for (const std::int64_t length : tensor.shape)
        shape.append(static_cast<qint64>(length));
    QJsonArray values;
    for (const float value : tensor.values) {
        // Through its shortest text: 0.1, not the 0.10000000149011612 of the float as a double.
        values.append(std::isfinite(value) ? QJsonValue(numberText(value).toDouble()) : jsonNumber(value));
    }
    return {
        {QStringLiteral("name"), tensor.name},
        {QStringLiteral("shape"), shape},
        {QStringLiteral("values"), values},
    };
}

QJsonObject tableJson(const CsvTable& table)
{
    QJsonArray rows;
    for (const QStringList& row : table.rows)
        rows.append(QJsonArray::fromStringList(row));
    return {
        {QStringLiteral("header"), QJsonArray::fromStringList(table.header)},
        {QStringLiteral("rows"), rows},
    };
}

} // namespace

QString creator()
{
    return QStringLiteral("Headwaters ") + QLatin1String(versionText);
}

QString captionOf(const Figure& figure, const FigureOptions& options)
{
    return options.captionText.value_or(figure.caption()).trimmed();
}

QString description(const Figure& figure, const FigureOptions& options)
{
    QStringList lines{captionOf(figure, options)};
    lines.removeAll(QString());
    lines << figure.provenance().lines();
    return printable(lines.join(QLatin1Char('\n')));
}

QByteArray toJson(const Figure& figure, const FigureOptions& options)
{
    const FigureData data = figure.data();
    QJsonArray tensors;
    for (const NamedTensor& tensor : data.tensors)
        tensors.append(tensorJson(tensor));
    const QJsonObject document{
        {QStringLiteral("title"), figure.title()},
        {QStringLiteral("caption"), captionOf(figure, options)},
        {QStringLiteral("provenance"), provenanceJson(figure.provenance())},
        {QStringLiteral("tensors"), tensors},
        {QStringLiteral("table"), tableJson(data.table)},
    };
    return QJsonDocument(document).toJson();
}

} // namespace headwaters
