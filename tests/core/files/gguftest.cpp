#include "core/files/gguf.h"

#include "tests/support/ggufbuilder.h"
#include "tests/support/problem.h"

#include <QFile>
#include <QTemporaryDir>

#include <functional>
#include <limits>

using namespace headwaters;

namespace {

class Folder {
public:
    QString write(const QByteArray& bytes, const QString& name = QStringLiteral("model.gguf")) const
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return path;
    }

private:
    QTemporaryDir m_folder;
};

template <typename T> QByteArray number(T value)
{
    return GgufBuilder::number(value);
}

QByteArray floats(std::initializer_list<float> values)
{
    QByteArray bytes;
    for (const float value : values)
        bytes += number(value);
    return bytes;
}

// Metadata of one key, called `k`.
GgufMetadata metadataOf(GgufKind kind, const QByteArray& value)
{
    const Folder folder;
    return readGgufMetadata(folder.write(GgufBuilder().key("k", kind, value).bytes()));
}

const QString k = QStringLiteral("k");

} // namespace

TEST_CASE("a GGUF file of version 2 or 3 lists its tensors with reversed shape, dtype and numbers")
{
    for (const std::uint32_t version : {2U, 3U}) {
        const Folder folder;
        GgufBuilder builder;
        builder.version = version;
        builder.key("general.name", GgufKind::Text, GgufBuilder::text("Small"))
            .tensor("a", {3, 2}, 0, 0)
            .tensor("b", {32, 2, 1, 1}, 8, 32)
            .tensor("c", {2}, 27, 128);
        builder.data = floats({0.5F, 1.5F, 2.5F, 3.5F, 4.5F, 5.5F}) + QByteArray(8, '\0')
            + QByteArray(2, '\x3c') + QByteArray(32, '\x01') + QByteArray(2, '\x3c') + QByteArray(32, '\x02')
            + QByteArray(28, '\0') + QByteArray(16, '\0');
        const QString path = folder.write(builder.bytes());
        const auto file = openGguf(path);

        CHECK(file->files() == QStringList{path});
        CHECK(file->metadata().text(QStringLiteral("general.name")) == QStringLiteral("Small"));
        REQUIRE(file->tensors().size() == 3);
        const TensorView& a = file->tensors().at(QStringLiteral("a"));
        CHECK(a.shape == std::vector<std::int64_t>{2, 3});
        CHECK(a.dtype == DType::F32);
        CHECK(toFloat32(a) == std::vector<float>{0.5F, 1.5F, 2.5F, 3.5F, 4.5F, 5.5F});
        const TensorView& b = file->tensors().at(QStringLiteral("b"));
        CHECK(b.shape == std::vector<std::int64_t>{1, 1, 2, 32});
        CHECK(dtypeText(b.dtype) == QStringLiteral("Q8_0"));
        std::vector<float> expected(32, 1.05859375F); // 0x3c3c
        expected.insert(expected.end(), 32, 2.1171875F);
        CHECK(toFloat32(b) == expected);
        const TensorView& c = file->tensors().at(QStringLiteral("c"));
        CHECK(c.dtype == DType::Other);
        CHECK(c.storedDtype == QStringLiteral("I64"));
        CHECK(c.bytes.size() == 16);
    }
}

TEST_CASE("a tensor of another ggml type is listed and refused by name when its numbers are asked for")
{
    const Folder folder;
    GgufBuilder builder;
    builder.tensor("blk.0.ffn_up.weight", {256}, 17, 0);
    builder.data = QByteArray(74, '\0');
    const auto file = openGguf(folder.write(builder.bytes()));
    const TensorView& tensor = file->tensors().at(QStringLiteral("blk.0.ffn_up.weight"));
    CHECK(tensor.dtype == DType::Other);
    for (const Problem& problem : {problemOf([&] { static_cast<void>(toFloat32(tensor)); }), problemOf([&] {
                                       static_cast<void>(part(tensor, 0, 256));
                                   })}) {
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        CHECK(problem.summary.contains(QStringLiteral("model.gguf: tensor blk.0.ffn_up.weight")));
        CHECK(problem.summary.contains(QStringLiteral("IQ2_XS")));
    }
}

