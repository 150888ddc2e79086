#include "core/files/ollama.h"

#include "core/files/reading.h"
#include "core/text/jsonfields.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

namespace headwaters {

namespace {

constexpr qint64 longestManifest = 1 << 20;

/// The digest of the one layer that holds a model, checked: it becomes the name of a file.
QString modelDigest(const QJsonObject& manifest, const QString& file)
{
    const QString modelType = QStringLiteral("application/vnd.ollama.image.model");
    const JsonPlace whole{file, {}};
    const JsonPlace layersPlace = whole.child(QStringLiteral("layers"));
    const QJsonArray layers = requireArray(manifest[QLatin1String("layers")], layersPlace);
    QString digest;
    for (qsizetype i = 0; i < layers.size(); ++i) {
        const JsonPlace place = layersPlace.item(i);
        const QJsonObject layer = requireObject(layers[i], place);
        const QString type =
            requireString(layer[QLatin1String("mediaType")], place.child(QStringLiteral("mediaType")));
        if (type != modelType)
            continue;
        const JsonPlace digestPlace = place.child(QStringLiteral("digest"));
        if (!digest.isEmpty())
            throw badInput(QStringLiteral("%1: a second model; one can be opened").arg(place.text()));
        digest = requireString(layer[QLatin1String("digest")], digestPlace);
        static const QRegularExpression sha256(QStringLiteral("\\Asha256:[0-9a-f]{64}\\z"));
        if (!sha256.match(digest).hasMatch()) {
            throw badInput(
                QStringLiteral("%1: %2 is no SHA-256 digest").arg(digestPlace.text(), quoted(digest)));
        }
    }
    if (digest.isEmpty())
        throw badInput(QStringLiteral("%1: no layer is of the type %2").arg(layersPlace.text(), modelType));
    return digest;
}

} // namespace

QString ollamaName(const QString& place)
{
    QStringList parts = place.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.size() < 2)
        return place;
    const QString tag = parts.takeLast();
    if (parts.size() > 1)
        parts.removeFirst(); // the host
    if (parts.size() > 1 && parts.first() == QLatin1String("library"))
        parts.removeFirst();
    return parts.join(QLatin1Char('/')) + QLatin1Char(':') + tag;
}

QString ollamaBlob(const QString& models, const QString& manifest)
{
    const QByteArray bytes = readFile(manifest, longestManifest);
    const QString file = pathForMessage(manifest);
    QString digest = modelDigest(parseJsonObject(bytes, file), file);
    const QString blob =
        models + QStringLiteral("/blobs/") + digest.replace(QLatin1Char(':'), QLatin1Char('-'));
    if (!QFileInfo(blob).isFile())
        throw badInput(
            QStringLiteral("%1: the file is not there; %2 names it").arg(pathForMessage(blob), file));
    return blob;
}

} // namespace headwaters
