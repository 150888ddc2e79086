#include "app/bundledmodel.h"
#include "app/cli/commonoptions.h"
#include "app/cli/offscreenwindow.h"
#include "app/cli/output.h"
#include "app/comparer.h"
#include "app/interventioncontrols.h"
#include "app/lensing.h"
#include "app/scancontrols.h"
#include "app/tracing.h"
#include "app/viewarea.h"
#include "core/base/error.h"
#include "core/files/writing.h"
#include "widgets/compare/compareeditor.h"

#include <QApplication>
#include <QBuffer>
#include <QFileInfo>
#include <QImageWriter>
#include <QRegularExpression>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int largestSide = 8192;
const QStringList viewWords{u"atlas"_s, u"head"_s, u"stages"_s, u"circuit"_s, u"interventions"_s, u"lens"_s};

QSize chosenSize(const Arguments& arguments)
{
    static const QRegularExpression form(u"^(\\d{1,5})x(\\d{1,5})$"_s);
    if (!arguments.isSet("size"_L1))
        return {1280, 800};
    const QString typed = arguments.required("size"_L1);
    const auto match = form.match(typed);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const QSize smallest = MainWindow::smallestSize();
    if (!match.hasMatch() || size.width() < smallest.width() || size.height() < smallest.height()
        || size.width() > largestSide || size.height() > largestSide)
        throw badInput(u"--size “%1”: expected WxH from %2x%3 to %4x%4, as in 1280x800."_s.arg(
            typed.left(40), QString::number(smallest.width()), QString::number(smallest.height()),
            QString::number(largestSide)));
    return size;
}

std::optional<HeadIndex> chosenHead(const Arguments& arguments)
{
    static const QRegularExpression form(u"^(\\d{1,4})\\.(\\d{1,4})$"_s);
    if (!arguments.isSet("head"_L1))
        return std::nullopt;
    const QString typed = arguments.required("head"_L1);
    const auto match = form.match(typed);
    if (!match.hasMatch())
        throw badInput(u"--head “%1”: expected LAYER.HEAD, as in 5.1."_s.arg(typed.left(40)));
    return HeadIndex{match.captured(1).toInt(), match.captured(2).toInt()};
}

void checkHead(const std::optional<HeadIndex>& head, const ModelInfo& info)
{
    if (head && (head->layer >= info.nLayers || head->head >= info.nHeads))
        throw badInput(u"--head %1: %2 has the heads 0.0 to %3."_s.arg(
            head->text(), info.name, HeadIndex{info.nLayers - 1, info.nHeads - 1}.text()));
}

QByteArray pngOf(const QImage& image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        throw failure(u"The picture cannot be written as PNG: %1."_s.arg(writer.errorString()));
    return bytes;
}

/// What is shown of A and B; none where nothing is compared.
std::optional<Comparison::Shown> chosenComparison(const Arguments& arguments)
{
    const QStringList words{u"a"_s, u"b"_s, u"side-by-side"_s, u"difference"_s};
    const bool compares = arguments.isSet("compare"_L1) || arguments.isSet("compare-model"_L1);
    if (!compares && arguments.isSet("show"_L1))
        throw badInput(
            u"--show chooses between two runs; give --compare TEXT or --compare-model MODEL too."_s);
    if (!compares)
        return std::nullopt;
    return arguments.isSet("show"_L1) ? static_cast<Comparison::Shown>(arguments.choice("show"_L1, words))
                                      : Comparison::Shown::SideBySide;
}

