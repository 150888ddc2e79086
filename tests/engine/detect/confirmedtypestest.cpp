// Types of the bundled model, found by a scan and held against random heads by it: what a task loses without
// the first heads of its type together, and without each alone.

#include "core/engine/detect/scan.h"
#include "core/engine/session/runner.h"
#include "tests/support/testing.h"

#include <cmath>

using namespace headwaters;

namespace {

const std::vector<HeadType>& needed()
{
    static const std::vector<HeadType> types = {
        HeadType::PreviousToken, HeadType::DuplicateToken,    HeadType::Induction, HeadType::Retrieval,
        HeadType::NameMover,     HeadType::NegativeNameMover, HeadType::Memory,    HeadType::CorrectLetter};
    return types;
}

ScanReport scan()
{
    Runner runner;
    runner.open(demoModel(), CancelToken());
    ScanSettings settings;
    settings.tier = Tier::Causal;
    settings.seeds = 1;
    settings.prompts = 24;
    settings.types = needed();
    settings.types.push_back(HeadType::SingleLetter);
    settings.types.push_back(HeadType::Context);
    return Scan(runner.model(), runner.tokenizer(), settings).run({}, CancelToken());
}

/// What removing a head alone says of its type; none where that was not done.
const Evidence* alone(const ScanReport& report, HeadIndex head, HeadType type)
{
    for (const TypeFinding& finding : report.findings) {
        for (const Evidence& one : finding.evidence) {
            if (finding.head == head && finding.type == type && one.access == Access::Causal
                && one.measure.startsWith(QStringLiteral("share lost without it alone")))
                return &one;
        }
    }
    return nullptr;
}

void checkAlone(const ScanReport& report)
{
    for (const auto& [head, type] :
         {std::pair(HeadIndex{5, 5}, HeadType::Memory),
          {{4, 4}, HeadType::Memory},
          {{0, 1}, HeadType::PreviousToken}}) {
        INFO(head.text().toStdString());
        const Evidence* one = alone(report, head, type);
        REQUIRE(one != nullptr);
        CHECK(one->finding == Finding::Yes);
        CHECK(one->score > 0.1);
    }
    // The head that looks back most of all is not missed, since others do the same; it stays what it is.
    const Evidence* replaced = alone(report, {1, 1}, HeadType::PreviousToken);
    REQUIRE(replaced != nullptr);
    CHECK(replaced->finding == Finding::No);
    CHECK(replaced->score < 0.05);
    CHECK(report.at({1, 1}).of(HeadType::PreviousToken)->finding == Finding::Yes);
    // Each induction head is removed where it is found.
    CHECK(alone(report, {5, 5}, HeadType::Induction) == nullptr);
}

} // namespace

TEST_CASE("The bundled model's tasks need the heads that are found for them, and random heads not so")
{
    const ScanReport report = scan();
    for (const HeadType type : needed()) {
        const Confirmation* check = report.confirmationOf(type);
        INFO(headTypeInfo(type).key.toStdString());
        REQUIRE(check != nullptr);
        INFO(confirmationText(*check).toStdString());
        CHECK(check->heads.size() <= 4);
        CHECK(check->random.size() == 20);
        CHECK(check->isConfirmed());
    }
    // Heads that look at one letter wherever it stands: the answer does without them.
    const Confirmation* letters = report.confirmationOf(HeadType::SingleLetter);
    REQUIRE(letters != nullptr);
    CHECK_FALSE(letters->isConfirmed());
    CHECK(std::fabs(letters->loss()) < 1);
    // No head of this model follows the context against what it knows.
    CHECK(report.confirmationOf(HeadType::Context) == nullptr);
    checkAlone(report);
}
