#pragma once

#include "core/text/token.h"
#include "widgets/prompt/chiplayout.h"

#include <QString>

#include <vector>

namespace headwaters {

/// What the token strip shows, apart from how: the tokens, the chips that stand for them, and their words.
struct StripContent {
    std::vector<Token> tokens;
    bool startsWithBeginOfText = false; ///< the first token can be clicked away
    bool offersBeginOfText = false; ///< it is missing and can be brought back
    std::vector<StripItem> items; ///< set by `fold`

    /// Makes the chips anew: long runs between the `kept` positions fold, except where `open`.
    void fold(const std::vector<int>& kept, const std::vector<bool>& open);

    [[nodiscard]] int itemCount() const { return static_cast<int>(items.size()); }
    [[nodiscard]] const StripItem& item(int index) const { return items[static_cast<std::size_t>(index)]; }
    /// The chip that shows a position.
    [[nodiscard]] int itemOf(int position) const;
    [[nodiscard]] bool isLong() const { return tokens.size() >= static_cast<std::size_t>(longStrip); }
    [[nodiscard]] bool isToken(int index) const { return item(index).kind == StripItem::Kind::Token; }
    [[nodiscard]] bool isBeginOfText(int index) const;
    /// `·Mary`, `bos`, `12 tokens hidden`, `+ bos`
    [[nodiscard]] QString text(int index) const;
    /// For a screen reader: `·Mary, position 2 of 15`.
    [[nodiscard]] QString description(int index) const;
    /// Its token number and what a click does, in lines.
    [[nodiscard]] QString toolTip(int index) const;
};

} // namespace headwaters
