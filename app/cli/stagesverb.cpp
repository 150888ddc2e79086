#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "app/cli/quieterrors.h"
#include "app/cli/scanoptions.h"
#include "core/base/error.h"
#include "core/engine/detect/scan.h"
#include "core/engine/session/runner.h"
#include "core/heads/reportjson.h"
#include "widgets/common/numberformat.h"
#include "widgets/stages/stagecells.h"
#include "widgets/stages/stagesfigure.h"
#include "widgets/stages/stagesmodel.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// On a terminal, and only there, one line that says how far the scan is; gone when this is.
class TerminalLine {
public:
    ~TerminalLine() { say({}); }
    static void say(const QString& text) { writeToTerminal("\r\033[K" + text.toUtf8()); }
};

ScanReport scanOf(const Runner& runner, const Arguments& arguments)
{
    const ModelInfo info = hashedInfo(runner);
    Scan scan(runner.model(), runner.tokenizer(), chosenScan(arguments));
    scan.keepIn(ScanStore::ofUser(), info.sha256, arguments.isSet("fresh"_L1));
    const TerminalLine terminal;
    for (const QString& remark : scan.remarks())
        writeToTerminal(remark.toUtf8() + '\n');
    const ScanEstimate estimate = scan.estimate(CancelToken());
    terminal.say(
        u"%1 forwards, about %2"_s.arg(estimate.forwards, 0, 'f', 0).arg(durationText(estimate.seconds)));
    return scan.run(chosenScheme(arguments), CancelToken(), [&terminal](const ScanProgress& progress) {
        terminal.say(u"%1 · step %2 of %3 · %4 of %5 forwards · %6 left"_s.arg(progress.what)
                         .arg(std::min(progress.stepsDone + 1, progress.steps))
                         .arg(progress.steps)
                         .arg(progress.forwardsDone, 0, 'f', 0)
                         .arg(progress.forwards, 0, 'f', 0)
                         .arg(durationText(progress.secondsLeft)));
    });
}

QString typesText(const HeadReport& head)
{
    std::vector<const TypeSummary*> found;
    for (const TypeSummary& type : head.types) {
        if (type.finding == Finding::Yes || type.finding == Finding::Weak)
            found.push_back(&type);
    }
    std::stable_sort(found.begin(), found.end(), [](const TypeSummary* a, const TypeSummary* b) {
        return a->strength > b->strength;
    });
    QStringList words;
    for (const TypeSummary* type : found)
        words << u"%1%2 %3"_s.arg(
            headTypeInfo(type->type).key, type->finding == Finding::Weak ? u" (weak)"_s : QString(),
            confidenceKey(type->confidence));
    return words.join(u", "_s);
}

QString reportText(const ScanReport& report)
{
    std::vector<QStringList> rows{{u"head"_s, u"KR"_s, u"ICI"_s, u"LR"_s, u"EP"_s, u"verdict"_s}};
    for (const HeadReport& head : report.heads) {
        QStringList row{head.head.text()};
        for (const double strength : head.stages)
            row << QString::number(strength, 'f', 2);
        rows.push_back(row << verdictKey(head.verdict));
    }
    QStringList lines = alignedTable(rows).split(u'\n', Qt::SkipEmptyParts);
    for (qsizetype at = 1; at < lines.size(); ++at) {
        const QString types = typesText(report.heads[static_cast<std::size_t>(at - 1)]);
        if (!types.isEmpty())
            lines[at] += u"  "_s + types;
    }
    QString text = lines.join(u'\n') + u'\n';
    text += u"%1 forwards, %2 s\n"_s.arg(report.forwards).arg(report.seconds, 0, 'f', 1);
    if (report.stability)
        text += u"two draws agree on the stage of %1 of %2 labelled heads\n"_s.arg(report.stability->agreeing)
                    .arg(report.stability->labelled);
    for (const Confirmation& one : report.confirmations)
        text += u"%1, %2 %3: %4 (%5)\n"_s.arg(
            headTypeInfo(one.type).key, one.task, one.isConfirmed() ? u"confirmed"_s : u"not confirmed"_s,
            confirmationText(one), one.measure);
    if (report.scrambled) {
        QStringList words;
        for (const auto& one : *report.scrambled)
            words << u"%1 %2"_s.arg(headTypeInfo(one.type).key).arg(one.heads);
        text += u"on the scrambled copy: %1\n"_s.arg(words.isEmpty() ? u"nothing"_s : words.join(u", "_s));
    }
    return text;
}

/// The stage map, as the window exports it.
void writeMap(const ScanReport& report, const Arguments& arguments)
{
    const auto shared = std::make_shared<const ScanReport>(report);
    StagesModel model;
    model.finishScan(shared);
    writeFigureTo(
        arguments,
        StagesFigure(shared, model.shown(), stageGrid(model), u"Stages of %1"_s.arg(report.model.name)),
        PageWidth::TwoColumns);
}

void perform(const Arguments& arguments)
{
    (void)chosenScan(arguments);
    if (arguments.isSet("json"_L1) && arguments.isSet("csv"_L1))
        throw badInput(u"Both --json and --csv were given; give one of them."_s);
    if (arguments.isSet("out"_L1))
        checkFigureOptions(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const ScanReport report = scanOf(runner, arguments);
    if (arguments.isSet("out"_L1))
        writeMap(report, arguments);
    if (arguments.isSet("json"_L1))
        printJson(reportJson(report));
    else if (arguments.isSet("csv"_L1))
        print(toCsv(reportCsv(report)));
    else if (!arguments.isSet("out"_L1))
        print(reportText(report));
}

} // namespace

Verb stagesVerb()
{
    return {
        .name = u"stages"_s,
        .summary = u"what every head is for: its types and stages, with evidence"_s,
        .description =
            u"Scans the model with the detectors of all types of heads and prints for each head the "
            u"strengths of "
            "the four stages (knowledge recalling, in-context identification, latent reasoning, expression "
            "preparation), a verdict and the types that were found. Types that the model gives no occasion "
            "to "
            "measure are “not measurable”, with the reason. Results are kept: a scan that was stopped goes "
            "on "
            "where it was."_s,
        .options =
            modelOptions() + scanOptions()
            + QList<
                QCommandLineOption>{{u"fresh"_s, u"Compute everything again, whatever is kept."_s}, {u"csv"_s, u"Print a table with a row for each head and type."_s}}
            + figureOptions(u"Print one JSON document."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
