#include "core/files/scanstore.h"

#include "core/files/writing.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace headwaters {

using namespace Qt::StringLiterals;

ScanStore::ScanStore(QString folder, qint64 mostBytes) : m_folder(std::move(folder)), m_mostBytes(mostBytes)
{
}

ScanStore ScanStore::ofUser()
{
    return ScanStore(QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/scans"_s);
}

QString ScanStore::path(const StepKey& key) const
{
    return u"%1/%2-%3-%4-p%5-s%6%7-v%8.scan"_s.arg(m_folder, key.sha256, key.step, tierKey(key.tier))
        .arg(key.prompts)
        .arg(key.seed)
        .arg(key.scrambled ? u"-scrambled"_s : QString())
        .arg(stepFileVersion);
}

bool ScanStore::has(const StepKey& key) const
{
    return !key.sha256.isEmpty() && QFile::exists(path(key));
}

std::optional<StepResult> ScanStore::load(const StepKey& key, QString* problem) const
{
    if (!has(key))
        return std::nullopt;
    const QString name = path(key);
    try {
        QFile file(name);
        if (!file.open(QIODevice::ReadWrite) && !file.open(QIODevice::ReadOnly))
            throw badInput(u"%1: this kept scan result cannot be read: %2."_s.arg(name, file.errorString()));
        StepResult result = readStep(file.readAll(), key, name);
        file.setFileTime(
            QDateTime::currentDateTimeUtc(), QFileDevice::FileModificationTime); // others go first
        return result;
    } catch (const Error& error) {
        if (problem)
            *problem = error.problem().summary;
    }
    drop(key);
    return std::nullopt;
}

void ScanStore::save(const StepKey& key, const StepResult& result) const
{
    if (key.sha256.isEmpty() || !QDir().mkpath(m_folder))
        return;
    try {
        writeFile(path(key), stepBytes(key, result));
    } catch (const Error&) {
        return;
    }
    makeRoom();
}

void ScanStore::drop(const StepKey& key) const
{
    QFile::remove(path(key));
}

void ScanStore::makeRoom() const
{
    qint64 bytes = 0;
    const QFileInfoList files =
        QDir(m_folder).entryInfoList({u"*.scan"_s}, QDir::Files, QDir::Time); // the newest first
    for (const QFileInfo& file : files) {
        bytes += file.size();
        if (bytes > m_mostBytes)
            QFile::remove(file.filePath());
    }
}

} // namespace headwaters
