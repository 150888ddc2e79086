#include "widgets/atlas/wallroles.h"

#include "core/heads/reportviews.h"

#include <QCoreApplication>

namespace headwaters {

std::vector<WallRole> wallRoles(const ScanReport* report)
{
    std::vector<WallRole> roles;
    if (!report)
        return roles;
    for (const HeadReport& head : report->heads) {
        WallRole role;
        role.isInactive = head.verdict == HeadVerdict::Inactive;
        const std::vector<Stage> leading = leadingStages(head.stages);
        const bool isClear = head.verdict == HeadVerdict::Primary || head.verdict == HeadVerdict::MultiStage;
        if (isClear && !leading.empty())
            role.stage = leading.front();
        const std::vector<const TypeSummary*> found = foundTypes(head);
        QStringList words;
        if (role.stage)
            words << QCoreApplication::translate("Atlas", "stage %1").arg(stageLetters(*role.stage));
        if (!found.empty() && found.front()->finding == Finding::Yes) {
            const HeadTypeInfo& info = headTypeInfo(found.front()->type);
            role.role = info.shortName;
            words << info.name;
        }
        if (role.isInactive)
            words << verdictKey(head.verdict);
        role.description = words.join(QStringLiteral(", "));
        roles.push_back(std::move(role));
    }
    return roles;
}

const WallRole* roleAt(const std::vector<WallRole>& roles, HeadIndex head, int nHeads)
{
    const auto place = static_cast<std::size_t>(head.layer * nHeads + head.head);
    return place < roles.size() ? &roles[place] : nullptr;
}

QString withRole(const QString& text, const WallRole* role)
{
    return role && !role->description.isEmpty() ? text + QStringLiteral(", ") + role->description : text;
}

} // namespace headwaters
