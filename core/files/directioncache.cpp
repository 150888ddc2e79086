#include "core/files/directioncache.h"

#include "core/base/error.h"
#include "core/files/safetensorswriter.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>
#include <map>

namespace headwaters {

namespace {

// Raised when the numbers, their order or the canonical form they come from change.
const QString version = QStringLiteral("1");

const QString singularValues = QStringLiteral("singularValues"); // [heads, d_head]
const QString leftFactors = QStringLiteral("left"); // [heads, d_head, d_head]
const QString rightFactors = QStringLiteral("right"); // [heads, d_head, d_head]

/// What a file says of itself.
std::map<QString, QString> identity(const QString& sha256, DirectionKind kind)
{
    return {
        {QStringLiteral("headwaters"), QStringLiteral("singular directions")},
        {QStringLiteral("version"), version},
        {QStringLiteral("kind"), directionKindKey(kind)},
        {QStringLiteral("weights"), sha256}};
}

/// The numbers of one tensor; nothing where its shape is another or a number is not finite.
std::optional<std::vector<double>>
numbersOf(const TensorFile& file, const QString& name, const std::vector<std::int64_t>& shape)
{
    const auto found = file.tensors().find(name);
    if (found == file.tensors().end() || found->second.shape != shape)
        return std::nullopt;
    std::vector<double> values = toFloat64(found->second);
    if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
        return std::nullopt;
    return values;
}

std::vector<double> slice(const std::vector<double>& values, std::size_t at, std::size_t size)
{
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(at * size);
    return {first, first + static_cast<std::ptrdiff_t>(size)};
}

std::optional<AllHeadFactors>
read(const QString& path, const std::map<QString, QString>& expected, std::int64_t heads, std::int64_t dHead)
{
    const auto file = openSafetensors(path);
    if (file->notes() != expected)
        return std::nullopt;
    const auto values = numbersOf(*file, singularValues, {heads, dHead});
    const auto left = numbersOf(*file, leftFactors, {heads, dHead, dHead});
    const auto right = numbersOf(*file, rightFactors, {heads, dHead, dHead});
    if (!values || !left || !right)
        return std::nullopt;
    const auto size = static_cast<std::size_t>(dHead);
    AllHeadFactors result;
    for (std::size_t head = 0; std::cmp_less(head, heads); ++head)
        result.push_back(
            {slice(*values, head, size), slice(*left, head, size * size), slice(*right, head, size * size)});
    return result;
}

} // namespace

DirectionCache::DirectionCache(QString folder, qint64 mostBytes)
    : m_folder(std::move(folder)),
      m_mostBytes(mostBytes)
{
}

DirectionCache DirectionCache::ofUser()
{
    return DirectionCache(
        QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/directions"));
}

QString DirectionCache::path(const QString& sha256, DirectionKind kind) const
{
    return QStringLiteral("%1/%2-%3-v%4.safetensors").arg(m_folder, sha256, directionKindKey(kind), version);
}

std::optional<AllHeadFactors>
DirectionCache::load(const QString& sha256, DirectionKind kind, int heads, int dHead) const
{
    const QString name = path(sha256, kind);
    if (!QFile::exists(name))
        return std::nullopt;
    try {
        if (auto factors = read(name, identity(sha256, kind), heads, dHead)) {
            QFile file(name);
            if (file.open(QIODevice::ReadWrite)) // used now, so others go first
                file.setFileTime(QDateTime::currentDateTimeUtc(), QFileDevice::FileModificationTime);
            return factors;
        }
    } catch (const Error&) {
        // as good as none
    }
    drop(sha256, kind);
    return std::nullopt;
}

void DirectionCache::save(const QString& sha256, DirectionKind kind, const AllHeadFactors& heads) const
{
    if (heads.empty() || !QDir().mkpath(m_folder))
        return;
    const auto count = static_cast<std::int64_t>(heads.size());
    const auto size = static_cast<std::int64_t>(heads.front().singularValues.size());
    std::vector<WideTensor> tensors{
        {singularValues, {count, size}, {}},
        {leftFactors, {count, size, size}, {}},
        {rightFactors, {count, size, size}, {}}};
    const auto append = [](WideTensor& tensor, const std::vector<double>& values) {
        tensor.values.insert(tensor.values.end(), values.begin(), values.end());
    };
    for (const HeadFactors& head : heads) {
        append(tensors[0], head.singularValues);
        append(tensors[1], head.left);
        append(tensors[2], head.right);
    }
    try {
        writeSafetensors(path(sha256, kind), tensors, identity(sha256, kind));
    } catch (const Error&) {
        return; // a full disk costs time later and nothing now
    }
    makeRoom();
}

void DirectionCache::drop(const QString& sha256, DirectionKind kind) const
{
    QFile::remove(path(sha256, kind));
}

void DirectionCache::makeRoom() const
{
    qint64 bytes = 0;
    const QFileInfoList files = QDir(m_folder).entryInfoList(
        {QStringLiteral("*.safetensors")}, QDir::Files, QDir::Time); // the newest first
    for (const QFileInfo& file : files) {
        bytes += file.size();
        if (bytes > m_mostBytes)
            QFile::remove(file.filePath());
    }
}

} // namespace headwaters