TEST_CASE("every kind of GGUF value is read")
{
    CHECK(metadataOf(GgufKind::U8, number(quint8{200})).integer(k) == 200);
    CHECK(metadataOf(GgufKind::I8, number(qint8{-100})).integer(k) == -100);
    CHECK(metadataOf(GgufKind::U16, number(quint16{60000})).integer(k) == 60000);
    CHECK(metadataOf(GgufKind::I16, number(qint16{-30000})).integer(k) == -30000);
    CHECK(metadataOf(GgufKind::U32, number(quint32{4000000000})).integer(k) == 4000000000);
    CHECK(metadataOf(GgufKind::I32, number(qint32{-2000000000})).integer(k) == -2000000000);
    const qint64 large = std::numeric_limits<qint64>::max();
    CHECK(metadataOf(GgufKind::U64, number(static_cast<quint64>(large))).integer(k) == large);
    CHECK(metadataOf(GgufKind::I64, number(-large)).integer(k) == -large);
    CHECK(metadataOf(GgufKind::F32, number(0.25F)).number(k) == 0.25);
    CHECK(metadataOf(GgufKind::F64, number(0.1)).number(k) == 0.1);
    CHECK(metadataOf(GgufKind::U8, number(quint8{3})).number(k) == 3.0);
    CHECK(metadataOf(GgufKind::Bool, number(quint8{0})).flag(k) == false);
    CHECK(metadataOf(GgufKind::Bool, number(quint8{1})).flag(k) == true);
    CHECK(metadataOf(GgufKind::Text, GgufBuilder::text("Ström\n")).text(k) == QStringLiteral("Ström\n"));
    CHECK(metadataOf(GgufKind::Text, GgufBuilder::text("")).text(k) == QString());
}

TEST_CASE("every kind of GGUF array is read")
{
    struct Row {
        GgufKind kind;
        QByteArray items;
        std::vector<double> expected;
    };
    const std::vector<Row> table{
        {GgufKind::U8, number(quint8{1}) + number(quint8{255}), {1, 255}},
        {GgufKind::I8, number(qint8{1}) + number(qint8{-128}), {1, -128}},
        {GgufKind::U16, number(quint16{1}) + number(quint16{65535}), {1, 65535}},
        {GgufKind::I16, number(qint16{1}) + number(qint16{-32768}), {1, -32768}},
        {GgufKind::U32, number(quint32{1}) + number(quint32{4294967295}), {1, 4294967295}},
        {GgufKind::I32, number(qint32{1}) + number(qint32{-7}), {1, -7}},
        {GgufKind::U64, number(quint64{1}) + number(quint64{1} << 53), {1, 0x1p53}},
        {GgufKind::I64, number(qint64{1}) + number(-(qint64{1} << 53)), {1, -0x1p53}},
        {GgufKind::F32, number(0.25F) + number(-1.5F), {0.25, -1.5}},
        {GgufKind::F64, number(0.1) + number(-1e300), {0.1, -1e300}},
        {GgufKind::Bool, number(quint8{0}) + number(quint8{1}), {0, 1}},
    };
    for (const Row& row : table) {
        INFO(static_cast<int>(row.kind));
        const GgufMetadata metadata = metadataOf(GgufKind::Array, GgufBuilder::array(row.kind, 2, row.items));
        REQUIRE(metadata.numbers(k) != nullptr);
        CHECK(*metadata.numbers(k) == row.expected);
        const GgufMetadata empty = metadataOf(GgufKind::Array, GgufBuilder::array(row.kind, 0, {}));
        REQUIRE(empty.numbers(k) != nullptr);
        CHECK(empty.numbers(k)->empty());
    }
    const GgufMetadata texts = metadataOf(
        GgufKind::Array,
        GgufBuilder::array(
            GgufKind::Text, 3, GgufBuilder::text("a") + GgufBuilder::text("") + GgufBuilder::text("é")));
    REQUIRE(texts.texts(k) != nullptr);
    CHECK(*texts.texts(k) == QStringList{QStringLiteral("a"), QString(), QStringLiteral("é")});
}

