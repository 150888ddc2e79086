#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// A relation of a set: every object that it may have.
struct FactRelation {
    QString key; ///< `capital`
    std::vector<TokenId> objects; ///< ascending, each once
};

/// What a prompt asks for.
struct FactAsked {
    std::size_t relation = 0; ///< place in the set's relations
    /// What else is known of the subject: relation and object.
    std::vector<std::pair<std::size_t, TokenId>> attributes;
};

/// `The capital of France is`: the relation before the subject in one variant (`relation first`), behind it
/// in the other (`subject first`), so that neither is read off its position. Roles `SUBJ`, `REL` and `END`;
/// target the object, `others` the relation's other objects, `rival` the first of these.
struct FactSet {
    TaskSet set; ///< key `facts`
    std::vector<FactRelation> relations;
    std::vector<FactAsked> asked; ///< [prompt]
};

/// Up to `count` facts, each once, relations as evenly as their tables allow. Only objects and subjects of
/// one token each, of relations with 12 rows or more.
[[nodiscard]] FactSet factPrompts(const TaskGround& ground, int count, std::uint64_t seed);

/// `France's capital is Oslo. It rained all day. The capital of France is`: the context contradicts what the
/// model may have learnt (Jin et al. 2024, arXiv 2402.18154). Roles `SUBJ` (the asked mention), `CSUBJ` (the
/// contradicted one), `CTX` (the context's answer), `REL` and `END`; target is the answer of memory, rival
/// the context's, `others` the relation's objects that are neither.
struct ConflictSet {
    TaskSet set; ///< key `knowledge-conflict`
    std::vector<TaskPrompt> plain; ///< [prompt] the question alone, with the same target and `others`
    /// Facts for relation scores, all relations of the set: subject and object, each pair once.
    std::vector<std::vector<std::pair<TokenId, TokenId>>> pairs; ///< [relation][pair]
    std::vector<QString> keys; ///< [relation]
};

[[nodiscard]] ConflictSet knowledgeConflicts(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
