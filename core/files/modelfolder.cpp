#include "core/files/modelfolder.h"

#include "core/base/error.h"
#include "core/files/reading.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace headwaters {

namespace {

const QString configName = QStringLiteral("config.json");
const QString weightsName = QStringLiteral("model.safetensors");
const QString indexName = QStringLiteral("model.safetensors.index.json");
const QString hubPrefix = QStringLiteral("models--");

Error error(const QString& path, const QString& what)
{
    return badInput(QStringLiteral("%1: %2").arg(pathForMessage(path), what));
}

bool holds(const QDir& folder, const QString& name)
{
    return isListed(folder.filePath(name));
}

bool holdsHuggingFace(const QDir& folder)
{
    return holds(folder, configName) && (holds(folder, weightsName) || holds(folder, indexName));
}

// Absolute paths. Of a split model the first part stands for all; a projector of pictures is no model.
QStringList ggufFilesIn(const QDir& folder)
{
    static const QRegularExpression laterPart(QStringLiteral("-(?!00001)\\d{5}-of-\\d{5}\\.gguf$"));
    QStringList files;
    for (const QString& name : folder.entryList({QStringLiteral("*.gguf")}, QDir::Files, QDir::Name)) {
        if (!name.startsWith(QLatin1String("mmproj")) && !name.contains(laterPart))
            files << QDir::cleanPath(folder.absoluteFilePath(name));
    }
    return files;
}

bool isGgufFile(const QString& path)
{
    const QFileInfo info(path);
    return info.exists() && !info.isDir()
        && (info.suffix().compare(QLatin1String("gguf"), Qt::CaseInsensitive) == 0 || beginsAsGguf(path));
}

// `models--org--name` is `org/name`; other names stay.
QString hubName(const QString& folderName)
{
    if (!folderName.startsWith(hubPrefix))
        return folderName;
    return folderName.mid(hubPrefix.size()).replace(QLatin1String("--"), QLatin1String("/"));
}

// A file of a model stands for its folder.
QDir folderOf(const QString& path)
{
    const QFileInfo info(path);
    if (path.isEmpty())
        throw badInput(QStringLiteral("no model folder given"));
    if (!info.exists())
        throw error(path, QStringLiteral("no such file or folder"));
    if (info.isDir())
        return QDir(QDir::cleanPath(info.absoluteFilePath()));
    static const QStringList members{
        configName,
        weightsName,
        indexName,
        QStringLiteral("tokenizer.json"),
        QStringLiteral("tokenizer_config.json"),
        QStringLiteral("vocab.json"),
        QStringLiteral("merges.txt")};
    const QString name = info.fileName();
    if (!members.contains(name) && !name.startsWith(QLatin1String("pytorch_model"))) {
        throw error(
            path,
            QStringLiteral("neither a model folder nor one of its files (%1, %2, %3) nor a GGUF file")
                .arg(configName, weightsName, indexName));
    }
    return QDir(QDir::cleanPath(info.absolutePath()));
}

// The snapshot that `refs/main` names; none where there is no such file or folder.
std::optional<QDir> mainSnapshot(const QDir& hub)
{
    const QString reference = hub.filePath(QStringLiteral("refs/main"));
    if (!QFileInfo(reference).isFile())
        return {};
    const QString revision = QString::fromUtf8(readFile(reference, 4096)).trimmed();
    const QDir snapshot(hub.filePath(QStringLiteral("snapshots/") + revision));
    if (revision.isEmpty() || revision.contains(QLatin1Char('/')) || revision.startsWith(QLatin1Char('.'))
        || !snapshot.exists())
        return {};
    return snapshot;
}

QDir snapshotOf(const QDir& hub)
{
    if (const std::optional<QDir> snapshot = mainSnapshot(hub))
        return *snapshot;
    const QDir snapshots(hub.filePath(QStringLiteral("snapshots")));
    for (const QString& name :
         snapshots.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time)) { // newest first
        const QDir snapshot(snapshots.filePath(name));
        if (holds(snapshot, configName) || !ggufFilesIn(snapshot).isEmpty())
            return snapshot;
    }
    throw error(
        hub.path(), QStringLiteral("no folder below snapshots/ holds a %1 or a GGUF file").arg(configName));
}

QString nameOf(const QDir& folder)
{
    QDir hub = folder;
    if (hub.cdUp() && hub.dirName() == QLatin1String("snapshots") && hub.cdUp()
        && hub.dirName().startsWith(hubPrefix))
        return hubName(hub.dirName());
    return folder.isRoot() ? folder.path() : folder.dirName();
}