/// Runs B and waits until the window shows it.
void compare(const Arguments& arguments, OffscreenWindow& offscreen, Comparison::Shown shown)
{
    Document& document = offscreen.document();
    Comparer& comparer = offscreen.window().comparer();
    QObject::connect(&comparer, &Comparer::problemOccurred, &document, &Document::problemOccurred);
    if (arguments.isSet("compare-model"_L1))
        comparer.compareModel(QFileInfo(arguments.required("compare-model"_L1)).absoluteFilePath());
    else
        comparer.compareRequest({arguments.required("compare"_L1), !arguments.isSet("no-bos"_L1), {}, {}});
    offscreen.waitUntil([&] { return comparer.comparison().b().tokenizer() != nullptr; });
    if (arguments.isSet("compare-model"_L1) && arguments.isSet("compare"_L1)) {
        comparer.setPrompt(arguments.required("compare"_L1), !arguments.isSet("no-bos"_L1));
        offscreen.window().compareEditor().setPrompt(
            arguments.required("compare"_L1), !arguments.isSet("no-bos"_L1));
        comparer.run();
    }
    comparer.comparison().show(shown);
    offscreen.waitUntil(
        [&] { return comparer.isSettled() && comparer.comparison().b().state() == RunModel::State::Ready; });
    // A layout asks the one around it for room when its own turn comes: some turns until the window is still.
    for (int turn = 0; turn < 8; ++turn)
        QApplication::processEvents();
}

/// Traces the circuit, locks its heaviest edge into a head and removes it, and waits for what that shows.
void trace(OffscreenWindow& offscreen)
{
    Tracing& tracing = offscreen.window().tracing();
    QObject::connect(&tracing, &Tracing::problemOccurred, &offscreen.document(), &Document::problemOccurred);
    CircuitModel& model = tracing.model();
    const auto wait = [&] { offscreen.waitUntil([&] { return !tracing.isBusy(); }); };
    model.trace();
    wait();
    const auto& circuit = model.circuit();
    if (!circuit || circuit->isEmpty())
        return;
    std::optional<int> heaviest;
    for (const int edge : model.kept().edges) {
        const CircuitEdge& one = circuit->edges[static_cast<std::size_t>(edge)];
        const bool isIntoHead = circuit->nodes[static_cast<std::size_t>(one.to)].part == CircuitPart::Head;
        if (isIntoHead
            && (!heaviest || one.weight > circuit->edges[static_cast<std::size_t>(*heaviest)].weight))
            heaviest = edge;
    }
    if (!heaviest)
        return;
    model.lock(CircuitSpot{CircuitSpot::Kind::Edge, *heaviest});
    wait();
    model.change(EdgeOperation::Remove);
    wait();
    model.measureFaithfulness();
    wait();
    for (int turn = 0; turn < 8; ++turn)
        QApplication::processEvents();
}

/// Puts the locked head on the stack and another that is off, sweeps the heads, and waits for both.
void intervene(OffscreenWindow& offscreen)
{
    Intervening& intervening = offscreen.window().interventions().intervening();
    InterventionModel& model = intervening.model();
    Document& document = offscreen.document();
    offscreen.waitUntil([&] { return document.isSettled(); });
    if (!model.hasRun())
        return;
    SweepChoice choice = model.choice();
    choice.replacement = model.place().references > 0 ? Replacement::Mean : Replacement::Zero;
    model.setChoice(choice);
    Intervention item;
    item.operation = model.place().references > 0 ? CausalOperation::Mean : CausalOperation::Zero;
    const HeadIndex locked = document.selection().locked().head.value_or(HeadIndex{0, 0});
    const int heads = model.place().nHeads;
    for (const int step : {0, 1, 2}) {
        item.heads = {{locked.layer, (locked.head + step) % heads}};
        model.add(item);
    }
    model.setEnabled(2, false);
    model.open(1);
    model.sweep();
    offscreen.waitUntil([&] { return !intervening.isBusy() && model.outcome(); });
}

/// Scans all heads and waits for the example of the evidence in front.
void scan(OffscreenWindow& offscreen)
{
    Scanning& scanning = offscreen.window().scans().scanning();
    QObject::connect(
        &scanning, &Scanning::problemOccurred, &offscreen.document(), &Document::problemOccurred);
    scanning.model().scan();
    offscreen.waitUntil([&] { return !scanning.isBusy(); });
    for (int turn = 0; turn < 8; ++turn)
        QApplication::processEvents();
}

