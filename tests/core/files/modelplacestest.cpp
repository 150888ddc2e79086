#include "core/files/modelplaces.h"

#include "tests/support/modeltree.h"
#include "tests/support/testing.h"

using namespace headwaters;

namespace {

QProcessEnvironment environment(const std::vector<std::pair<const char*, QString>>& variables)
{
    QProcessEnvironment result;
    for (const auto& [name, value] : variables)
        result.insert(QLatin1String(name), value);
    return result;
}

QStringList pathsOf(const QProcessEnvironment& environment)
{
    QStringList paths;
    for (const ModelPlace& place : modelPlaces(environment))
        paths << place.path;
    return paths;
}

const QString home = QStringLiteral("/nowhere/ada");

} // namespace

TEST_CASE("with a home alone the usual folders are looked at, Headwaters' own first")
{
    CHECK(
        pathsOf(environment({{"HOME", home}}))
        == QStringList{
            home + QStringLiteral("/.local/share/headwaters/models"),
            home + QStringLiteral("/.cache/huggingface/hub"),
            home + QStringLiteral("/.ollama/models"),
            QStringLiteral("/usr/share/ollama/.ollama/models"),
            home + QStringLiteral("/.lmstudio/models"),
            home + QStringLiteral("/.cache/lm-studio/models"),
            home + QStringLiteral("/.cache/llama.cpp"),
        });
}

TEST_CASE("variables come before the usual folders, which stay")
{
    const QStringList paths = pathsOf(environment({
        {"HOME", home},
        {"XDG_DATA_HOME", QStringLiteral("/data")},
        {"XDG_CACHE_HOME", QStringLiteral("/cache")},
        {"HF_HUB_CACHE", QStringLiteral("/a")},
        {"HUGGINGFACE_HUB_CACHE", QStringLiteral("~/b")},
        {"HF_HOME", QStringLiteral("/c/")},
        {"OLLAMA_MODELS", QStringLiteral("/ollama")},
        {"LLAMA_CACHE", QStringLiteral("/llama")},
    }));
    CHECK(
        paths.mid(0, 8)
        == QStringList{
            QStringLiteral("/data/headwaters/models"), QStringLiteral("/a"), home + QStringLiteral("/b"),
            QStringLiteral("/c/hub"), QStringLiteral("/cache/huggingface/hub"),
            home + QStringLiteral("/.cache/huggingface/hub"), QStringLiteral("/ollama"),
            home + QStringLiteral("/.ollama/models")});
    CHECK(
        paths.mid(paths.size() - 3)
        == QStringList{
            QStringLiteral("/llama"), QStringLiteral("/cache/llama.cpp"),
            home + QStringLiteral("/.cache/llama.cpp")});
}

TEST_CASE("a folder that two variables name, or a link to it, is one place")
{
    const ModelTree tree;
    tree.write(QStringLiteral("hub/x"), {});
    tree.link(tree.path(QStringLiteral("hub")), QStringLiteral("link"));
    const QStringList paths = pathsOf(environment({
        {"HF_HUB_CACHE", tree.path(QStringLiteral("hub"))},
        {"HUGGINGFACE_HUB_CACHE", tree.path(QStringLiteral("link"))},
        {"HF_HOME", tree.path()},
    }));
    CHECK(
        paths
        == QStringList{tree.path(QStringLiteral("hub")), QStringLiteral("/usr/share/ollama/.ollama/models")});
}

TEST_CASE("relative data folders are not followed, as their standard says")
{
    CHECK(
        modelDataFolder(environment({{"HOME", home}, {"XDG_DATA_HOME", QStringLiteral("data")}}))
        == home + QStringLiteral("/.local/share/headwaters/models"));
    CHECK(modelDataFolder(environment({})).isEmpty());
}
