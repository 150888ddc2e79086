#include "core/heads/probeset.h"

#include "core/text/jsonlines.h"

#include <limits>
#include <set>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

const QStringList& knownFields()
{
    static const QStringList fields{u"text"_s,     u"prompt"_s, u"label"_s, u"group"_s,
                                    u"position"_s, u"target"_s, u"rival"_s};
    return fields;
}

int labelOf(const QJsonValue& value, const JsonPlace& place)
{
    if (value.isBool())
        return value.toBool() ? 1 : 0;
    return requireIndex(value, place, 1);
}

/// What groups are compared by: a text and a number that look alike are the same group.
QString groupOf(const QJsonValue& value, const JsonPlace& place)
{
    if (value.isString())
        return value.toString();
    return QString::number(requireIndex(value, place, std::numeric_limits<int>::max()));
}

ListedProbe probeOf(const QJsonObject& object, const JsonPlace& place, QStringList& groups)
{
    for (const QString& field : object.keys()) {
        if (!knownFields().contains(field))
            throw badInput(u"%1 is none of the fields %2."_s.arg(
                place.child(field).text(), knownFields().join(u", "_s)));
    }
    ListedProbe probe;
    const QString textField = object.contains(u"prompt"_s) ? u"prompt"_s : u"text"_s;
    if (object.contains(u"prompt"_s) && object.contains(u"text"_s))
        throw badInput(u"%1 has a text and a prompt, which mean the same."_s.arg(place.text()));
    probe.text = requireString(object[textField], place.child(textField));
    if (probe.text.isEmpty())
        throw badInput(u"%1 is empty."_s.arg(place.child(textField).text()));
    probe.label = labelOf(object[u"label"_s], place.child(u"label"_s));
    const QString group = groupOf(object[u"group"_s], place.child(u"group"_s));
    if (!groups.contains(group))
        groups << group;
    probe.group = static_cast<int>(groups.indexOf(group));
    if (object.contains(u"position"_s))
        probe.position =
            requireIndex(object[u"position"_s], place.child(u"position"_s), std::numeric_limits<int>::max());
    for (auto [field, text] : {std::pair(u"target"_s, &probe.target), std::pair(u"rival"_s, &probe.rival)}) {
        if (object.contains(field))
            *text = requireString(object[field], place.child(field));
    }
    if (probe.target.has_value() != probe.rival.has_value())
        throw badInput(u"%1 has a %2 and no %3; steering is measured on both or neither."_s.arg(
            place.text(), probe.target ? u"target"_s : u"rival"_s, probe.target ? u"rival"_s : u"target"_s));
    return probe;
}

} // namespace

ProbeSet ProbeSet::onTopics(const QStringList& topics) const
{
    ProbeSet set = *this;
    std::erase_if(set.prompts, [&](const ProbePrompt& prompt) { return !topics.contains(prompt.topic); });
    std::erase_if(
        set.contrasts.prompts, [&](const TaskPrompt& prompt) { return !topics.contains(prompt.variant); });
    return set;
}

QStringList ProbeSet::topics() const
{
    QStringList topics;
    for (const ProbePrompt& prompt : prompts) {
        if (!topics.contains(prompt.topic))
            topics << prompt.topic;
    }
    return topics;
}

int ProbeSet::ones() const
{
    int count = 0;
    for (const ProbePrompt& prompt : prompts)
        count += prompt.label;
    return count;
}

int ProbeSet::groups() const
{
    std::set<int> groups;
    for (const ProbePrompt& prompt : prompts)
        groups.insert(prompt.group);
    return static_cast<int>(groups.size());
}

std::vector<ListedProbe> readProbeList(const QByteArray& bytes, const QString& name)
{
    std::vector<ListedProbe> list;
    QStringList groups;
    readJsonLines(bytes, name, [&](const QJsonObject& object, const JsonPlace& place, int line) {
        list.push_back(probeOf(object, place, groups));
        list.back().line = line;
    });
    if (list.empty())
        throw badInput(u"%1: the list holds no prompt."_s.arg(name));
    return list;
}

ProbeSet probeSetOf(
    const std::vector<ListedProbe>& list, const QString& name, const Tokenizer& tokenizer, int rows, int nCtx,
    bool withBeginOfText)
{
    ProbeSet set;
    set.key = name;
    set.sentence = u"items of label 1 from items of label 0"_s;
    set.contrasts.key = name;
    for (const ListedProbe& listed : list) {
        const QString place = u"%1: line %2"_s.arg(name).arg(listed.line);
        ProbePrompt prompt;
        prompt.ids = tokenizer.encodePrompt(listed.text, withBeginOfText);
        const int tokens = static_cast<int>(prompt.ids.size());
        if (tokens > nCtx)
            throw badInput(
                u"%1.text has %2 tokens; the context holds %3."_s.arg(place).arg(tokens).arg(nCtx));
        prompt.position = listed.position.value_or(tokens - 1);
        if (prompt.position >= tokens)
            throw badInput(u"%1.position is %2; the prompt has tokens 0 to %3."_s.arg(place)
                               .arg(prompt.position)
                               .arg(tokens - 1));
        prompt.label = listed.label;
        prompt.group = listed.group;
        if (listed.target) {
            TaskPrompt contrast;
            contrast.ids = prompt.ids;
            contrast.target = tokenizer.parseToken(*listed.target, place + u".target"_s, rows);
            contrast.rival = tokenizer.parseToken(*listed.rival, place + u".rival"_s, rows);
            if (*contrast.target == *contrast.rival)
                throw badInput(u"%1: target and rival are the same token."_s.arg(place));
            set.contrasts.prompts.push_back(std::move(contrast));
        }
        set.prompts.push_back(std::move(prompt));
    }
    return set;
}

} // namespace headwaters
