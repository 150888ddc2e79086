#include "core/text/promptlibrary.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/helppanel.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/prompt/topstrip.h"
#include "widgets/theme/metrics.h"

using namespace headwaters;

namespace {

/// The sample run, pinned beside an earlier run with other logits.
void fillWithPinned(RunModel& model, int size)
{
    fillSample(model, size);
    auto result = std::make_shared<RunResult>(*model.result());
    result->request.text = samplePrompt().repeated((size - 1) / 14);
    model.finishRun(result);
    auto before = std::make_shared<RunResult>(*model.result());
    before->run = 40;
    before->request.text = QStringLiteral("When Mary and John went to the store, Mary gave a book to");
    std::swap(before->lastLogits[2], before->lastLogits[4]);
    before->lastLogits[14] -= 6;
    model.setPinned(before);
}

} // namespace

TEST_CASE("the prompt dock draws in both themes at both widths of the guide")
{
    for (const bool dark : {false, true}) {
        Dressed dressed(dark);
        for (const int size : {15, 85}) {
            RunModel model;
            Selection selection;
            fillWithPinned(model, size);
            selection.setTokenCount(size);
            PromptDock dock(dressed.theme, selection, model);
            dock.setPrompt(model.result()->request.text);
            dock.setLibrary(std::make_shared<const PromptLibrary>(PromptLibrary::load()));
            if (size == 15) {
                dock.showExample(QStringLiteral("indirect-object"), 0);
                auto run = std::make_shared<RunResult>(*model.result());
                run->request.text = dock.request().text;
                model.finishRun(run);
            }
            selection.togglePair(size - 1, 2);
            for (const int width : {metrics::leftDock, 304}) {
                const QString name = QStringLiteral("dock-%1-%2-%3")
                                         .arg(size)
                                         .arg(width)
                                         .arg(dark ? QLatin1String("dark") : QLatin1String("light"));
                const QImage picture = pictureOf(dock, {width, 702}, name.toLatin1().constData());
                CHECK(picture.pixelColor(2, 2) == dressed.theme.colours().panel);
            }
        }
    }
}

TEST_CASE("the top strip draws in both themes from 960 to 1920 pixels")
{
    for (const bool dark : {false, true}) {
        Dressed dressed(dark);
        RunModel model;
        fillSample(model);
        TopStrip strip(dressed.theme, model);
        strip.setTokens(TokenId(2), std::nullopt);
        for (const int width : {960, 1280, 1920}) {
            const QString name = QStringLiteral("strip-%1-%2")
                                     .arg(width)
                                     .arg(dark ? QLatin1String("dark") : QLatin1String("light"));
            const QImage picture = pictureOf(strip, {width, metrics::topStrip}, name.toLatin1().constData());
            CHECK(picture.pixelColor(2, 2) == dressed.theme.colours().window);
        }
    }
}

TEST_CASE("the help draws in both themes")
{
    for (const bool dark : {false, true}) {
        Dressed dressed(dark);
        HelpPanel help(dressed.theme);
        help.showPage(QStringLiteral("Head"));
        const QImage picture = pictureOf(help, {820, 640}, dark ? "help-dark" : "help-light");
        CHECK(picture.pixelColor(810, 630) == dressed.theme.colours().panel);
    }
}
