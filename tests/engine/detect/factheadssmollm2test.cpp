#include "core/engine/detect/factheads.h"

#include "core/engine/model/model.h"
#include "core/files/modelfolder.h"
#include "core/text/modeltokenizer.h"
#include "support/smollm2.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;

TEST_CASE("SmolLM2 recalls facts in layers 23 and 24, where the same heads copy what a context says instead")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const ModelFolder folder = openModelFolder(path);
    const auto model = Model::load(folder, {});
    const Bench bench = Bench::of(model, TaskGround::of(loadTokenizer(folder), 2048));
    const StepResult result = detectConflictHeads(bench, knowledgeConflicts(bench.ground, 48, 1));
    REQUIRE(result.tasks.size() == 1);
    CHECK(result.tasks.front().accuracy > 0.8);
    std::set<HeadIndex> memory, context;
    for (const TypeFinding& finding : result.findings) {
        if (finding.finding != Finding::Yes)
            continue;
        if (finding.type == HeadType::Memory)
            memory.insert(finding.head);
        if (finding.type == HeadType::Context)
            context.insert(finding.head);
    }
    for (const HeadIndex head : {HeadIndex{23, 4}, {23, 5}, {23, 1}})
        CHECK(memory.contains(head));
    CHECK(memory.size() < 15);
    for (const HeadIndex head : {HeadIndex{23, 7}, {23, 4}, {23, 0}})
        CHECK(context.contains(head));
    CHECK(context.size() < 20);
}
