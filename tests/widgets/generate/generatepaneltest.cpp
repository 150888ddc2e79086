#include "widgets/generate/generatepanel.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/accessible.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/generate/generatedstrip.h"
#include "widgets/generate/generationform.h"

#include <QApplication>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace headwaters;

namespace {

/// The panel below the sample prompt, and a model that writes into it by hand.
struct Bench {
    explicit Bench(bool dark = false) : dressed(dark), panel(dressed.theme, model)
    {
        panel.setPrompt(prompt(), {});
        panel.resize(246, 260);
        panel.show();
        QApplication::setActiveWindow(&panel);
    }

    static std::vector<Token> prompt() { return sampleRun()->tokens; }
    void start(int count = 20, int nCtx = 256)
    {
        GenerationRequest request = panel.settings();
        request.text = samplePrompt();
        request.count = count;
        model.start(request, prompt(), sampleTokenizer(), nCtx);
    }
    void write(const QString& text, double probability = 0.5)
    {
        for (const TokenId id : sampleTokenizer()->encode(text))
            model.add({sampleTokenizer()->token(id), probability, 2});
    }
    void end(StopReason reason)
    {
        Generation whole = model.generation();
        whole.reason = reason;
        model.finish(whole);
    }
    QString label(const char* name) const
    {
        return panel.findChild<ElidedLabel*>(QLatin1String(name))->text();
    }
    /// How many tokens and why no more: `3 tokens, end of text`.
    QString state() const
    {
        const QString end = label("generationEnd");
        return label("generationTokens") + (end.isEmpty() ? end : QStringLiteral(", ") + end);
    }
    QPushButton* button(const char* name) const { return panel.findChild<QPushButton*>(QLatin1String(name)); }
    GeneratedStrip& strip() { return panel.strip(); }
    void click(int chip)
    {
        QTest::mouseClick(strip().viewport(), Qt::LeftButton, {}, strip().chipRect(chip).center());
    }

    Dressed dressed;
    GenerationModel model;
    GeneratePanel panel;
};

} // namespace

TEST_CASE("tokens appear one by one behind the count that was asked for")
{
    Bench bench;
    CHECK_FALSE(bench.strip().isVisible());
    bench.start(20);
    CHECK(bench.state() == QStringLiteral("0 of 20 tokens"));
    bench.write(QStringLiteral(" Mary"), 0.995);
    CHECK(bench.strip().isVisible());
    CHECK(bench.strip().chipCount() == 1);
    CHECK(bench.state() == QStringLiteral("1 of 20 tokens"));
    CHECK(bench.strip().chipToolTip(0).contains(QStringLiteral("probability 0.995 · rank 2")));
    CHECK(bench.strip().chipToolTip(0).contains(QStringLiteral("position 15")));
    CHECK(describedValue(&bench.strip()) == QStringLiteral("·Mary, token 1 of 1, probability 0.995"));
    CHECK_FALSE(bench.button("useAsPrompt")->isVisible());
    bench.write(QStringLiteral(" and John"));
    bench.end(StopReason::EndOfText);
    CHECK(bench.state() == QStringLiteral("3 tokens, end of text"));
    CHECK(bench.button("useAsPrompt")->isVisible());
}

TEST_CASE("one button begins and stops, and so does Esc")
{
    Bench bench;
    QSignalSpy wanted(&bench.panel, &GeneratePanel::generateRequested);
    QSignalSpy stopped(&bench.panel, &GeneratePanel::stopRequested);
    QPushButton* button = bench.button("generateButton");
    CHECK(button->text() == QStringLiteral("Generate"));
    QTest::mouseClick(button, Qt::LeftButton);
    REQUIRE(wanted.count() == 1);
    CHECK(wanted[0][0].value<GenerationRequest>().count == 20);
    QTest::keyClick(button, Qt::Key_Escape);
    CHECK(stopped.count() == 0);
    bench.start();
    CHECK(button->text() == QStringLiteral("Stop"));
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::keyClick(button, Qt::Key_Escape);
    CHECK(stopped.count() == 2);
    CHECK(wanted.count() == 1);
    bench.model.stop();
    CHECK(button->text() == QStringLiteral("Generate"));
    CHECK(bench.state() == QStringLiteral("0 tokens, stopped"));
}

