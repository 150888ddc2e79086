#include "core/files/keptreports.h"

#include "core/files/stepfile.h"
#include "core/files/writing.h"
#include "core/heads/keptscan.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QStandardPaths>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostOfAModel = 20;

/// `mechanistic-all-p32-s1x3`, with the number of types where they are not all.
QString stemOf(const ScanSettings& settings)
{
    QString types = u"all"_s;
    if (!settings.types.empty()) {
        // Which ones they are tells a number of as many binary digits as there are types.
        quint64 which = 0;
        for (const HeadType type : settings.types)
            which |= quint64(1) << static_cast<int>(type);
        types = u"%1types%2"_s.arg(settings.types.size()).arg(which, 0, 36);
    }
    return u"%1-%2-p%3-s%4x%5%6"_s.arg(tierKey(settings.tier), types)
        .arg(settings.prompts)
        .arg(settings.seed)
        .arg(settings.seeds)
        .arg(settings.scrambled ? u"-scrambled"_s : QString());
}

QString labelOf(const QFileInfo& file, const QString& sha256)
{
    static const QRegularExpression form(
        u"^([a-z]+)-(?:all|(\\d+)types[0-9a-z]+)-p\\d+-s(\\d+)x(\\d+)(-scrambled)?$"_s);
    const auto match = form.match(file.completeBaseName().mid(sha256.size() + 1));
    if (!match.hasMatch())
        return {};
    const int count = match.captured(2).toInt();
    const QString types = count == 0 ? u"all types"_s : count == 1 ? u"1 type"_s : u"%1 types"_s.arg(count);
    const quint64 first = match.captured(3).toULongLong();
    const quint64 seeds = match.captured(4).toULongLong();
    const QString draws =
        seeds == 1 ? u"seed %1"_s.arg(first) : u"seeds %1 to %2"_s.arg(first).arg(first + seeds - 1);
    return u"%1 · %2 · %3 · %4"_s.arg(
        match.captured(1), types, draws, QLocale::c().toString(file.lastModified(), u"d MMM yyyy HH:mm"_s));
}

} // namespace

KeptReports::KeptReports(QString folder) : m_folder(std::move(folder)) { }

KeptReports KeptReports::ofUser()
{
    return KeptReports(QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/scans"_s);
}

std::vector<KeptReports::Entry> KeptReports::of(const QString& sha256) const
{
    std::vector<Entry> entries;
    if (sha256.isEmpty())
        return entries;
    for (const QFileInfo& file :
         QDir(m_folder).entryInfoList({sha256 + u"-*.report"_s}, QDir::Files, QDir::Time)) {
        const QString label = labelOf(file, sha256);
        if (!label.isEmpty())
            entries.push_back({file.fileName(), label});
    }
    return entries;
}

void KeptReports::save(const ScanReport& report) const
{
    const QString& sha256 = report.model.sha256;
    if (sha256.isEmpty() || !QDir().mkpath(m_folder))
        return;
    try {
        writeFile(
            u"%1/%2-%3.report"_s.arg(m_folder, sha256, stemOf(report.settings)),
            qCompress(keptScan(report), 3));
    } catch (const Error&) {
        return; // a full disk costs time later and nothing now
    }
    const std::vector<Entry> all = of(sha256);
    for (std::size_t at = mostOfAModel; at < all.size(); ++at)
        QFile::remove(m_folder + u'/' + all[at].key);
}

std::optional<ScanReport>
KeptReports::load(const QString& key, const ModelInfo& model, QString* problem) const
{
    const QString path = m_folder + u'/' + key;
    QFile file(path);
    if (key.contains(u'/') || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    try {
        return readKeptScan(unpacked(file.readAll()), model, path);
    } catch (const Error& error) {
        if (problem)
            *problem = error.problem().summary;
    }
    QFile::remove(path);
    return std::nullopt;
}

} // namespace headwaters