std::shared_ptr<const TensorFile> openWeights(const QDir& folder)
{
    if (holds(folder, weightsName))
        return openSafetensors(folder.filePath(weightsName));
    if (holds(folder, indexName))
        return openSafetensorsShards(folder.filePath(indexName));
    const QStringList pickles = folder.entryList(
        {QStringLiteral("pytorch_model*.bin"), QStringLiteral("*.pt"), QStringLiteral("*.pth")}, QDir::Files);
    if (!pickles.isEmpty()) {
        throw error(
            folder.path(),
            QStringLiteral("holds %1 only; Headwaters reads safetensors, never pickles")
                .arg(forMessage(pickles.first())));
    }
    throw error(
        folder.path(), QStringLiteral("neither %1 nor %2 in this folder").arg(weightsName, indexName));
}

QByteArray sha256(const QString& path, const CancelToken& cancel)
{
    constexpr qint64 blockSize = 1 << 20;
    QFile file;
    openForReading(file, path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(blockSize, Qt::Uninitialized);
    for (;;) {
        cancel.throwIfCancelled();
        const qint64 count = file.read(block.data(), blockSize);
        if (count < 0)
            throw cannotRead(path, file.errorString());
        if (count == 0)
            return hash.result().toHex();
        hash.addData(QByteArrayView(block.constData(), count));
    }
}

ModelFolder openGgufModel(const QString& path)
{
    constexpr qsizetype longestName = 100;
    const QFileInfo info(path);
    ModelFolder model;
    model.path = QDir::cleanPath(info.absoluteFilePath());
    model.gguf = openGguf(model.path);
    model.weights = model.gguf;
    // A person knows a file by its name. That of a blob says nothing, so there the name inside counts, which
    // is often the name of a training run.
    const bool isNamed = info.suffix().compare(QLatin1String("gguf"), Qt::CaseInsensitive) == 0;
    const QString inside =
        model.gguf->metadata().text(QStringLiteral("general.name")).value_or(QString()).simplified();
    model.name = forMessage(
        isNamed                ? info.completeBaseName()
            : inside.isEmpty() ? info.fileName()
                               : inside,
        longestName);
    return model;
}

// `holds 3 models (a.gguf, b.gguf, c/d.gguf); open one of them`.
Error choice(const QDir& folder, const QStringList& models)
{
    constexpr qsizetype mostNames = 8;
    constexpr qsizetype longestName = 32;
    QStringList names;
    for (const QString& model : models.first(std::min(models.size(), mostNames)))
        names << forMessage(folder.relativeFilePath(model), longestName);
    if (models.size() > mostNames)
        names << QStringLiteral("%1 more").arg(models.size() - mostNames);
    const QString list = names.join(QLatin1String(", "));
    if (models.size() == 1)
        return error(
            folder.path(), QStringLiteral("no model itself, but holds one (%1); open that").arg(list));
    return error(
        folder.path(),
        QStringLiteral("holds %1 models (%2); open one of them").arg(QString::number(models.size()), list));
}

} // namespace

QStringList modelsIn(const QString& folder)
{
    const QDir dir(QDir::cleanPath(QFileInfo(folder).absoluteFilePath()));
    if (holdsHuggingFace(dir) || holds(dir, QStringLiteral("snapshots")))
        return {dir.path()};
    QStringList models = ggufFilesIn(dir);
    for (const QString& name : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QDir below(dir.filePath(name));
        if (holdsHuggingFace(below) || holds(below, QStringLiteral("snapshots")))
            models << below.path();
        else
            models << ggufFilesIn(below);
    }
    return models;
}

ModelFolder openModelFolder(const QString& path)
{
    if (isGgufFile(path))
        return openGgufModel(path);
    QDir folder = folderOf(path);
    if (!holds(folder, configName) && folder.exists(QStringLiteral("snapshots")))
        folder = snapshotOf(folder);
    if (!holdsHuggingFace(folder)) {
        const QStringList files = ggufFilesIn(folder);
        if (files.size() == 1)
            return openGgufModel(files.first());
        const QStringList models = holds(folder, configName) ? files : modelsIn(folder.path());
        if (!models.isEmpty())
            throw choice(folder, models);
    }
    if (!holds(folder, configName)) {
        throw error(folder.path(), QStringLiteral("no %1 in this folder, and no GGUF file").arg(configName));
    }

    ModelFolder model;
    model.name = nameOf(folder);
    model.path = folder.absolutePath();
    model.config = readJsonObject(folder.filePath(configName));
    model.weights = openWeights(folder);
    return model;
}

QString weightsSha256(const TensorFile& weights, const CancelToken& cancel)
{
    const QStringList files = weights.files();
    if (files.size() == 1)
        return QString::fromLatin1(sha256(files.first(), cancel));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString& file : files)
        hash.addData(sha256(file, cancel));
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace headwaters
