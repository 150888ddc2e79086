#pragma once

#include "core/base/error.h"
#include "tests/support/testing.h"

namespace headwaters {

/// The problem that `action` throws; fails the test where it throws nothing.
template <typename Action> Problem problemOf(const Action& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.problem();
    }
    FAIL("nothing was thrown");
    return {};
}

/// Checks what every message of ours promises: one sentence, one line, under 500 characters.
inline void checkSentence(const QString& summary)
{
    CHECK_FALSE(summary.isEmpty());
    CHECK(summary.size() <= 500);
    CHECK_FALSE(summary.contains(QLatin1Char('\n')));
}

} // namespace headwaters
