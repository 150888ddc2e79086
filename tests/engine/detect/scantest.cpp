#include "core/engine/detect/scan.h"
#include "core/engine/detect/registry.h"

#include "core/engine/detect/patternreading.h"
#include "core/engine/session/runner.h"
#include "core/heads/headtype.h"
#include "tests/support/problem.h"
#include "tests/support/testing.h"

#include <QTemporaryDir>

using namespace headwaters;

namespace {

/// What steps of these tests did.
struct Log {
    QStringList ran; ///< `local 1`: step and seed
    std::vector<HeadIndex> seen; ///< what `late` was given
};

Evidence strong(bool isFound)
{
    Evidence evidence;
    evidence.measure = QStringLiteral("attention to the token before");
    evidence.score = isFound ? 0.9 : 0.1;
    evidence.effect = evidence.score;
    evidence.z = isFound ? 20 : 0;
    evidence.significant = isFound;
    evidence.finding = isFound ? Finding::Yes : Finding::No;
    return evidence;
}

/// Finds head 1.2 and, with an odd seed, 0.0; on a copy without gates 3.3.
std::vector<TypeFinding> findingsOf(const Bench& bench, HeadType type)
{
    std::vector<TypeFinding> findings;
    for (int at = 0; at < bench.headCount(); ++at) {
        TypeFinding finding;
        finding.head = bench.head(at);
        finding.type = type;
        finding.task = QStringLiteral("random-tokens");
        const HeadIndex odd{0, 0};
        const bool isFound = bench.gates
            ? finding.head == HeadIndex{1, 2} || (finding.head == odd && bench.seed % 2 == 1)
            : finding.head == HeadIndex{3, 3};
        finding.finding = isFound ? Finding::Yes : Finding::No;
        finding.score = isFound ? 0.9 : 0.1;
        finding.evidence = {strong(isFound)};
        findings.push_back(finding);
    }
    return findings;
}

DetectorStep
step(const QString& key, HeadType type, const std::shared_ptr<Log>& log, const QStringList& after = {})
{
    DetectorStep made;
    made.key = key;
    made.what = key + QStringLiteral(" heads");
    made.types = {type};
    made.after = after;
    made.cost = [](const Bench&, int prompts) { return StepCost{double(prompts), 5.0 * prompts}; };
    made.run = [key, type, log](const Bench& bench, int prompts, const ScanState& state) {
        for (int at = 0; at < prompts; ++at) {
            visitPatterns(bench, {{0, 5, 6, 7, 8}}, [](std::size_t, int, const float*, int) {});
        }
        log->ran << QStringLiteral("%1 %2").arg(key).arg(bench.seed);
        if (key == QStringLiteral("late"))
            log->seen = state.heads(HeadType::PreviousToken);
        StepResult result;
        result.findings = findingsOf(bench, type);
        return result;
    };
    return made;
}

class Opened {
public:
    Opened() { runner.open(demoModel(), CancelToken()); }
    [[nodiscard]] Scan scan(const ScanSettings& settings) const
    {
        return Scan(runner.model(), runner.tokenizer(), settings, steps());
    }
    [[nodiscard]] std::vector<DetectorStep> steps() const
    {
        std::vector<DetectorStep> all{
            step(QStringLiteral("local"), HeadType::PreviousToken, log),
            step(QStringLiteral("weights"), HeadType::Successor, log),
            step(QStringLiteral("late"), HeadType::Inhibition, log, {QStringLiteral("local")}),
            step(QStringLiteral("causal"), HeadType::BackupNameMover, log),
            step(QStringLiteral("long"), HeadType::FunctionVector, log)};
        all[1].drawsPrompts = false;
        all[1].tier = Tier::Mechanistic;
        all[3].tier = Tier::Causal;
        all[4].onRequest = true;
        return all;
    }

