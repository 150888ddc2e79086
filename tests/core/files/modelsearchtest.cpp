#include "core/files/modelsearch.h"

#include "tests/support/modeltree.h"
#include "tests/support/problem.h"

using namespace headwaters;

namespace {

/// `name > path below the tree` of each, with `!` where there is a problem.
QStringList found(const ModelTree& tree, ModelPlace::Layout layout, const QString& folder = {})
{
    QStringList lines;
    for (const ModelCandidate& candidate :
         candidatesIn({QStringLiteral("place"), tree.path(folder), layout}, {})) {
        CHECK(candidate.place == QStringLiteral("place"));
        lines << candidate.name + QStringLiteral(" > ") + candidate.path.mid(tree.path().size() + 1)
                + (candidate.problem.isEmpty() ? QString() : QStringLiteral(" !"));
    }
    return lines;
}

QStringList lines(const std::vector<const char*>& texts)
{
    QStringList list;
    for (const char* text : texts)
        list << QLatin1String(text);
    return list;
}

} // namespace

TEST_CASE("a place that is not there holds nothing")
{
    const ModelTree tree;
    for (const auto layout :
         {ModelPlace::Layout::HubCache, ModelPlace::Layout::Ollama, ModelPlace::Layout::Files})
        CHECK(found(tree, layout, QStringLiteral("gone")).isEmpty());
}

TEST_CASE("the hub cache gives a model a snapshot, named by references where there are several")
{
    const ModelTree tree;
    tree.writeFolder(QStringLiteral("models--openai--gpt2/snapshots/0123456789"));
    const QString pythia = QStringLiteral("models--EleutherAI--pythia-70m/");
    tree.writeFolder(pythia + QStringLiteral("snapshots/aaaaaaaaaa"));
    tree.writeFolder(pythia + QStringLiteral("snapshots/bbbbbbbbbb"));
    tree.writeFolder(pythia + QStringLiteral("snapshots/cccccccccc"));
    tree.write(pythia + QStringLiteral("refs/main"), "aaaaaaaaaa\n");
    tree.write(pythia + QStringLiteral("refs/step1000"), "bbbbbbbbbb");
    tree.write(QStringLiteral("datasets--x--y/snapshots/0/config.json"), "{}");
    tree.write(QStringLiteral("version.txt"), "1");
    tree.write(QStringLiteral(".locks/models--a--b/x"), "");
    CHECK(
        found(tree, ModelPlace::Layout::HubCache)
        == lines({
            "EleutherAI/pythia-70m > models--EleutherAI--pythia-70m/snapshots/aaaaaaaaaa",
            "EleutherAI/pythia-70m @ step1000 > models--EleutherAI--pythia-70m/snapshots/bbbbbbbbbb",
            "EleutherAI/pythia-70m @ cccccccc > models--EleutherAI--pythia-70m/snapshots/cccccccccc",
            "openai/gpt2 > models--openai--gpt2/snapshots/0123456789",
        }));
}

TEST_CASE("GGUF files of a snapshot are models of their own, and half a download says so")
{
    const ModelTree tree;
    tree.write(QStringLiteral("models--a--GGUF/snapshots/0/a.Q4_K_M.gguf"), "");
    tree.write(QStringLiteral("models--a--GGUF/snapshots/0/a.Q8_0.gguf"), "");
    tree.write(QStringLiteral("models--a--GGUF/snapshots/0/config.json"), "{}");
    tree.write(QStringLiteral("models--b--tokenizer/snapshots/0/tokenizer.json"), "");
    tree.write(QStringLiteral("models--c--asked/refs/main"), "0");
    CHECK(
        found(tree, ModelPlace::Layout::HubCache)
        == lines({
            "a/GGUF/a.Q4_K_M > models--a--GGUF/snapshots/0/a.Q4_K_M.gguf",
            "a/GGUF/a.Q8_0 > models--a--GGUF/snapshots/0/a.Q8_0.gguf",
            "b/tokenizer > models--b--tokenizer/snapshots/0 !",
            "c/asked > models--c--asked !",
        }));
}

