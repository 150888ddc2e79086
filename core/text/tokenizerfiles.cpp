#include "core/text/tokenizerfiles.h"

#include "core/base/error.h"
#include "core/files/reading.h"
#include "core/text/bytealphabet.h"
#include "core/text/bytepairmerges.h"
#include "core/text/splitsteps.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <map>

namespace headwaters {

namespace {

std::optional<bool> prefixSpaceOf(const TokenizerSideFiles& files)
{
    const QString field = QStringLiteral("add_prefix_space");
    if (!files.tokenizerConfig)
        return std::nullopt;
    const QJsonValue value = (*files.tokenizerConfig)[field];
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    return boolOr(value, false, files.place(QStringLiteral("tokenizer_config.json"), field));
}

// Two files with a vocabulary and merges do not say how text is cut: the class of the tokenizer does.
bool isQwen(const TokenizerSideFiles& files)
{
    const QString field = QStringLiteral("tokenizer_class");
    return files.tokenizerConfig
        && (*files.tokenizerConfig)[field].toString().startsWith(QLatin1String("Qwen2Tokenizer"));
}

// A vocabulary in the byte alphabet is only read back by the decoder of the same name.
void requireDecoderFits(bool byteLevel, const QJsonValue& value, const JsonPlace& place)
{
    const QString type = value.toObject().value(QLatin1String("type")).toString();
    const bool decodesBytes = type == QLatin1String("ByteLevel");
    const bool none = value.isNull() || value.isUndefined();
    if (byteLevel != decodesBytes && !none)
        throw badInput(QStringLiteral("%1 %2 does not fit a pre_tokenizer %3 \"ByteLevel\"")
                           .arg(
                               place.text(), quoted(type),
                               byteLevel ? QStringLiteral("with") : QStringLiteral("without")));
}

// Switches of a model that change token ids and that this reader does not carry out.
void refuseModelSwitches(const QJsonObject& model, const JsonPlace& place)
{
    for (const char* name : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        const QString field = QLatin1String(name);
        const QJsonValue value = model[field];
        if (!value.isUndefined() && !value.isNull() && value != QJsonValue(QString()))
            throw badInput(QStringLiteral("%1 is %2; only an empty one is supported")
                               .arg(place.child(field).text(), describe(value)));
    }
    const QString dropout = QStringLiteral("dropout");
    const QJsonValue value = model[dropout];
    if (!value.isUndefined() && !value.isNull() && !(value.isDouble() && value.toDouble() == 0.0))
        throw badInput(
            QStringLiteral("%1 is %2; only null is supported, since random merges give no fixed tokens")
                .arg(place.child(dropout).text(), describe(value)));
}

bool holdsAllBytes(const Vocabulary& vocabulary)
{
    for (int byte = 0; byte < 256; ++byte) {
        if (!vocabulary.id(byteCharacter(static_cast<unsigned char>(byte))))
            return false;
    }
    return true;
}

BytePairSettings
readSettings(const QJsonObject& model, const BpeTokenizerParts& parts, const JsonPlace& place)
{
    const auto flag = [&](const QString& name) { return boolOr(model[name], false, place.child(name)); };
    BytePairSettings settings;
    if (!parts.byteAlphabet)
        settings.symbols = BytePairSettings::Symbols::Characters;
    const QString fallback = QStringLiteral("byte_fallback");
    settings.byteFallback = flag(fallback);
    // With all bytes in the vocabulary nothing is left to fall back from.
    if (settings.byteFallback && parts.byteAlphabet && !holdsAllBytes(parts.vocabulary))
        throw badInput(QStringLiteral("%1 is true; only false is supported where \"ByteLevel\" cuts and the "
                                      "vocabulary lacks bytes")
                           .arg(place.child(fallback).text()));
    settings.fuseUnknown = flag(QStringLiteral("fuse_unk"));
    const QString field = QStringLiteral("unk_token");
    if (const QJsonValue value = model[field]; !value.isUndefined() && !value.isNull()) {
        const QString text = requireString(value, place.child(field));
        settings.unknown = parts.vocabulary.id(text);
        if (!settings.unknown)
            throw badInput(QStringLiteral("%1 names %2, which is not in the vocabulary")
                               .arg(place.child(field).text(), quoted(text)));
    }
    return settings;
}

void readBytePairModel(const QJsonObject& model, const JsonPlace& place, BpeTokenizerParts& parts)
{
    refuseModelSwitches(model, place);
    const JsonPlace vocabularyPlace = place.child(QStringLiteral("vocab"));
    parts.vocabulary =
        Vocabulary(requireObject(model[QLatin1String("vocab")], vocabularyPlace), vocabularyPlace);
    const JsonPlace mergesPlace = place.child(QStringLiteral("merges"));
    parts.model = std::make_unique<const BytePairMerges>(
        parts.vocabulary, readMergesJson(model[QLatin1String("merges")], mergesPlace),
        [&mergesPlace](qsizetype number) { return mergesPlace.item(number).text(); },
        readSettings(model, parts, place));
    const QString ignore = QStringLiteral("ignore_merges");
    parts.ignoreMerges = boolOr(model[ignore], false, place.child(ignore));
}

using ModelReader = void (*)(const QJsonObject& model, const JsonPlace& place, BpeTokenizerParts& parts);

const std::map<QString, ModelReader>& modelReaders()
{
    static const std::map<QString, ModelReader> table{{QStringLiteral("BPE"), &readBytePairModel}};
    return table;
}

// The oldest files leave the type out; merges are what only a byte-pair model has.
QString modelType(const QJsonObject& model, const JsonPlace& place)
{
    const QJsonValue type = model[QLatin1String("type")];
    if (type.isUndefined() && model.contains(QLatin1String("merges")))
        return QStringLiteral("BPE");
    return requireString(type, place.child(QStringLiteral("type")));
}

void readModel(const QJsonValue& value, const JsonPlace& place, BpeTokenizerParts& parts)
{
    const QJsonObject model = requireObject(value, place);
    const QString type = modelType(model, place);
    const auto reader = modelReaders().find(type);
    if (reader == modelReaders().end())
        throw badInput(
            QStringLiteral("%1 %2 is not supported; supported: \"BPE\"").arg(place.text(), quoted(type)));
    reader->second(model, place, parts);
}

void declareListedTokens(AddedTokenList& list, const QJsonValue& value, const JsonPlace& place)
{
    if (value.isUndefined() || value.isNull())
        return;
    const QJsonArray entries = requireArray(value, place);
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const JsonPlace here = place.item(i);
        const QJsonObject entry = requireObject(entries[i], here);
        const TokenId id =
            requireIndex(entry[QLatin1String("id")], here.child(QStringLiteral("id")), largestTokenId);
        list.declare(readAddedToken(entry, id, here), here);
    }
}

void finish(BpeTokenizerParts& parts, AddedTokenList& list, const TokenizerSideFiles& files)
{
    declareSideFileTokens(list, files);
    parts.beginOfText = findBeginOfText(files, list, parts.vocabulary);
    parts.endOfText = findEndOfText(files, list);
    AddedTokens::Rewrite rewrite;
    if (parts.normalizer) {
        rewrite = [&parts](std::string_view text, StretchPlace place) {
            return parts.normalizer->rewrite(text, place);
        };
    }
    parts.addedTokens = AddedTokens(list.tokens(), rewrite);
}

} // namespace

