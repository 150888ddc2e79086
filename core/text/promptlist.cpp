#include "core/text/promptlist.h"

#include "core/text/jsonlines.h"

#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

const QStringList& orderOfRoles()
{
    static const QStringList order{u"IO"_s,    u"IO-1"_s,   u"IO+1"_s,  u"S1"_s,   u"S1-1"_s,
                                   u"S1+1"_s,  u"S2"_s,     u"S2-1"_s,  u"S2+1"_s, u"end"_s,
                                   u"end-1"_s, u"starts"_s, u"punct"_s, u"verb"_s};
    return order;
}

std::optional<QString> optionalText(const QJsonObject& object, const QString& field, const JsonPlace& place)
{
    const QJsonValue value = object[field];
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    return requireString(value, place.child(field));
}

ListedPrompt promptOf(const QJsonObject& object, const JsonPlace& place)
{
    static const QStringList known{u"text"_s, u"bos"_s, u"roles"_s, u"target"_s, u"rival"_s};
    for (const QString& field : object.keys()) {
        if (!known.contains(field))
            throw badInput(u"%1 is none of the fields text, bos, roles, target, rival."_s.arg(
                place.child(field).text()));
    }
    ListedPrompt prompt;
    prompt.text = requireString(object[u"text"_s], place.child(u"text"_s));
    if (prompt.text.isEmpty())
        throw badInput(u"%1 is empty."_s.arg(place.child(u"text"_s).text()));
    prompt.beginOfText = boolOr(object[u"bos"_s], true, place.child(u"bos"_s));
    prompt.target = optionalText(object, u"target"_s, place);
    prompt.rival = optionalText(object, u"rival"_s, place);
    const QJsonValue roles = object[u"roles"_s];
    if (roles.isUndefined() || roles.isNull())
        return prompt;
    const JsonPlace rolesPlace = place.child(u"roles"_s);
    const QJsonObject named = requireObject(roles, rolesPlace);
    for (auto role = named.begin(); role != named.end(); ++role) {
        prompt.roles[role.key()] =
            requireIndex(role.value(), rolesPlace.child(role.key()), std::numeric_limits<int>::max());
    }
    return prompt;
}

} // namespace

std::vector<ListedPrompt> readPromptList(const QByteArray& bytes, const QString& name)
{
    std::vector<ListedPrompt> prompts;
    readJsonLines(bytes, name, [&](const QJsonObject& object, const JsonPlace& place, int) {
        prompts.push_back(promptOf(object, place));
    });
    if (prompts.empty())
        throw badInput(u"%1: the list holds no prompt."_s.arg(name));
    return prompts;
}

std::vector<QString> labelsOfRoles(const std::map<QString, int>& roles, int tokens, const QString& place)
{
    std::vector<QString> labels(static_cast<std::size_t>(tokens));
    const auto set = [&](const QString& role, int position) {
        if (position >= tokens) {
            throw badInput(
                u"%1: the role %2 is at token %3; the prompt has tokens 0 to %4."_s.arg(place, role)
                    .arg(position)
                    .arg(tokens - 1));
        }
        labels[static_cast<std::size_t>(position)] = role;
    };
    for (const auto& [role, position] : roles) {
        if (!orderOfRoles().contains(role))
            set(role, position);
    }
    for (const QString& role : orderOfRoles()) {
        if (const auto found = roles.find(role); found != roles.end())
            set(role, found->second);
    }
    return labels;
}

} // namespace headwaters
