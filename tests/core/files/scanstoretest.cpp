#include "core/files/scanstore.h"

#include "core/files/writing.h"
#include "core/heads/headtype.h"
#include "tests/support/problem.h"
#include "tests/support/testing.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace headwaters;

namespace {

const StepKey key{
    QStringLiteral("0123abcd"), QStringLiteral("induction"), Tier::Observed, 32, 7, false, 2, 3};

StepResult someResult()
{
    TypeFinding finding;
    finding.head = {1, 2};
    finding.type = HeadType::Induction;
    finding.task = QStringLiteral("random-repeat");
    finding.finding = Finding::Weak;
    finding.reason = QStringLiteral("no effect on the logits");
    finding.score = 0.1 + 0.2;
    finding.tags = QStringList{QStringLiteral("long-prefix")};
    finding.example = {{0, 5, 6, 5}, 3, 2, {2}, {0, 1}};
    finding.retention = 0.5;
    finding.seeds = 2;
    Evidence evidence;
    evidence.access = Access::Direct;
    evidence.measure = QStringLiteral("effect on the right next token");
    evidence.score = 1e-300;
    evidence.z = std::numeric_limits<double>::infinity();
    evidence.hasZ = false;
    evidence.samples = 32;
    evidence.required = false;
    evidence.finding = Finding::Yes;
    evidence.nulls = {0.25F, -1.5F};
    finding.evidence = {evidence};
    Competence task;
    task.task = QStringLiteral("random-repeat");
    task.accuracy = 0.75;
    task.passed = true;
    Confirmation confirmation;
    confirmation.type = HeadType::Induction;
    confirmation.heads = {{1, 2}, {0, 1}};
    confirmation.task = QStringLiteral("random-repeat");
    confirmation.measure = QStringLiteral("logit of tokens that come again");
    confirmation.prompts = 8;
    confirmation.clean = 9.5;
    confirmation.without = 2.25;
    confirmation.random = {9, 0.1 + 0.2};
    evidence.access = Access::Causal;
    evidence.score = 0.25;
    return {
        {finding},
        {task},
        {0, 0.1, 0.2, 0.3, 0.4, 0.5},
        {true, false, false, false, false, true},
        {confirmation},
        {{{0, 1}, HeadType::Induction, QStringLiteral("random-repeat"), evidence}},
        64,
        1.5};
}

void replace(const QString& path, const QByteArray& bytes)
{
    QFile::remove(path);
    writeFile(path, bytes);
}

} // namespace

TEST_CASE("A step comes back as it was kept")
{
    const QTemporaryDir folder;
    const ScanStore store(folder.filePath(QStringLiteral("below/deeper")));
    CHECK_FALSE(store.load(key));
    store.save(key, someResult());
    const auto result = store.load(key);
    REQUIRE(result);
    CHECK(result->forwards == 64);
    CHECK(result->seconds == 1.5);
    CHECK(result->sinks[5] == 0.5);
    CHECK(result->inactive[5]);
    CHECK_FALSE(result->inactive[4]);
    CHECK(result->tasks.at(0).accuracy == 0.75);
    CHECK(result->tasks.at(0).passed);
    const TypeFinding& finding = result->findings.at(0);
    const TypeFinding was = someResult().findings[0];
    CHECK(finding.head == was.head);
    CHECK(finding.type == was.type);
    CHECK(finding.task == was.task);
    CHECK(finding.finding == was.finding);
    CHECK(finding.reason == was.reason);
    CHECK(finding.score == was.score);
    CHECK(finding.tags == was.tags);
    CHECK(finding.example.ids == was.example.ids);
    CHECK(finding.example.destination == 3);
    CHECK(finding.example.source == 2);
    CHECK(finding.example.moreDestinations == std::vector{2});
    CHECK(finding.example.moreSources == std::vector{0, 1});
    CHECK(finding.retention == 0.5);
    CHECK(finding.seeds == 2);
    const Confirmation& confirmation = result->confirmations.at(0);
    CHECK(confirmation.type == HeadType::Induction);
    CHECK(confirmation.heads == std::vector<HeadIndex>{{1, 2}, {0, 1}});
    CHECK(confirmation.measure == QStringLiteral("logit of tokens that come again"));
    CHECK(confirmation.prompts == 8);
    CHECK(confirmation.without == 2.25);
    CHECK(confirmation.random == std::vector<double>{9, 0.1 + 0.2});
    const AddedEvidence& added = result->added.at(0);
    CHECK(added.head == HeadIndex{0, 1});
    CHECK(added.type == HeadType::Induction);
    CHECK(added.task == QStringLiteral("random-repeat"));
    CHECK(added.evidence.access == Access::Causal);
    CHECK(added.evidence.score == 0.25);
    const Evidence& evidence = finding.evidence.at(0);
    CHECK(evidence.access == Access::Direct);
    CHECK(evidence.measure == was.evidence[0].measure);
    CHECK(evidence.score == 1e-300);
    CHECK(evidence.z == was.evidence[0].z);
    CHECK_FALSE(evidence.hasZ);
    CHECK(evidence.samples == 32);
    CHECK_FALSE(evidence.required);
    CHECK(evidence.finding == Finding::Yes);
    CHECK(evidence.nulls == was.evidence[0].nulls);
}

