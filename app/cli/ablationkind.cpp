#include "app/cli/ablationkind.h"

#include "core/base/error.h"

namespace headwaters {

using namespace Qt::StringLiterals;

AblationKind chosenAblation(const Arguments& arguments)
{
    (void)arguments.required("kind"_L1);
    return static_cast<AblationKind>(
        arguments.choice("kind"_L1, {u"zero"_s, u"mean"_s, u"mean-all"_s, u"resample"_s}));
}

void checkAblation(const Arguments& arguments, AblationKind kind)
{
    const bool hasReference = arguments.isSet("reference"_L1);
    if ((kind == AblationKind::Mean || kind == AblationKind::MeanOverAll) && !hasReference) {
        throw badInput(u"--kind %1 needs prompts to take the mean over; give --reference FILE.jsonl."_s.arg(
            arguments.value("kind"_L1)));
    }
    if (kind == AblationKind::Resample && hasReference == arguments.isSet("corrupted"_L1)) {
        throw badInput(u"--kind resample takes from another prompt; give either --corrupted TEXT or "
                       "--reference FILE.jsonl."_s);
    }
}

std::vector<Intervention> ablations(AblationKind kind, std::size_t references)
{
    Intervention change;
    switch (kind) {
    case AblationKind::Zero:
        break;
    case AblationKind::Mean:
        change.operation = CausalOperation::Mean;
        break;
    case AblationKind::MeanOverAll:
        change.operation = CausalOperation::MeanOverAll;
        break;
    case AblationKind::Resample:
        change.operation = CausalOperation::Patch;
        break;
    }
    if (kind != AblationKind::Resample || references == 0)
        return {change};
    std::vector<Intervention> changes;
    for (std::size_t at = 0; at < references; ++at) {
        change.reference = static_cast<int>(at);
        changes.push_back(change);
    }
    return changes;
}

} // namespace headwaters