TEST_CASE("a prompt that cannot run cannot be gone on from, and the button says why")
{
    Bench bench;
    QSignalSpy wanted(&bench.panel, &GeneratePanel::generateRequested);
    bench.panel.setPrompt({}, QStringLiteral("The prompt is empty."));
    CHECK_FALSE(bench.button("generateButton")->isEnabled());
    CHECK(bench.button("generateButton")->toolTip() == QStringLiteral("The prompt is empty."));
    bench.panel.toggle();
    CHECK(wanted.count() == 0);
    bench.start();
    CHECK(bench.button("generateButton")->isEnabled()); // it stops what runs
}

TEST_CASE("a click, and Enter on the chip that the arrow keys reached, open the run up to a token")
{
    Bench bench;
    bench.start();
    bench.write(QStringLiteral(" Mary and John"));
    bench.end(StopReason::Count);
    QSignalSpy opened(&bench.panel, &GeneratePanel::openRequested);
    bench.click(1);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].value<RunRequest>().text == samplePrompt() + QStringLiteral(" Mary and"));
    CHECK(opened[0][0].value<RunRequest>().ids.empty());
    CHECK_FALSE(opened[0][0].value<RunRequest>().target);
    QTest::keyClick(&bench.strip(), Qt::Key_Home);
    QTest::keyClick(&bench.strip(), Qt::Key_Right);
    QTest::keyClick(&bench.strip(), Qt::Key_Right);
    QTest::keyClick(&bench.strip(), Qt::Key_Right);
    CHECK(bench.strip().currentChip() == 2);
    QTest::keyClick(&bench.strip(), Qt::Key_Return, Qt::ControlModifier); // runs, elsewhere
    CHECK(opened.count() == 1);
    QTest::keyClick(&bench.strip(), Qt::Key_Return);
    REQUIRE(opened.count() == 2);
    CHECK(opened[1][0].value<RunRequest>().text == samplePrompt() + QStringLiteral(" Mary and John"));

    QSignalSpy used(&bench.panel, &GeneratePanel::useRequested);
    QTest::mouseClick(bench.button("useAsPrompt"), Qt::LeftButton);
    REQUIRE(used.count() == 1);
    CHECK(used[0][0].value<RunRequest>().text == samplePrompt() + QStringLiteral(" Mary and John"));
}

TEST_CASE("the chip that the prompt ends with is marked, and another prompt dims them all")
{
    Bench bench;
    bench.start();
    bench.write(QStringLiteral(" Mary and John"));
    CHECK_FALSE(bench.strip().isStale());
    CHECK_FALSE(bench.strip().opened());
    auto tokens = Bench::prompt();
    tokens.push_back(bench.model.generation().tokens[0].token);
    tokens.push_back(bench.model.generation().tokens[1].token);
    bench.panel.setPrompt(tokens, {});
    CHECK(bench.strip().opened() == 1);
    CHECK(bench.strip().chipDescription(1).endsWith(QStringLiteral("the prompt ends here")));
    CHECK_FALSE(bench.strip().isStale());
    tokens.back() = tokens.front();
    bench.panel.setPrompt(tokens, {});
    CHECK(bench.strip().isStale());
    CHECK_FALSE(bench.strip().opened());
    bench.panel.setPrompt(Bench::prompt(), {});
    CHECK_FALSE(bench.strip().isStale());
    bench.model.clear();
    CHECK_FALSE(bench.strip().isVisible());
    CHECK_FALSE(bench.panel.findChild<ElidedLabel*>(QStringLiteral("generationTokens"))->isVisible());
}

