#include "core/files/npz.h"

#include "core/files/npy.h"
#include "core/files/writing.h"
#include "tests/support/filesizelimit.h"
#include "tests/support/problem.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

#include <cmath>
#include <limits>

using namespace headwaters;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

// A .npy of format version 1 with this header text, unpadded as the format allows.
QByteArray npyOf(const char* header, const QByteArray& data)
{
    QByteArray length(2, '\0');
    qToLittleEndian(static_cast<quint16>(qstrlen(header)), length.data());
    return QByteArray("\x93NUMPY\x01\x00", 8) + length + header + data;
}

template <typename Number> QByteArray littleEndian(std::initializer_list<Number> numbers)
{
    QByteArray bytes;
    for (const Number number : numbers) {
        QByteArray one(sizeof(Number), '\0');
        qToLittleEndian(number, one.data());
        bytes += one;
    }
    return bytes;
}

const std::vector<NamedTensor>& someTensors()
{
    static const std::vector<NamedTensor> tensors{
        {QStringLiteral("blocks.0.attn.hook_pattern"), {2, 3}, {0.1F, -2, 3e-40F, 4, 5, 6}},
        {QStringLiteral("scalar"), {}, {7}},
        {QStringLiteral("none"), {0, 5}, {}},
        {QStringLiteral("scores"),
         {2},
         {-std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()}},
        {QStringLiteral("größe"), {1, 1, 1, 1, 1}, {8}},
    };
    return tensors;
}

} // namespace

TEST_CASE("a NumPy header is the one that numpy writes")
{
    // numpy.save of zeros((3, 4), float32), (3,) and ().
    CHECK(
        npyHeader({3, 4})
        == QByteArray("\x93NUMPY\x01\x00v\x00", 10)
            + "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }" + QByteArray(58, ' ') + '\n');
    CHECK(npyHeader({3}).contains("'shape': (3,), }"));
    CHECK(npyHeader({}).contains("'shape': (), }"));
    for (const std::vector<std::int64_t>& shape :
         {std::vector<std::int64_t>{}, {1}, {123456789, 1, 2, 3, 4, 5, 6}})
        CHECK(npyHeader(shape).size() % 64 == 0);
}

TEST_CASE("arrays come back from a NumPy archive as they were written")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.npz"));
    writeNpz(path, someTensors());
    const std::vector<NamedTensor> back = readNpz(path);
    REQUIRE(back.size() == someTensors().size());
    for (std::size_t i = 0; i < back.size(); ++i) {
        CHECK(back[i].name == someTensors()[i].name);
        CHECK(back[i].shape == someTensors()[i].shape);
        CHECK(back[i].values == someTensors()[i].values);
    }
}

TEST_CASE("an archive larger than any buffer comes back as it was written")
{
    NamedTensor tensor{QStringLiteral("x"), {1000, 1001}, {}};
    for (int i = 0; i < 1'001'000; ++i)
        tensor.values.push_back(std::sin(static_cast<float>(i)));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.npz"));
    writeNpz(path, {tensor});
    CHECK(readNpz(path).front().values == tensor.values);
}

TEST_CASE("two archives of the same arrays are the same bytes, in every time zone")
{
    const QTemporaryDir folder;
    const QString first = folder.filePath(QStringLiteral("1.npz"));
    const QString second = folder.filePath(QStringLiteral("2.npz"));
    const QByteArray zone = qgetenv("TZ");
    qputenv("TZ", "Asia/Tokyo");
    writeNpz(first, someTensors());
    qputenv("TZ", "America/New_York");
    writeNpz(second, someTensors());
    if (zone.isNull())
        qunsetenv("TZ");
    else
        qputenv("TZ", zone);
    CHECK(contentOf(first) == contentOf(second));
}

TEST_CASE("an archive without arrays is a valid one")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.npz"));
    writeNpz(path, {});
    CHECK(readNpz(path).empty());
}

TEST_CASE("an archive that cannot be written leaves nothing behind")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.npz"));
    const NamedTensor x{QStringLiteral("x"), {1}, {1}};
    CHECK(problemOf([&] {
              writeNpz(path, {x, x});
          }).summary.contains(QStringLiteral("two arrays are named x")));
    CHECK(problemOf([&] {
              writeNpz(path, {{QStringLiteral("y"), {2}, {1}}});
          }).summary.contains(QStringLiteral("shape of y needs 2")));
    CHECK(problemOf([&] { writeNpz(QStringLiteral("/dev/full"), {x}); }).kind == Problem::Kind::Failed);
    CHECK(problemOf([&] { writeNpz(QStringLiteral("/proc/x.npz"), {x}); }).kind == Problem::Kind::Failed);

    NamedTensor large{QStringLiteral("large"), {1'000'000}, {}};
    for (int i = 0; i < 1'000'000; ++i)
        large.values.push_back(std::sin(static_cast<float>(i)));
    Problem full;
    {
        const FileSizeLimit limit(100'000);
        full = problemOf([&] { writeNpz(path, {large}); });
    }
    CHECK(full.kind == Problem::Kind::Failed);
    CHECK(full.summary.startsWith(path + QStringLiteral(": cannot be written: ")));
    CHECK(QDir(folder.path()).entryList(QDir::Files).isEmpty());
}

