#include "app/cli/readingrun.h"

#include "app/cli/commonoptions.h"

namespace headwaters {

using namespace Qt::StringLiterals;

QString ReadingRun::label(TokenId id) const
{
    return tokenLabel(runner->tokenizer()->token(id));
}

QCommandLineOption foldOption()
{
    return {
        u"fold"_s,
        u"Read the canonical weights: norms folded, writers and unembedding centred, value biases "
        "folded (default: the weights as stored)."_s};
}

ReadingRun readingRun(const Arguments& arguments)
{
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
