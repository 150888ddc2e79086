#include "core/files/tensorfile.h"

#include "tests/support/problem.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

#include <cmath>
#include <functional>
#include <limits>

using namespace headwaters;

namespace {

// A file of two tensors: a [2, 3] F32 at 0..24 and b [2] F16 at 24..28.
const char* const goodHeader = R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
                               R"("b":{"dtype":"F16","shape":[2],"data_offsets":[24,28]}})";

QByteArray lengthOf(quint64 length)
{
    QByteArray bytes(8, '\0');
    qToLittleEndian(length, bytes.data());
    return bytes;
}

QByteArray fileOf(const QByteArray& header, qsizetype dataSize = 28)
{
    return lengthOf(static_cast<quint64>(header.size())) + header + QByteArray(dataSize, '\0');
}

QByteArray replaced(const char* before, const char* after)
{
    const QByteArray header(goodHeader);
    REQUIRE(header.contains(before));
    return QByteArray(header).replace(before, after);
}

class Folder {
public:
    QString write(const QByteArray& bytes, const QString& name = QStringLiteral("model.safetensors")) const
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return path;
    }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
};

struct Broken {
    const char* name;
    std::function<QByteArray()> bytes;
    QStringList words;
};

QStringList words(std::initializer_list<const char*> list)
{
    QStringList result;
    for (const char* word : list)
        result << QString::fromUtf8(word);
    return result;
}

} // namespace

TEST_CASE("a safetensors file lists its tensors with shape, dtype and numbers")
{
    const Folder folder;
    QByteArray bytes = fileOf(goodHeader);
    const qsizetype data = bytes.size() - 28;
    for (int i = 0; i < 6; ++i)
        qToLittleEndian(static_cast<float>(i) + 0.5F, bytes.data() + data + 4 * i);
    qToLittleEndian(quint16{0x3c00}, bytes.data() + data + 24); // 1
    qToLittleEndian(quint16{0xc100}, bytes.data() + data + 26); // -2.5
    const auto file = openSafetensors(folder.write(bytes));

    REQUIRE(file->tensors().size() == 2);
    CHECK(file->files() == QStringList{folder.path(QStringLiteral("model.safetensors"))});
    const TensorView& a = file->tensors().at(QStringLiteral("a"));
    CHECK(a.shape == std::vector<std::int64_t>{2, 3});
    CHECK(a.dtype == DType::F32);
    CHECK(a.storedDtype == QStringLiteral("F32"));
    CHECK(toFloat32(a) == std::vector<float>{0.5F, 1.5F, 2.5F, 3.5F, 4.5F, 5.5F});
    CHECK(toFloat32(file->tensors().at(QStringLiteral("b"))) == std::vector<float>{1.0F, -2.5F});
}

TEST_CASE("numbers at an odd address are read exactly")
{
    // One byte of U8 in front shifts the F32 to an odd offset; the header's length makes it odd in memory
    // too.
    const Folder folder;
    for (int padding = 0; padding < 4; ++padding) {
        QByteArray header = R"({"u":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                            R"("f":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}})";
        header += QByteArray(padding, ' ');
        QByteArray bytes = fileOf(header, 5);
        qToLittleEndian(3.25F, bytes.data() + bytes.size() - 4);
        const auto file = openSafetensors(folder.write(bytes));
        CHECK(toFloat32(file->tensors().at(QStringLiteral("f"))) == std::vector<float>{3.25F});
    }
}

TEST_CASE("scalars, tensors without elements and metadata are legal")
{
    const Folder folder;
    const auto file = openSafetensors(folder.write(fileOf(
        R"({"__metadata__":{"format":"pt"},"none":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]},)"
        R"("one":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})",
        4)));
    REQUIRE(file->tensors().size() == 2);
    CHECK(toFloat32(file->tensors().at(QStringLiteral("none"))).empty());
    CHECK(elementCount(file->tensors().at(QStringLiteral("one"))) == 1);
    CHECK(toFloat32(file->tensors().at(QStringLiteral("one"))) == std::vector<float>{0.0F});
}

