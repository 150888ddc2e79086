#include "app/cli/program.h"
#include "core/files/npz.h"
#include "core/files/writing.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const QString otherPrompt = u"When Mary and John went to the store, Mary gave a drink to"_s;

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

QStringList compare(const QStringList& more)
{
    return QStringList{u"compare"_s, u"--prompt"_s, indirectObjectPrompt(), u"--other-prompt"_s, otherPrompt}
    + more;
}

QStringList oneHead(const QStringList& more)
{
    return compare(QStringList{u"--layer"_s, u"5"_s, u"--head"_s, u"1"_s} + more);
}

std::vector<float> tensorNamed(const std::vector<NamedTensor>& tensors, const QString& name)
{
    for (const NamedTensor& tensor : tensors) {
        if (tensor.name == name)
            return tensor.values;
    }
    FAIL("no tensor " << name.toStdString());
    return {};
}

} // namespace

// Hugging Face's numbers; see tests/data/README.md.
TEST_CASE("compare prints both runs, their logit differences and the mean difference of each head")
{
    const ProgramRun run =
        headwatersProgram(compare({u"--json"_s, u"--target"_s, u" Mary"_s, u"--rival"_s, u" John"_s}));
    checkSuccess(run);
    const QJsonObject a = run.json()[u"a"_s].toObject();
    const QJsonObject b = run.json()[u"b"_s].toObject();
    const QJsonObject difference = run.json()[u"difference"_s].toObject();
    CHECK(a[u"tokens"_s].toArray().size() == 15);
    CHECK(b[u"tokens"_s].toArray().size() == 15);
    CHECK(a[u"prompt"_s].toString() == indirectObjectPrompt());
    CHECK(b[u"prompt"_s].toString() == otherPrompt);
    CHECK(a[u"sha256"_s].toString().startsWith(u"1b2af3ac"_s));
    CHECK(b[u"sha256"_s] == a[u"sha256"_s]);
    CHECK(b[u"target"_s].toObject()[u"token"_s].toString() == u" Mary"_s);
    CHECK(a[u"logitDifference"_s].toDouble() == Approx(6.810804).margin(1e-3));
    CHECK(b[u"logitDifference"_s].toDouble() == Approx(-7.906450).margin(1e-3));
    CHECK(difference[u"logitDifference"_s].toDouble() == Approx(14.717255).margin(2e-3));
    const QJsonArray heads = difference[u"heads"_s].toArray();
    REQUIRE(heads.size() == 36);
    const QJsonObject head = heads[2].toObject();
    CHECK(head[u"layer"_s].toInt() == 0);
    CHECK(head[u"head"_s].toInt() == 2);
    CHECK(head[u"meanAbsoluteDifference"_s].toDouble() == Approx(0.0165206).margin(2e-6));
    CHECK(head[u"largestAbsoluteDifference"_s].toDouble() == Approx(0.9910672).margin(1e-4));
    const double effectA = a[u"effects"_s].toArray()[0].toArray()[2].toDouble();
    const double effectB = b[u"effects"_s].toArray()[0].toArray()[2].toDouble();
    CHECK(head[u"effectDifference"_s].toDouble() == Approx(effectA - effectB).margin(1e-5));
}

TEST_CASE("the file of one head's difference holds a, b and a minus b")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"difference.npz"_s);
    for (const QString& quantity : {u"pattern"_s, u"score"_s, u"effect"_s}) {
        checkSuccess(headwatersProgram(oneHead({u"--quantity"_s, quantity, u"--out"_s, path})));
        const auto tensors = readNpz(path);
        const auto a = tensorNamed(tensors, u"a"_s);
        const auto b = tensorNamed(tensors, u"b"_s);
        const auto difference = tensorNamed(tensors, u"difference"_s);
        REQUIRE(difference.size() == 225);
        for (std::size_t query = 0; query < 15; ++query) {
            for (std::size_t key = 0; key < 15; ++key) {
                const std::size_t at = query * 15 + key;
                CHECK(difference[at] == (key > query ? 0.0F : a[at] - b[at]));
            }
        }
    }
}

TEST_CASE("what compare writes is the same bytes twice, in every format, and names both prompts")
{
    QTemporaryDir folder;
    const std::vector<QStringList> kinds{
        oneHead({}), compare({}), oneHead({u"--show"_s, u"side-by-side"_s}),
        compare({u"--show"_s, u"side-by-side"_s})};
    for (const QStringList& words : kinds) {
        for (const QString& ending : {u"pdf"_s, u"svg"_s, u"png"_s, u"csv"_s, u"npz"_s, u"json"_s}) {
            const QString first = folder.filePath(u"first."_s + ending);
            const QString second = folder.filePath(u"second."_s + ending);
            checkSuccess(headwatersProgram(words + QStringList{u"--out"_s, first}));
            checkSuccess(headwatersProgram(words + QStringList{u"--out"_s, second}));
            INFO(words.join(u' ').toStdString() << " as " << ending.toStdString());
            CHECK(bytesOf(first).size() > 100);
            CHECK(bytesOf(first) == bytesOf(second));
            if (ending == u"svg"_s || ending == u"json"_s) {
                CHECK(bytesOf(first).contains("store, John gave"));
                CHECK(bytesOf(first).contains("store, Mary gave"));
            }
        }
    }
}

