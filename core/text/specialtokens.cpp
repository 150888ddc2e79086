#include "core/text/specialtokens.h"

#include "core/base/error.h"
#include "core/files/reading.h"

#include <QDir>
#include <QJsonArray>

#include <algorithm>

namespace headwaters {

namespace {

const QString tokenizerConfigName = QStringLiteral("tokenizer_config.json");
const QString specialTokensMapName = QStringLiteral("special_tokens_map.json");
const QString addedTokensName = QStringLiteral("added_tokens.json");
const QString configName = QStringLiteral("config.json");
const QString generationConfigName = QStringLiteral("generation_config.json");
const QString bosField = QStringLiteral("bos_token");
const QString bosIdField = QStringLiteral("bos_token_id");

bool isGiven(const QJsonValue& value)
{
    return !value.isUndefined() && !value.isNull();
}

// A special token is written as its text or as an object with `content`.
QString tokenContent(const QJsonValue& value, const JsonPlace& place)
{
    if (value.isObject())
        return requireString(
            value.toObject().value(QLatin1String("content")), place.child(QStringLiteral("content")));
    return requireString(value, place);
}

void declareNamed(AddedTokenList& list, const QJsonValue& value, const JsonPlace& place)
{
    if (!isGiven(value))
        return;
    const QString content = tokenContent(value, place);
    const std::optional<TokenId> id = list.id(content);
    if (value.isObject() && id) {
        AddedToken token = readAddedToken(value.toObject(), *id, place);
        token.special = true;
        list.declare(token, place);
    }
    list.declareSpecial(content);
}

void declareNamedTokens(AddedTokenList& list, const QJsonObject& object, const JsonPlace& root)
{
    for (const char* name :
         {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"}) {
        const QString field = QLatin1String(name);
        declareNamed(list, object[field], root.child(field));
    }
    const QString additional = QStringLiteral("additional_special_tokens");
    if (!isGiven(object[additional]))
        return;
    const QJsonArray tokens = requireArray(object[additional], root.child(additional));
    for (qsizetype i = 0; i < tokens.size(); ++i)
        declareNamed(list, tokens[i], root.child(additional).item(i));
}

void declareDecoderTable(AddedTokenList& list, const QJsonValue& value, const JsonPlace& place)
{
    const QJsonObject table = requireObject(value, place);
    for (auto entry = table.begin(); entry != table.end(); ++entry) {
        const JsonPlace here = place.child(entry.key());
        bool ok = false;
        const int id = entry.key().toInt(&ok);
        if (!ok || id < 0 || id > largestTokenId)
            throw badInput(QStringLiteral("%1: the key is no token id from 0 to %2")
                               .arg(here.text())
                               .arg(largestTokenId));
        list.declare(readAddedToken(requireObject(entry.value(), here), id, here), here);
    }
}

void declareAddedTokensFile(AddedTokenList& list, const QJsonObject& object, const JsonPlace& root)
{
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const JsonPlace here = root.child(quoted(entry.key()));
        AddedToken token;
        token.content = entry.key();
        token.id = requireIndex(entry.value(), here, largestTokenId);
        list.declare(token, here);
    }
}

} // namespace

JsonPlace TokenizerSideFiles::place(const QString& file, const QString& field) const
{
    return {pathForMessage(QDir(folder).filePath(file)), field};
}

TokenizerSideFiles readTokenizerSideFiles(const QString& folder)
{
    const QDir dir(folder);
    const auto read = [&dir](const QString& name) {
        const QString path = dir.filePath(name);
        return isListed(path) ? std::optional(readJsonObject(path)) : std::nullopt;
    };
    return {folder,           read(tokenizerConfigName), read(specialTokensMapName), read(addedTokensName),
            read(configName), read(generationConfigName)};
}

void AddedTokenList::declare(const AddedToken& token, const JsonPlace& place)
{
    if (token.content.isEmpty())
        throw badInput(QStringLiteral("%1: an added token without text").arg(place.text()));
    const auto contradiction = [&](const QString& text, TokenId id) {
        return badInput(QStringLiteral("%1: the added token %2 has the id %3, but %4 has the id %5")
                            .arg(place.text(), quoted(token.content))
                            .arg(token.id)
                            .arg(text == token.content ? QStringLiteral("elsewhere it") : quoted(text))
                            .arg(id));
    };
    if (const std::optional<TokenId> other = m_vocabulary.id(token.content); other && *other != token.id)
        throw contradiction(token.content, *other);
    if (const QString other = m_vocabulary.text(token.id); !other.isNull() && other != token.content)
        throw contradiction(other, token.id);
    for (AddedToken& known : m_tokens) {
        const bool sameText = known.content == token.content;
        if (sameText != (known.id == token.id))
            throw contradiction(known.content, known.id);
        if (sameText) {
            known = token;
            return;
        }
    }
    m_tokens.push_back(token);
}

void AddedTokenList::declareSpecial(const QString& content)
{
    const auto known = std::find_if(m_tokens.begin(), m_tokens.end(), [&content](const AddedToken& token) {
        return token.content == content;
    });
    if (known != m_tokens.end()) {
        known->special = true;
    } else if (const std::optional<TokenId> id = m_vocabulary.id(content); id && !content.isEmpty()) {
        AddedToken token;
        token.content = content;
        token.id = *id;
        token.special = true;
        m_tokens.push_back(token);
    }
}

std::optional<TokenId> AddedTokenList::id(const QString& content) const
{
    for (const AddedToken& token : m_tokens) {
        if (token.content == content)
            return token.id;
    }
    return m_vocabulary.id(content);
}

AddedToken readAddedToken(const QJsonObject& entry, TokenId id, const JsonPlace& place)
{
    const auto flag = [&](const QString& name) { return boolOr(entry[name], false, place.child(name)); };
    AddedToken token;
    token.content = requireString(entry[QLatin1String("content")], place.child(QStringLiteral("content")));
    token.id = id;
    token.special = flag(QStringLiteral("special"));
    token.singleWord = flag(QStringLiteral("single_word"));
    token.leftStrip = flag(QStringLiteral("lstrip"));
    token.rightStrip = flag(QStringLiteral("rstrip"));
    token.normalized =
        boolOr(entry[QLatin1String("normalized")], !token.special, place.child(QStringLiteral("normalized")));
    return token;
}

void declareSideFileTokens(AddedTokenList& list, const TokenizerSideFiles& files)
{
    const QString decoderField = QStringLiteral("added_tokens_decoder");
    const bool hasDecoder = files.tokenizerConfig && isGiven((*files.tokenizerConfig)[decoderField]);
    if (hasDecoder)
        declareDecoderTable(
            list, (*files.tokenizerConfig)[decoderField], files.place(tokenizerConfigName, decoderField));
    else if (files.addedTokens)
        declareAddedTokensFile(list, *files.addedTokens, files.place(addedTokensName, {}));
    if (files.specialTokensMap)
        declareNamedTokens(list, *files.specialTokensMap, files.place(specialTokensMapName, {}));
    if (files.tokenizerConfig)
        declareNamedTokens(list, *files.tokenizerConfig, files.place(tokenizerConfigName, {}));
    list.declareSpecial(QStringLiteral("<|endoftext|>"));
}

std::optional<TokenId>
findBeginOfText(const TokenizerSideFiles& files, const AddedTokenList& list, const Vocabulary& vocabulary)
{
    const auto named = [&](const QJsonObject& object, const QString& file) -> std::optional<TokenId> {
        const QJsonValue value = object[bosField];
        if (value.isNull())
            return std::nullopt;
        const JsonPlace place = files.place(file, bosField);
        const QString content = tokenContent(value, place);
        const std::optional<TokenId> id = list.id(content);
        if (!id)
            throw badInput(QStringLiteral("%1 names %2, which is not in the vocabulary")
                               .arg(place.text(), quoted(content)));
        return id;
    };
    if (files.tokenizerConfig && files.tokenizerConfig->contains(bosField))
        return named(*files.tokenizerConfig, tokenizerConfigName);
    if (files.specialTokensMap && files.specialTokensMap->contains(bosField))
        return named(*files.specialTokensMap, specialTokensMapName);
    if (!files.config || !isGiven((*files.config)[bosIdField]))
        return std::nullopt;
    const JsonPlace place = files.place(configName, bosIdField);
    const TokenId id = requireIndex((*files.config)[bosIdField], place, largestTokenId);
    const bool isAdded = std::any_of(
        list.tokens().begin(), list.tokens().end(), [id](const AddedToken& token) { return token.id == id; });
    if (!isAdded && vocabulary.text(id).isNull())
        throw badInput(
            QStringLiteral("%1 is %2, but the vocabulary has no such token").arg(place.text()).arg(id));
    return id;
}

bool namesBeginOfText(const TokenizerSideFiles& files)
{
    const auto holds = [](const std::optional<QJsonObject>& object, const QString& field) {
        return object && object->contains(field);
    };
    return holds(files.tokenizerConfig, bosField) || holds(files.specialTokensMap, bosField)
        || (files.config && isGiven((*files.config)[bosIdField]));
}

std::optional<TokenId>
templateBeginOfText(const QJsonValue& value, const JsonPlace& place, const AddedTokenList& list)
{
    const QJsonObject object = value.toObject();
    const QString type = object[QLatin1String("type")].toString();
    if (type == QLatin1String("Sequence")) {
        const JsonPlace processors = place.child(QStringLiteral("processors"));
        const QJsonArray entries = object[QLatin1String("processors")].toArray();
        for (qsizetype i = 0; i < entries.size(); ++i) {
            const QString kind = entries[i].toObject().value(QLatin1String("type")).toString();
            if (kind == QLatin1String("TemplateProcessing"))
                return templateBeginOfText(entries[i], processors.item(i), list);
        }
    }
    if (type != QLatin1String("TemplateProcessing"))
        return std::nullopt;
    const JsonPlace single = place.child(QStringLiteral("single"));
    const QJsonArray items = requireArray(object[QLatin1String("single")], single);
    const QJsonValue first = items.isEmpty() ? QJsonValue() : items.first();
    const QJsonValue special = first.toObject().value(QLatin1String("SpecialToken"));
    if (!special.isObject())
        return std::nullopt;
    const JsonPlace name = single.item(0).child(QStringLiteral("SpecialToken.id"));
    const QString content = requireString(special.toObject().value(QLatin1String("id")), name);
    const std::optional<TokenId> id = list.id(content);
    if (!id)
        throw badInput(
            QStringLiteral("%1 names %2, which is not in the vocabulary").arg(name.text(), quoted(content)));
    return id;
}

std::vector<TokenId> findEndOfText(const TokenizerSideFiles& files, const AddedTokenList& list)
{
    std::vector<TokenId> ends;
    const auto add = [&ends](TokenId id) {
        if (std::find(ends.begin(), ends.end(), id) == ends.end())
            ends.push_back(id);
    };
    const auto addNamed = [&](const std::optional<QJsonObject>& object, const QString& file) {
        const QString field = QStringLiteral("eos_token");
        if (!object || !isGiven((*object)[field]))
            return;
        if (const auto id = list.id(tokenContent((*object)[field], files.place(file, field))))
            add(*id);
    };
    const auto addNumbered = [&](const std::optional<QJsonObject>& object, const QString& file) {
        const JsonPlace place = files.place(file, QStringLiteral("eos_token_id"));
        if (!object || !isGiven((*object)[place.field]))
            return;
        const QJsonValue value = (*object)[place.field];
        if (!value.isArray()) {
            add(requireIndex(value, place, largestTokenId));
            return;
        }
        const QJsonArray ids = value.toArray();
        for (qsizetype i = 0; i < ids.size(); ++i)
            add(requireIndex(ids[i], place.item(i), largestTokenId));
    };
    addNamed(files.tokenizerConfig, tokenizerConfigName);
    addNamed(files.specialTokensMap, specialTokensMapName);
    addNumbered(files.config, configName);
    addNumbered(files.generationConfig, generationConfigName);
    return ends;
}

} // namespace headwaters
