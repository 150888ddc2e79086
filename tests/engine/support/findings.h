#pragma once

#include "core/heads/scanstep.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace headwaters {

/// Findings of one type.
[[nodiscard]] inline std::vector<TypeFinding> ofType(const std::vector<TypeFinding>& findings, HeadType type)
{
    std::vector<TypeFinding> found;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(found), [type](const auto& finding) {
        return finding.type == type;
    });
    return found;
}

/// Heads that have a type, `5.1` or, where it is weak, `5.1?`; strongest first.
[[nodiscard]] inline QStringList headsOf(const std::vector<TypeFinding>& findings, HeadType type)
{
    std::vector<TypeFinding> found = ofType(findings, type);
    std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
        return left.score > right.score;
    });
    QStringList heads;
    for (const TypeFinding& finding : found) {
        if (finding.finding == Finding::Yes || finding.finding == Finding::Weak)
            heads << QStringLiteral("%1.%2%3")
                         .arg(finding.head.layer)
                         .arg(finding.head.head)
                         .arg(finding.finding == Finding::Weak ? QStringLiteral("?") : QString());
    }
    return heads;
}

/// The finding of one head and type; the first task's.
[[nodiscard]] inline TypeFinding
findingOf(const std::vector<TypeFinding>& findings, HeadType type, HeadIndex head)
{
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const auto& finding) {
        return finding.type == type && finding.head == head;
    });
    return found != findings.end() ? *found : TypeFinding{};
}

/// Heads that have a type for certain.
[[nodiscard]] inline std::set<HeadIndex> found(const StepResult& result, HeadType type)
{
    std::set<HeadIndex> heads;
    for (const TypeFinding& finding : result.findings) {
        if (finding.type == type && finding.finding == Finding::Yes)
            heads.insert(finding.head);
    }
    return heads;
}

/// The finding of one head and type, which must be there.
[[nodiscard]] inline const TypeFinding& of(const StepResult& result, HeadType type, HeadIndex head)
{
    const auto one = std::find_if(result.findings.begin(), result.findings.end(), [&](const auto& finding) {
        return finding.type == type && finding.head == head;
    });
    if (one == result.findings.end())
        throw std::out_of_range("no finding of this head and type");
    return *one;
}

} // namespace headwaters
