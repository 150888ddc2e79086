#include "widgets/prompt/livetokens.h"

#include <QCoreApplication>

#include <algorithm>

namespace headwaters {

namespace {

/// Longer than the tokens of any ordinary text: what is beyond this many characters for each token of the
/// context is beyond the context, unless it is one long run of spaces.
constexpr qsizetype charactersPerToken = 64;

QString words(const char* text)
{
    return QCoreApplication::translate("PromptDock", text);
}

void fill(LiveTokens& live, std::vector<TokenId> ids, const Tokenizer& tokenizer, int nCtx)
{
    live.count = static_cast<int>(ids.size());
    ids.resize(std::min(ids.size(), static_cast<std::size_t>(std::max(0, nCtx)) + 1));
    live.tokens.clear();
    std::transform(ids.begin(), ids.end(), std::back_inserter(live.tokens), [&tokenizer](TokenId id) {
        return tokenizer.token(id);
    });
}

} // namespace

LiveTokens liveTokens(const Tokenizer& tokenizer, const QString& text, bool withBeginOfText, int nCtx)
{
    LiveTokens live;
    const qsizetype enough = charactersPerToken * std::max(1, nCtx);
    std::vector<TokenId> ids;
    if (text.size() > enough) {
        ids = tokenizer.encode(QStringView(text).left(enough));
        live.more = std::cmp_greater(ids.size(), nCtx);
    }
    if (!live.more)
        ids = tokenizer.encode(text);
    if (const auto begin = tokenizer.beginOfText()) {
        const bool typed = !ids.empty() && ids.front() == *begin;
        live.canDropBeginOfText = withBeginOfText && !typed;
        live.canAddBeginOfText = !withBeginOfText && !typed;
        if (live.canDropBeginOfText)
            ids.insert(ids.begin(), *begin);
    }
    fill(live, std::move(ids), tokenizer, nCtx);
    return live;
}

LiveTokens liveTokens(
    const Tokenizer& tokenizer, const QString& text, bool withBeginOfText, const std::vector<TokenId>& ids,
    int nCtx)
{
    LiveTokens live = liveTokens(tokenizer, text, withBeginOfText, nCtx);
    if (!ids.empty()) {
        live.more = false;
        fill(live, ids, tokenizer, nCtx);
    }
    return live;
}

QString tokenCountText(const LiveTokens& live, int nCtx)
{
    if (live.more)
        return words("more than %1 tokens").arg(nCtx);
    const QString count = words("%1 of %2 tokens").arg(live.count).arg(nCtx);
    return live.count > nCtx ? words("%1, %2 too many").arg(count).arg(live.count - nCtx) : count;
}

QString runBlockedReason(const QString& text, const LiveTokens& live, int nCtx)
{
    if (text.isEmpty())
        return words("The prompt is empty. Type a text or choose a task.");
    if (live.more)
        return words("The prompt has more than the %1 tokens this model can take.").arg(nCtx);
    if (live.count > nCtx)
        return words("The prompt has %1 tokens; this model can take %2.").arg(live.count).arg(nCtx);
    return {};
}

} // namespace headwaters
