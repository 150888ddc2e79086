#pragma once

#include "core/heads/taskset.h"

#include <QStringList>

#include <vector>

namespace headwaters {

/// Those of the words that are one token each behind a space, with their tokens; no token twice.
struct TaskWord {
    QString text;
    TokenId token = 0;
};
[[nodiscard]] std::vector<TaskWord> singleTokens(const TaskGround& ground, const QStringList& words);

/// Why a set cannot be asked: too few words, or a context that is too short; empty where it can.
/// `longest`: tokens of its longest prompt.
[[nodiscard]] QString whyNotAsked(
    const TaskGround& ground, const QString& kind, std::size_t words, std::size_t needed, int longest);

} // namespace headwaters
