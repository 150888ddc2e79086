#pragma once

#include "core/text/prompttemplate.h"

#include <memory>

namespace headwaters {

/// A family of prompts that test one thing, such as indirect objects.
class PromptFamily {
public:
    QString key; ///< the name of its file, and what a Prompt calls it: `indirect-object`
    QString name; ///< `Indirect object`
    QString sentence; ///< what it tests, in one sentence

    /// `count` different prompts. The first is the family's own example, whatever the seed; the others are
    /// the same for the same seed on every machine. Fewer where the family has not so many.
    [[nodiscard]] std::vector<Prompt> examples(std::uint64_t seed, int count) const;

private:
    friend PromptFamily readPromptFamily(const QJsonObject& object, const QString& key, const QString& file);

    WordLists m_lists;
    std::vector<RoleRule> m_roles;
    std::vector<PromptTemplate> m_templates;
    std::size_t m_firstTemplate = 0;
    DrawnWords m_firstWords;
};

/// Reads a family: `name`, `sentence`, `words`, `roles`, `templates`, and `first` (`{"template": 0, "words":
/// {...}}`). \throws Error (bad input) with `file` and field for anything missing, misspelt or of the wrong
/// type.
[[nodiscard]] PromptFamily
readPromptFamily(const QJsonObject& object, const QString& key, const QString& file);

/// The families that the program brings along, in the order of their list.
class PromptLibrary {
public:
    /// From the resource `:/prompts`: `families.json` lists the keys, `KEY.json` holds a family.
    [[nodiscard]] static PromptLibrary load();
    /// As above, from a folder. \throws Error (bad input) with file and field.
    [[nodiscard]] static PromptLibrary load(const QString& folder);

    [[nodiscard]] const std::vector<PromptFamily>& families() const { return m_families; }
    /// Null where no family has the key.
    [[nodiscard]] const PromptFamily* find(const QString& key) const;

private:
    std::vector<PromptFamily> m_families;
};

} // namespace headwaters