    Runner runner;
    std::shared_ptr<Log> log = std::make_shared<Log>();
};

ScanSettings fewPrompts()
{
    ScanSettings settings;
    settings.prompts = 2;
    return settings;
}

const TypeFinding& findingIn(const ScanReport& report, HeadType type, HeadIndex head)
{
    for (const TypeFinding& finding : report.findings) {
        if (finding.type == type && finding.head == head)
            return finding;
    }
    throw std::logic_error("no such finding");
}

} // namespace

TEST_CASE("A scan runs its steps on every draw, those of weights once, and counts forwards")
{
    const Opened opened;
    Scan scan = opened.scan(fewPrompts());
    const ScanEstimate estimate = scan.estimate(CancelToken());
    CHECK(estimate.steps == 7);
    CHECK(estimate.kept == 0);
    CHECK(estimate.forwards == 14);
    CHECK(estimate.seconds > 0);
    const ScanReport report = scan.run({}, CancelToken());
    CHECK(
        opened.log->ran.join(QStringLiteral(", "))
        == QStringLiteral("local 1, local 2, local 3, weights 1, late 1, late 2, late 3"));
    CHECK(report.forwards == 14);
    CHECK(report.seconds > 0);
    CHECK(scan.isKept());
}

TEST_CASE("Findings of several draws are combined, and stability tells how far two agree")
{
    const Opened opened;
    Scan scan = opened.scan(fewPrompts());
    const ScanReport report = scan.run({}, CancelToken());
    CHECK(findingIn(report, HeadType::PreviousToken, {1, 2}).retention == 1);
    CHECK(findingIn(report, HeadType::PreviousToken, {1, 2}).seeds == 3);
    const TypeFinding& odd = findingIn(report, HeadType::PreviousToken, {0, 0});
    CHECK(odd.finding == Finding::Yes); // in two of three draws
    CHECK(odd.retention == Approx(2.0 / 3));
    CHECK(findingIn(report, HeadType::Successor, {1, 2}).seeds == 1);
    REQUIRE(report.stability);
    CHECK(report.stability->labelled >= report.stability->agreeing);
    REQUIRE(report.heads.size() == 36);
    CHECK(report.at({1, 2}).types.size() == 41);
}

TEST_CASE("Types that no step could look at are not measurable, and say why")
{
    const Opened opened;
    Scan scan = opened.scan(fewPrompts());
    const ScanReport report = scan.run({}, CancelToken());
    const TypeFinding& backup = findingIn(report, HeadType::BackupNameMover, {2, 2});
    CHECK(backup.finding == Finding::NotMeasurable);
    CHECK(backup.reason.contains(QStringLiteral("causal")));
    CHECK(findingIn(report, HeadType::FunctionVector, {2, 2}).reason.contains(QStringLiteral("by name")));
}

TEST_CASE("Types that are asked for bring the steps that they need, and no others are reported")
{
    const Opened opened;
    ScanSettings settings = fewPrompts();
    settings.seeds = 1;
    settings.types = {HeadType::Inhibition, HeadType::FunctionVector};
    Scan scan = opened.scan(settings);
    const ScanReport report = scan.run({}, CancelToken());
    CHECK(opened.log->ran.join(QStringLiteral(", ")) == QStringLiteral("local 1, late 1, long 1"));
    CHECK(opened.log->seen == std::vector<HeadIndex>{{0, 0}, {1, 2}});
    for (const TypeFinding& finding : report.findings)
        CHECK(finding.type != HeadType::PreviousToken);
    CHECK_FALSE(report.stability);
    CHECK(report.at({0, 0}).types.size() == 2);
}

TEST_CASE("A scan that was cancelled goes on where it was")
{
    const Opened opened;
    Scan scan = opened.scan(fewPrompts());
    const CancelToken cancel;
    CHECK(
        problemOf([&] {
            (void)scan.run({}, cancel, [&](const ScanProgress& progress) {
                if (progress.stepsDone == 3)
                    cancel.cancel();
            });
        }).kind
        == Problem::Kind::Cancelled);
    CHECK(opened.log->ran.size() == 3);
    CHECK(scan.estimate(CancelToken()).kept == 3);
    CHECK(scan.estimate(CancelToken()).forwards == 8);
    (void)scan.run({}, CancelToken());
    CHECK(opened.log->ran.size() == 7);
}

