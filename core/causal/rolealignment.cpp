#include "core/causal/rolealignment.h"

#include "core/base/error.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

struct Anchor {
    QString role;
    int here = 0;
    int there = 0;
};

std::vector<Anchor>
sharedRoles(const CausalPrompt& prompt, const CausalPrompt& reference, const QString& name)
{
    std::vector<Anchor> anchors;
    for (const auto& [role, position] : prompt.roles) {
        if (const auto found = reference.roles.find(role); found != reference.roles.end())
            anchors.push_back({role, position, found->second});
    }
    std::sort(anchors.begin(), anchors.end(), [](const Anchor& a, const Anchor& b) {
        return a.here != b.here ? a.here < b.here : a.there < b.there;
    });
    for (std::size_t at = 1; at < anchors.size(); ++at) {
        if (anchors[at].there < anchors[at - 1].there) {
            throw badInput(u"%1 has the roles %2 and %3 in another order than the prompt."_s.arg(
                name, anchors[at - 1].role, anchors[at].role));
        }
    }
    return anchors;
}

} // namespace

std::vector<int>
alignedPositions(const CausalPrompt& prompt, const CausalPrompt& reference, const QString& name)
{
    const auto here = static_cast<int>(prompt.ids.size());
    const auto there = static_cast<int>(reference.ids.size());
    std::vector<int> aligned(prompt.ids.size());
    std::iota(aligned.begin(), aligned.end(), 0);
    if (here == there)
        return aligned;

    std::vector<Anchor> anchors = sharedRoles(prompt, reference, name);
    if (anchors.empty()) {
        throw badInput(
            u"%1 has %2 tokens and the prompt %3; a mean per position needs prompts of equal length, or "
            "roles that both have."_s.arg(name)
                .arg(there)
                .arg(here));
    }
    const Anchor& last = anchors.back();
    if (here - last.here != there - last.there) {
        throw badInput(u"%1 has %2 tokens behind %3 and the prompt %4; they play other parts."_s.arg(name)
                           .arg(there - last.there - 1)
                           .arg(last.role)
                           .arg(here - last.here - 1));
    }
    anchors.push_back({u"the end"_s, here, there});
    Anchor before{u"the start"_s, -1, -1};
    for (const Anchor& anchor : anchors) {
        for (int position = before.here + 1; position < anchor.here; ++position) {
            aligned[static_cast<std::size_t>(position)] =
                std::min(before.there + position - before.here, anchor.there);
        }
        if (anchor.here < here)
            aligned[static_cast<std::size_t>(anchor.here)] = anchor.there;
        before = anchor;
    }
    return aligned;
}

} // namespace headwaters