TEST_CASE("a byte order mark in a token is a character like any other")
{
    const GgufMetadata metadata = metadataOf(
        GgufKind::Array,
        GgufBuilder::array(
            GgufKind::Text, 3,
            GgufBuilder::text("\xEF\xBB\xBF") + GgufBuilder::text("\xEF\xBB\xBF\xEF\xBB\xBFx")
                + GgufBuilder::text("x\xEF\xBB\xBF")));
    const QString mark(QChar(0xfeff));
    CHECK(*metadata.texts(k) == QStringList{mark, mark + mark + QLatin1Char('x'), QLatin1Char('x') + mark});
}

TEST_CASE("asking for another kind of value than stands there is told with the key and the value")
{
    struct Row {
        GgufMetadata::Value value;
        QString shown;
    };
    const std::vector<Row> table{
        {std::int64_t{7}, QStringLiteral("k is 7: ")},
        {0.5, QStringLiteral("k is 0.5: ")},
        {true, QStringLiteral("k is true: ")},
        {QStringLiteral("seven"), QStringLiteral("k is \"seven\": ")},
        {QStringList{QStringLiteral("a")}, QStringLiteral("k is a list of 1 texts: ")},
        {std::vector<double>{1, 2}, QStringLiteral("k is a list of 2 numbers: ")},
    };
    for (std::size_t kind = 0; kind < table.size(); ++kind) {
        const GgufMetadata metadata(QStringLiteral("/models/m.gguf"), {{k, table[kind].value}});
        const std::vector<std::pair<std::size_t, std::function<void()>>> questions{
            {0, [&] { static_cast<void>(metadata.integer(k)); }},
            {1, [&] { static_cast<void>(metadata.number(k)); }},
            {2, [&] { static_cast<void>(metadata.flag(k)); }},
            {3, [&] { static_cast<void>(metadata.text(k)); }},
            {4, [&] { static_cast<void>(metadata.texts(k)); }},
            {5, [&] { static_cast<void>(metadata.numbers(k)); }},
        };
        for (const auto& [fits, question] : questions) {
            if (fits == kind || (fits == 1 && kind == 0)) {
                CHECK_NOTHROW(question());
                continue;
            }
            const Problem problem = problemOf(question);
            CHECK(problem.kind == Problem::Kind::BadInput);
            checkSentence(problem.summary);
            INFO(problem.summary);
            CHECK(problem.summary.startsWith(QStringLiteral("/models/m.gguf: ") + table[kind].shown));
        }
    }
}

TEST_CASE("an absent key answers nothing, and a number that is not finite is refused")
{
    const QString infinite = QStringLiteral("infinite");
    const GgufMetadata metadata(
        QStringLiteral("m.gguf"), {{infinite, std::numeric_limits<double>::infinity()}});
    CHECK_FALSE(metadata.text(k));
    CHECK_FALSE(metadata.integer(k));
    CHECK_FALSE(metadata.number(k));
    CHECK_FALSE(metadata.flag(k));
    CHECK(metadata.texts(k) == nullptr);
    CHECK(metadata.numbers(k) == nullptr);
    CHECK_FALSE(metadata.contains(k));
    CHECK(
        metadata.fault(k, QStringLiteral("it must be there")).problem().summary
        == QStringLiteral("m.gguf: k is missing: it must be there"));
    CHECK(problemOf([&] {
              static_cast<void>(metadata.number(infinite));
          }).summary.contains(QStringLiteral("infinite is inf: it should be a finite number")));
}

