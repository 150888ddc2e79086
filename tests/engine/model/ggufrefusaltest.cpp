// Metadata of a GGUF file that change the arithmetic and are not implemented are refused by name.
#include "core/base/error.h"
#include "core/engine/model/model.h"
#include "support/ggufbuilder.h"
#include "support/testing.h"

#include <QFile>
#include <QTemporaryDir>

using namespace headwaters;

namespace {

using Keys = std::map<QByteArray, std::pair<GgufKind, QByteArray>>;

std::pair<GgufKind, QByteArray> whole(std::uint32_t value)
{
    return {GgufKind::U32, GgufBuilder::number(value)};
}

std::pair<GgufKind, QByteArray> real(float value)
{
    return {GgufKind::F32, GgufBuilder::number(std::bit_cast<std::uint32_t>(value))};
}

std::pair<GgufKind, QByteArray> text(const QByteArray& value)
{
    return {GgufKind::Text, GgufBuilder::text(value)};
}

std::pair<GgufKind, QByteArray> truth(bool value)
{
    return {GgufKind::Bool, QByteArray(1, value ? '\1' : '\0')};
}

/// What opening a file without tensors says, which its metadata come before.
QString faultOf(const QByteArray& architecture, const Keys& changes)
{
    Keys keys{{"block_count", whole(2)},
              {"attention.head_count", whole(4)},
              {"attention.head_count_kv", whole(4)},
              {"embedding_length", whole(32)},
              {"feed_forward_length", whole(64)},
              {"context_length", whole(64)},
              {"vocab_size", whole(40)}};
    for (const auto& [key, value] : changes)
        keys[key] = value;
    GgufBuilder builder;
    builder.key("general.architecture", GgufKind::Text, GgufBuilder::text(architecture));
    for (const auto& [key, value] : keys)
        builder.key(architecture + '.' + key, value.first, value.second);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("model.gguf")));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(builder.bytes());
    file.close();
    try {
        (void)Model::load(openModelFolder(file.fileName()), {});
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        return error.problem().summary;
    }
    return {};
}

struct Row {
    const char* key;
    std::pair<GgufKind, QByteArray> value;
    QList<QByteArray> honouredBy;
};

} // namespace

TEST_CASE("Metadata in order pass, and only tensors are missing")
{
    for (const char* architecture : {"gpt2", "gptneox", "llama", "qwen2", "qwen3", "gemma2"}) {
        CAPTURE(architecture);
        CHECK(faultOf(architecture, {}).contains(QStringLiteral("token_embd.weight is missing")));
    }
}

TEST_CASE("A key that a family does not honour is refused by name")
{
    const QList<QByteArray> rotating{"gptneox", "llama", "qwen2", "qwen3", "gemma2"};
    const std::vector<Row> rows{
        {"attention.head_count_kv", whole(2), {"llama", "qwen2", "qwen3", "gemma2"}},
        {"attention.head_count_kv", whole(3), {}},
        {"attention.head_count_kv",
         {GgufKind::Array, GgufBuilder::array(GgufKind::U32, 2, QByteArray(8, 2))},
         {}},
        {"attention.sliding_window", whole(8), {"llama", "qwen2", "qwen3", "gemma2"}},
        {"attention.value_length", whole(4), {}},
        {"attention.causal", truth(false), {}},
        {"attention.clamp_kqv", real(8), {}},
        {"attention.max_alibi_bias", real(8), {}},
        {"attention.scale", real(0.5F), {}},
        {"attn_logit_softcapping", real(30), {"gemma2"}},
        {"final_logit_softcapping", real(30), {"gemma2"}},
        {"expert_count", whole(8), {}},
        {"logit_scale", real(0.5F), {}},
        {"rope.freq_base", real(5000), rotating},
        {"rope.scaling.type", text("linear"), rotating},
        {"rope.scaling.type", text("yarn"), {}},
        {"rope.scaling.attn_factor", real(1.5F), {}},
        {"use_parallel_residual", truth(true), {"gptneox"}},
        {"something_new", whole(1), {}},
    };
    for (const Row& row : rows) {
        for (const char* architecture : {"gpt2", "gptneox", "llama", "qwen2", "qwen3", "gemma2"}) {
            CAPTURE(row.key, architecture);
            const QString fault = faultOf(architecture, {{row.key, row.value}});
            CAPTURE(fault);
            const QString name = QLatin1String(architecture) + QLatin1Char('.') + QLatin1String(row.key);
            if (row.honouredBy.contains(architecture))
                CHECK(fault.contains(QStringLiteral("token_embd.weight is missing")));
            else
                CHECK(fault.contains(QStringLiteral(": ") + name + QStringLiteral(" is ")));
        }
    }
}
