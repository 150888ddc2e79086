#include "widgets/inspector/inspector.h"

#include "support/testing.h"
#include "widgets/stages/evidencepictures.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("The head's card names its stages and types once the heads are scanned")
{
    const Dressed dressed(false);
    Selection selection;
    selection.setModelShape(6, 6);
    RunModel run;
    fillSample(run);
    StagesModel stages;
    Inspector inspector(dressed.theme, run, selection);
    inspector.setStages(stages);
    selection.lockHead({2, 2});
    run.setDetail(sampleDetail({2, 2}));
    REQUIRE(inspector.card());
    CHECK(inspector.roles().isEmpty());
    CHECK(inspector.stageChips().texts().isEmpty());
    stages.finishScan(sampleScan());
    CHECK(inspector.roles() == u"Induction · confirmed"_s);
    CHECK(inspector.stageChips().texts().front().startsWith(u"LR ."_s));
    selection.lockHead({0, 4});
    run.setDetail(sampleDetail({0, 4}));
    CHECK(inspector.roles() == u"inactive"_s);
    CHECK(!pictureOf(inspector, {288, 600}, "inspector-stages").isNull());
}