TEST_CASE("An estimate that was cancelled half-way is made anew when it is asked for again")
{
    const Opened opened;
    std::vector<DetectorStep> steps = opened.steps();
    const CancelToken cancel;
    steps[1].cost = [cancel](const Bench&, int prompts) {
        cancel.cancel();
        return StepCost{double(prompts), 5.0 * prompts};
    };
    Scan scan(opened.runner.model(), opened.runner.tokenizer(), fewPrompts(), steps);
    CHECK(problemOf([&] { (void)scan.estimate(cancel); }).kind == Problem::Kind::Cancelled);
    CHECK(
        scan.estimate(CancelToken()).forwards == opened.scan(fewPrompts()).estimate(CancelToken()).forwards);
}

TEST_CASE("Kept steps are read by the next scan, unless it is to be fresh")
{
    const QTemporaryDir folder;
    const ScanStore store(folder.path());
    const QString hash = QStringLiteral("0123");
    const Opened opened;
    Scan first = opened.scan(fewPrompts());
    first.keepIn(store, hash);
    const ScanReport report = first.run({}, CancelToken());
    CHECK(opened.log->ran.size() == 7);

    Scan second = opened.scan(fewPrompts());
    second.keepIn(store, hash);
    CHECK(second.isKept());
    CHECK(second.estimate(CancelToken()).forwards == 0);
    const ScanReport again = second.run({}, CancelToken());
    CHECK(opened.log->ran.size() == 7);
    CHECK(again.findings.size() == report.findings.size());
    CHECK(again.forwards == report.forwards);

    ScanSettings fewer = fewPrompts();
    fewer.types = {HeadType::PreviousToken};
    Scan part = opened.scan(fewer);
    part.keepIn(store, hash);
    CHECK(part.isKept());

    Scan fresh = opened.scan(fewPrompts());
    fresh.keepIn(store, hash, true);
    CHECK_FALSE(fresh.isKept());
}

TEST_CASE("The check on a scrambled copy runs without gates and counts what each type found there")
{
    const Opened opened;
    ScanSettings settings = fewPrompts();
    settings.seeds = 2;
    settings.types = {HeadType::PreviousToken};
    settings.scrambled = true;
    Scan scan = opened.scan(settings);
    const ScanReport report = scan.run({}, CancelToken());
    REQUIRE(report.scrambled);
    REQUIRE(report.scrambled->size() == 1);
    CHECK(report.scrambled->front().type == HeadType::PreviousToken);
    CHECK(report.scrambled->front().heads == 1);
    CHECK(findingIn(report, HeadType::PreviousToken, {3, 3}).finding == Finding::No);
}

TEST_CASE("Progress counts up to what was estimated, and the time that is left goes down to none")
{
    const Opened opened;
    Scan scan = opened.scan(fewPrompts());
    double before = 0;
    ScanProgress last;
    (void)scan.run({}, CancelToken(), [&](const ScanProgress& progress) {
        CHECK(progress.forwardsDone >= before);
        before = progress.forwardsDone;
        last = progress;
    });
    CHECK(last.stepsDone == 7);
    CHECK(last.steps == 7);
    CHECK(last.forwardsDone == Approx(14));
    CHECK(last.secondsLeft == Approx(0).margin(1e-9));
}

TEST_CASE("What is finished is told on the way, step by step")
{
    const Opened opened;
    ScanSettings settings = fewPrompts();
    settings.types = {HeadType::PreviousToken, HeadType::Successor, HeadType::Inhibition};
    Scan scan = opened.scan(settings);
    std::vector<std::size_t> findings;
    (void)scan.run({}, CancelToken(), {}, [&](const ScanReport& part) {
        findings.push_back(part.findings.size());
        CHECK(part.heads.size() == 36);
    });
    CHECK(findings == std::vector<std::size_t>{36, 72});
}
