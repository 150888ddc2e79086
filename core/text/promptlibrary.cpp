#include "core/text/promptlibrary.h"

#include "core/files/reading.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace headwaters {

namespace {

// A role that no template holds is a slip of the pen.
void checkRoles(
    const std::vector<RoleRule>& roles, const std::vector<PromptTemplate>& templates, const JsonPlace& place)
{
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const bool held = std::any_of(templates.begin(), templates.end(), [&](const PromptTemplate& one) {
            return one.holds(roles[i]);
        });
        if (!held)
            throw badInput(QStringLiteral("%1: no template holds {%2} %3 times")
                               .arg(place.item(static_cast<qsizetype>(i)).text(), roles[i].placeholder)
                               .arg(roles[i].occurrence));
    }
}

QString requireSentence(const QJsonValue& value, const JsonPlace& place)
{
    const QString text = requireString(value, place);
    if (text.trimmed().isEmpty())
        throw badInput(QStringLiteral("%1 is empty").arg(place.text()));
    return text;
}

QString requireKey(const QJsonValue& value, const JsonPlace& place)
{
    static const QRegularExpression key(QStringLiteral("\\A[a-z][a-z-]*\\z"));
    const QString text = requireString(value, place);
    if (!key.match(text).hasMatch())
        throw badInput(QStringLiteral("%1 is %2; expected a key of small letters and hyphens")
                           .arg(place.text(), quoted(text)));
    return text;
}

} // namespace

std::vector<Prompt> PromptFamily::examples(std::uint64_t seed, int count) const
{
    constexpr int triesPerPrompt = 100;
    std::vector<Prompt> prompts;
    QSet<QString> seen;
    const auto add = [&](Prompt prompt) {
        if (seen.contains(prompt.text))
            return;
        seen.insert(prompt.text);
        prompt.family = key;
        prompts.push_back(std::move(prompt));
    };
    if (count > 0)
        add(m_templates[m_firstTemplate].fill(m_firstWords, m_roles));
    PromptRandom random(seed);
    for (qint64 tries = 0;
         static_cast<qint64>(prompts.size()) < count && tries < qint64(count) * triesPerPrompt; ++tries) {
        const PromptTemplate& one = m_templates[random.below(m_templates.size())];
        add(one.fill(drawWords(one.draw(), m_lists, random, one.place()), m_roles));
    }
    return prompts;
}

PromptFamily readPromptFamily(const QJsonObject& object, const QString& key, const QString& file)
{
    const JsonPlace root{file, {}};
    const auto place = [&root](const QString& field) { return root.child(field); };
    const QStringList fields{QStringLiteral("name"),  QStringLiteral("sentence"),  QStringLiteral("words"),
                             QStringLiteral("roles"), QStringLiteral("templates"), QStringLiteral("first")};
    refuseOtherFields(object, fields, root);
    PromptFamily family;
    family.key = key;
    family.name = requireSentence(object[QLatin1String("name")], place(fields[0]));
    family.sentence = requireSentence(object[QLatin1String("sentence")], place(fields[1]));
    family.m_lists = readWordLists(object[QLatin1String("words")], place(fields[2]));
    family.m_roles = readRoleRules(object[QLatin1String("roles")], place(fields[3]));
    const QJsonArray templates = requireArray(object[QLatin1String("templates")], place(fields[4]));
    for (qsizetype i = 0; i < templates.size(); ++i) {
        family.m_templates.emplace_back(templates[i], family.m_lists, place(fields[4]).item(i));
        const PromptTemplate& one = family.m_templates.back();
        // Drawing once finds lists that are too short now, not in front of the person.
        PromptRandom random(0);
        (void)drawWords(one.draw(), family.m_lists, random, one.place());
    }
    if (family.m_templates.empty())
        throw badInput(QStringLiteral("%1 is empty").arg(place(fields[4]).text()));
    checkRoles(family.m_roles, family.m_templates, place(fields[3]));
    const JsonPlace first = place(fields[5]);
    const QJsonObject example = requireObject(object[QLatin1String("first")], first);
    refuseOtherFields(example, {QStringLiteral("template"), QStringLiteral("words")}, first);
    const int last = static_cast<int>(family.m_templates.size()) - 1;
    family.m_firstTemplate = static_cast<std::size_t>(
        requireIndex(example[QLatin1String("template")], first.child(QStringLiteral("template")), last));
    family.m_firstWords = namedWords(
        family.m_templates[family.m_firstTemplate].draw(), family.m_lists, example[QLatin1String("words")],
        first.child(QStringLiteral("words")));
    return family;
}

PromptLibrary PromptLibrary::load()
{
    return load(QStringLiteral(":/prompts"));
}

PromptLibrary PromptLibrary::load(const QString& folder)
{
    const QDir dir(folder);
    const QString listPath = dir.filePath(QStringLiteral("families.json"));
    const JsonPlace list{pathForMessage(listPath), QStringLiteral("families")};
    const QJsonArray keys = requireArray(readJsonObject(listPath).value(QLatin1String("families")), list);
    PromptLibrary library;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const QString key = requireKey(keys[i], list.item(i));
        if (library.find(key) != nullptr)
            throw badInput(QStringLiteral("%1: the family %2 stands there already")
                               .arg(list.item(i).text(), quoted(key)));
        const QString path = dir.filePath(key + QStringLiteral(".json"));
        library.m_families.push_back(readPromptFamily(readJsonObject(path), key, pathForMessage(path)));
    }
    return library;
}

const PromptFamily* PromptLibrary::find(const QString& key) const
{
    const auto found = std::find_if(m_families.begin(), m_families.end(), [&key](const PromptFamily& family) {
        return family.key == key;
    });
    return found == m_families.end() ? nullptr : &*found;
}

} // namespace headwaters
