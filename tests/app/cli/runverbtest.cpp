#include "app/cli/program.h"
#include "core/files/npz.h"
#include "core/files/tensorfile.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const NamedTensor* find(const std::vector<NamedTensor>& tensors, const QString& name)
{
    const auto found = std::find_if(
        tensors.begin(), tensors.end(), [&](const NamedTensor& tensor) { return tensor.name == name; });
    return found == tensors.end() ? nullptr : &*found;
}

/// Largest |a - b| / (1 + |b|); infinities of the same sign agree.
double worstDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    REQUIRE(a.size() == b.size());
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isinf(a[i]) && a[i] == b[i])
            continue;
        const auto expected = static_cast<double>(b[i]);
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - expected) / (1 + std::abs(expected)));
    }
    return worst;
}

std::vector<NamedTensor> cacheOf(const QStringList& more)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"cache.npz"_s);
    const ProgramRun run = headwatersProgram(
        QStringList{u"run"_s, u"--json"_s, u"--prompt"_s, indirectObjectPrompt(), u"--cache"_s, path} + more);
    checkSuccess(run);
    return readNpz(path);
}

} // namespace

TEST_CASE("run --json predicts what the reference predicts")
{
    const ProgramRun run =
        headwatersProgram({u"run"_s, u"--json"_s, u"--top"_s, u"5"_s, u"--prompt"_s, indirectObjectPrompt()});
    checkSuccess(run);
    const QJsonObject answer = run.json();
    const QJsonArray predictions = answer.value("predictions"_L1).toArray();
    REQUIRE(predictions.size() == 5);
    CHECK(predictions[0]["token"_L1].toString() == u" Mary"_s);
    const int ids[] = {822, 804, 814, 802, 774};
    const double logits[] = {15.906553, 9.577724, 9.095752, 8.557690, 7.746839};
    const double probabilities[] = {0.994848907, 0.001774932, 0.001096134, 0.000640010, 0.000284471};
    for (int i = 0; i < 5; ++i) {
        CHECK(predictions[i]["id"_L1].toInt() == ids[i]);
        CHECK(predictions[i]["logit"_L1].toDouble() == Approx(logits[i]).margin(1e-4 * (1 + logits[i])));
        CHECK(predictions[i]["probability"_L1].toDouble() == Approx(probabilities[i]).margin(1e-4));
    }
    CHECK(answer.value("tokens"_L1).toArray().size() == 15);
    CHECK(answer.value("tokens"_L1)[0]["text"_L1].toString() == u"<|endoftext|>"_s);
    CHECK(answer.value("target"_L1)["id"_L1].toInt() == 822);
    CHECK(answer.value("rival"_L1)["id"_L1].toInt() == 804);
    CHECK(answer.value("logitDifference"_L1).toDouble() == Approx(15.906553 - 9.577724).margin(1e-4));
}

TEST_CASE("a target and a rival are the exact text of one token or #id")
{
    const QStringList words{u"run"_s, u"--json"_s, u"--prompt"_s, indirectObjectPrompt()};
    const QJsonObject byText =
        headwatersProgram(words + QStringList{u"--target"_s, u" John"_s, u"--rival"_s, u"#822"_s}).json();
    CHECK(byText.value("target"_L1)["id"_L1].toInt() == 814);
    CHECK(byText.value("rival"_L1)["token"_L1].toString() == u" Mary"_s);
    CHECK(byText.value("logitDifference"_L1).toDouble() == Approx(9.095752 - 15.906553).margin(1e-4));
}

TEST_CASE("folded and stored weights give the same probabilities")
{
    const QStringList words{u"run"_s, u"--json"_s, u"--prompt"_s, indirectObjectPrompt()};
    const QJsonArray plain = headwatersProgram(words).json().value("predictions"_L1).toArray();
    const QJsonArray folded =
        headwatersProgram(words + QStringList(u"--fold"_s)).json().value("predictions"_L1).toArray();
    REQUIRE(plain.size() == folded.size());
    for (qsizetype i = 0; i < plain.size(); ++i)
        CHECK(
            std::log(folded[i]["probability"_L1].toDouble())
            == Approx(std::log(plain[i]["probability"_L1].toDouble())).margin(1e-4));
}

TEST_CASE("run --cache writes every hook with the values of the reference")
{
    const auto references = openSafetensors(testData(u"demo/reference.safetensors"_s));
    for (const bool folds : {false, true}) {
        const auto cache = cacheOf(folds ? QStringList(u"--fold"_s) : QStringList());
        const QString prefix = folds ? u"0.folded."_s : u"0.plain."_s;
        int compared = 0;
        for (const auto& [name, view] : references->tensors()) {
            if (!name.startsWith(prefix))
                continue;
            const QString hook = name.mid(prefix.size());
            INFO(hook.toStdString());
            const NamedTensor* tensor = find(cache, hook);
            REQUIRE(tensor);
            CHECK(tensor->shape == view.shape);
            CHECK(worstDifference(tensor->values, toFloat32(view)) < 1e-4);
            ++compared;
        }
        CHECK(compared > 100);
    }
}

TEST_CASE("the logits of the cache are [position, vocabulary] and masked scores minus infinity")
{
    const auto cache = cacheOf({});
    const auto references = openSafetensors(testData(u"demo/reference.safetensors"_s));
    const NamedTensor* logits = find(cache, u"logits"_s);
    REQUIRE(logits);
    CHECK(logits->shape == std::vector<std::int64_t>{15, 1536});
    CHECK(worstDifference(logits->values, toFloat32(references->tensors().at(u"0.logits"_s))) < 1e-4);
    const NamedTensor* scores = find(cache, u"blocks.5.attn.hook_attn_scores"_s);
    REQUIRE(scores);
    CHECK(scores->shape == std::vector<std::int64_t>{6, 15, 15});
    CHECK(std::isinf(scores->values[1]));
    CHECK(scores->values[1] < 0);
}

TEST_CASE("--hooks keeps what its globs name, and logits")
{
    const auto cache = cacheOf({u"--hooks"_s, u"*hook_pattern"_s, u"--hooks"_s, u"hook_embed"_s});
    QStringList names;
    for (const NamedTensor& tensor : cache)
        names << tensor.name;
    CHECK(names.size() == 8);
    CHECK(names.contains(u"hook_embed"_s));
    CHECK(names.contains(u"blocks.5.attn.hook_pattern"_s));
    CHECK(names.contains(u"logits"_s));
}

TEST_CASE("a cache is the same bytes on a second run")
{
    QTemporaryDir folder;
    QByteArray bytes[2];
    for (int i = 0; i < 2; ++i) {
        const QString path = folder.filePath(u"%1.npz"_s.arg(i));
        checkSuccess(headwatersProgram({u"run"_s, u"--prompt"_s, u"When Mary"_s, u"--cache"_s, path}));
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        bytes[i] = file.readAll();
    }
    CHECK(!bytes[0].isEmpty());
    CHECK(bytes[0] == bytes[1]);
}

TEST_CASE("run without --json is a table")
{
    const ProgramRun run = headwatersProgram({u"run"_s, u"--prompt"_s, indirectObjectPrompt()});
    checkSuccess(run);
    CHECK(QString::fromUtf8(run.out).contains(u"·Mary"_s));
    CHECK(run.out.contains("0.9948"));
}