TEST_CASE("prompts of other lengths have no difference, and both numbers stand in the sentence")
{
    QTemporaryDir folder;
    const QStringList words{
        u"compare"_s, u"--prompt"_s, indirectObjectPrompt(), u"--other-prompt"_s, u"Tom likes Anna"_s};
    const QString out = folder.filePath(u"x.pdf"_s);
    checkRefusal(headwatersProgram(words + QStringList{u"--out"_s, out}), 2, {u"15 tokens"_s, u"7 tokens"_s});
    checkRefusal(
        headwatersProgram(words + QStringList{u"--out"_s, out, u"--layer"_s, u"0"_s, u"--head"_s, u"0"_s}), 2,
        {u"15 tokens"_s, u"7 tokens"_s});
    CHECK_FALSE(QFile::exists(out));
    const ProgramRun run = headwatersProgram(words + QStringList{u"--json"_s});
    checkSuccess(run);
    CHECK(run.json()[u"difference"_s].isNull());
    CHECK(run.json()[u"whyNoDifference"_s].toString().contains(u"15 tokens"_s));
    checkSuccess(headwatersProgram(words + QStringList{u"--out"_s, out, u"--show"_s, u"side-by-side"_s}));
}

TEST_CASE("two models of other shapes stand side by side, with a head each")
{
    QTemporaryDir folder;
    const QString out = folder.filePath(u"x.csv"_s);
    const QStringList words{
        u"compare"_s,
        u"--prompt"_s,
        u"Tom likes Anna"_s,
        u"--other-model"_s,
        testData(u"gpt2-tiny"_s),
        u"--show"_s,
        u"side-by-side"_s,
        u"--layer"_s,
        u"5"_s,
        u"--head"_s,
        u"1"_s,
        u"--out"_s,
        out};
    checkRefusal(headwatersProgram(words), 2, {u"gpt2-tiny"_s, u"5.1"_s, u"--other-layer"_s});
    checkSuccess(
        headwatersProgram(words + QStringList{u"--other-layer"_s, u"1"_s, u"--other-head"_s, u"0"_s}));
    const CsvTable table = fromCsv(bytesOf(out));
    CHECK(table.header.first() == u"side"_s);
    CHECK(table.rows.front().first() == u"a"_s);
    CHECK(table.rows.back().first() == u"b"_s);
    const ProgramRun run = headwatersProgram(words.mid(0, 5) + QStringList{u"--json"_s});
    checkSuccess(run);
    CHECK(run.json()[u"b"_s].toObject()[u"model"_s].toString() == u"gpt2-tiny"_s);
    CHECK(run.json()[u"whyNoDifference"_s].toString().contains(u"6 × 6"_s));
}

TEST_CASE("compare refuses what it cannot compare, in one line")
{
    const QString prompt = indirectObjectPrompt();
    checkRefusal(
        headwatersProgram({u"compare"_s, u"--prompt"_s, prompt, u"--json"_s}), 2, {u"--other-prompt"_s});
    checkRefusal(headwatersProgram(compare({u"--json"_s, u"--show"_s, u"half"_s})), 2, {u"--show"_s});
    checkRefusal(
        headwatersProgram({u"compare"_s, u"--prompt"_s, prompt, u"--other-prompt"_s, u""_s, u"--json"_s}), 2,
        {u"--other-prompt"_s});
    checkRefusal(
        headwatersProgram(compare({u"--other-prompt-file"_s, u"x.txt"_s, u"--json"_s})), 2,
        {u"--other-prompt-file"_s});
    checkRefusal(
        headwatersProgram(compare({u"--other-model"_s, u"/no/such/folder"_s, u"--json"_s})), 2,
        {u"/no/such/folder"_s});
    checkRefusal(headwatersProgram(compare({u"--json"_s, u"--layer"_s, u"5"_s})), 2, {u"--head"_s});
    checkRefusal(
        headwatersProgram({u"screenshot"_s, u"--show"_s, u"a"_s, u"--out"_s, u"x.png"_s}), 2,
        {u"--compare"_s});
}

TEST_CASE("a screenshot of a comparison is the same pixels twice")
{
    QTemporaryDir folder;
    QByteArray bytes[2];
    for (int i = 0; i < 2; ++i) {
        const QString path = folder.filePath(u"%1.png"_s.arg(i));
        checkSuccess(headwatersProgram(
            {u"screenshot"_s, u"--compare"_s, otherPrompt, u"--show"_s, u"difference"_s, u"--out"_s, path}));
        CHECK(QImage(path).size() == QSize(1280, 800));
        bytes[i] = bytesOf(path);
    }
    CHECK(bytes[0] == bytes[1]);
}
