#include "widgets/atlas/wallroles.h"

#include "support/testing.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"
#include "widgets/theme/stagecolours.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("Without a scan the wall has no roles")
{
    CHECK(wallRoles(nullptr).empty());
}

TEST_CASE("A thumbnail gets the stage of a clear verdict, the strongest type, and the hatch of the inactive")
{
    const auto report = sampleScan();
    const std::vector<WallRole> roles = wallRoles(report.get());
    REQUIRE(roles.size() == 36);
    const WallRole& induction = roles[2 * 6 + 2];
    CHECK(induction.stage == Stage::LatentReasoning);
    CHECK(induction.role == u"ind"_s);
    CHECK(induction.description == u"stage LR, Induction"_s);
    CHECK(roles[4].isInactive);
    CHECK_FALSE(roles[4].stage);
    CHECK_FALSE(roles[1 * 6 + 3].stage);
    CHECK(roles[1 * 6 + 3].role.isEmpty());
}

TEST_CASE("The Atlas follows the scan: borders, names, and what the screen reader says")
{
    for (const bool dark : {false, true}) {
        Dressed dressed(dark);
        Selection selection;
        selection.setModelShape(6, 6);
        RunModel run;
        fillSample(run);
        StagesModel stages;
        AtlasView view(dressed.theme, selection, run);
        view.setStages(stages);
        CHECK_FALSE(view.wall().partText(2 * 6 + 2).contains(u"Induction"_s));
        stages.finishScan(sampleScan());
        CHECK(view.wall().partText(2 * 6 + 2).endsWith(u", stage LR, Induction"_s));
        const QImage picture = pictureOf(view, {728, 694}, dark ? "atlas-roles-dark" : "atlas-roles-light");
        const QRectF cell = view.wall().wallLayout().cellRect({2, 2});
        const QPoint inBorder =
            view.wall().viewport()->mapTo(&view, QPointF(cell.left() + 2, cell.center().y()).toPoint());
        CHECK(
            picture.pixelColor(inBorder * picture.devicePixelRatio())
            == dressed.theme.colours().stages[static_cast<std::size_t>(Stage::LatentReasoning)].fill);
        // The safe set is followed at once.
        dressed.theme.setStageSet(StageSet::Safe);
        const QImage safe = pictureOf(view, {728, 694}, dark ? "atlas-safe-dark" : "atlas-safe-light");
        CHECK(
            safe.pixelColor(inBorder * safe.devicePixelRatio())
            == stageColours(dark, StageSet::Safe)[static_cast<std::size_t>(Stage::LatentReasoning)].fill);
        stages.clear();
        CHECK(view.wall().picture().roles.empty());
    }
}
