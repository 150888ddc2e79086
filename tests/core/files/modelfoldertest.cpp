#include "core/files/modelfolder.h"

#include "core/files/safetensorswriter.h"
#include "tests/support/ggufbuilder.h"
#include "tests/support/problem.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace headwaters;

namespace {

class Folder {
public:
    void write(const QString& name, const QByteArray& bytes) const
    {
        const QString file = path(name);
        REQUIRE(QDir().mkpath(QFileInfo(file).path()));
        QFile out(file);
        REQUIRE(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }
    void writeWeights(const QString& name) const
    {
        REQUIRE(QDir().mkpath(QFileInfo(path(name)).path()));
        writeSafetensors(path(name), {{QStringLiteral("wte.weight"), {2}, {1, 2}}}, DType::F32);
    }
    void writeModel(const QString& folder) const
    {
        write(folder + QStringLiteral("/config.json"), R"({"model_type":"gpt2"})");
        writeWeights(folder + QStringLiteral("/model.safetensors"));
    }
    void writeGguf(const QString& name, const QByteArray& modelName = {}) const
    {
        GgufBuilder builder;
        if (!modelName.isNull())
            builder.key("general.name", GgufKind::Text, GgufBuilder::text(modelName));
        write(name, builder.bytes());
    }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString problem(const QString& name) const
    {
        const Problem problem = problemOf([&] { static_cast<void>(openModelFolder(path(name))); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        CHECK(problem.summary.contains(name.section(QLatin1Char('/'), 0, 0)));
        return problem.summary;
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

TEST_CASE("the bundled model opens as a folder and through each of its files")
{
    for (const QString& file :
         {QString(), QStringLiteral("/"), QStringLiteral("/config.json"),
          QStringLiteral("/model.safetensors"), QStringLiteral("/vocab.json")}) {
        const ModelFolder model = openModelFolder(demoModel() + file);
        CHECK(model.name == QStringLiteral("demo"));
        CHECK(model.path == QDir::cleanPath(demoModel()));
        CHECK(model.config[QLatin1String("model_type")].toString() == QStringLiteral("gpt2"));
        CHECK(model.weights->tensors().count(QStringLiteral("h.0.attn.c_attn.weight")) == 1);
    }
}

TEST_CASE("a relative path is called by the folder's own name")
{
    const Folder folder;
    folder.writeModel(QStringLiteral("mine"));
    const QString before = QDir::currentPath();
    REQUIRE(QDir::setCurrent(folder.path(QStringLiteral("mine"))));
    CHECK(openModelFolder(QStringLiteral(".")).name == QStringLiteral("mine"));
    REQUIRE(QDir::setCurrent(before));
}

TEST_CASE("a hub cache folder opens the snapshot that refs/main names")
{
    const Folder folder;
    const QString hub = QStringLiteral("models--org--small-model");
    folder.writeModel(hub + QStringLiteral("/snapshots/aaa"));
    folder.writeModel(hub + QStringLiteral("/snapshots/bbb"));
    folder.write(hub + QStringLiteral("/refs/main"), "bbb\n");
    const ModelFolder model = openModelFolder(folder.path(hub));
    CHECK(model.name == QStringLiteral("org/small-model"));
    CHECK(model.path.endsWith(QStringLiteral("/snapshots/bbb")));
    const ModelFolder direct = openModelFolder(folder.path(hub + QStringLiteral("/snapshots/aaa")));
    CHECK(direct.name == QStringLiteral("org/small-model"));
    CHECK(direct.path.endsWith(QStringLiteral("/snapshots/aaa")));
}

TEST_CASE("a hub cache folder opens with links into blobs and without a usable refs/main")
{
    const Folder folder;
    const QString hub = QStringLiteral("models--gpt2");
    folder.write(hub + QStringLiteral("/blobs/1"), R"({"model_type":"gpt2"})");
    folder.writeWeights(hub + QStringLiteral("/blobs/2"));
    const QString snapshot = hub + QStringLiteral("/snapshots/abc");
    REQUIRE(QDir().mkpath(folder.path(snapshot)));
    REQUIRE(
        QFile::link(QStringLiteral("../../blobs/1"), folder.path(snapshot + QStringLiteral("/config.json"))));
    REQUIRE(QFile::link(
        QStringLiteral("../../blobs/2"), folder.path(snapshot + QStringLiteral("/model.safetensors"))));
    CHECK(openModelFolder(folder.path(hub)).name == QStringLiteral("gpt2"));
    for (const char* revision : {"", "gone", "../..", "/etc"}) {
        folder.write(hub + QStringLiteral("/refs/main"), revision);
        CHECK(openModelFolder(folder.path(hub)).path.endsWith(QStringLiteral("/snapshots/abc")));
    }
}

TEST_CASE("a folder of shards opens through its index")
{
    const Folder folder;
    folder.write(QStringLiteral("m/config.json"), "{}");
    folder.writeWeights(QStringLiteral("m/model-00001-of-00001.safetensors"));
    folder.write(
        QStringLiteral("m/model.safetensors.index.json"),
        R"({"weight_map":{"wte.weight":"model-00001-of-00001.safetensors"}})");
    CHECK(openModelFolder(folder.path(QStringLiteral("m"))).weights->tensors().size() == 1);
}

TEST_CASE("what is missing from a model folder is said")
{
    const Folder folder;
    CHECK(folder.problem(QStringLiteral("gone")).contains(QStringLiteral("no such file or folder")));
    REQUIRE(QDir().mkpath(folder.path(QStringLiteral("bare"))));
    CHECK(folder.problem(QStringLiteral("bare")).contains(QStringLiteral("no config.json in this folder")));
    folder.write(QStringLiteral("config-only/config.json"), "{}");
    CHECK(folder.problem(QStringLiteral("config-only"))
              .contains(QStringLiteral(
                  "neither model.safetensors nor model.safetensors.index.json in this folder")));
    folder.write(QStringLiteral("pickle/config.json"), "{}");
    folder.write(QStringLiteral("pickle/pytorch_model.bin"), "x");
    CHECK(folder.problem(QStringLiteral("pickle"))
              .contains(QStringLiteral(
                  "holds pytorch_model.bin only; Headwaters reads safetensors, never pickles")));
    REQUIRE(QDir().mkpath(folder.path(QStringLiteral("models--a--b/snapshots/c"))));
    CHECK(folder.problem(QStringLiteral("models--a--b"))
              .contains(QStringLiteral("no folder below snapshots/")));
    folder.write(QStringLiteral("half/config.json"), "{}");
    REQUIRE(QFile::link(
        folder.path(QStringLiteral("none")), folder.path(QStringLiteral("half/model.safetensors"))));
    CHECK(folder.problem(QStringLiteral("half"))
              .contains(QStringLiteral("model.safetensors: a link to a file that is not there")));
    folder.write(QStringLiteral("notes/notes.txt"), "x");
    CHECK(folder.problem(QStringLiteral("notes/notes.txt"))
              .contains(QStringLiteral("neither a model folder nor")));
    CHECK(problemOf([] {
              static_cast<void>(openModelFolder(QString()));
          }).summary.contains(QStringLiteral("no model folder given")));
}

TEST_CASE("every way a config.json can be broken is told with its place")
{
    struct Row {
        QByteArray bytes;
        const char* words;
    };
    const std::vector<Row> table{
        {"", "invalid JSON at line 1, column 1"},
        {"{\n  \"n_layer\": ,\n}", "invalid JSON at line 2, column 1"},
        {"[]", "no object"},
        {"3", "invalid JSON"},
        {"{\"a\": 1} x", "invalid JSON"},
        {"{\n\"a\": \"\xFF\"}", "invalid UTF-8 at line 2, column 7"},
        {"{\"a\": \"\xED\xA0\x80\"}", "invalid UTF-8 at line 1, column 8"},
        {"{\"a\": \"\xC3", "invalid UTF-8 at line 1, column 8"},
    };
    for (const Row& row : table) {
        INFO(row.bytes);
        const Folder folder;
        folder.writeModel(QStringLiteral("m"));
        folder.write(QStringLiteral("m/config.json"), row.bytes);
        const QString summary = folder.problem(QStringLiteral("m"));
        CHECK(summary.contains(QStringLiteral("config.json")));
        CHECK_THAT(summary.toStdString(), Catch::Contains(row.words));
    }
}

TEST_CASE("the hash of one weight file is its SHA-256, of several that of their hashes")
{
    const ModelFolder demo = openModelFolder(demoModel());
    QFile file(demoModel() + QStringLiteral("/model.safetensors"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray expected = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();
    CHECK(weightsSha256(*demo.weights, {}) == QString::fromLatin1(expected));

    const Folder folder;
    folder.write(QStringLiteral("config.json"), "{}");
    folder.writeWeights(QStringLiteral("1.safetensors"));
    writeSafetensors(
        folder.path(QStringLiteral("2.safetensors")), {{QStringLiteral("b"), {1}, {3}}}, DType::F32);
    folder.write(
        QStringLiteral("model.safetensors.index.json"),
        R"({"weight_map":{"wte.weight":"1.safetensors","b":"2.safetensors"}})");
    QByteArray hashes;
    for (const char* name : {"1.safetensors", "2.safetensors"}) {
        QFile shard(folder.path(QString::fromLatin1(name)));
        REQUIRE(shard.open(QIODevice::ReadOnly));
        hashes += QCryptographicHash::hash(shard.readAll(), QCryptographicHash::Sha256).toHex();
    }
    CHECK(
        weightsSha256(*openModelFolder(folder.path(QString())).weights, {})
        == QString::fromLatin1(QCryptographicHash::hash(hashes, QCryptographicHash::Sha256).toHex()));
}

TEST_CASE("taking the hash stops on request")
{
    const ModelFolder demo = openModelFolder(demoModel());
    const CancelToken cancel;
    cancel.cancel();
    CHECK(
        problemOf([&] { static_cast<void>(weightsSha256(*demo.weights, cancel)); }).kind
        == Problem::Kind::Cancelled);
}

TEST_CASE("a GGUF file opens by its path and is called as its file is, a blob by the name in it")
{
    const Folder folder;
    folder.writeGguf(QStringLiteral("a.Q4_1.gguf"), "Small Model 7B");
    const ModelFolder model = openModelFolder(folder.path(QStringLiteral("a.Q4_1.gguf")));
    CHECK(model.name == QStringLiteral("a.Q4_1"));
    CHECK(model.path == folder.path(QStringLiteral("a.Q4_1.gguf")));
    CHECK(model.config.isEmpty());
    REQUIRE(model.gguf != nullptr);
    CHECK(model.weights == model.gguf);
    QFile file(model.path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK(
        weightsSha256(*model.weights, {})
        == QString::fromLatin1(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex()));

    folder.writeGguf(QStringLiteral("b.Q4_1.GGUF"), "Small Model 7B");
    CHECK(openModelFolder(folder.path(QStringLiteral("b.Q4_1.GGUF"))).name == QStringLiteral("b.Q4_1"));
    const QString blob = QStringLiteral("sha256-0123.5");
    for (const char* blank : {"", " \n "}) {
        folder.writeGguf(blob, blank);
        CHECK(openModelFolder(folder.path(blob)).name == blob);
    }
    folder.writeGguf(blob, "two\nlines\x1b");
    CHECK(openModelFolder(folder.path(blob)).name == QStringLiteral("two lines\\x1b"));
    CHECK(openModelFolder(demoModel()).gguf == nullptr);
}

TEST_CASE("a broken GGUF file is refused as one")
{
    const Folder folder;
    folder.write(QStringLiteral("a.gguf"), "GGML");
    CHECK(folder.problem(QStringLiteral("a.gguf")).contains(QStringLiteral("the letters GGUF")));
    GgufBuilder builder;
    builder.key("general.name", GgufKind::U8, "1");
    folder.write(QStringLiteral("b.gguf"), builder.bytes());
    CHECK(folder.problem(QStringLiteral("b.gguf")).contains(QStringLiteral("general.name is 49")));
}

TEST_CASE("a folder of one GGUF file opens that file")
{
    const Folder folder;
    folder.writeGguf(QStringLiteral("m/a.gguf"));
    folder.writeGguf(QStringLiteral("m/mmproj-a.gguf"));
    folder.write(QStringLiteral("m/README.md"), "x");
    CHECK(openModelFolder(folder.path(QStringLiteral("m"))).path == folder.path(QStringLiteral("m/a.gguf")));
    // Repositories of GGUF files keep the config.json of the weights that they were made from.
    folder.write(QStringLiteral("m/config.json"), "{}");
    CHECK(openModelFolder(folder.path(QStringLiteral("m"))).gguf != nullptr);
    folder.writeWeights(QStringLiteral("m/model.safetensors"));
    CHECK(openModelFolder(folder.path(QStringLiteral("m"))).gguf == nullptr);

    const QString hub = QStringLiteral("models--org--name-GGUF");
    folder.writeGguf(hub + QStringLiteral("/snapshots/abc/x.gguf"));
    CHECK(openModelFolder(folder.path(hub)).path.endsWith(QStringLiteral("/snapshots/abc/x.gguf")));
}

TEST_CASE("a folder of several models is refused with their names")
{
    const Folder folder;
    const QString several = QStringLiteral("several");
    folder.writeGguf(several + QStringLiteral("/b.gguf"));
    folder.writeGguf(several + QStringLiteral("/a.gguf"));
    folder.writeGguf(several + QStringLiteral("/deep/c.gguf"));
    folder.writeGguf(several + QStringLiteral("/deep/deeper/d.gguf"));
    folder.writeModel(several + QStringLiteral("/gpt"));
    folder.writeModel(several + QStringLiteral("/models--o--n/snapshots/abc"));
    folder.write(several + QStringLiteral("/notes/config.json"), "{}");
    CHECK(folder.problem(several).contains(
        QStringLiteral("holds 5 models (a.gguf, b.gguf, deep/c.gguf, gpt, models--o--n); open one of them")));
    QStringList expected;
    for (const char* name : {"a.gguf", "b.gguf", "deep/c.gguf", "gpt", "models--o--n"})
        expected << folder.path(several) + QLatin1Char('/') + QString::fromLatin1(name);
    CHECK(modelsIn(folder.path(several)) == expected);
    for (const QString& model : expected)
        CHECK_NOTHROW(openModelFolder(model));

    for (int i = 0; i < 10; ++i) {
        folder.writeGguf(QStringLiteral("many/%1%2.gguf").arg(i).arg(QString(100, QLatin1Char('x'))));
    }
    const QString many = folder.problem(QStringLiteral("many"));
    CHECK(many.contains(QStringLiteral("holds 10 models (0xxx")));
    CHECK(many.contains(QStringLiteral(".gguf, 2 more); open one of them")));

    folder.writeModel(QStringLiteral("outer/inner"));
    CHECK(folder.problem(QStringLiteral("outer"))
              .contains(QStringLiteral("no model itself, but holds one (inner); open that")));
    CHECK(modelsIn(demoModel()) == QStringList{QDir::cleanPath(demoModel())});
    CHECK(modelsIn(folder.path(QStringLiteral("nowhere"))).isEmpty());
}

TEST_CASE("of a split model the first part is the choice, and opening it says that it is split")
{
    const Folder folder;
    for (const char* name : {"m-00001-of-00002.gguf", "m-00002-of-00002.gguf"}) {
        GgufBuilder builder;
        builder.key("split.count", GgufKind::U16, QByteArray("\2\0", 2));
        folder.write(QStringLiteral("m/") + QString::fromLatin1(name), builder.bytes());
    }
    CHECK(
        modelsIn(folder.path(QStringLiteral("m")))
        == QStringList{folder.path(QStringLiteral("m/m-00001-of-00002.gguf"))});
    CHECK(folder.problem(QStringLiteral("m"))
              .contains(QStringLiteral("m-00001-of-00002.gguf: split.count is 2")));
}
