#include "core/text/prompttemplate.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace headwaters {

namespace {

bool beginsWithVowel(const QString& word)
{
    return !word.isEmpty() && QStringLiteral("aeiou").contains(word.front());
}

bool endsWithArticle(const QString& text)
{
    static const QRegularExpression article(QStringLiteral("(?:^|[^\\w])[Aa] $"));
    return article.match(text.right(3)).hasMatch();
}

RoleRule readRoleRule(const QString& text, const std::vector<RoleRule>& known, const JsonPlace& place)
{
    static const QRegularExpression word(QStringLiteral("\\A([^=#+-]+)=([^=#]+)#([1-9])\\z"));
    static const QRegularExpression neighbour(QStringLiteral("\\A(.+)([+-][1-9])\\z"));
    static const std::map<QString, RoleMark::Anchor> anchors{
        {QStringLiteral("starts"), RoleMark::Anchor::Start},
        {QStringLiteral("end"), RoleMark::Anchor::End},
        {QStringLiteral("punct"), RoleMark::Anchor::Punctuation},
        {QStringLiteral("verb"), RoleMark::Anchor::Verb},
    };
    RoleRule rule;
    if (const auto match = word.match(text); match.hasMatch()) {
        rule.mark.name = match.captured(1);
        rule.placeholder = match.captured(2);
        rule.occurrence = match.captured(3).toInt();
        return rule;
    }
    if (const auto anchor = anchors.find(text); anchor != anchors.end()) {
        rule.mark.name = text;
        rule.mark.anchor = anchor->second;
        return rule;
    }
    const auto match = neighbour.match(text);
    const auto base = std::find_if(known.begin(), known.end(), [&match](const RoleRule& other) {
        return match.hasMatch() && other.mark.name == match.captured(1);
    });
    if (base == known.end())
        throw badInput(
            QStringLiteral("%1 is %2; expected NAME=PLACEHOLDER#1, a neighbour NAME+1 or NAME-1 of a "
                           "role above, or starts, end, punct, verb")
                .arg(place.text(), quoted(text)));
    rule = *base;
    rule.mark.name = text;
    rule.mark.offset = match.captured(2).toInt();
    return rule;
}

} // namespace

PromptText::PromptText(const QString& text, const QStringList& known, const JsonPlace& place)
{
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype open = text.indexOf(QLatin1Char('{'), at);
        Part part;
        part.literal = text.mid(at, open < 0 ? -1 : open - at);
        if (part.literal.contains(QLatin1Char('}')))
            throw badInput(QStringLiteral("%1: a closing brace without an opening one").arg(place.text()));
        if (open < 0) {
            m_parts.push_back(part);
            break;
        }
        const qsizetype close = text.indexOf(QLatin1Char('}'), open);
        if (close < 0)
            throw badInput(QStringLiteral("%1: an opening brace without a closing one").arg(place.text()));
        part.placeholder = text.mid(open + 1, close - open - 1);
        if (!known.contains(part.placeholder))
            throw badInput(QStringLiteral("%1: nothing draws the word {%2}; drawn: %3")
                               .arg(place.text(), part.placeholder, known.join(QStringLiteral(", "))));
        m_parts.push_back(part);
        at = close + 1;
    }
}

PromptText::Filled PromptText::fill(const DrawnWords& words) const
{
    Filled filled;
    for (const Part& part : m_parts) {
        filled.text += part.literal;
        if (part.placeholder.isEmpty())
            continue;
        const QString word = words.value(part.placeholder);
        if (beginsWithVowel(word) && endsWithArticle(filled.text))
            filled.text.insert(filled.text.size() - 1, QLatin1Char('n'));
        filled.words.push_back({filled.text.size(), word.size()});
        filled.placeholders << part.placeholder;
        filled.text += word;
    }
    return filled;
}

int PromptText::count(const QString& placeholder) const
{
    return static_cast<int>(std::count_if(m_parts.begin(), m_parts.end(), [&placeholder](const Part& part) {
        return part.placeholder == placeholder;
    }));
}

std::vector<RoleRule> readRoleRules(const QJsonValue& value, const JsonPlace& place)
{
    std::vector<RoleRule> rules;
    const QJsonArray entries = requireArray(value, place);
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const JsonPlace here = place.item(i);
        const RoleRule rule = readRoleRule(requireString(entries[i], here), rules, here);
        const bool twice = std::any_of(rules.begin(), rules.end(), [&rule](const RoleRule& other) {
            return other.mark.name == rule.mark.name && other.placeholder == rule.placeholder
                && other.occurrence == rule.occurrence;
        });
        if (twice)
            throw badInput(QStringLiteral("%1: the role %2 stands there already")
                               .arg(here.text(), quoted(rule.mark.name)));
        rules.push_back(rule);
    }
    return rules;
}

PromptTemplate::PromptTemplate(const QJsonValue& value, const WordLists& lists, const JsonPlace& place)
    : m_place(place)
{
    const QJsonObject object = requireObject(value, place);
    const QStringList fields{
        QStringLiteral("text"), QStringLiteral("target"), QStringLiteral("rival"),
        QStringLiteral("corrupted"), QStringLiteral("draw")};
    refuseOtherFields(object, fields, place);
    m_draw = readDrawRules(object[QLatin1String("draw")], lists, place.child(QStringLiteral("draw")));
    QStringList known;
    for (const DrawRule& rule : m_draw)
        known << rule.placeholders(lists);
    const auto read = [&](const QString& field) {
        const JsonPlace here = place.child(field);
        const QString text = requireString(object[field], here);
        if (text.isEmpty())
            throw badInput(QStringLiteral("%1 is empty").arg(here.text()));
        return PromptText(text, known, here);
    };
    m_text = read(QStringLiteral("text"));
    m_target = read(QStringLiteral("target"));
    m_rival = read(QStringLiteral("rival"));
    if (object.contains(QLatin1String("corrupted")))
        m_corrupted = read(QStringLiteral("corrupted"));
}

bool PromptTemplate::holds(const RoleRule& role) const
{
    return role.mark.anchor != RoleMark::Anchor::Word || m_text.count(role.placeholder) >= role.occurrence;
}

Prompt PromptTemplate::fill(const DrawnWords& words, const std::vector<RoleRule>& roles) const
{
    const PromptText::Filled filled = m_text.fill(words);
    Prompt prompt;
    prompt.text = filled.text;
    prompt.words = filled.words;
    prompt.target = m_target.fill(words).text;
    prompt.rival = m_rival.fill(words).text;
    prompt.corrupted = m_corrupted.fill(words).text;
    for (const RoleRule& role : roles) {
        if (!holds(role))
            continue;
        RoleMark mark = role.mark;
        if (mark.anchor == RoleMark::Anchor::Word) {
            qsizetype at = -1;
            for (int i = 0; i < role.occurrence; ++i)
                at = filled.placeholders.indexOf(role.placeholder, at + 1);
            mark.word = filled.words[static_cast<std::size_t>(at)];
        }
        prompt.roles.push_back(mark);
    }
    return prompt;
}

} // namespace headwaters
