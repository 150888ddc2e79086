#include "core/files/ollama.h"

#include "tests/support/modeltree.h"
#include "tests/support/problem.h"

using namespace headwaters;

namespace {

const QByteArray hash(64, 'a');

QByteArray layer(const QByteArray& digest, const QByteArray& type = "application/vnd.ollama.image.model")
{
    return R"({"mediaType":")" + type + R"(","digest":")" + digest + R"("})";
}

QByteArray manifest(const QByteArray& layers)
{
    return R"({"schemaVersion":2,"layers":[)" + layers + "]}";
}

} // namespace

TEST_CASE("a manifest leads to the blob of its one model")
{
    const ModelTree tree;
    tree.write(QStringLiteral("blobs/sha256-") + QLatin1String(hash), "GGUF");
    tree.write(
        QStringLiteral("m"),
        manifest(
            layer("sha256:" + QByteArray(64, 'b'), "application/vnd.ollama.image.license") + ','
            + layer("sha256:" + hash)));
    CHECK(
        ollamaBlob(tree.path(), tree.path(QStringLiteral("m")))
        == tree.path(QStringLiteral("blobs/sha256-") + QLatin1String(hash)));
}

TEST_CASE("every way a manifest can be broken is one sentence with file and field")
{
    const ModelTree tree;
    const QByteArray good = layer("sha256:" + hash);
    struct Row {
        QByteArray bytes;
        const char* says;
    };
    const Row rows[] = {
        {"", "m: "},
        {"not JSON", "line 1"},
        {"[]", "m: "},
        {"{}", "layers"},
        {R"({"layers":{}})", "layers"},
        {R"({"layers":[7]})", "layers[0]"},
        {R"({"layers":[{}]})", "layers[0].mediaType"},
        {manifest(""), "no layer is of the type application/vnd.ollama.image.model"},
        {R"({"layers":[{"mediaType":"application/vnd.ollama.image.model"}]})", "layers[0].digest"},
        {manifest(layer("../../etc/passwd")), "is no SHA-256 digest"},
        {manifest(layer("sha256:../../../../../../etc/passwd")), "is no SHA-256 digest"},
        {manifest(layer("sha256:" + hash + "/../x")), "is no SHA-256 digest"},
        {manifest(layer("sha256:" + hash + "\\n")), "is no SHA-256 digest"},
        {manifest(layer("sha256:" + QByteArray(64, 'A'))), "is no SHA-256 digest"},
        {manifest(layer("sha256:" + QByteArray(63, 'a'))), "is no SHA-256 digest"},
        {manifest(layer("sha512:" + hash)), "is no SHA-256 digest"},
        {manifest(layer("")), "is no SHA-256 digest"},
        {manifest(good + ',' + good), "layers[1]: a second model"},
        {manifest(good), "the file is not there"},
        {QByteArray((1 << 20) + 1, ' '), "m: "},
    };
    for (const Row& row : rows) {
        tree.write(QStringLiteral("m"), row.bytes);
        INFO(row.bytes.left(120).toStdString());
        const Problem problem =
            problemOf([&] { static_cast<void>(ollamaBlob(tree.path(), tree.path(QStringLiteral("m")))); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        INFO(problem.summary.toStdString());
        CHECK(problem.summary.contains(QLatin1String(row.says)));
    }
}

TEST_CASE("a manifest's place gives the name a person types")
{
    CHECK(ollamaName(QStringLiteral("host/library/smollm2/135m")) == QStringLiteral("smollm2:135m"));
    CHECK(ollamaName(QStringLiteral("host/ada/mine/latest")) == QStringLiteral("ada/mine:latest"));
    CHECK(ollamaName(QStringLiteral("host/library/latest")) == QStringLiteral("library:latest"));
    CHECK(ollamaName(QStringLiteral("stray")) == QStringLiteral("stray"));
}
