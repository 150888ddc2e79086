#pragma once

#include "core/text/jsonfields.h"

#include <QHash>
#include <QStringList>

#include <map>
#include <random>
#include <vector>

namespace headwaters {

/// Numbers that are the same on every machine for one seed: the generator is fixed by the C++ standard, its
/// distributions are not, so the draw is made here.
class PromptRandom {
public:
    explicit PromptRandom(std::uint64_t seed) : m_engine(seed) { }
    /// A number from 0 to `count` - 1, each equally likely; `count` is at least 1.
    [[nodiscard]] std::size_t below(std::size_t count);

private:
    std::mt19937_64 m_engine;
};

/// A list of the prompt library: single words, or rows with named fields such as country and capital.
struct WordList {
    QStringList fields; ///< one empty name for single words
    std::vector<QStringList> rows; ///< [row][field]
};
using WordLists = std::map<QString, WordList>;

/// `"words": {"name": ["Mary", ...], "capital": {"fields": ["country", "city"], "rows": [["France", "Paris"],
/// ...]}}`.
[[nodiscard]] WordLists readWordLists(const QJsonValue& value, const JsonPlace& place);

/// Texts of a template's placeholders: `IO`, `X.country`.
using DrawnWords = QHash<QString, QString>;

/// How one variable of a template gets its words.
struct DrawRule {
    enum class Kind {
        Row, ///< one row of a list, no text of which any other variable holds
        Run, ///< `length` neighbouring rows of a list: variables NAME1, NAME2, ...
        Number, ///< a whole number from `from` to `to`, both told by numbers or by a variable drawn before
    };

    QString variable;
    Kind kind = Kind::Row;
    QString list; ///< for Row and Run
    int length = 1; ///< for Run
    int from = 0, to = 0; ///< for Number
    QString above, below; ///< for Number: variables that bound it, exclusive; empty: none
    int digits = 1; ///< for Number: written with at least so many

    /// The placeholders that the rule fills.
    [[nodiscard]] QStringList placeholders(const WordLists& lists) const;
};

/// A template's `"draw"`: an object of variable: list name, `{"run": list, "length": n}` or `{"from": 2,
/// "to": 97}` with optional `"above"`, `"below"` and `"digits"`. Variables are drawn in the order of their
/// names.
[[nodiscard]] std::vector<DrawRule>
readDrawRules(const QJsonValue& value, const WordLists& lists, const JsonPlace& place);

/// Draws all variables. \throws Error where no draw without a repeated word was found.
[[nodiscard]] DrawnWords drawWords(
    const std::vector<DrawRule>& rules, const WordLists& lists, PromptRandom& random, const JsonPlace& place);
/// The words that a file names: the first field of a row, the first row of a run, the number's text.
[[nodiscard]] DrawnWords namedWords(
    const std::vector<DrawRule>& rules, const WordLists& lists, const QJsonValue& value,
    const JsonPlace& place);

/// Refuses fields that an object should not have. \throws Error (bad input) that names the first.
void refuseOtherFields(const QJsonObject& object, const QStringList& known, const JsonPlace& place);

} // namespace headwaters
