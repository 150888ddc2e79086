#pragma once

#include "core/text/addedtokens.h"
#include "core/text/jsonfields.h"
#include "core/text/vocabulary.h"

#include <optional>
#include <vector>

namespace headwaters {

/// The side files of a Hugging Face tokenizer, each absent or parsed.
struct TokenizerSideFiles {
    QString folder;
    std::optional<QJsonObject> tokenizerConfig; ///< tokenizer_config.json
    std::optional<QJsonObject> specialTokensMap; ///< special_tokens_map.json
    std::optional<QJsonObject> addedTokens; ///< added_tokens.json
    std::optional<QJsonObject> config; ///< config.json
    std::optional<QJsonObject> generationConfig; ///< generation_config.json

    /// Place in a side file for messages: the folder, the file's name, a field.
    [[nodiscard]] JsonPlace place(const QString& file, const QString& field) const;
};

/// \throws Error (bad input) for a file that is not valid JSON.
[[nodiscard]] TokenizerSideFiles readTokenizerSideFiles(const QString& folder);

/// Collects the added tokens that the files of a folder declare; a later declaration of the same text changes
/// its settings. Every message names file and field.
class AddedTokenList {
public:
    explicit AddedTokenList(const Vocabulary& vocabulary) : m_vocabulary(vocabulary) { }

    /// \throws Error (bad input) where the id contradicts the vocabulary or an earlier declaration.
    void declare(const AddedToken& token, const JsonPlace& place);
    /// A text that one of the files calls special: it becomes so if it has an id, else nothing happens.
    void declareSpecial(const QString& content);
    [[nodiscard]] std::optional<TokenId> id(const QString& content) const;
    [[nodiscard]] const std::vector<AddedToken>& tokens() const { return m_tokens; }

private:
    const Vocabulary& m_vocabulary;
    std::vector<AddedToken> m_tokens;
};

/// One entry of `added_tokens` or `added_tokens_decoder`.
[[nodiscard]] AddedToken readAddedToken(const QJsonObject& entry, TokenId id, const JsonPlace& place);
/// Declares what the side files name: `added_tokens_decoder` of tokenizer_config.json or else
/// added_tokens.json, the named special tokens of both configurations, and `<|endoftext|>`.
void declareSideFileTokens(AddedTokenList& list, const TokenizerSideFiles& files);

/// The token that begins a text. The first of these fields that is there decides, and null means none:
/// `bos_token` of tokenizer_config.json, `bos_token` of special_tokens_map.json, `bos_token_id` of
/// config.json. `add_bos_token` says what another program does by itself and is not asked. \throws Error (bad
/// input) for a name or an id that the vocabulary does not hold.
[[nodiscard]] std::optional<TokenId>
findBeginOfText(const TokenizerSideFiles& files, const AddedTokenList& list, const Vocabulary& vocabulary);

/// Whether one of those fields is there.
[[nodiscard]] bool namesBeginOfText(const TokenizerSideFiles& files);
/// The token that the value `post_processor` of a tokenizer.json puts before a single text; none where it
/// puts none or is of another kind than TemplateProcessing.
[[nodiscard]] std::optional<TokenId>
templateBeginOfText(const QJsonValue& value, const JsonPlace& place, const AddedTokenList& list);

/// The tokens that end a text: `eos_token` of tokenizer_config.json or special_tokens_map.json and
/// `eos_token_id` of config.json and generation_config.json, all of them, since a chat model has one for the
/// text and one for the turn. \throws Error (bad input) for an id that is no whole number.
[[nodiscard]] std::vector<TokenId> findEndOfText(const TokenizerSideFiles& files, const AddedTokenList& list);

} // namespace headwaters
