#include "app/cli/commonoptions.h"

#include "app/bundledmodel.h"
#include "app/cli/utf8.h"
#include "core/base/error.h"
#include "core/files/reading.h"

#include <QFile>
#include <QFileInfo>

#include <cstdio>

namespace headwaters {

using namespace Qt::StringLiterals;

QList<QCommandLineOption> modelOptions()
{
    return {
        {u"model"_s, u"A folder in the layout of Hugging Face or a GGUF file (default: the bundled model)."_s,
         u"MODEL"_s}};
}

QList<QCommandLineOption> promptOptions()
{
    return {
        {u"prompt"_s, u"The text to run."_s, u"TEXT"_s},
        {u"prompt-file"_s, u"A file with the text, taken byte for byte; - is standard input."_s, u"FILE"_s},
        {u"no-bos"_s, u"Do not put the model's beginning-of-text token first."_s},
    };
}

QList<QCommandLineOption> pairOptions(const QString& noRival)
{
    return {
        {u"target"_s,
         u"Token to speak for: the exact text of one token, a leading space included, or #id (default: the "
         "likeliest next token)."_s,
         u"TOKEN"_s},
        {u"rival"_s, u"Token to speak against (default: %1)."_s.arg(noRival), u"TOKEN"_s},
    };
}

QCommandLineOption jsonOption(const QString& what)
{
    return {u"json"_s, what};
}

QString modelPath(const Arguments& arguments)
{
    if (arguments.isSet("model"_L1))
        return arguments.required("model"_L1);
    const QString bundled = bundledModelPath();
    if (bundled.isEmpty())
        throw failure(u"The bundled model is not installed; name a model with --model."_s);
    return bundled;
}

QByteArray readInput(const QString& path)
{
    QFile file(path);
    const bool isStandardInput = path == "-"_L1;
    const QString name = isStandardInput ? u"standard input"_s : path;
    if (!isStandardInput && QFileInfo(path).isDir())
        throw cannotRead(name, u"it is a folder"_s);
    if (!(isStandardInput ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly)))
        throw cannotRead(name, file.errorString());
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        throw cannotRead(name, file.errorString());
    return bytes;
}

QString fileText(const QString& path)
{
    return decodeUtf8(readInput(path), path == "-"_L1 ? u"Standard input"_s : path);
}

QString promptText(const Arguments& arguments)
{
    const bool hasText = arguments.isSet("prompt"_L1);
    const bool hasFile = arguments.isSet("prompt-file"_L1);
    if (hasText && hasFile)
        throw badInput(u"Both --prompt and --prompt-file were given; give one of them."_s);
    if (!hasText && !hasFile)
        throw badInput(u"No prompt was given; give --prompt TEXT or --prompt-file FILE."_s);
    if (hasText)
        return arguments.value("prompt"_L1);
    return fileText(arguments.required("prompt-file"_L1));
}

RunRequest runRequest(const Arguments& arguments, const QString& text, const Tokenizer& tokenizer, int rows)
{
    if (text.isEmpty())
        throw badInput(u"The prompt is empty."_s);
    RunRequest request;
    request.text = text;
    request.beginOfText = !arguments.isSet("no-bos"_L1);
    if (arguments.isSet("target"_L1))
        request.target = tokenizer.parseToken(arguments.value("target"_L1), u"--target"_s, rows);
    if (arguments.isSet("rival"_L1))
        request.rival = tokenizer.parseToken(arguments.value("rival"_L1), u"--rival"_s, rows);
    if (request.target && request.target == request.rival)
        throw badInput(u"--target and --rival are the same token."_s);
    return request;
}

} // namespace headwaters