TEST_CASE("a tensor of another dtype is listed and refused by name when its numbers are asked for")
{
    const Folder folder;
    const auto file = openSafetensors(folder.write(fileOf(
        R"({"h.0.attn.bias":{"dtype":"BOOL","shape":[2,2],"data_offsets":[0,4]},)"
        R"("odd":{"dtype":"F6_E3M2","shape":[4],"data_offsets":[4,7]}})",
        7)));
    CHECK(file->tensors().at(QStringLiteral("h.0.attn.bias")).dtype == DType::Other);
    const Problem problem =
        problemOf([&] { static_cast<void>(toFloat32(file->tensors().at(QStringLiteral("h.0.attn.bias")))); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    CHECK(problem.summary.contains(QStringLiteral("model.safetensors")));
    CHECK(problem.summary.contains(QStringLiteral("h.0.attn.bias")));
    CHECK(problem.summary.contains(QStringLiteral("BOOL")));
    CHECK(problemOf([&] {
              static_cast<void>(toFloat32(file->tensors().at(QStringLiteral("odd"))));
          }).summary.contains(QStringLiteral("F6_E3M2")));
}

TEST_CASE("float16 widens exactly")
{
    struct Case {
        quint16 bits;
        float value;
    };
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const std::vector<Case> cases{{0x0000, 0.0F},         {0x8000, -0.0F},     {0x0001, 0x1p-24F},
                                  {0x03ff, 0x1.ff8p-15F}, {0x8001, -0x1p-24F}, {0x0400, 0x1p-14F},
                                  {0x3555, 0x1.554p-2F},  {0x7bff, 65504.0F},  {0x7c00, infinity},
                                  {0xfc00, -infinity}};
    TensorView tensor;
    tensor.dtype = DType::F16;
    tensor.shape = {1};
    for (const Case& c : cases) {
        const quint16 stored = qToLittleEndian(c.bits);
        tensor.bytes = std::as_bytes(std::span(&stored, 1));
        const float value = toFloat32(tensor).front();
        CHECK(value == c.value);
        CHECK(std::signbit(value) == std::signbit(c.value));
    }
    const quint16 nan = qToLittleEndian(quint16{0x7e01});
    tensor.bytes = std::as_bytes(std::span(&nan, 1));
    CHECK(std::isnan(toFloat32(tensor).front()));
}

TEST_CASE("bfloat16 is the upper half of a float")
{
    TensorView tensor;
    tensor.dtype = DType::BF16;
    tensor.shape = {4};
    const std::vector<quint16> stored{0x3f80, 0xc049, 0x0001, 0x7f80};
    tensor.bytes = std::as_bytes(std::span(stored));
    const std::vector<float> expected{1.0F, -3.140625F, 0x1p-133F, std::numeric_limits<float>::infinity()};
    CHECK(toFloat32(tensor) == expected);
}

TEST_CASE("every way a safetensors file can be broken is told in one sentence")
{
    const std::vector<Broken> table{
        {"empty file", [] { return QByteArray(); }, words({"0 bytes long"})},
        {"seven bytes", [] { return QByteArray(7, '\0'); }, words({"7 bytes long", "8 bytes"})},
        {"no header", [] { return lengthOf(0); }, words({"header", "invalid JSON"})},
        {"header longer than the file", [] { return lengthOf(1000) + goodHeader; },
         words({"1000 bytes", "header"})},
        {"header length of 2^64 - 1", [] { return lengthOf(~quint64{0}) + goodHeader; },
         words({"18446744073709551615", "header"})},
        {"header of more than 100 MB", [] { return fileOf(QByteArray(100'000'001, ' '), 0); },
         words({"100000001", "100000000"})},
        {"invalid UTF-8", [] { return fileOf(replaced("\"b\"", "\"\xC3\"")); },
         words({"invalid UTF-8", "line 1, column 59"})},
        {"invalid JSON", [] { return fileOf(replaced("[2,3]", "[2,,3]")); },
         words({"invalid JSON", "column 33"})},
        {"header cut off", [] { return fileOf(QByteArray(goodHeader).chopped(3)); }, words({"invalid JSON"})},
        {"header is an array", [] { return fileOf("[]"); }, words({"no object"})},
        {"text behind the object", [] { return fileOf(QByteArray(goodHeader) + "x"); },
         words({"invalid JSON"})},
        {"a name twice", [] { return fileOf(replaced("\"b\":", "\"a\":")); }, words({"a twice"})},
        {"a name twice, written differently", [] { return fileOf(replaced("\"b\":", "\"\\u0061\":")); },
         words({"a twice"})},
        {"a field twice",
         [] { return fileOf(replaced("\"dtype\":\"F16\"", "\"dtype\":\"F16\",\"dtype\":\"F32\"")); },
         words({"dtype twice"})},
        {"entry is a number", [] { return fileOf(R"({"a":3})"); }, words({"tensor a", "no object"})},
        {"metadata is a number", [] { return fileOf(R"({"__metadata__":3})"); }, words({"__metadata__"})},
        {"no dtype", [] { return fileOf(replaced("\"dtype\":\"F16\",", "")); },
         words({"tensor b", "no dtype"})},
        {"dtype is a number", [] { return fileOf(replaced("\"F16\"", "16")); },
         words({"tensor b", "no dtype"})},
        {"no shape", [] { return fileOf(replaced("\"shape\":[2],", "")); }, words({"tensor b", "no shape"})},
        {"shape is a string", [] { return fileOf(replaced("[2],", "\"2\",")); },
         words({"tensor b", "no shape"})},
        {"negative shape", [] { return fileOf(replaced("[2,3]", "[-2,3]")); },
         words({"tensor a", "shape", "-2"})},
        {"fractional shape", [] { return fileOf(replaced("[2,3]", "[2.5,3]")); },
         words({"tensor a", "shape", "2.5"})},
        {"huge shape", [] { return fileOf(replaced("[2,3]", "[18446744073709551616,3]")); },
         words({"tensor a", "shape", "1.8446744073709552e+19"})},
        {"shape with text", [] { return fileOf(replaced("[2,3]", "[\"x\",3]")); },
         words({"tensor a", "shape", "x"})},
        {"shape product overflows", [] { return fileOf(replaced("[2,3]", "[4294967296,4294967296,2]")); },
         words({"tensor a", "shape", "64 bits"})},
        {"byte product overflows", [] { return fileOf(replaced("[2,3]", "[9223372036854775807]")); },
         words({"tensor a", "shape", "64 bits"})},
        {"no offsets", [] { return fileOf(replaced(",\"data_offsets\":[24,28]", "")); },
         words({"tensor b", "data_offsets"})},
        {"one offset", [] { return fileOf(replaced("[24,28]", "[24]")); },
         words({"tensor b", "data_offsets"})},
        {"negative offset", [] { return fileOf(replaced("[24,28]", "[-24,28]")); },
         words({"tensor b", "data_offsets", "-24"})},
        {"fractional offset", [] { return fileOf(replaced("[24,28]", "[24.5,28]")); },
         words({"tensor b", "data_offsets", "24.5"})},
        {"begin after end", [] { return fileOf(replaced("[24,28]", "[28,24]")); },
         words({"tensor b", "data_offsets", "28", "24"})},
        {"offset beyond the file", [] { return fileOf(goodHeader, 27); },
         words({"tensor b", "28", "27 bytes"})},
        {"huge offset", [] { return fileOf(replaced("[24,28]", "[24,9223372036854775807]")); },
         words({"tensor b", "9223372036854775807"})},
        {"length against shape", [] { return fileOf(replaced("[2,3]", "[2,2]")); },
         words({"tensor a", "16 bytes", "F32", "24"})},
        {"length against shape of another dtype", [] { return fileOf(replaced("\"F32\"", "\"I64\"")); },
         words({"tensor a", "48 bytes", "I64", "24"})},
        {"overlap", [] { return fileOf(replaced("[24,28]", "[20,24]"), 24); },
         words({"tensor b", "byte 20", "overlap", "of a", "byte 24"})},
        {"hole between tensors", [] { return fileOf(replaced("[24,28]", "[26,30]"), 30); },
         words({"bytes 24 to 26", "no tensor"})},
        {"hole at the end", [] { return fileOf(goodHeader, 40); }, words({"bytes 28 to 40", "no tensor"})},
        {"data without tensors", [] { return fileOf("{}", 4); }, words({"bytes 0 to 4", "no tensor"})},
        {"a very long name", [] { return fileOf("{\"" + QByteArray(5000, 'x') + "\":3}"); },
         words({"xxx…xxx"})},
        {"a name with line breaks", [] { return fileOf(R"({"a\nb":3})"); }, words({"a\\x0ab"})},
    };
    for (const Broken& row : table) {
        INFO(row.name);
        const Folder folder;
        const QString path = folder.write(row.bytes());
        const Problem problem = problemOf([&] { static_cast<void>(openSafetensors(path)); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        CHECK(problem.summary.contains(QStringLiteral("model.safetensors")));
        for (const QString& word : row.words) {
            INFO(problem.summary);
            CHECK(problem.summary.contains(word));
        }
    }
}

TEST_CASE("a header of deeply nested JSON is refused, not crashed on")
{
    const Folder folder;
    const QString path = folder.write(fileOf("{\"a\":" + QByteArray(200'000, '[')));
    CHECK(problemOf([&] {
              static_cast<void>(openSafetensors(path));
          }).summary.contains(QStringLiteral("JSON")));
}

TEST_CASE("a file that cannot be opened is named")
{
    const Folder folder;
    CHECK(problemOf([&] {
              static_cast<void>(openSafetensors(folder.path(QStringLiteral("gone"))));
          }).summary.contains(QStringLiteral("no such file")));
    CHECK(problemOf([&] {
              static_cast<void>(openSafetensors(folder.path(QString())));
          }).summary.contains(QStringLiteral("not a regular file")));
    CHECK(problemOf([&] {
              static_cast<void>(openSafetensors(QStringLiteral("/dev/zero")));
          }).summary.contains(QStringLiteral("not a regular file")));
}

TEST_CASE("shards behave like one file")
{
    const Folder folder;
    folder.write(
        fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4),
        QStringLiteral("1.safetensors"));
    folder.write(
        fileOf(
            R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
            R"("c":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
            8),
        QStringLiteral("2.safetensors"));
    const QString index = folder.write(
        R"({"metadata":{},"weight_map":{"b":"2.safetensors","a":"1.safetensors"}})",
        QStringLiteral("model.safetensors.index.json"));
    const auto file = openSafetensorsShards(index);
    CHECK(file->tensors().size() == 2);
    CHECK(
        file->files()
        == QStringList{
            folder.path(QStringLiteral("1.safetensors")), folder.path(QStringLiteral("2.safetensors"))});
    CHECK(toFloat32(file->tensors().at(QStringLiteral("b"))).size() == 1);
}

TEST_CASE("every way an index of shards can be broken is told in one sentence")
{
    struct Row {
        const char* index;
        QStringList words;
    };
    const std::vector<Row> table{
        {"{", words({"invalid JSON"})},
        {"[1]", words({"no object"})},
        {R"({"metadata":{}})", words({"weight_map"})},
        {R"({"weight_map":[]})", words({"weight_map"})},
        {R"({"weight_map":{}})", words({"weight_map is empty"})},
        {R"({"weight_map":{"a":1}})", words({"tensor a", "no file name"})},
        {R"({"weight_map":{"a":""}})", words({"tensor a", "outside"})},
        {R"({"weight_map":{"a":"/etc/passwd"}})", words({"tensor a", "/etc/passwd", "outside"})},
        {R"({"weight_map":{"a":"../1.safetensors"}})", words({"tensor a", "../1.safetensors", "outside"})},
        {R"({"weight_map":{"a":"x/../../1.safetensors"}})", words({"tensor a", "outside"})},
        {R"({"weight_map":{"a":"9.safetensors"}})", words({"shard 9.safetensors is missing"})},
        {R"({"weight_map":{"z":"1.safetensors"}})", words({"tensor z", "missing from shard 1.safetensors"})},
        {R"({"weight_map":{"a":"broken.safetensors"}})", words({"3 bytes long"})},
    };
    const Folder folder;
    folder.write(
        fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4),
        QStringLiteral("1.safetensors"));
    folder.write("abc", QStringLiteral("broken.safetensors"));
    for (const Row& row : table) {
        INFO(row.index);
        const QString index = folder.write(row.index, QStringLiteral("model.safetensors.index.json"));
        const Problem problem = problemOf([&] { static_cast<void>(openSafetensorsShards(index)); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        CHECK(problem.summary.contains(QStringLiteral(".safetensors")));
        for (const QString& word : row.words) {
            INFO(problem.summary);
            CHECK(problem.summary.contains(word));
        }
    }
}
