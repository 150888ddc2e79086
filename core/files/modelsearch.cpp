#include "core/files/modelsearch.h"

#include "core/files/folderreader.h"
#include "core/files/ollama.h"
#include "core/files/reading.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace headwaters {

namespace {

// `publisher/repository/model.gguf` is three deep.
constexpr int deepest = 4;

QString tr(const char* text)
{
    return QCoreApplication::translate("ModelSearch", text);
}

bool isGgufName(const QString& name)
{
    return name.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive);
}

/// A part of a model in several files other than the first, which stands for all.
bool isLaterPart(const QString& name)
{
    static const QRegularExpression part(QStringLiteral("-(\\d{5})-of-\\d{5}\\.gguf$"));
    const QRegularExpressionMatch match = part.match(name);
    return match.hasMatch() && match.captured(1).toInt() != 1;
}

bool holds(const std::vector<FolderReader::Entry>& entries, const QString& name)
{
    return std::any_of(
        entries.begin(), entries.end(), [&name](const auto& entry) { return entry.name == name; });
}

/// One search of one place.
class Search {
public:
    Search(const ModelPlace& place, const CancelToken& cancel, int mostEntries)
        : m_place(place),
          m_folders(cancel, mostEntries)
    {
    }

    std::vector<ModelCandidate> perform()
    {
        switch (m_place.layout) {
        case ModelPlace::Layout::HubCache:
            searchHub();
            break;
        case ModelPlace::Layout::Ollama:
            searchManifests(m_place.path + QStringLiteral("/manifests"), 0);
            break;
        case ModelPlace::Layout::Files:
            searchFiles(m_place.path, {}, 0);
            break;
        case ModelPlace::Layout::One:
            add({}, m_place.path);
            break;
        }
        if (m_folders.isExhausted())
            add(m_place.path, m_place.path, tr("there are too many files here; the rest was not looked at"));
        return std::move(m_found);
    }

private:
    void add(const QString& name, const QString& path, const QString& problem = {})
    {
        m_found.push_back({name, path, m_place.name, problem});
    }

    /// The entries of a folder; one that cannot be read is told instead.
    std::vector<FolderReader::Entry> read(const QString& folder)
    {
        try {
            return m_folders.read(folder);
        } catch (const Error& error) {
            if (error.problem().kind == Problem::Kind::Cancelled)
                throw;
            add(QFileInfo(folder).fileName(), folder, error.problem().summary);
            return {};
        }
    }

    void searchHub()
    {
        const QString prefix = QStringLiteral("models--");
        for (const auto& entry : read(m_place.path)) {
            if (entry.isFolder && entry.name.startsWith(prefix))
                searchRepository(
                    entry.path,
                    entry.name.mid(prefix.size()).replace(QLatin1String("--"), QLatin1String("/")));
        }
    }

    void searchRepository(const QString& folder, const QString& name)
    {
        const QHash<QString, QString> references = referencesOf(folder);
        const std::vector<FolderReader::Entry> snapshots = read(folder + QStringLiteral("/snapshots"));
        const bool several = snapshots.size() > 1;
        bool any = false;
        for (const auto& snapshot : snapshots) {
            if (!snapshot.isFolder)
                continue;
            const QString reference = references.value(snapshot.name, snapshot.name.left(8));
            const bool isPlain = !several || reference == QLatin1String("main");
            searchFiles(snapshot.path, isPlain ? name : name + QStringLiteral(" @ ") + reference, 0);
            any = true;
        }
        if (!any)
            add(name, folder, tr("no snapshot of this model was downloaded"));
    }

    /// The names of revisions: `main`, `step1000`.
    QHash<QString, QString> referencesOf(const QString& folder)
    {
        QHash<QString, QString> names;
        for (const auto& entry : read(folder + QStringLiteral("/refs"))) {
            try {
                const QString revision = QString::fromUtf8(readFile(entry.path, 4096)).trimmed();
                if (names.value(revision) != QLatin1String("main"))
                    names[revision] = entry.name;
            } catch (const Error&) { // a folder of pull requests, or broken: the revision's hash names it
            }
        }
        return names;
    }

    /// Models in a folder and those below it. `name` is the folder's: empty for the place itself, whose
    /// files are called by their own names.
    void searchFiles(const QString& folder, const QString& name, int depth)
    {
        const std::vector<FolderReader::Entry> entries = read(folder);
        const bool isModel = holds(entries, QStringLiteral("config.json"));
        const bool isSnapshot = m_place.layout == ModelPlace::Layout::HubCache && depth == 0;
        const std::size_t before = m_found.size();
        for (const auto& entry : entries) {
            if (entry.isFolder || !isGgufName(entry.name) || isLaterPart(entry.name))
                continue;
            const QString file = entry.name.chopped(5);
            add(name.isEmpty() ? file : name + QLatin1Char('/') + file, entry.path);
        }
        const bool hasWeights = isModel && holdsSafetensors(entries);
        if (!hasWeights && depth < deepest) {
            for (const auto& entry : entries) {
                if (entry.isFolder)
                    searchFiles(
                        entry.path, name.isEmpty() ? entry.name : name + QLatin1Char('/') + entry.name,
                        depth + 1);
            }
        }
        // A repository of GGUF files may carry a config.json and no weights beside it.
        if (hasWeights || (isModel && m_found.size() == before))
            add(name.isEmpty() ? QFileInfo(folder).fileName() : name, folder);
        if (isSnapshot && m_found.size() == before)
            add(name, folder, tr("no config.json and no GGUF file in this snapshot"));
    }

    static bool holdsSafetensors(const std::vector<FolderReader::Entry>& entries)
    {
        return holds(entries, QStringLiteral("model.safetensors"))
            || holds(entries, QStringLiteral("model.safetensors.index.json"));
    }

    void searchManifests(const QString& folder, int depth)
    {
        for (const auto& entry : read(folder)) {
            if (entry.isFolder) {
                if (depth < deepest)
                    searchManifests(entry.path, depth + 1);
                continue;
            }
            const QString place = entry.path.mid(m_place.path.size() + QStringLiteral("/manifests/").size());
            const QString name = ollamaName(place);
            try {
                add(name, ollamaBlob(m_place.path, entry.path));
            } catch (const Error& error) {
                add(name, entry.path, error.problem().summary);
            }
        }
    }

    const ModelPlace& m_place;
    FolderReader m_folders;
    std::vector<ModelCandidate> m_found;
};

} // namespace

std::vector<ModelCandidate> candidatesIn(const ModelPlace& place, const CancelToken& cancel, int mostEntries)
{
    return Search(place, cancel, mostEntries).perform();
}

} // namespace headwaters