BpeTokenizerParts readTokenizerJson(const QString& path, const TokenizerSideFiles& files)
{
    const QJsonObject root = readJsonObject(path);
    const QString file = pathForMessage(path);
    const auto place = [&file](const QString& field) { return JsonPlace{file, field}; };
    const QJsonValue decoder = root[QLatin1String("decoder")];
    BpeTokenizerParts parts;
    parts.normalizer = makeNormalizer(root[QLatin1String("normalizer")], file);
    PreTokenization cut = makePreTokenizer(root[QLatin1String("pre_tokenizer")], prefixSpaceOf(files), file);
    parts.preTokenizer = std::move(cut.step);
    parts.byteAlphabet = cut.byteLevel;
    requireDecoderFits(cut.byteLevel, decoder, place(QStringLiteral("decoder")));
    parts.decoder = cut.byteLevel ? TokenDecoder::byteLevel()
                                  : TokenDecoder::fromJson(decoder, place(QStringLiteral("decoder")));
    readModel(root[QLatin1String("model")], place(QStringLiteral("model")), parts);
    AddedTokenList list(parts.vocabulary);
    declareListedTokens(list, root[QLatin1String("added_tokens")], place(QStringLiteral("added_tokens")));
    finish(parts, list, files);
    const JsonPlace processor = place(QStringLiteral("post_processor"));
    if (!namesBeginOfText(files))
        parts.beginOfText = templateBeginOfText(root[processor.field], processor, list);
    return parts;
}

BpeTokenizerParts readVocabularyAndMerges(
    const QString& vocabularyPath, const QString& mergesPath, const TokenizerSideFiles& files)
{
    BpeTokenizerParts parts;
    parts.decoder = TokenDecoder::byteLevel();
    parts.vocabulary = Vocabulary(readJsonObject(vocabularyPath), {pathForMessage(vocabularyPath), {}});
    const QString mergesFile = pathForMessage(mergesPath);
    parts.model = std::make_unique<const BytePairMerges>(
        parts.vocabulary, readMergesText(readFile(mergesPath), mergesFile),
        [&mergesFile](qsizetype number) { return mergesLine(mergesFile, number); });
    if (isQwen(files)) {
        parts.normalizer = makeComposition();
        parts.preTokenizer = std::make_unique<const WordSplit>(WordPattern::Qwen2);
    } else {
        parts.preTokenizer =
            std::make_unique<const ByteLevelPreTokenizer>(prefixSpaceOf(files).value_or(false));
    }
    AddedTokenList list(parts.vocabulary);
    finish(parts, list, files);
    return parts;
}

std::shared_ptr<const Tokenizer> loadTokenizer(const QString& folder)
{
    const QDir dir(folder);
    if (!dir.exists())
        throw badInput(QStringLiteral("%1: no such folder").arg(pathForMessage(folder)));
    const QString json = dir.filePath(QStringLiteral("tokenizer.json"));
    const QString vocabulary = dir.filePath(QStringLiteral("vocab.json"));
    const QString merges = dir.filePath(QStringLiteral("merges.txt"));
    if (isListed(json))
        return std::make_shared<const BpeTokenizer>(readTokenizerJson(json, readTokenizerSideFiles(folder)));
    for (const QString& file : {vocabulary, merges}) {
        if (!isListed(file))
            throw badInput(QStringLiteral("%1 holds no tokenizer: neither tokenizer.json nor %2 is there")
                               .arg(pathForMessage(folder), QFileInfo(file).fileName()));
    }
    return std::make_shared<const BpeTokenizer>(
        readVocabularyAndMerges(vocabulary, merges, readTokenizerSideFiles(folder)));
}

} // namespace headwaters
