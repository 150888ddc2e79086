#pragma once

#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace headwaters {

/// A relation with its facts, and how it is asked for. In the texts `{S}` stands for the subject, `{O}` for
/// an object, and words between `<` and `>` are those that name the relation.
struct FactTable {
    QString key; ///< `capital`
    std::vector<std::pair<QString, QString>> rows; ///< subject and object
    /// Questions whose next token is the object: the relation before the subject, and behind it; either may
    /// be empty.
    QString relationFirst, subjectFirst;
    /// A sentence that says it, with another object, as a context; empty: not used in conflicts.
    QString statement;
};

/// Capitals, languages, currencies, makers and kinds: common knowledge, written down for Headwaters.
[[nodiscard]] const std::vector<FactTable>& factTables();
/// Sentences that say nothing about countries, firms or animals.
[[nodiscard]] const QStringList& plainSentences();

} // namespace headwaters
