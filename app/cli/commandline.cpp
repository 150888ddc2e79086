#include "app/cli/commandline.h"

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "app/cli/quieterrors.h"
#include "app/cli/utf8.h"
#include "core/base/error.h"
#include "core/base/version.h"

#include <QApplication>
#include <QFileInfo>
#include <QLocale>

#include <memory>
#include <new>
#include <optional>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

std::vector<Verb> allVerbs()
{
    return {infoVerb(),      tokensVerb(),     runVerb(),      generateVerb(),    attentionVerb(),
            atlasVerb(),     compareVerb(),    svdVerb(),      composeVerb(),     scoreVerb(),
            attributeVerb(), lensVerb(),       traceVerb(),    traceFamilyVerb(), interveneVerb(),
            ablateVerb(),    patchVerb(),      knockoutVerb(), stagesVerb(),      tasksVerb(),
            probeVerb(),     screenshotVerb(), benchVerb()};
}

QStringList decodedWords(int argc, char* argv[])
{
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words << decodeUtf8(QByteArrayView(argv[i]), u"Argument %1"_s.arg(i));
    return words;
}

/// A verb gives the same bytes on every machine: no display, no scaling, no desktop theme, no locale.
void settleEnvironment()
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    for (const char* name :
         {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE",
          "QT_QPA_PLATFORMTHEME", "QT_USE_PHYSICAL_DPI", "QT_ENABLE_HIGHDPI_SCALING"})
        qunsetenv(name);
    QLocale::setDefault(QLocale::c());
}

void performVerb(const Verb& verb, const QStringList& words, char* program)
{
    settleEnvironment();
    const Arguments arguments(verb, words);
    int count = 1;
    char* names[] = {program, nullptr};
    const std::unique_ptr<QCoreApplication> application = verb.draws && !arguments.wantsHelp()
        ? std::make_unique<QApplication>(count, names)
        : std::make_unique<QCoreApplication>(count, names);
    if (arguments.wantsHelp())
        print(arguments.helpText());
    else
        verb.perform(arguments);
}

QString programHelp(const std::vector<Verb>& verbs)
{
    std::vector<QStringList> rows;
    QString list;
    for (const Verb& verb : verbs)
        list += u"  %1  %2\n"_s.arg(verb.name.leftJustified(10), verb.summary);
    return u"Usage: headwaters [MODEL]          open the window\n"
           "       headwaters VERB [options]   print or write a result, without a display\n"
           "\n"
           "A microscope for the attention heads of language models. MODEL is a GGUF file or a folder in\n"
           "the layout of Hugging Face; without it the bundled model is shown.\n"
           "\n"
           "Verbs:\n%1\n"
           "Options:\n"
           "  --help     Print this help; headwaters VERB --help explains a verb.\n"
           "  --version  Print the version.\n"
           "\n"
           "Exit status: 0 done, 1 failed, 2 bad arguments or input.\n"_s.arg(list);
}

const Verb* verbNamed(const std::vector<Verb>& verbs, const QString& name)
{
    for (const Verb& verb : verbs) {
        if (verb.name == name)
            return &verb;
    }
    return nullptr;
}

/// Handles everything but the window. Gives the model's path where a window is asked for.
std::optional<QString> performWords(const QStringList& words, char* program)
{
    if (words.isEmpty())
        return QString();
    const std::vector<Verb> verbs = allVerbs();
    const QString& first = words.first();
    if (const Verb* verb = verbNamed(verbs, first)) {
        performVerb(*verb, words.mid(1), program);
        return std::nullopt;
    }
    const bool isHelp = first == "--help"_L1 || first == "-h"_L1;
    const bool isVersion = first == "--version"_L1 || first == "-v"_L1;
    if (!isHelp && !isVersion && first.startsWith(u'-'))
        throw badInput(u"Unknown option %1. See headwaters --help."_s.arg(first));
    if (!isHelp && !isVersion && !QFileInfo::exists(first))
        throw badInput(u"“%1” is neither a verb nor a model. See headwaters --help."_s.arg(first));
    if (words.size() > 1)
        throw badInput(u"Unexpected argument “%1” after %2. See headwaters --help."_s.arg(words[1], first));
    if (!isHelp && !isVersion)
        return first;
    print(isHelp ? programHelp(verbs) : u"Headwaters %1\n"_s.arg(QLatin1StringView(versionText)));
    return std::nullopt;
}

void checkDisplay()
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY")
        && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        throw failure(u"No display was found, so no window can open; headwaters --help lists what works "
                      "without one."_s);
}

} // namespace

int runCommandLine(int argc, char* argv[], const std::function<int(const QString& modelPath)>& openWindow)
{
    std::optional<QString> modelPath;
    {
        QuietErrors errors;
        try {
            modelPath = performWords(decodedWords(argc, argv), argv[0]);
            if (!modelPath)
                return 0;
            checkDisplay();
            errors.release();
        } catch (const Error& error) {
            errors.say(error.problem().summary);
            return error.problem().kind == Problem::Kind::BadInput ? 2 : 1;
        } catch (const std::bad_alloc&) {
            errors.say(u"There is not enough memory for this."_s);
            return 1;
        } catch (const std::exception& error) {
            errors.say(QString::fromUtf8(error.what()).section(u'\n', 0, 0).left(500));
            return 1;
        }
    }
    return openWindow(*modelPath);
}

} // namespace headwaters