TEST_CASE("folders of files give GGUF files and Hugging Face folders some folders deep")
{
    const ModelTree tree;
    tree.write(QStringLiteral("top.gguf"), "");
    tree.write(QStringLiteral("notes.txt"), "");
    tree.write(QStringLiteral("publisher/repository/x.GGUF"), "");
    tree.write(QStringLiteral("publisher/repository/big-00001-of-00003.gguf"), "");
    tree.write(QStringLiteral("publisher/repository/big-00002-of-00003.gguf"), "");
    tree.writeFolder(QStringLiteral("publisher/mlx"));
    tree.write(QStringLiteral("publisher/mlx/onnx/config.json"), "{}");
    tree.write(QStringLiteral("1/2/3/4/deep.gguf"), "");
    tree.write(QStringLiteral("1/2/3/4/5/too-deep.gguf"), "");
    CHECK(
        found(tree, ModelPlace::Layout::Files)
        == lines({
            "top > top.gguf",
            "1/2/3/4/deep > 1/2/3/4/deep.gguf",
            "publisher/mlx > publisher/mlx",
            "publisher/repository/big-00001-of-00003 > publisher/repository/big-00001-of-00003.gguf",
            "publisher/repository/x > publisher/repository/x.GGUF",
        }));
}

TEST_CASE("manifests of Ollama give their blobs, and a broken one is listed beside the good")
{
    const ModelTree tree;
    const QString hash(64, QLatin1Char('a'));
    const auto manifest = [&](const QString& digest) {
        return QStringLiteral(
                   R"({"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"%1"}]})")
            .arg(digest)
            .toUtf8();
    };
    tree.write(QStringLiteral("blobs/sha256-") + hash, "");
    const QString library = QStringLiteral("manifests/host/library/");
    tree.write(library + QStringLiteral("smollm2/135m"), manifest(QStringLiteral("sha256:") + hash));
    tree.write(library + QStringLiteral("evil/latest"), manifest(QStringLiteral("../../etc/passwd")));
    tree.write(library + QStringLiteral("broken/latest"), "{");
    CHECK(
        found(tree, ModelPlace::Layout::Ollama)
        == QStringList{
            QStringLiteral("broken:latest > manifests/host/library/broken/latest !"),
            QStringLiteral("evil:latest > manifests/host/library/evil/latest !"),
            QStringLiteral("smollm2:135m > blobs/sha256-") + hash});
}

TEST_CASE("links in circles end, and a place of too many files says so")
{
    const ModelTree tree;
    tree.write(QStringLiteral("a/x.gguf"), "");
    tree.link(tree.path(), QStringLiteral("a/up"));
    tree.link(tree.path(QStringLiteral("a")), QStringLiteral("b"));
    CHECK(found(tree, ModelPlace::Layout::Files) == lines({"a/x > a/x.gguf"}));

    for (int i = 0; i < 10; ++i)
        tree.write(QStringLiteral("many/%1.gguf").arg(i), "");
    const auto candidates = candidatesIn(
        {QStringLiteral("place"), tree.path(QStringLiteral("many")), ModelPlace::Layout::Files}, {}, 4);
    REQUIRE(candidates.size() == 5);
    CHECK(candidates.back().problem.contains(QStringLiteral("too many files")));
}

TEST_CASE("one model is taken unseen")
{
    const ModelTree tree;
    CHECK(found(tree, ModelPlace::Layout::One, QStringLiteral("any")) == lines({" > any"}));
}

TEST_CASE("a search can be cancelled")
{
    const ModelTree tree;
    const CancelToken cancel;
    cancel.cancel();
    const Problem problem = problemOf([&] {
        static_cast<void>(candidatesIn({{}, tree.path(), ModelPlace::Layout::Files}, cancel));
    });
    CHECK(problem.kind == Problem::Kind::Cancelled);
}