void perform(const Arguments& arguments)
{
    const QString out = arguments.required("out"_L1);
    (void)checkedEnding(u"--out"_s, out, {u"png"_s});
    checkWritable(out);
    const int view = arguments.isSet("view"_L1) ? arguments.choice("view"_L1, viewWords) : 0;
    const bool isDark =
        arguments.isSet("theme"_L1) && arguments.choice("theme"_L1, {u"light"_s, u"dark"_s}) == 1;
    const QSize size = chosenSize(arguments);
    const auto head = chosenHead(arguments);
    const bool hasPrompt = arguments.isSet("prompt"_L1) || arguments.isSet("prompt-file"_L1);
    const QString text = hasPrompt ? promptText(arguments) : firstPrompt();
    const bool isOwn = hasPrompt || arguments.isSet("target"_L1) || arguments.isSet("rival"_L1)
        || arguments.isSet("no-bos"_L1);
    const QString model = modelPath(arguments);
    const auto shown = chosenComparison(arguments);

    OffscreenWindow offscreen(size, isDark ? Theme::Mode::Dark : Theme::Mode::Light);
    Document& document = offscreen.document();
    document.setFirstHead(head);
    offscreen.openAndSettle(model, [&] {
        // Only now there is a tokenizer that can read --target, and a shape to check --head against.
        try {
            checkHead(head, document.runModel().model());
            if (isOwn)
                offscreen.window().setRequest(runRequest(
                    arguments, text, *document.runModel().tokenizer(), document.runModel().model().dVocab));
            else
                offscreen.window().showFirstExample();
        } catch (const Error& error) {
            Q_EMIT document.problemOccurred(error.problem());
        }
    });
    for (View* one : offscreen.window().views().views()) {
        if (one->name().toLower() == viewWords[view])
            offscreen.window().views().setCurrentView(one);
    }
    if (shown)
        compare(arguments, offscreen, *shown);
    if (viewWords[view] == "stages"_L1)
        scan(offscreen);
    if (viewWords[view] == "circuit"_L1)
        trace(offscreen);
    if (viewWords[view] == "interventions"_L1)
        intervene(offscreen);
    offscreen.waitUntil([&] { return offscreen.window().lensing().isSettled(); });
    // Of the head in front also what its locked pair gets and gives.
    offscreen.waitUntil([&] { return document.isSettled() && !offscreen.window().tracing().isBusy(); });
    offscreen.window().views().setFocus();
    QApplication::processEvents();
    offscreen.waitUntil([&] { return document.directions().isSettled(); });
    QApplication::processEvents();
    writeFile(out, pngOf(offscreen.window().grab().toImage().convertToFormat(QImage::Format_RGB32)));
}

} // namespace

Verb screenshotVerb()
{
    return {
        .name = u"screenshot"_s,
        .summary = u"a picture of the window"_s,
        .description = u"Draws the real window without a display, after its run has finished, and writes it as PNG. "
                       "Without a prompt it is the window that the program opens with."_s,
        .options = modelOptions() + promptOptions() + pairOptions()
            + QList {
                QCommandLineOption(u"view"_s, u"atlas, head, stages, which are scanned first, circuit, which is traced first, interventions, which sweeps first, or lens (default: atlas)."_s, u"V"_s),
                QCommandLineOption(u"size"_s, u"Width and height in pixels (default: 1280x800)."_s, u"WxH"_s),
                QCommandLineOption(u"theme"_s, u"light or dark (default: light)."_s, u"T"_s),
                QCommandLineOption(u"head"_s,
                    u"The head that is locked, as in 5.1 (default: the one with the largest effect)."_s, u"L.H"_s),
                QCommandLineOption(u"compare"_s, u"Compare with this prompt."_s, u"TEXT"_s),
                QCommandLineOption(u"compare-model"_s, u"Compare with this model."_s, u"MODEL"_s),
                QCommandLineOption(u"show"_s,
                    u"What of the comparison: a, b, side-by-side or difference (default: side-by-side)."_s, u"WHAT"_s),
                QCommandLineOption(u"out"_s, u"The picture, a name that ends in .png."_s, u"FILE"_s),
            },
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
