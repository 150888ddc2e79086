#include "app/cli/readingrun.h"

#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"

namespace headwaters {

using namespace Qt::StringLiterals;

QString ReadingRun::label(TokenId id) const
{
    return tokenLabel(runner->tokenizer()->token(id));
}

LensContent ReadingRun::content() const
{
    LensContent content;
    content.model = hashedInfo(*runner);
    content.run = result;
    content.tokenizer = runner->tokenizer();
    return content;
}

QList<QCommandLineOption> readingOptions(const QString& json)
{
    return QList<QCommandLineOption>{
               {u"fold"_s,
                u"Read the canonical weights: norms folded, writers and unembedding centred, value biases "
                "folded (default: the weights as stored)."_s}}
    + figureOptions(json);
}

ReadingRun readingRun(const Arguments& arguments)
{
    if (arguments.isSet("out"_L1))
        checkFigureOptions(arguments);
    const QString text = promptText(arguments);
    ReadingRun run;
    run.runner = std::make_unique<Runner>();
    run.runner->open(modelPath(arguments), CancelToken());
    run.result = run.runner->run(
        1, runRequest(arguments, text, *run.runner->tokenizer(), run.runner->info().dVocab), CancelToken());
    run.model = arguments.isSet("fold"_L1) ? run.runner->model()->folded() : run.runner->model();
    for (const Token& token : run.result->tokens)
        run.ids.push_back(token.id);
    return run;
}

} // namespace headwaters
