#include "app/cli/program.h"
#include "core/files/npz.h"
#include "core/files/tensorfile.h"
#include "core/files/writing.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

QStringList attention(const QStringList& more)
{
    return QStringList{u"attention"_s, u"--layer"_s,          u"5"_s, u"--head"_s, u"1"_s,
                       u"--prompt"_s,  indirectObjectPrompt()}
    + more;
}

/// The one [15, 15] tensor of an archive.
std::vector<float> mapOf(const QString& path)
{
    const auto tensors = readNpz(path);
    const auto map = std::find_if(tensors.begin(), tensors.end(), [](const NamedTensor& tensor) {
        return tensor.shape == std::vector<std::int64_t>{15, 15};
    });
    REQUIRE(map != tensors.end());
    return map->values;
}

} // namespace

TEST_CASE("attention writes the pattern of the reference as [query, key]")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"map.npz"_s);
    checkSuccess(headwatersProgram(attention({u"--out"_s, path})));
    const std::vector<float> map = mapOf(path);
    const auto references = openSafetensors(testData(u"demo/reference.safetensors"_s));
    const std::vector<float> all =
        toFloat32(references->tensors().at(u"0.plain.blocks.5.attn.hook_pattern"_s));
    for (std::size_t i = 0; i < map.size(); ++i)
        CHECK(std::abs(map[i] - all[225 + i]) < 1e-5F);
}

TEST_CASE("the score is the reference's before softmax, minus infinity where it is masked")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"map.npz"_s);
    checkSuccess(headwatersProgram(attention({u"--quantity"_s, u"score"_s, u"--out"_s, path})));
    const std::vector<float> map = mapOf(path);
    const auto references = openSafetensors(testData(u"demo/reference.safetensors"_s));
    const std::vector<float> all =
        toFloat32(references->tensors().at(u"0.plain.blocks.5.attn.hook_attn_scores"_s));
    for (std::size_t i = 0; i < map.size(); ++i) {
        if (std::isinf(all[225 + i]))
            CHECK(map[i] == all[225 + i]);
        else
            CHECK(std::abs(map[i] - all[225 + i]) < 1e-4F * (1 + std::abs(all[225 + i])));
    }
}

TEST_CASE("value-weighted and effect are the pattern times one number a source")
{
    QTemporaryDir folder;
    const auto map = [&](const QString& quantity) {
        const QString path = folder.filePath(quantity + u".npz"_s);
        checkSuccess(headwatersProgram(attention(
            {u"--quantity"_s, quantity, u"--out"_s, path, u"--target"_s, u" Mary"_s, u"--rival"_s,
             u" John"_s})));
        return mapOf(path);
    };
    const auto pattern = map(u"pattern"_s);
    const auto weighted = map(u"value-weighted"_s);
    const auto effect = map(u"effect"_s);
    // value-weighted / pattern depends on the key alone.
    for (std::size_t query = 1; query < 15; ++query) {
        const std::size_t last = 14 * 15;
        for (std::size_t key = 0; key <= query; ++key) {
            const double expected =
                static_cast<double>(weighted[last + key]) * static_cast<double>(pattern[query * 15 + key]);
            const double found =
                static_cast<double>(weighted[query * 15 + key]) * static_cast<double>(pattern[last + key]);
            CHECK(found == Approx(expected).margin(1e-6));
        }
    }
    CHECK(*std::max_element(effect.begin(), effect.end()) > 0.1F);
}

TEST_CASE("figures of attention and atlas are the same bytes on a second run, in every format")
{
    QTemporaryDir folder;
    const std::vector<QStringList> verbs{
        attention({}), QStringList{u"atlas"_s, u"--prompt"_s, indirectObjectPrompt()}};
    for (const QStringList& words : verbs) {
        for (const QString& ending : {u"pdf"_s, u"svg"_s, u"png"_s, u"csv"_s, u"npz"_s, u"json"_s}) {
            const QString first = folder.filePath(u"first."_s + ending);
            const QString second = folder.filePath(u"second."_s + ending);
            checkSuccess(headwatersProgram(words + QStringList{u"--out"_s, first}));
            checkSuccess(headwatersProgram(words + QStringList{u"--out"_s, second}));
            INFO(words.first().toStdString() << " as " << ending.toStdString());
            CHECK(bytesOf(first).size() > 100);
            CHECK(bytesOf(first) == bytesOf(second));
        }
    }
}

TEST_CASE("a figure holds the prompt and the hash of the model")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"map.svg"_s);
    checkSuccess(headwatersProgram(attention({u"--out"_s, path})));
    const QByteArray svg = bytesOf(path);
    CHECK(svg.contains("When Mary and John"));
    CHECK(svg.contains("1b2af3ac"));
    CHECK(svg.contains("blocks.5.attn.hook_pattern"));
}

TEST_CASE("--json prints one document with the data of the figure")
{
    const ProgramRun atlas =
        headwatersProgram({u"atlas"_s, u"--json"_s, u"--prompt"_s, indirectObjectPrompt()});
    checkSuccess(atlas);
    CHECK(!atlas.json().isEmpty());
    const ProgramRun map = headwatersProgram(attention({u"--json"_s}));
    checkSuccess(map);
    CHECK(!map.json().isEmpty());
}

TEST_CASE("the atlas as CSV has one row a head")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"atlas.csv"_s);
    checkSuccess(headwatersProgram({u"atlas"_s, u"--prompt"_s, indirectObjectPrompt(), u"--out"_s, path}));
    CHECK(fromCsv(bytesOf(path)).rows.size() == 36);
}

TEST_CASE("a screenshot has the size asked for and is the same pixels twice")
{
    QTemporaryDir folder;
    for (const QString& view : {u"atlas"_s, u"head"_s}) {
        QByteArray bytes[2];
        for (int i = 0; i < 2; ++i) {
            const QString path = folder.filePath(u"%1.png"_s.arg(i));
            checkSuccess(headwatersProgram(
                {u"screenshot"_s, u"--view"_s, view, u"--size"_s, u"1300x820"_s, u"--theme"_s, u"dark"_s,
                 u"--head"_s, u"5.1"_s, u"--out"_s, path}));
            CHECK(QImage(path).size() == QSize(1300, 820));
            bytes[i] = bytesOf(path);
        }
        CHECK(bytes[0] == bytes[1]);
    }
}

TEST_CASE("a screenshot of another prompt is another picture")
{
    QTemporaryDir folder;
    const QString first = folder.filePath(u"first.png"_s);
    const QString second = folder.filePath(u"second.png"_s);
    checkSuccess(headwatersProgram({u"screenshot"_s, u"--out"_s, first}));
    checkSuccess(
        headwatersProgram({u"screenshot"_s, u"--prompt"_s, u"Tom likes Anna"_s, u"--out"_s, second}));
    CHECK(bytesOf(first) != bytesOf(second));
    checkRefusal(
        headwatersProgram({u"screenshot"_s, u"--head"_s, u"6.0"_s, u"--out"_s, first}), 2,
        {u"--head"_s, u"5.5"_s});
}
