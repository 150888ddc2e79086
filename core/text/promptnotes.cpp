#include "core/text/promptnotes.h"

#include "core/text/rolelabels.h"

#include <QRegularExpression>
#include <QSet>

namespace headwaters {

namespace {

QString labelsOf(std::span<const TokenId> ids, const Tokenizer& tokenizer)
{
    QStringList labels;
    for (const TokenId id : ids)
        labels << tokenLabel(tokenizer.token(id));
    return labels.join(QStringLiteral(", "));
}

void noteAnswer(QStringList& notes, const QString& what, const QString& text, const Tokenizer& tokenizer)
{
    const std::vector<TokenId> ids = tokenizer.encodeContinuation(text);
    if (ids.size() < 2)
        return;
    notes << QStringLiteral("The %1 “%2” is %3 tokens of this model (%4); its first one, %5, stands for it.")
                 .arg(what, text.trimmed())
                 .arg(ids.size())
                 .arg(labelsOf(ids, tokenizer), tokenLabel(tokenizer.token(ids.front())));
}

// A special token that is typed out is one token only where the model has it.
void noteSpecialTokens(QStringList& notes, const QString& text, const Tokenizer& tokenizer)
{
    static const QRegularExpression form(QStringLiteral("<\\|[A-Za-z_]+\\|>"));
    QStringList lacking;
    for (auto match = form.globalMatch(text); match.hasNext();) {
        const QString name = match.next().captured();
        const std::optional<TokenId> id = tokenizer.tokenWithText(name);
        if (!(id && tokenizer.token(*id).special) && !lacking.contains(name))
            lacking << name;
    }
    if (!lacking.isEmpty())
        notes << QStringLiteral("This model has no special token %1; it reads %2 as plain text.")
                     .arg(
                         lacking.join(QStringLiteral(" or ")),
                         lacking.size() == 1 ? QStringLiteral("it") : QStringLiteral("them"));
}

} // namespace

QStringList promptNotes(const Prompt& prompt, const Tokenizer& tokenizer)
{
    QStringList notes;
    noteSpecialTokens(notes, prompt.text, tokenizer);
    QSet<QString> seen;
    const std::vector<TokenId> ids = tokenizer.encodePrompt(prompt.text, prompt.beginOfText);
    for (const TextRange& word : prompt.words) {
        const std::optional<TokenRange> range = tokensOf(word, prompt, tokenizer);
        if (!range || range->first == range->last)
            continue;
        const std::size_t count = static_cast<std::size_t>(range->last - range->first) + 1;
        const auto part = std::span(ids).subspan(static_cast<std::size_t>(range->first), count);
        const QString note = QStringLiteral("“%1” is %2 tokens of this model (%3).")
                                 .arg(prompt.text.mid(word.begin, word.length))
                                 .arg(count)
                                 .arg(labelsOf(part, tokenizer));
        if (!seen.contains(note))
            notes << note;
        seen.insert(note);
    }
    noteAnswer(notes, QStringLiteral("target"), prompt.target, tokenizer);
    noteAnswer(notes, QStringLiteral("rival"), prompt.rival, tokenizer);
    const std::optional<TokenId> target = answerToken(prompt.target, tokenizer);
    if (target && target == answerToken(prompt.rival, tokenizer))
        notes << QStringLiteral(
                     "Target and rival begin with the same token %1, so their difference is always 0.")
                     .arg(tokenLabel(tokenizer.token(*target)));
    return notes;
}

std::optional<TokenId> answerToken(const QString& text, const Tokenizer& tokenizer)
{
    const std::vector<TokenId> ids = tokenizer.encodeContinuation(text);
    return ids.empty() ? std::nullopt : std::optional(ids.front());
}

bool hasAlignedTwin(const Prompt& prompt, const Tokenizer& tokenizer)
{
    return !prompt.corrupted.isEmpty()
        && tokenizer.encode(prompt.corrupted).size() == tokenizer.encode(prompt.text).size();
}

} // namespace headwaters
