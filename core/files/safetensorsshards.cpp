#include "core/files/tensorfile.h"

#include "core/base/error.h"
#include "core/files/reading.h"

#include <QDir>
#include <QFileInfo>

namespace headwaters {

namespace {

class ShardedFile : public TensorFile {
public:
    std::map<QString, std::shared_ptr<const TensorFile>> shards; ///< path to file, so in order of name
    std::map<QString, TensorView> views;

    [[nodiscard]] const std::map<QString, TensorView>& tensors() const override { return views; }
    [[nodiscard]] QStringList files() const override
    {
        QStringList paths;
        for (const auto& [path, file] : shards)
            paths << path;
        return paths;
    }
};

// A name out of the index must not lead out of the folder.
bool staysInside(const QString& name)
{
    if (name.isEmpty() || QDir::isAbsolutePath(name) || name.contains(QChar(0)))
        return false;
    return !name.split(QLatin1Char('/')).contains(QStringLiteral(".."));
}

} // namespace

std::shared_ptr<const TensorFile> openSafetensorsShards(const QString& indexPath)
{
    const QJsonObject index = readJsonObject(indexPath);
    const auto error = [&indexPath](const QString& what) {
        return badInput(QStringLiteral("%1: %2").arg(pathForMessage(indexPath), what));
    };
    const QJsonValue weightMap = index[QLatin1String("weight_map")];
    if (!weightMap.isObject())
        throw error(QStringLiteral("no object weight_map"));
    const QJsonObject entries = weightMap.toObject();
    if (entries.isEmpty())
        throw error(QStringLiteral("weight_map is empty"));

    const QDir folder = QFileInfo(indexPath).dir();
    const auto sharded = std::make_shared<ShardedFile>();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        const QString tensor = forMessage(entry.key());
        if (!entry->isString())
            throw error(QStringLiteral("weight_map gives no file name for tensor %1").arg(tensor));
        const QString shard = entry->toString();
        if (!staysInside(shard)) {
            throw error(QStringLiteral("weight_map puts tensor %1 into “%2”, which is outside this folder")
                            .arg(tensor, forMessage(shard)));
        }
        const QString path = QDir::cleanPath(folder.filePath(shard));
        auto& file = sharded->shards[path];
        if (!file) {
            if (!QFileInfo::exists(path))
                throw error(QStringLiteral("shard %1 is missing from this folder").arg(forMessage(shard)));
            file = openSafetensors(path);
        }
        const auto view = file->tensors().find(entry.key());
        if (view == file->tensors().end())
            throw error(QStringLiteral("tensor %1 is missing from shard %2").arg(tensor, forMessage(shard)));
        sharded->views.emplace(entry.key(), view->second);
    }
    return sharded;
}

} // namespace headwaters
