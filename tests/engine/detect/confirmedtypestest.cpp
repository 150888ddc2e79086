// Types of the bundled model, found by a scan and held against random heads by it: what a task loses without
// the first heads of its type together.

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
}