TEST_CASE("a token behind a full context has no run to open, and says so")
{
    Bench bench;
    bench.start(20, 16);
    bench.write(QStringLiteral(" Mary and"));
    bench.end(StopReason::Context);
    QSignalSpy opened(&bench.panel, &GeneratePanel::openRequested);
    bench.click(1);
    CHECK(opened.count() == 0);
    CHECK(bench.strip().chipToolTip(1).contains(QStringLiteral("context is full")));
    bench.click(0);
    CHECK(opened.count() == 1);
    CHECK(bench.state() == QStringLiteral("2 tokens, context full"));
}

TEST_CASE("the settings fold away, are told when they change, and come back as they were")
{
    Bench bench;
    QSignalSpy changed(&bench.panel, &GeneratePanel::settingsChanged);
    CHECK_FALSE(bench.panel.areSettingsShown());
    QTest::mouseClick(
        bench.panel.findChild<QToolButton*>(QStringLiteral("generationSettings")), Qt::LeftButton);
    CHECK(bench.panel.areSettingsShown());
    CHECK(changed.count() > 0);
    const auto field = [&](const char* name) {
        auto* spin = bench.panel.findChild<QAbstractSpinBox*>(QLatin1String(name));
        spin->selectAll();
        return spin;
    };
    // Without arrows there is room for the whole number.
    CHECK(field("generationSeed")->findChild<QLineEdit*>()->width() > field("generationSeed")->width() - 12);
    QTest::keyClicks(field("generationCount"), QStringLiteral("7"));
    QTest::keyClicks(field("generationTemperature"), QStringLiteral("0.8"));
    QTest::keyClicks(field("generationTopP"), QStringLiteral("0.95"));
    QTest::keyClicks(field("generationSeed"), QStringLiteral("42"));
    QTest::keyClicks(
        bench.panel.findChild<QLineEdit*>(QStringLiteral("generationStop")), QStringLiteral(".\\n"));
    bench.panel.findChild<QCheckBox*>(QStringLiteral("generationStopAtEnd"))->click();
    const GenerationRequest settings = bench.panel.settings();
    CHECK_FALSE(settings.stopAtEnd);
    CHECK(settings.count == 7);
    CHECK(settings.sampling.temperature == 0.8);
    CHECK(settings.sampling.topP == 0.95);
    CHECK(settings.sampling.seed == 42);
    CHECK(settings.stops == QStringList(QStringLiteral(".\n")));

    Bench other;
    other.panel.setSettings(settings);
    CHECK(other.panel.settings().count == 7);
    CHECK(other.panel.settings().sampling.topP == 0.95);
    CHECK(other.panel.settings().stops == settings.stops);
}

TEST_CASE("a stop text survives being typed in one line")
{
    for (const QString& text :
         {QStringLiteral("a\nb"), QStringLiteral("\\n"), QStringLiteral("\t\\"), QStringLiteral("\\\\\n")})
        CHECK(stopTextMeant(stopTextTyped(text)) == text);
    CHECK(stopTextMeant(QStringLiteral("a\\x\\")) == QStringLiteral("a\\x\\"));
}

TEST_CASE("a long text scrolls in four rows and stays with the newest token unless the keyboard is elsewhere")
{
    Bench bench;
    bench.start(400);
    for (int i = 0; i < 60; ++i)
        bench.write(QStringLiteral(" Mary"));
    CHECK(bench.strip().height() < 110);
    CHECK(bench.strip().currentChip() == 59);
    CHECK(bench.strip().viewport()->rect().contains(bench.strip().chipRect(59)));
    bench.strip().setCurrentChip(3);
    bench.write(QStringLiteral(" and"));
    CHECK(bench.strip().currentChip() == 3);
    CHECK(bench.strip().viewport()->rect().contains(bench.strip().chipRect(3)));
}

TEST_CASE("the panel can be looked at")
{
    const bool dark = GENERATE(false, true);
    Bench bench(dark);
    bench.panel.setSettingsShown(true);
    bench.start();
    bench.write(QStringLiteral(" Mary and John went to the store"), 0.7);
    const QImage picture =
        pictureOf(bench.panel, {246, 260}, dark ? "generatepanel-dark" : "generatepanel-light");
    CHECK_FALSE(picture.isNull());
}
