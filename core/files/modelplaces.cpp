#include "core/files/modelplaces.h"

#include <QCoreApplication>
#include <QDir>
#include <QSet>

namespace headwaters {

namespace {

/// Collects the places of one environment.
class Collector {
public:
    explicit Collector(const QProcessEnvironment& environment)
        : m_environment(environment),
          m_home(environment.value(QStringLiteral("HOME")))
    {
    }

    /// The folder that a variable names, `rest` below it; empty where it names none.
    [[nodiscard]] QString variable(const char* name, const QString& rest = {}) const
    {
        QString path = m_environment.value(QLatin1String(name));
        if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/")))
            path = m_home + path.mid(1);
        return path.isEmpty() ? QString() : path + rest;
    }
    /// A folder of the XDG standard, which knows absolute paths only, else below the home.
    [[nodiscard]] QString standard(const char* name, const QString& otherwise, const QString& rest) const
    {
        const QString path = variable(name);
        return QDir::isAbsolutePath(path) ? path + rest : home(otherwise + rest);
    }
    [[nodiscard]] QString home(const QString& rest) const
    {
        return m_home.isEmpty() ? QString() : m_home + rest;
    }

    void add(const QString& name, ModelPlace::Layout layout, const QString& path)
    {
        if (path.isEmpty())
            return;
        const QString clean = QDir::cleanPath(QDir(path).absolutePath());
        const QString canonical = QDir(clean).canonicalPath(); // empty where it is not there
        const QString key = canonical.isEmpty() ? clean : canonical;
        if (m_known.contains(key))
            return;
        m_known.insert(key);
        m_places.push_back({name, clean, layout});
    }

    [[nodiscard]] std::vector<ModelPlace> places() const { return m_places; }

private:
    QProcessEnvironment m_environment;
    QString m_home;
    QSet<QString> m_known;
    std::vector<ModelPlace> m_places;
};

QString tr(const char* text)
{
    return QCoreApplication::translate("ModelPlaces", text);
}

} // namespace

QString modelDataFolder(const QProcessEnvironment& environment)
{
    return Collector(environment)
        .standard("XDG_DATA_HOME", QStringLiteral("/.local/share"), QStringLiteral("/headwaters/models"));
}

std::vector<ModelPlace> modelPlaces(const QProcessEnvironment& environment)
{
    using Layout = ModelPlace::Layout;
    Collector collect(environment);
    collect.add(tr("Headwaters"), Layout::Files, modelDataFolder(environment));

    const QString hub = tr("Hugging Face cache");
    const QString cache = QStringLiteral("/.cache");
    collect.add(hub, Layout::HubCache, collect.variable("HF_HUB_CACHE"));
    collect.add(hub, Layout::HubCache, collect.variable("HUGGINGFACE_HUB_CACHE"));
    collect.add(hub, Layout::HubCache, collect.variable("HF_HOME", QStringLiteral("/hub")));
    collect.add(
        hub, Layout::HubCache, collect.standard("XDG_CACHE_HOME", cache, QStringLiteral("/huggingface/hub")));
    collect.add(hub, Layout::HubCache, collect.home(cache + QStringLiteral("/huggingface/hub")));

    const QString ollama = tr("Ollama");
    collect.add(ollama, Layout::Ollama, collect.variable("OLLAMA_MODELS"));
    collect.add(ollama, Layout::Ollama, collect.home(QStringLiteral("/.ollama/models")));
    collect.add(ollama, Layout::Ollama, QStringLiteral("/usr/share/ollama/.ollama/models"));

    const QString studio = tr("LM Studio");
    collect.add(studio, Layout::Files, collect.home(QStringLiteral("/.lmstudio/models")));
    collect.add(studio, Layout::Files, collect.home(cache + QStringLiteral("/lm-studio/models")));

    const QString llama = tr("llama.cpp cache");
    collect.add(llama, Layout::Files, collect.variable("LLAMA_CACHE"));
    collect.add(
        llama, Layout::Files, collect.standard("XDG_CACHE_HOME", cache, QStringLiteral("/llama.cpp")));
    collect.add(llama, Layout::Files, collect.home(cache + QStringLiteral("/llama.cpp")));
    return collect.places();
}

} // namespace headwaters