TEST_CASE("Draws of a null are thinned")
{
    StepResult result = someResult();
    std::vector<float>& nulls = result.findings[0].evidence[0].nulls;
    for (int at = 0; at < 1000; ++at)
        nulls.push_back(static_cast<float>(at));
    const StepResult read = readStep(stepBytes(key, result), key, QStringLiteral("f"));
    CHECK(read.findings[0].evidence[0].nulls.size() == mostKeptDraws);
}

TEST_CASE("Another seed, tier, step, number of prompts or model is another file")
{
    const QTemporaryDir folder;
    const ScanStore store(folder.path());
    store.save(key, someResult());
    StepKey other = key;
    other.seed = 8;
    CHECK_FALSE(store.load(other));
    other = key;
    other.tier = Tier::Causal;
    CHECK_FALSE(store.load(other));
    other = key;
    other.step = QStringLiteral("local");
    CHECK_FALSE(store.load(other));
    other = key;
    other.prompts = 16;
    CHECK_FALSE(store.load(other));
    other = key;
    other.scrambled = true;
    CHECK_FALSE(store.load(other));
    other = key;
    other.sha256 = QStringLiteral("ffff");
    CHECK_FALSE(store.load(other));
    CHECK(store.has(key));
}

TEST_CASE("A step without a hash is not kept")
{
    const QTemporaryDir folder;
    const ScanStore store(folder.path());
    StepKey unknown = key;
    unknown.sha256.clear();
    store.save(unknown, someResult());
    CHECK_FALSE(store.has(unknown));
    CHECK(QDir(folder.path()).isEmpty());
}

TEST_CASE("A broken file is said in one sentence that names it, and removed")
{
    const QTemporaryDir folder;
    const ScanStore store(folder.path());
    const QByteArray good = stepBytes(key, someResult());
    StepKey foreign = key;
    foreign.nLayers = 1;
    StepResult odd = someResult();
    odd.sinks.pop_back();
    StepResult beyond = someResult();
    beyond.findings[0].head.layer = 2;
    StepResult undrawn = someResult();
    undrawn.confirmations[0].random.clear();
    const std::vector<std::pair<QByteArray, QString>> cases{
        {{}, QStringLiteral("cut off")},
        {good.left(20), QStringLiteral("cut off")},
        {QByteArray("\x7f\xff\xff\xff garbage"), QStringLiteral("cut off")},
        {good.left(good.size() - 5), QStringLiteral("cut off")},
        {qCompress("\x80"), QStringLiteral("value 0 is missing")},
        {stepBytes(foreign, someResult()), QStringLiteral("another model")},
        {stepBytes(key, odd), QStringLiteral("5 sinks of 6 heads")},
        {stepBytes(key, beyond), QStringLiteral("finding 0: value 0 is no whole number in 0 to 1")},
        {stepBytes(key, undrawn), QStringLiteral("confirmation 0: it has no draws of random heads")},
    };
    for (const auto& [bytes, what] : cases) {
        replace(store.path(key), bytes);
        QString problem;
        CHECK_FALSE(store.load(key, &problem));
        CHECK(problem.contains(store.path(key)));
        INFO(problem.toStdString());
        CHECK(problem.contains(what));
        CHECK(problem.endsWith(QLatin1Char('.')));
        CHECK_FALSE(store.has(key));
    }
}

TEST_CASE("Steps used longest ago go where the folder grows too large")
{
    const QTemporaryDir folder;
    const ScanStore store(folder.path(), stepBytes(key, someResult()).size() * 3 / 2);
    StepKey older = key;
    older.seed = 1;
    store.save(older, someResult());
    {
        QFile file(store.path(older));
        REQUIRE(file.open(QIODevice::ReadWrite));
        file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-60), QFileDevice::FileModificationTime);
    }
    store.save(key, someResult());
    CHECK(store.has(key));
    CHECK_FALSE(store.has(older));
}
