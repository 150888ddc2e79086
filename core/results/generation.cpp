#include "core/results/generation.h"

#include "core/text/utf8stream.h"

#include <algorithm>

namespace headwaters {

QString stopReasonKey(StopReason reason)
{
    switch (reason) {
    case StopReason::Count:
        break;
    case StopReason::Stop:
        return QStringLiteral("stop");
    case StopReason::EndOfText:
        return QStringLiteral("end-of-text");
    case StopReason::Context:
        return QStringLiteral("context");
    }
    return QStringLiteral("length");
}

RunRequest runBehind(
    const GenerationRequest& asked, const Generation& generation, std::size_t count,
    const Tokenizer& tokenizer)
{
    RunRequest run;
    run.text = asked.text;
    run.beginOfText = asked.beginOfText;
    for (const Token& token : generation.prompt)
        run.ids.push_back(token.id);
    Utf8Stream stream;
    for (std::size_t at = 0; at < std::min(count, generation.tokens.size()); ++at) {
        const Token& token = generation.tokens[at].token;
        run.ids.push_back(token.id);
        run.text += stream.add(token.bytes);
    }
    run.text += stream.finish();
    if (tokenizer.encodePrompt(run.text, run.beginOfText) == run.ids)
        run.ids.clear();
    return run;
}

} // namespace headwaters
