#include "core/text/gguftokenizer.h"

#include "core/files/reading.h"
#include "core/text/bpetokenizer.h"
#include "core/text/bytepairmerges.h"
#include "core/text/scoremerges.h"
#include "core/text/splitsteps.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headwaters {

namespace {

enum class Type { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };

QString keyOf(const char* name)
{
    return QStringLiteral("tokenizer.ggml.") + QLatin1String(name);
}

Error missing(const GgufMetadata& metadata, const QString& key, const QString& why)
{
    return badInput(QStringLiteral("%1: %2 is missing, %3").arg(pathForMessage(metadata.file()), key, why));
}

// `<file>: tokenizer.ggml.tokens[7]`.
QString itemOf(const GgufMetadata& metadata, const QString& key, qsizetype index)
{
    return QStringLiteral("%1: %2[%3]").arg(pathForMessage(metadata.file()), key).arg(index);
}

const QStringList& requireTexts(const GgufMetadata& metadata, const QString& key, const QString& why)
{
    const QStringList* const texts = metadata.texts(key);
    if (texts == nullptr)
        throw missing(metadata, key, why);
    return *texts;
}

void requireLength(const GgufMetadata& metadata, const QString& key, std::size_t length, qsizetype tokens)
{
    if (length != static_cast<std::size_t>(tokens))
        throw badInput(QStringLiteral("%1: %2 holds %3 numbers, but there are %4 tokens")
                           .arg(pathForMessage(metadata.file()), key)
                           .arg(length)
                           .arg(tokens));
}

std::vector<Type> readTypes(const GgufMetadata& metadata, qsizetype tokens)
{
    const QString key = keyOf("token_type");
    const std::vector<double>* const numbers = metadata.numbers(key);
    if (numbers == nullptr)
        return std::vector<Type>(static_cast<std::size_t>(tokens), Type::Normal);
    requireLength(metadata, key, numbers->size(), tokens);
    std::vector<Type> types;
    types.reserve(numbers->size());
    for (const double number : *numbers) {
        const int type = number >= 1 && number <= 6 ? static_cast<int>(number) : 0;
        if (type == 0 || number != type)
            throw badInput(QStringLiteral("%1 is %2; expected a type from 1 to 6")
                               .arg(itemOf(metadata, key, static_cast<qsizetype>(types.size())))
                               .arg(number));
        types.push_back(static_cast<Type>(type));
    }
    return types;
}

std::optional<TokenId> readId(const GgufMetadata& metadata, const char* name, qsizetype tokens)
{
    const QString key = keyOf(name);
    const std::optional<std::int64_t> id = metadata.integer(key);
    if (id && (*id < 0 || *id >= tokens))
        throw metadata.fault(key, QStringLiteral("the tokens are 0 to %1").arg(tokens - 1));
    return id ? std::optional(static_cast<TokenId>(*id)) : std::nullopt;
}

// What both kinds of model share.
struct GgufVocabulary {
    const QStringList& texts;
    std::vector<Type> types;
    std::optional<TokenId> begin;
    std::optional<TokenId> unknown;
};

GgufVocabulary readVocabulary(const GgufMetadata& metadata)
{
    const QString key = keyOf("tokens");
    const QStringList& texts = requireTexts(metadata, key, QStringLiteral("so the file holds no tokenizer"));
    if (texts.isEmpty() || texts.size() > largestTokenId)
        throw metadata.fault(key, QStringLiteral("expected 1 to %1 tokens").arg(largestTokenId));
    GgufVocabulary vocabulary{
        texts, readTypes(metadata, texts.size()), readId(metadata, "bos_token_id", texts.size()),
        readId(metadata, "unknown_token_id", texts.size())};
    // The tokens that the file names by a role are what it calls control tokens, where it lists no types.
    const bool typed = metadata.contains(keyOf("token_type"));
    for (const char* name : {"bos_token_id", "eos_token_id", "padding_token_id", "eot_token_id"}) {
        const std::optional<TokenId> id = readId(metadata, name, texts.size());
        if (id && !typed)
            vocabulary.types[static_cast<std::size_t>(*id)] = Type::Control;
    }
    return vocabulary;
}

// SentencePiece looks for user-defined tokens in what its normalizer makes of a text.
AddedTokens addedTokens(const GgufVocabulary& vocabulary, const Normalizer* normalizer)
{
    std::vector<AddedToken> tokens;
    for (std::size_t i = 0; i < vocabulary.types.size(); ++i) {
        const Type type = vocabulary.types[i];
        if (type != Type::Control && type != Type::UserDefined && type != Type::Unknown)
            continue;
        AddedToken token;
        token.content = vocabulary.texts[static_cast<qsizetype>(i)];
        token.id = static_cast<TokenId>(i);
        token.special = type != Type::UserDefined;
        token.normalized = type == Type::UserDefined && normalizer != nullptr;
        tokens.push_back(token);
    }
    AddedTokens::Rewrite rewrite;
    if (normalizer != nullptr) {
        rewrite = [normalizer](std::string_view text, StretchPlace) {
            return normalizer->rewrite(text, StretchPlace::Continuation);
        };
    }
    return AddedTokens(std::move(tokens), rewrite);
}

// How the tokenizers that `tokenizer.ggml.pre` names cut and rewrite a text.
struct Cut {
    const char* name;
    WordPattern words;
    bool digits = false; ///< each digit is a piece, before words are cut
    bool composes = false; ///< the Unicode form C comes first
    bool ignoresMerges = false;
};

constexpr std::array cuts{
    Cut{"command-r", WordPattern::Gpt2, true, true},
    Cut{"deepseek-r1-qwen", WordPattern::Qwen2},
    Cut{"gpt-2", WordPattern::Gpt2},
    Cut{"llama-bpe", WordPattern::Llama3, false, false, true},
    Cut{"llama-v3", WordPattern::Llama3, false, false, true},
    Cut{"llama3", WordPattern::Llama3, false, false, true},
    Cut{"mpt", WordPattern::Gpt2, false, true},
    Cut{"olmo", WordPattern::Gpt2, false, true},
    Cut{"phi-2", WordPattern::Gpt2},
    Cut{"qwen2", WordPattern::Qwen2, false, true},
    Cut{"refact", WordPattern::Gpt2, true},
    Cut{"smollm", WordPattern::Gpt2, true},
    Cut{"starcoder", WordPattern::Gpt2, true},
};

QString supportedCuts()
{
    QStringList names;
    for (const Cut& cut : cuts)
        names << QLatin1String(cut.name);
    return names.join(QStringLiteral(", "));
}

// Files from before 2024 say nothing or "default", which is no cut: a guess would give wrong tokens. Only
// GPT-2 itself has no other than its own.
Cut readCut(const GgufMetadata& metadata)
{
    const QString key = keyOf("pre");
    const std::optional<QString> pre = metadata.text(key);
    if (!pre || *pre == QLatin1String("default")) {
        if (metadata.text(QStringLiteral("general.architecture")) == QStringLiteral("gpt2"))
            return {"gpt-2", WordPattern::Gpt2};
        const QString why = QStringLiteral("so the file does not say how text is cut; supported: ");
        if (!pre)
            throw missing(metadata, key, why + supportedCuts());
        throw metadata.fault(key, why + supportedCuts());
    }
    for (const Cut& cut : cuts) {
        if (*pre == QLatin1String(cut.name))
            return cut;
    }
    throw metadata.fault(key, QStringLiteral("not supported; supported: ") + supportedCuts());
}

std::unique_ptr<const PreTokenizer> makeCut(const Cut& cut, bool addPrefixSpace)
{
    std::unique_ptr<const PreTokenizer> words;
    if (cut.words == WordPattern::Gpt2)
        words = std::make_unique<const ByteLevelPreTokenizer>(addPrefixSpace && !cut.digits);
    else
        words = std::make_unique<const WordSplit>(cut.words);
    if (!cut.digits)
        return words;
    std::vector<std::unique_ptr<const PreTokenizer>> steps;
    steps.push_back(std::make_unique<const CharacterSplit>(&isNumberCharacter, SplitBehavior::Isolated));
    steps.push_back(std::move(words));
    return std::make_unique<const SequencePreTokenizer>(std::move(steps));
}

/// A chat model names one token for the end of the text and one for the end of its turn.
std::vector<TokenId> endOfText(const GgufMetadata& metadata, qsizetype size)
{
    std::vector<TokenId> ends;
    for (const char* name : {"eos_token_id", "eot_token_id", "eom_token_id"}) {
        const QString key = keyOf(name);
        const std::optional<std::int64_t> id = metadata.integer(key);
        if (!id)
            continue;
        if (*id < 0 || *id >= size)
            throw metadata.fault(key, QStringLiteral("the tokens are #0 to #%1").arg(size - 1));
        if (std::find(ends.begin(), ends.end(), static_cast<TokenId>(*id)) == ends.end())
            ends.push_back(static_cast<TokenId>(*id));
    }
    return ends;
}

Vocabulary makeVocabulary(const GgufMetadata& metadata, const QStringList& texts)
{
    const QString key = keyOf("tokens");
    return Vocabulary(texts, [&](qsizetype index) { return itemOf(metadata, key, index); });
}

BpeTokenizerParts readByteLevel(const GgufMetadata& metadata)
{
    const GgufVocabulary vocabulary = readVocabulary(metadata);
    const Cut cut = readCut(metadata);
    const QString mergesKey = keyOf("merges");
    const QStringList& merges =
        requireTexts(metadata, mergesKey, QStringLiteral("which a tokenizer of the model gpt2 needs"));
    const auto place = [&](qsizetype index) { return itemOf(metadata, mergesKey, index); };
    BpeTokenizerParts parts;
    parts.vocabulary = makeVocabulary(metadata, vocabulary.texts);
    parts.model =
        std::make_unique<const BytePairMerges>(parts.vocabulary, readMergesList(merges, place), place);
    parts.normalizer = cut.composes ? makeComposition() : nullptr;
    parts.preTokenizer = makeCut(cut, metadata.flag(keyOf("add_space_prefix")).value_or(false));
    parts.addedTokens = addedTokens(vocabulary, nullptr);
    parts.decoder = TokenDecoder::byteLevel();
    parts.beginOfText = vocabulary.begin;
    parts.endOfText = endOfText(metadata, vocabulary.texts.size());
    parts.ignoreMerges = cut.ignoresMerges;
    return parts;
}

ScoredToken::Kind kindOf(Type type)
{
    switch (type) {
    case Type::Normal:
    case Type::UserDefined:
        return ScoredToken::Kind::Text;
    case Type::Unused:
        return ScoredToken::Kind::Unused;
    case Type::Byte:
        return ScoredToken::Kind::Byte;
    case Type::Unknown:
    case Type::Control:
        break;
    }
    return ScoredToken::Kind::None;
}

std::vector<ScoredToken> scoredTokens(const GgufMetadata& metadata, const GgufVocabulary& vocabulary)
{
    const QString key = keyOf("scores");
    const std::vector<double>* const scores = metadata.numbers(key);
    if (scores == nullptr)
        throw missing(metadata, key, QStringLiteral("which a tokenizer of the model llama needs"));
    requireLength(metadata, key, scores->size(), vocabulary.texts.size());
    std::vector<ScoredToken> tokens;
    tokens.reserve(scores->size());
    for (std::size_t i = 0; i < scores->size(); ++i) {
        if (!std::isfinite((*scores)[i]))
            throw badInput(QStringLiteral("%1 is no finite number")
                               .arg(itemOf(metadata, key, static_cast<qsizetype>(i))));
        tokens.push_back(
            {toUtf8(vocabulary.texts[static_cast<qsizetype>(i)]), (*scores)[i], kindOf(vocabulary.types[i])});
    }
    return tokens;
}

BpeTokenizerParts readSentencePiece(const GgufMetadata& metadata)
{
    const GgufVocabulary vocabulary = readVocabulary(metadata);
    if (const QString key = keyOf("precompiled_charsmap"); metadata.contains(key))
        throw badInput(
            QStringLiteral("%1: %2 is not supported: the text would be rewritten by a table of the file")
                .arg(pathForMessage(metadata.file()), key));
    const bool prefix = metadata.flag(keyOf("add_space_prefix")).value_or(true);
    const bool shrinks = metadata.flag(keyOf("remove_extra_whitespaces")).value_or(false);
    BpeTokenizerParts parts;
    parts.byteAlphabet = false;
    parts.vocabulary = makeVocabulary(metadata, vocabulary.texts);
    std::optional<TokenId> unknown = vocabulary.unknown;
    for (std::size_t i = 0; i < vocabulary.types.size() && !unknown; ++i) {
        if (vocabulary.types[i] == Type::Unknown)
            unknown = static_cast<TokenId>(i);
    }
    parts.model = std::make_unique<const ScoreMerges>(scoredTokens(metadata, vocabulary), unknown);
    parts.normalizer = makeSpaceSigns(prefix, shrinks);
    parts.addedTokens = addedTokens(vocabulary, parts.normalizer.get());
    parts.decoder = TokenDecoder::sentencePiece(prefix);
    parts.beginOfText = vocabulary.begin;
    parts.endOfText = endOfText(metadata, vocabulary.texts.size());
    return parts;
}

} // namespace

std::shared_ptr<const Tokenizer> loadGgufTokenizer(const GgufMetadata& metadata)
{
    const QString key = keyOf("model");
    const std::optional<QString> model = metadata.text(key);
    if (!model)
        throw missing(metadata, key, QStringLiteral("so the file holds no tokenizer"));
    if (*model == QLatin1String("gpt2"))
        return std::make_shared<const BpeTokenizer>(readByteLevel(metadata));
    if (*model == QLatin1String("llama"))
        return std::make_shared<const BpeTokenizer>(readSentencePiece(metadata));
    throw metadata.fault(key, QStringLiteral("not supported; supported: gpt2, llama"));
}

} // namespace headwaters
