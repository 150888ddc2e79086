#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "app/cli/utf8.h"
#include "core/base/error.h"
#include "core/text/modeltokenizer.h"

#include <QJsonDocument>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

std::vector<Token> tokensOf(const Tokenizer& tokenizer, const QString& text, bool beginOfText)
{
    std::vector<Token> tokens;
    for (const TokenId id : tokenizer.encodePrompt(text, beginOfText))
        tokens.push_back(tokenizer.token(id));
    return tokens;
}

QString tokensText(const std::vector<Token>& tokens)
{
    QString text;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        text += u"%1  %2  %3\n"_s.arg(
            QString::number(i).rightJustified(5), QString::number(tokens[i].id).rightJustified(7),
            tokenLabel(tokens[i]));
    return text;
}

QString textOfLine(const QByteArray& line, const QString& place)
{
    QJsonParseError problem{};
    const QJsonDocument document = QJsonDocument::fromJson(line, &problem);
    if (problem.error != QJsonParseError::NoError)
        throw badInput(u"%1: not JSON: %2 at byte %3."_s.arg(
            place, problem.errorString(), QString::number(problem.offset)));
    const QJsonValue text = document.object().value("text"_L1);
    if (!text.isString())
        throw badInput(u"%1: expected an object with the string “text”."_s.arg(place));
    return text.toString();
}

/// One answer a line. Nothing is printed before the last line was read, so that a bad line leaves no half
/// answer behind.
QByteArray answerBatch(const Tokenizer& tokenizer, const QString& path, bool beginOfText)
{
    QByteArray answers;
    int number = 0;
    for (const QByteArray& line : readInput(path).split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const QString place = u"%1, line %2"_s.arg(path == "-"_L1 ? u"Standard input"_s : path).arg(number);
        if (const auto offset = firstInvalidUtf8(line))
            throw badInput(u"%1: not UTF-8 at byte %2."_s.arg(place).arg(*offset));
        const auto tokens = tokensOf(tokenizer, textOfLine(line, place), beginOfText);
        answers +=
            QJsonDocument(QJsonObject{{u"tokens"_s, tokensJson(tokens)}}).toJson(QJsonDocument::Compact)
            + '\n';
    }
    return answers;
}

void perform(const Arguments& arguments)
{
    const bool isBatch = arguments.isSet("batch"_L1);
    if (isBatch && (arguments.isSet("prompt"_L1) || arguments.isSet("prompt-file"_L1)))
        throw badInput(u"--batch was given together with a prompt; give one of them."_s);
    const QString text = isBatch ? QString() : promptText(arguments);
    const auto tokenizer = loadTokenizer(openModelFolder(modelPath(arguments)));
    const bool beginOfText = !arguments.isSet("no-bos"_L1);
    if (isBatch) {
        print(answerBatch(*tokenizer, arguments.required("batch"_L1), beginOfText));
        return;
    }
    const auto tokens = tokensOf(*tokenizer, text, beginOfText);
    if (arguments.isSet("json"_L1))
        printJson({{u"tokens"_s, tokensJson(tokens)}});
    else
        print(tokensText(tokens));
}

} // namespace

Verb tokensVerb()
{
    return {
        .name = u"tokens"_s,
        .summary = u"the tokens of a text"_s,
        .description = u"Prints the tokens of a text: position, id and text, a space drawn as a middle dot. With "
                       "--json the text stands as it is."_s,
        .options = modelOptions() + promptOptions()
            + QList {
                QCommandLineOption(u"batch"_s,
                    u"A file of lines {\"text\": ...}; - is standard input. Each is answered by a line "
                    "{\"tokens\": [...]}."_s,
                    u"FILE"_s),
                jsonOption(u"Print one JSON document."_s),
            },
        .perform = perform,
    };
}

} // namespace headwaters