TEST_CASE("NumPy arrays of other number formats are read as float32")
{
    const auto read = [](const char* header, const QByteArray& data) {
        return parseNpy(npyOf(header, data), QStringLiteral("x")).values;
    };
    CHECK(
        read("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", littleEndian({0.5, -1e300}))
        == std::vector<float>{0.5F, -std::numeric_limits<float>::infinity()});
    CHECK(
        read("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", littleEndian<qint32>({-3, 7}))
        == std::vector<float>{-3, 7});
    CHECK(
        read("{'descr': '<i8', 'fortran_order': False, 'shape': (1,1), }", littleEndian<qint64>({-5}))
        == std::vector<float>{-5});
    CHECK(
        read("{'shape':(3,),'descr':'|b1','fortran_order':False}", QByteArray("\0\1\1", 3))
        == std::vector<float>{0, 1, 1});
}

TEST_CASE("every way a NumPy array can be broken is told in one sentence")
{
    struct Row {
        QByteArray bytes;
        const char* words;
    };
    const char* const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
    const std::vector<Row> table{
        {{}, "no NumPy array"},
        {"not an array at all", "no NumPy array"},
        {QByteArray("\x93NUMPY\x07\x00\x00\x00", 10), "version 7"},
        {QByteArray("\x93NUMPY\x02\x00\x00\x00", 10), "cut off"},
        {npyOf(good, littleEndian({1.0F})).left(30), "but only 20 follow"},
        {npyOf(good, QByteArray(3, '\0')), "needs 4 bytes, but 3"},
        {npyOf(good, QByteArray(5, '\0')), "needs 4 bytes, but 5"},
        {npyOf("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", QByteArray(4, '\0')),
         "dtype >f4"},
        {npyOf("{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }", QByteArray(4, '\0')),
         "dtype <U5"},
        {npyOf("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", QByteArray(4, '\0')),
         "fortran_order"},
        {npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", QByteArray(4, '\0')), "shape"},
        {npyOf("{'descr': '<f4', 'fortran_order': False}", QByteArray(4, '\0')), "lacks"},
        {npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296,4294967296), }", {}),
         "64 bits"},
        {npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", {}), "shape"},
        {npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2,), }", QByteArray(4, '\0')), "shape"},
    };
    for (const Row& row : table) {
        INFO(row.words);
        const Problem problem =
            problemOf([&] { static_cast<void>(parseNpy(row.bytes, QStringLiteral("PLACE"))); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        CHECK(problem.summary.startsWith(QStringLiteral("PLACE: ")));
        CHECK_THAT(problem.summary.toStdString(), Catch::Contains(row.words));
    }
}

TEST_CASE("a damaged archive is told with file and array")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.npz"));
    writeNpz(path, {{QStringLiteral("alpha"), {64}, std::vector<float>(64, 1.5F)}});
    const QByteArray good = contentOf(path);
    const auto problemWith = [&path](const QByteArray& bytes) {
        writeFile(path, bytes);
        const Problem problem = problemOf([&] { static_cast<void>(readNpz(path)); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
        CHECK(problem.summary.startsWith(path));
        return problem.summary;
    };

    CHECK(problemWith({}).contains(QStringLiteral("not a readable zip archive")));
    CHECK(problemWith("no archive").contains(QStringLiteral("not a readable zip archive")));
    CHECK(problemWith(good.left(good.size() / 2)).contains(QStringLiteral("not a readable zip archive")));

    QByteArray flipped = good;
    flipped[60] = static_cast<char>(flipped[60] ^ 0x55); // inside the deflated data
    CHECK(problemWith(flipped).contains(QStringLiteral("array alpha.npy")));

    QByteArray claimsMuch = good; // the uncompressed size in the central directory, 24 bytes in
    const qsizetype central = good.indexOf(QByteArray("PK\x01\x02", 4));
    REQUIRE(central > 0);
    qToLittleEndian(quint32{0x7fffffff}, claimsMuch.data() + central + 24);
    CHECK(problemWith(claimsMuch).contains(QStringLiteral("alpha.npy: claims 2147483647 bytes")));

    QByteArray renamed = good;
    renamed.replace("alpha.npy", "alpha.txt");
    CHECK(problemWith(renamed).contains(QStringLiteral("alpha.txt: no .npy entry")));
    CHECK(problemOf([&] {
              static_cast<void>(readNpz(folder.filePath(QStringLiteral("gone.npz"))));
          }).summary.contains(QStringLiteral("no such file")));
}

TEST_CASE("every byte of a small archive may be damaged without a crash")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.npz"));
    writeNpz(path, {{QStringLiteral("a"), {2, 2}, {1, 2, 3, 4}}, {QStringLiteral("b"), {}, {5}}});
    const QByteArray good = contentOf(path);
    int refused = 0;
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray damaged = good;
        damaged[i] = static_cast<char>(~damaged[i]);
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(damaged);
        file.close();
        try {
            static_cast<void>(readNpz(path));
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(refused > good.size() / 2);
}
