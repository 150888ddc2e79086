#pragma once

#include "core/text/stretchplace.h"

#include <QJsonObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace headwaters {

/// The step that cuts a text into the pieces within which a tokenizer merges: words with their leading space,
/// numbers, signs, spaces. Immutable, so one instance serves all threads.
class PreTokenizer {
public:
    using Sink = std::function<void(std::string_view piece)>;

    virtual ~PreTokenizer() = default;
    /// Hands every piece of `text` (UTF-8) to `sink`, in order, none of them empty. A piece is valid only
    /// during the call.
    virtual void split(std::string_view text, StretchPlace place, const Sink& sink) const = 0;
};

/// GPT-2's step `ByteLevel`: the pieces of WordPattern::Gpt2. What follows it works on bytes.
class ByteLevelPreTokenizer : public PreTokenizer {
public:
    /// `addPrefixSpace`: a text that does not begin with a space gets one; without `useRegex` the text stays
    /// whole.
    explicit ByteLevelPreTokenizer(bool addPrefixSpace = false, bool useRegex = true);
    void split(std::string_view text, StretchPlace place, const Sink& sink) const override;

private:
    bool m_addPrefixSpace;
    bool m_useRegex;
};

/// The step `Metaspace` of SentencePiece-style tokenizers: spaces become a sign, one of which may be put
/// before the text; a piece begins at each sign.
class MetaspacePreTokenizer : public PreTokenizer {
public:
    enum class Prepend { Always, First, Never };
    MetaspacePreTokenizer(QChar replacement, Prepend prepend, bool cuts);
    void split(std::string_view text, StretchPlace place, const Sink& sink) const override;

private:
    std::string m_replacement;
    Prepend m_prepend;
    bool m_cuts;
};

/// The step `Sequence`: each step cuts the pieces of the one before it.
class SequencePreTokenizer : public PreTokenizer {
public:
    explicit SequencePreTokenizer(std::vector<std::unique_ptr<const PreTokenizer>> steps);
    void split(std::string_view text, StretchPlace place, const Sink& sink) const override;

private:
    void splitFrom(std::size_t step, std::string_view text, StretchPlace place, const Sink& sink) const;

    std::vector<std::unique_ptr<const PreTokenizer>> m_steps;
};

/// The step that the value `pre_tokenizer` of a tokenizer.json describes, and whether it ends with ByteLevel,
/// so that the model merges bytes instead of characters.
struct PreTokenization {
    std::unique_ptr<const PreTokenizer> step; ///< null: the text stays whole
    bool byteLevel = false;
};

/// `prefixSpace` is what tokenizer_config.json says about `add_prefix_space`; it outweighs the setting of a
/// ByteLevel step that is no part of a Sequence, as it does in transformers. \throws Error (bad input) that
/// names `file` and the kind of step, where the kind or its place in a Sequence is not supported.
[[nodiscard]] PreTokenization
makePreTokenizer(const QJsonValue& description, std::optional<bool> prefixSpace, const QString& file);

} // namespace headwaters
