#pragma once

#include "core/text/jsonfields.h"

#include <QRegularExpression>

#include <string_view>
#include <vector>

namespace headwaters {

/// A stretch of a text, in bytes, that a pattern matched or left over.
struct PatternStretch {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool matched = false;
};

/// A pattern of a tokenizer.json: `{"String": "..."}` or `{"Regex": "..."}`. Regular expressions are written
/// for Oniguruma in its Ruby syntax; what means something else to Qt's engine is translated (\s, \w, \h, \b,
/// `{1,3}+`), what has no translation is refused. Immutable.
class TextPattern {
public:
    /// \throws Error (bad input) with the place for a pattern that cannot be read.
    TextPattern(const QJsonValue& value, const JsonPlace& place);

    /// `text` (UTF-8) from end to end, matches and what lies between; a match may be empty. \throws Error
    /// (bad input) with the pattern's place where the engine gives up on a text.
    [[nodiscard]] std::vector<PatternStretch> find(std::string_view text) const;
    /// The pattern as the file writes it.
    [[nodiscard]] const QString& source() const { return m_source; }
    [[nodiscard]] bool isExpression() const { return m_isExpression; }

private:
    QString m_source;
    JsonPlace m_place;
    bool m_isExpression = false;
    std::string m_literal; ///< UTF-8, where it is no expression
    QRegularExpression m_expression;
};

/// A regular expression of Oniguruma as Qt's engine writes it. \throws Error (bad input) with the place for
/// what has no translation: a class within a class, `&&` in a class.
[[nodiscard]] QString translatedExpression(const QString& expression, const JsonPlace& place);

} // namespace headwaters