TEST_CASE("the alignment of the file, padding at the end and its absence are honoured")
{
    for (const qsizetype alignment : {8, 64, 4096}) {
        for (const qsizetype padding : {0, 5, 64}) {
            const Folder folder;
            GgufBuilder builder;
            builder.alignment = alignment;
            builder.key("general.alignment", GgufKind::U32, number(static_cast<quint32>(alignment)))
                .tensor("a", {1}, 0, 0)
                .tensor("b", {1}, 0, static_cast<std::uint64_t>(alignment));
            builder.data =
                number(1.5F) + QByteArray(alignment - 4, '\xff') + number(2.5F) + QByteArray(padding, '\0');
            const auto file = openGguf(folder.write(builder.bytes()));
            CHECK(toFloat32(file->tensors().at(QStringLiteral("a"))) == std::vector<float>{1.5F});
            CHECK(toFloat32(file->tensors().at(QStringLiteral("b"))) == std::vector<float>{2.5F});
        }
    }
}

TEST_CASE("a file without tensors may end before the padding")
{
    const Folder folder;
    const QString path = folder.write(GgufBuilder().key("k", GgufKind::U8, number(quint8{1})).head());
    CHECK(openGguf(path)->tensors().empty());
    CHECK(readGgufMetadata(path).integer(k) == 1);
}

TEST_CASE("the metadata of a split file can be read, its tensors not")
{
    const Folder folder;
    GgufBuilder builder;
    builder.key("split.count", GgufKind::U16, number(quint16{3}));
    const QString path = folder.write(builder.bytes());
    CHECK(readGgufMetadata(path).integer(QStringLiteral("split.count")) == 3);
    const Problem problem = problemOf([&] { static_cast<void>(openGguf(path)); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    CHECK(problem.summary.contains(QStringLiteral("model.gguf: split.count is 3: ")));
    const QString one =
        folder.write(GgufBuilder().key("split.count", GgufKind::U16, number(quint16{1})).bytes());
    CHECK_NOTHROW(openGguf(one));
}

TEST_CASE("whether a file begins as GGUF is seen whatever its name")
{
    const Folder folder;
    CHECK(beginsAsGguf(folder.write("GGUF", QStringLiteral("sha256-00"))));
    CHECK_FALSE(beginsAsGguf(folder.write("GGU", QStringLiteral("short"))));
    CHECK_FALSE(beginsAsGguf(folder.write("", QStringLiteral("empty"))));
    CHECK_FALSE(beginsAsGguf(QStringLiteral("/dev/zero")));
    CHECK_FALSE(beginsAsGguf(QStringLiteral("/nowhere")));
}

TEST_CASE("files that another program wrote are read whole")
{
    const auto tiny = openGguf(testData(QStringLiteral("llama-tiny-gguf/llama-tiny.gguf")));
    CHECK(tiny->tensors().size() == 30);
    CHECK(tiny->metadata().values().size() == 21);
    CHECK(tiny->metadata().text(QStringLiteral("general.architecture")) == QStringLiteral("llama"));
    CHECK(tiny->metadata().number(QStringLiteral("llama.rope.freq_base")) == 10000.0);
    CHECK(tiny->metadata().flag(QStringLiteral("tokenizer.ggml.add_bos_token")) == true);
    CHECK(tiny->metadata().texts(QStringLiteral("tokenizer.ggml.tokens"))->size() == 320);
    CHECK(tiny->metadata().numbers(QStringLiteral("tokenizer.ggml.token_type"))->size() == 320);
    CHECK(
        tiny->tensors().at(QStringLiteral("token_embd.weight")).shape == std::vector<std::int64_t>{320, 48});

    const auto quantised = openGguf(testData(QStringLiteral("llama-quantised-gguf/llama-quantised.gguf")));
    CHECK(quantised->tensors().size() == 21);
    QStringList dtypes;
    for (const auto& [name, tensor] : quantised->tensors()) {
        CHECK(toFloat32(tensor).size() == elementCount(tensor));
        if (!dtypes.contains(dtypeText(tensor.dtype)))
            dtypes << dtypeText(tensor.dtype);
    }
    CHECK(dtypes.size() == 12);
}
