#include "core/files/families.h"

#include "tests/support/modeltree.h"
#include "tests/support/testing.h"

#include <QJsonDocument>

using namespace headwaters;

namespace {

ModelFolder folder(const char* config)
{
    ModelFolder model;
    model.config = QJsonDocument::fromJson(config).object();
    return model;
}

} // namespace

TEST_CASE("a tied unembedding is what config.json says, else what the family does")
{
    CHECK(isTied(folder(R"({"model_type":"gpt2"})")));
    CHECK(isTied(folder(R"({"model_type":"gemma2"})")));
    CHECK_FALSE(isTied(folder(R"({"model_type":"llama"})")));
    CHECK_FALSE(isTied(folder(R"({"model_type":"unheard"})")));
    CHECK(isTied(folder(R"({"model_type":"llama","tie_word_embeddings":true})")));
    CHECK_FALSE(isTied(folder(R"({"model_type":"gpt2","tie_word_embeddings":false})")));
}

TEST_CASE("families that can be opened have no problem, in the words of either kind of file")
{
    for (const char* name : {"gpt2", "gpt_neox", "llama", "mistral", "qwen2", "qwen3", "gemma2"}) {
        const ModelFolder model = folder((QByteArray(R"({"model_type":")") + name + R"("})").constData());
        CHECK(familyName(model) == QLatin1String(name));
        CHECK(familyProblem(model).isEmpty());
    }
    const ModelTree tree;
    for (const char* name : {"gpt2", "gptneox", "llama", "qwen2", "qwen3", "gemma2"}) {
        tree.writeGguf(QStringLiteral("x.gguf"), name);
        const ModelFolder model = openModelFolder(tree.path(QStringLiteral("x.gguf")));
        CHECK(familyName(model) == QLatin1String(name));
        CHECK(familyProblem(model).isEmpty());
        CHECK_FALSE(isTied(model));
    }
    CHECK(familyProblem(folder(R"({"model_type":"gptneox"})")).contains(QStringLiteral("gptneox")));
    CHECK(familyProblem(folder("{}")) == QStringLiteral("config.json has no model_type."));
}
