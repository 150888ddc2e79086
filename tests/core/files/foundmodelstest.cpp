#include "core/files/foundmodels.h"

#include "tests/support/modeltree.h"
#include "tests/support/problem.h"

using namespace headwaters;

namespace {

FoundModel look(const ModelTree& tree, const QString& name, qint64 available = 1'000'000)
{
    return lookAt({QStringLiteral("name"), tree.path(name), QStringLiteral("place")}, available);
}

} // namespace

TEST_CASE("a Hugging Face folder tells family, format, size and memory")
{
    const ModelTree tree;
    tree.writeFolder(QStringLiteral("m"));
    const FoundModel model = look(tree, QStringLiteral("m"));
    CHECK(model.problem.isEmpty());
    CHECK(model.name == QStringLiteral("name"));
    CHECK(model.path == tree.path(QStringLiteral("m")));
    CHECK(model.place == QStringLiteral("place"));
    CHECK(model.family == QStringLiteral("gpt2"));
    CHECK(model.format == QStringLiteral("float16"));
    CHECK(model.fileSize == QFileInfo(tree.path(QStringLiteral("m/model.safetensors"))).size());
    REQUIRE(model.memory);
    CHECK(model.memory->parameters == 22);
    CHECK(model.memory->weights == 88);
    CHECK(model.memory->fits());
}

TEST_CASE("a GGUF file tells them too, whatever its name")
{
    const ModelTree tree;
    tree.writeGguf(QStringLiteral("sha256-0"));
    const FoundModel model = look(tree, QStringLiteral("sha256-0"), 256);
    CHECK(model.problem.isEmpty());
    CHECK(model.family == QStringLiteral("llama"));
    CHECK(model.format == QStringLiteral("Q4_1"));
    CHECK(model.fileSize == QFileInfo(tree.path(QStringLiteral("sha256-0"))).size());
    REQUIRE(model.memory);
    CHECK(model.memory->parameters == 64);
    CHECK_FALSE(model.memory->widened);
    CHECK(model.memory->weights == 256);
}

TEST_CASE("what cannot be opened is listed with the reason")
{
    const ModelTree tree;
    tree.writeFolder(QStringLiteral("bert"), "bert");
    tree.writeGguf(QStringLiteral("mamba.gguf"), "mamba");
    tree.write(QStringLiteral("other.gguf"), tinyGguf("llama", 16)); // IQ2_XXS
    tree.write(QStringLiteral("short.gguf"), tinyGguf("llama").left(60));
    tree.write(QStringLiteral("empty.gguf"), "");
    tree.write(QStringLiteral("pickle/config.json"), R"({"model_type":"gpt2"})");
    tree.write(QStringLiteral("pickle/pytorch_model.bin"), "");
    tree.write(QStringLiteral("text/config.json"), "no JSON");
    tree.writeFolder(QStringLiteral("nameless"));
    tree.write(QStringLiteral("nameless/config.json"), "{}");
    tree.link(tree.path(QStringLiteral("gone")), QStringLiteral("link.gguf"));
    struct Row {
        const char* name;
        const char* says;
    };
    const Row rows[] = {
        {"bert", "the family bert"},  {"mamba.gguf", "the family mamba"},
        {"other.gguf", "IQ2_XXS"},    {"short.gguf", "short.gguf"},
        {"empty.gguf", "empty.gguf"}, {"pickle", "never pickles"},
        {"text", "config.json"},      {"nameless", "model_type"},
        {"link.gguf", "link.gguf"},   {"gone", "gone"},
    };
    for (const Row& row : rows) {
        const FoundModel model = look(tree, QLatin1String(row.name));
        INFO(row.name << ": " << model.problem.toStdString());
        checkSentence(model.problem);
        CHECK(model.problem.contains(QLatin1String(row.says)));
    }
    CHECK(look(tree, QStringLiteral("bert")).memory->parameters == 22);
    CHECK(look(tree, QStringLiteral("mamba.gguf")).family == QStringLiteral("mamba"));
}

TEST_CASE("a model without a name is called as its headers say, a broken one by its file")
{
    const ModelTree tree;
    tree.writeFolder(QStringLiteral("hub/models--org--m/snapshots/0"));
    tree.write(QStringLiteral("x.gguf"), "");
    const auto nameOf = [&](const QString& path) { return lookAt({{}, tree.path(path), {}}, 0).name; };
    CHECK(nameOf(QStringLiteral("hub/models--org--m")) == QStringLiteral("org/m"));
    CHECK(nameOf(QStringLiteral("x.gguf")) == QStringLiteral("x.gguf"));
    CHECK(nameOf(QStringLiteral("gone")) == QStringLiteral("gone"));
}

TEST_CASE("all models are told in order of the places, each file once, with progress")
{
    const ModelTree tree;
    tree.writeFolder(QStringLiteral("hub/models--a--b/snapshots/0"));
    tree.writeGguf(QStringLiteral("files/x.gguf"));
    tree.write(QStringLiteral("files/broken.gguf"), "");
    tree.link(tree.path(QStringLiteral("files/x.gguf")), QStringLiteral("studio/p/r/x.gguf"));
    const std::vector<ModelPlace> places{
        {QStringLiteral("Hub"), tree.path(QStringLiteral("hub")), ModelPlace::Layout::HubCache},
        {QStringLiteral("Files"), tree.path(QStringLiteral("files")), ModelPlace::Layout::Files},
        {QStringLiteral("Studio"), tree.path(QStringLiteral("studio")), ModelPlace::Layout::Files},
    };
    QStringList names;
    std::vector<std::pair<int, int>> progress;
    findModels(
        places, {}, [&](const FoundModel& model) { names << model.name; },
        [&](int done, int total) { progress.emplace_back(done, total); });
    CHECK(names == QStringList{QStringLiteral("a/b"), QStringLiteral("broken"), QStringLiteral("x")});
    CHECK(progress == std::vector<std::pair<int, int>>{{0, 3}, {1, 3}, {2, 3}, {3, 3}});
}

TEST_CASE("finding models stops between two when it is cancelled")
{
    const ModelTree tree;
    tree.writeGguf(QStringLiteral("a.gguf"));
    tree.writeGguf(QStringLiteral("b.gguf"));
    const CancelToken cancel;
    int count = 0;
    const Problem problem = problemOf([&] {
        findModels({{{}, tree.path(), ModelPlace::Layout::Files}}, cancel, [&](const FoundModel&) {
            ++count;
            cancel.cancel();
        });
    });
    CHECK(problem.kind == Problem::Kind::Cancelled);
    CHECK(count == 1);
}
