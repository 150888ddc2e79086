#include "core/heads/addedevidence.h"

#include <utility>

namespace headwaters {

void addTo(std::vector<TypeFinding>& findings, const AddedEvidence& added)
{
    TypeFinding* best = nullptr;
    const auto rank = [&added](const TypeFinding& finding) {
        return std::pair(finding.task == added.task, finding.score);
    };
    for (TypeFinding& finding : findings) {
        const bool isFound = finding.finding == Finding::Yes || finding.finding == Finding::Weak;
        if (finding.head != added.head || finding.type != added.type || !isFound)
            continue;
        if (!best || rank(finding) > rank(*best))
            best = &finding;
    }
    if (best)
        best->evidence.push_back(added.evidence);
}

} // namespace headwaters
