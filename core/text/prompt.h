#pragma once

#include <QString>

#include <vector>

namespace headwaters {

/// A stretch of characters (UTF-16 units) of a prompt's text.
struct TextRange {
    qsizetype begin = 0;
    qsizetype length = 0;
};

/// Where a role sits, said in the text, so that it can be found for any tokenizer.
struct RoleMark {
    enum class Anchor {
        Word, ///< the last token of the word at `word`
        Start, ///< the first token of the prompt, a beginning-of-text token included
        End, ///< the last token of the prompt
        Punctuation, ///< the last full stop, else the last comma
        Verb, ///< the last " gave", " give" or " said"; the later of this list wins
    };

    QString name; ///< IO, S1, S1+1, end, ...
    Anchor anchor = Anchor::Word;
    TextRange word; ///< for Anchor::Word
    int offset = 0; ///< tokens after the anchor: -1 counts from the word's first token, +1 from its last
};

/// A text to run, and what it is good for.
struct Prompt {
    QString text;
    bool beginOfText = true; ///< whether a beginning-of-text token stands first
    QString family; ///< key of the library's family; empty for a text that a person typed
    QString target; ///< exact text of the right next token, leading space included; empty: none
    QString rival; ///< text of the token it is compared with; empty: none
    QString corrupted; ///< the same sentence with the decisive word exchanged; empty: none
    std::vector<RoleMark> roles; ///< in the order of labelling: a later one overwrites an earlier one
    std::vector<TextRange> words; ///< the words that were put into the template
};

} // namespace headwaters
