#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// One item that a probe learns from: what a head holds at `position` of the prompt, and its label.
struct ProbePrompt {
    std::vector<TokenId> ids; ///< beginning-of-text token included
    int position = 0;
    int label = 0; ///< 0 or 1
    int group = 0; ///< the question that it belongs to
    QString topic = {}; ///< `capital`; contrasts of the same topic have it as their variant
};

/// Labelled prompts, and prompts on which steering along what the probe found is felt.
struct ProbeSet {
    QString key; ///< `truthfulness`
    QString sentence; ///< what the labels tell apart: `true statements from false ones`
    std::vector<ProbePrompt> prompts;
    /// Prompts whose target is what label 1 should raise at the last position, above their rival.
    TaskSet contrasts;
    QString reason; ///< not empty: cannot be asked, one sentence without a full stop

    /// Without the items and contrasts of other topics.
    [[nodiscard]] ProbeSet onTopics(const QStringList& topics) const;
    [[nodiscard]] QStringList topics() const; ///< in the order of their first items
    /// Items of label 1.
    [[nodiscard]] int ones() const;
    [[nodiscard]] int groups() const;
};

/// A labelled prompt of somebody's own list.
struct ListedProbe {
    QString text;
    int line = 0;
    int label = 0;
    int group = 0; ///< counted from 0 in the order of first mention
    std::optional<int> position; ///< none: the last token
    std::optional<QString> target, rival; ///< exact texts of one token each, both or neither
};

/// Reads a list of labelled prompts, one JSON object a line: `{"text": "...", "label": 1, "group": "Paris",
/// "position": 7, "target": " yes", "rival": " no"}`. The text may be called `prompt`. Labels are 0 and 1 or
/// false and true; a group is any text or whole number; position and the pair may be left out. Empty lines
/// are passed over. \throws Error (bad input) that names the file, the line and the field.
[[nodiscard]] std::vector<ListedProbe> readProbeList(const QByteArray& bytes, const QString& name);

/// The list in the tokens of a model of `rows` tokens and a context of `nCtx`. \throws Error (bad input) that
/// names the file, the line and the field: a position outside the prompt, a prompt beyond the context, a
/// target or rival that is no token.
[[nodiscard]] ProbeSet probeSetOf(
    const std::vector<ListedProbe>& list, const QString& name, const Tokenizer& tokenizer, int rows, int nCtx,
    bool withBeginOfText);

} // namespace headwaters
