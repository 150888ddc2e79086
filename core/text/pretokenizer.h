#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace headwaters {

/// The step that cuts a text into the pieces within which a tokenizer merges: words with their leading space,
/// numbers, signs, spaces. Immutable, so one instance serves all threads.
class PreTokenizer {
public:
    using Sink = std::function<void(std::string_view piece)>;

    virtual ~PreTokenizer() = default;
    /// Hands every piece of `text` (UTF-8) to `sink`, in order; together the pieces are the text as the step
    /// rewrites it. A piece is valid only during the call.
    virtual void split(std::string_view text, const Sink& sink) const = 0;
};

/// GPT-2's step `ByteLevel`: the pieces of
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
class ByteLevelPreTokenizer : public PreTokenizer {
public:
    /// `addPrefixSpace`: a text that does not begin with a space gets one; without `useRegex` the text stays
    /// whole.
    explicit ByteLevelPreTokenizer(bool addPrefixSpace = false, bool useRegex = true);
    void split(std::string_view text, const Sink& sink) const override;

private:
    bool m_addPrefixSpace;
    bool m_useRegex;
};

/// The step that the value `pre_tokenizer` of a tokenizer.json describes. `prefixSpace` is what
/// tokenizer_config.json says about `add_prefix_space`; it outweighs the step's own setting, as it does in
/// transformers. \throws Error (bad input) that names `file` and the kind of step, where the kind is not
/// known.
[[nodiscard]] std::unique_ptr<const PreTokenizer>
makePreTokenizer(const QJsonValue& description, std::optional<bool> prefixSpace, const QString& file);

} // namespace headwaters
