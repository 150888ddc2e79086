#include "core/files/gguf.h"

#include "tests/support/ggufbuilder.h"
#include "tests/support/problem.h"

#include <QFile>
#include <QTemporaryDir>

#include <functional>

using namespace headwaters;

namespace {

template <typename T> QByteArray number(T value)
{
    return GgufBuilder::number(value);
}

// One key and two tensors of 32 bytes each.
GgufBuilder good()
{
    GgufBuilder builder;
    builder.key("general.architecture", GgufKind::Text, GgufBuilder::text("llama"))
        .tensor("a", {4, 2}, 0, 0)
        .tensor("b", {8}, 0, 32);
    builder.data = QByteArray(64, '\0');
    return builder;
}

// The same, changed.
QByteArray with(const std::function<void(GgufBuilder&)>& change)
{
    GgufBuilder builder = good();
    change(builder);
    return builder.bytes();
}

QByteArray withKey(const QByteArray& name, GgufKind kind, const QByteArray& value)
{
    return with([&](GgufBuilder& builder) { builder.key(name, kind, value); });
}

QByteArray withArray(GgufKind kind, std::uint64_t count, const QByteArray& items)
{
    return withKey("k", GgufKind::Array, GgufBuilder::array(kind, count, items));
}

// A third tensor, with 4096 bytes of data behind.
QByteArray
withTensor(const std::vector<std::uint64_t>& dimensions, std::uint32_t type, std::uint64_t offset = 64)
{
    return with([&](GgufBuilder& builder) {
        builder.tensor("c", dimensions, type, offset);
        builder.data = QByteArray(64 + 4096, '\0');
    });
}

struct Broken {
    const char* name;
    QByteArray bytes;
    std::vector<const char*> words;
};

std::vector<Broken> brokenHeaders()
{
    return {
        {"empty file", {}, {"the header", "ends at byte 0", "four letters"}},
        {"three bytes", "GGU", {"the header", "ends at byte 3"}},
        {"another format", with([](GgufBuilder& b) { b.magic = "lmgg"; }), {"6c6d6767", "GGUF"}},
        {"no version", "GGUF", {"the header", "ends at byte 4", "the version"}},
        {"version 0", with([](GgufBuilder& b) { b.version = 0; }), {"version 0", "2 and 3"}},
        {"version 1", with([](GgufBuilder& b) { b.version = 1; }), {"version 1", "2 and 3"}},
        {"version 4", with([](GgufBuilder& b) { b.version = 4; }), {"version 4", "2 and 3"}},
        {"big-endian", with([](GgufBuilder& b) { b.version = 0x03000000; }), {"big-endian"}},
        {"no counts", GgufBuilder().head().left(10), {"ends at byte 10", "the number of tensors"}},
        {"no number of keys", GgufBuilder().head().left(20), {"ends at byte 20", "the number of keys"}},
        {"2^63 tensors",
         with([](GgufBuilder& b) { b.tensorCount = std::uint64_t{1} << 63; }),
         {"the number of tensors is 9223372036854775808", "can hold at most"}},
        {"2^64 - 1 keys",
         with([](GgufBuilder& b) { b.keyCount = ~std::uint64_t{0}; }),
         {"the number of keys is 18446744073709551615", "can hold at most"}},
        {"more tensors than bytes",
         with([](GgufBuilder& b) { b.tensorCount = 1000; }),
         {"the number of tensors is 1000", "at most"}},
        {"one tensor too many", with([](GgufBuilder& b) { b.tensorCount = 3; }), {"tensor 3 of 3"}},
        {"one key too many", with([](GgufBuilder& b) { b.keyCount = 2; }), {"tensor 1 of 2"}},
    };
}

std::vector<Broken> brokenKeys()
{
    return {
        {"a key's name beyond the file",
         with([](GgufBuilder& b) { b.keyCount = 1; }).replace(24, 8, number(quint64{5000})),
         {"key 1 of 1", "its name", "5000 bytes", "are left"}},
        {"a key's name of 2^64 - 1 bytes",
         good().bytes().replace(24, 8, number(~quint64{0})),
         {"key 1 of 1", "18446744073709551615"}},
        {"a key's name of 65536 bytes",
         withKey(QByteArray(65536, 'k'), GgufKind::U8, "1"),
         {"key 2 of 2", "65536 bytes", "65535"}},
        {"a key without a name", withKey("", GgufKind::U8, "1"), {"key 2 of 2", "its name is empty"}},
        {"a key's name in invalid UTF-8",
         withKey("\xC3(", GgufKind::U8, "1"),
         {"key 2 of 2", "its name at byte", "no valid UTF-8"}},
        {"a key twice",
         withKey("general.architecture", GgufKind::U8, "1"),
         {"key 2 of 2 (general.architecture)", "twice"}},
        {"type 13",
         with([](GgufBuilder& b) { b.key("k", 13, "1"); }),
         {"key 2 of 2 (k)", "its type is 13", "0 to 12"}},
        {"type 2^32 - 1", with([](GgufBuilder& b) { b.key("k", 0xffffffffU, "1"); }), {"(k)", "4294967295"}},
        {"a value cut off",
         GgufBuilder().key("k", GgufKind::U64, "123").head(),
         {"key 1 of 1 (k)", "its value", "ends at byte"}},
        {"a truth value of 2", withKey("k", GgufKind::Bool, "\x02"), {"(k)", "its value is 2", "0 or 1"}},
        {"2^63",
         withKey("k", GgufKind::U64, number(quint64{1} << 63)),
         {"(k)", "9223372036854775808", "2^63 - 1"}},
        {"a text beyond the file",
         withKey("k", GgufKind::Text, number(quint64{1} << 62) + "abc"),
         {"(k)", "its text", "4611686018427387904", "are left"}},
        {"a text of more than 64 MiB",
         withKey("k", GgufKind::Text, GgufBuilder::text(QByteArray((1 << 26) + 1, 'x'))),
         {"(k)", "67108865 bytes", "67108864"}},
        {"a text in invalid UTF-8",
         withKey("k", GgufKind::Text, GgufBuilder::text("\xED\xA0\x80")),
         {"(k)", "its text at byte", "no valid UTF-8"}},
        {"an array of type 13",
         withKey("k", GgufKind::Array, number(quint32{13}) + number(quint64{1}) + "1"),
         {"(k)", "the type of its items is 13"}},
        {"an array of arrays",
         withArray(GgufKind::Array, 1, GgufBuilder::array(GgufKind::U8, 1, "1")),
         {"(k)", "an array of arrays"}},
        {"arrays nested a thousand times",
         withArray(GgufKind::Array, 1, QByteArray("\x09\0\0\0\x01\0\0\0\0\0\0\0", 12).repeated(1000)),
         {"(k)", "an array of arrays"}},
        {"an array cut off",
         GgufBuilder().key("k", GgufKind::Array, number(quint32{0})).head(),
         {"(k)", "the number of its items"}},
        {"an array longer than the file",
         withArray(GgufKind::F64, 1000, "12345678"),
         {"(k)", "1000 items", "at most"}},
        {"an array of 2^63 texts",
         withArray(GgufKind::Text, std::uint64_t{1} << 63, {}),
         {"(k)", "9223372036854775808 items", "at most"}},
        {"an array of more than 2^24 items",
         withArray(GgufKind::U8, (1 << 24) + 1, QByteArray((1 << 24) + 1, '\0')),
         {"(k)", "16777217 items", "16777216"}},
        {"an item in invalid UTF-8",
         withArray(GgufKind::Text, 2, GgufBuilder::text("a") + GgufBuilder::text("\xff")),
         {"(k), item 1", "no valid UTF-8"}},
        {"an item beyond the file",
         withArray(GgufKind::Text, 2, GgufBuilder::text("a") + number(quint64{9999})),
         {"(k), item 1", "9999 bytes"}},
        {"an item that is no truth value",
         withArray(GgufKind::Bool, 3, QByteArray("\0\1\3", 3)),
         {"(k), item 2", "its value is 3"}},
        {"an item above 2^53",
         withArray(GgufKind::U64, 1, number((quint64{1} << 53) + 1)),
         {"(k), item 0", "9007199254740993", "2^53"}},
        {"an item below -2^53",
         withArray(GgufKind::I64, 1, number(-(qint64{1} << 53) - 1)),
         {"(k), item 0", "-9007199254740993"}},
        {"an alignment of 0",
         withKey("general.alignment", GgufKind::U32, number(quint32{0})),
         {"general.alignment is 0", "power of two"}},
        {"an alignment of 4",
         withKey("general.alignment", GgufKind::U32, number(quint32{4})),
         {"general.alignment is 4", "power of two"}},
        {"an alignment of 24",
         withKey("general.alignment", GgufKind::U32, number(quint32{24})),
         {"general.alignment is 24", "power of two"}},
        {"an alignment of 2^31",
         withKey("general.alignment", GgufKind::U32, number(quint32{1} << 31)),
         {"general.alignment is 2147483648", "65536"}},
        {"a negative alignment",
         withKey("general.alignment", GgufKind::I32, number(qint32{-32})),
         {"general.alignment is -32"}},
        {"an alignment in words",
         withKey("general.alignment", GgufKind::Text, GgufBuilder::text("32")),
         {"general.alignment is no whole number"}},
        {"split.count in words",
         withKey("split.count", GgufKind::Text, GgufBuilder::text("two")),
         {"split.count is \"two\"", "whole number"}},
    };
}

std::vector<Broken> brokenTensors()
{
    return {
        {"a tensor's name beyond the file",
         GgufBuilder().tensor("a", {1}, 0, 0).head().replace(24, 8, number(quint64{777})),
         {"tensor 1 of 1", "777 bytes"}},
        {"a tensor's name of 65536 bytes",
         with([](GgufBuilder& b) { b.tensor(QByteArray(65536, 't'), {1}, 0, 0); }),
         {"tensor 3 of 3", "65536 bytes", "65535"}},
        {"a tensor without a name",
         with([](GgufBuilder& b) { b.tensor("", {1}, 0, 0); }),
         {"tensor 3 of 3", "its name is empty"}},
        {"a tensor's name in invalid UTF-8",
         with([](GgufBuilder& b) { b.tensor("\xff", {1}, 0, 0); }),
         {"tensor 3 of 3", "no valid UTF-8"}},
        {"a tensor twice",
         with([](GgufBuilder& b) { b.tensor("a", {1}, 0, 0); }),
         {"tensor a", "two tensors"}},
        {"no dimension", withTensor({}, 0), {"tensor c", "0 dimensions", "1 to 4"}},
        {"five dimensions", withTensor({1, 1, 1, 1, 1}, 0), {"tensor c", "5 dimensions", "1 to 4"}},
        {"a dimension of 0", withTensor({4, 0}, 0), {"tensor c", "dimension 2 is 0"}},
        {"a dimension of 2^63",
         withTensor({std::uint64_t{1} << 63}, 0),
         {"tensor c", "dimension 1 is 9223372036854775808", "63 bits"}},
        {"dimensions whose product overflows",
         withTensor({1ULL << 32, 1ULL << 31}, 0),
         {"tensor c", "dimension 2 is 2147483648", "63 bits"}},
        {"dimensions whose product comes back to 0",
         withTensor({1ULL << 32, 1ULL << 32}, 0),
         {"tensor c", "dimension 2 is 4294967296", "63 bits"}},
        {"bytes beyond 64 bits", withTensor({1ULL << 62}, 0), {"tensor c", "more bytes than 64 bits"}},
        {"type 42", withTensor({4}, 42), {"tensor c", "its type is 42"}},
        {"type 2^32 - 1", withTensor({4}, 0xffffffffU), {"tensor c", "its type is 4294967295"}},
        {"rows that are no whole blocks of 32",
         withTensor({48, 2}, 3),
         {"tensor c", "rows of 48", "blocks of 32", "Q4_1"}},
        {"rows that are no whole blocks of 256",
         withTensor({128, 2}, 12),
         {"tensor c", "rows of 128", "blocks of 256", "Q4_K"}},
        {"rows of another type that are no whole blocks",
         withTensor({128, 2}, 17),
         {"tensor c", "rows of 128", "blocks of 256", "IQ2_XS"}},
        {"an offset off the alignment", withTensor({4}, 0, 68), {"tensor c", "offset 68", "alignment 32"}},
        {"an offset off a larger alignment",
         withKey("general.alignment", GgufKind::U32, number(quint32{64})),
         {"tensor b", "offset 32", "alignment 64"}},
        {"an offset at the end of 64 bits",
         withTensor({16}, 0, ~std::uint64_t{31}),
         {"tensor c", "offset 18446744073709551584", "length 64", "64 bits"}},
        {"an offset beyond the file",
         withTensor({4}, 0, 1 << 20),
         {"tensor c", "bytes 1048576 to 1048592", "4160 bytes"}},
        {"data cut off", good().bytes().chopped(1), {"tensor b", "bytes 32 to 64", "63 bytes"}},
        {"no data", good().head(), {"tensor a", "bytes 0 to 32", "0 bytes"}},
        {"quantised data cut off", withTensor({32, 205}, 3), {"tensor c", "bytes 64 to 4164", "4160 bytes"}},
        {"overlap", withTensor({4}, 0, 32), {"byte 32", "overlap"}},
        {"overlap by a part",
         with([](GgufBuilder& b) {
             b.tensor("c", {9}, 0, 64).tensor("d", {1}, 0, 96);
             b.data = QByteArray(200, '\0');
         }),
         {"tensor d", "byte 96", "overlap those of c", "byte 100"}},
    };
}

void checkAll(const std::vector<Broken>& table)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("model.gguf"));
    for (const Broken& row : table) {
        INFO(row.name);
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(row.bytes);
        file.close();
        const Problem problem = problemOf([&] { static_cast<void>(openGguf(path)); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        INFO(problem.summary);
        CHECK(problem.summary.contains(QStringLiteral("model.gguf: ")));
        for (const char* word : row.words)
            CHECK_THAT(problem.summary.toStdString(), Catch::Contains(word));
    }
}

} // namespace

TEST_CASE("every way the header of a GGUF file can be broken is told in one sentence")
{
    checkAll(brokenHeaders());
}

TEST_CASE("every way the metadata of a GGUF file can be broken is told in one sentence")
{
    checkAll(brokenKeys());
}

TEST_CASE("every way the tensors of a GGUF file can be broken is told in one sentence")
{
    checkAll(brokenTensors());
}

TEST_CASE("a GGUF file that is cut off anywhere is refused, never crashed on")
{
    const QByteArray whole = good().bytes();
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("model.gguf"));
    for (qsizetype length = 0; length < whole.size(); ++length) {
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(whole.left(length));
        file.close();
        CHECK(problemOf([&] { static_cast<void>(openGguf(path)); }).kind == Problem::Kind::BadInput);
    }
}

TEST_CASE("a GGUF file that cannot be opened is named")
{
    for (const QString& path : {QStringLiteral("/nowhere/model.gguf"), QStringLiteral("/dev/zero")}) {
        const Problem problem = problemOf([&] { static_cast<void>(openGguf(path)); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        CHECK(problem.summary.contains(path));
    }
}
