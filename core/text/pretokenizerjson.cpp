#include "core/text/jsonfields.h"
#include "core/text/pretokenizer.h"
#include "core/text/splitsteps.h"

#include <QJsonArray>

#include <map>

namespace headwaters {

namespace {

using Step = std::unique_ptr<const PreTokenizer>;
using Maker = Step (*)(const QJsonObject& description, const JsonPlace& place);

const QString byteLevelType = QStringLiteral("ByteLevel");
const QString sequenceType = QStringLiteral("Sequence");

bool flag(const QJsonObject& description, const QString& name, bool otherwise, const JsonPlace& place)
{
    return boolOr(description[name], otherwise, place.child(name));
}

Step makeByteLevel(const QJsonObject& description, std::optional<bool> prefixSpace, const JsonPlace& place)
{
    const bool ownPrefixSpace = flag(description, QStringLiteral("add_prefix_space"), false, place);
    return std::make_unique<const ByteLevelPreTokenizer>(
        prefixSpace.value_or(ownPrefixSpace), flag(description, QStringLiteral("use_regex"), true, place));
}

Step makeSplit(const QJsonObject& description, const JsonPlace& place)
{
    return std::make_unique<const PatternSplit>(
        TextPattern(description[QLatin1String("pattern")], place.child(QStringLiteral("pattern"))),
        readSplitBehavior(description[QLatin1String("behavior")], place.child(QStringLiteral("behavior"))),
        flag(description, QStringLiteral("invert"), false, place));
}

Step makeDigits(const QJsonObject& description, const JsonPlace& place)
{
    const bool single = flag(description, QStringLiteral("individual_digits"), false, place);
    return std::make_unique<const CharacterSplit>(
        &isNumberCharacter, single ? SplitBehavior::Isolated : SplitBehavior::Contiguous);
}

Step makePunctuation(const QJsonObject& description, const JsonPlace& place)
{
    const QString field = QStringLiteral("behavior");
    const SplitBehavior behavior = description.contains(field)
        ? readSplitBehavior(description[field], place.child(field))
        : SplitBehavior::Isolated;
    return std::make_unique<const CharacterSplit>(&isPunctuationCharacter, behavior);
}

Step makeWhitespaceSplit(const QJsonObject&, const JsonPlace&)
{
    return std::make_unique<const CharacterSplit>(&isSpaceCharacter, SplitBehavior::Removed);
}

Step makeWhitespace(const QJsonObject&, const JsonPlace&)
{
    return std::make_unique<const WordsAndSigns>();
}

MetaspacePreTokenizer::Prepend readPrepend(const QJsonObject& description, const JsonPlace& place)
{
    using Prepend = MetaspacePreTokenizer::Prepend;
    static const std::map<QString, Prepend> schemes{
        {QStringLiteral("always"), Prepend::Always},
        {QStringLiteral("first"), Prepend::First},
        {QStringLiteral("never"), Prepend::Never},
    };
    const QString field = QStringLiteral("prepend_scheme");
    // Older files know a yes and a no only.
    const bool older = flag(description, QStringLiteral("add_prefix_space"), true, place);
    if (!description.contains(field))
        return older ? Prepend::Always : Prepend::Never;
    const QString name = requireString(description[field], place.child(field));
    const auto found = schemes.find(name);
    if (found == schemes.end())
        throw badInput(QStringLiteral("%1 %2 is not supported; supported: \"always\", \"first\", \"never\"")
                           .arg(place.child(field).text(), quoted(name)));
    if (!older && found->second != Prepend::Never)
        throw badInput(QStringLiteral("%1 is false, but prepend_scheme is %2")
                           .arg(place.child(QStringLiteral("add_prefix_space")).text(), quoted(name)));
    return found->second;
}

Step makeMetaspace(const QJsonObject& description, const JsonPlace& place)
{
    const QString field = QStringLiteral("replacement");
    const QString replacement = requireString(description[field], place.child(field));
    if (replacement.size() != 1 || replacement[0].isSurrogate())
        throw badInput(QStringLiteral("%1 is %2; expected one character")
                           .arg(place.child(field).text(), quoted(replacement)));
    return std::make_unique<const MetaspacePreTokenizer>(
        replacement[0], readPrepend(description, place),
        flag(description, QStringLiteral("split"), true, place));
}

// Every kind of step that can be read, beside ByteLevel and Sequence; any other is refused by its name.
const std::map<QString, Maker>& makers()
{
    static const std::map<QString, Maker> table{
        {QStringLiteral("Digits"), &makeDigits},
        {QStringLiteral("Metaspace"), &makeMetaspace},
        {QStringLiteral("Punctuation"), &makePunctuation},
        {QStringLiteral("Split"), &makeSplit},
        {QStringLiteral("Whitespace"), &makeWhitespace},
        {QStringLiteral("WhitespaceSplit"), &makeWhitespaceSplit},
    };
    return table;
}

QString supportedTypes()
{
    QStringList names{byteLevelType, sequenceType};
    for (const auto& [name, maker] : makers())
        names << name;
    names.sort();
    return QLatin1Char('"') + names.join(QStringLiteral("\", \"")) + QLatin1Char('"');
}

// Steps of a Sequence and of the Sequences in it, one after the other.
void appendSteps(
    const QJsonValue& description, std::optional<bool> prefixSpace, const JsonPlace& place, bool& byteLevel,
    std::vector<Step>& steps, int depth = 0)
{
    constexpr int deepest = 8;
    const QJsonObject object = requireObject(description, place);
    const QString type = requireString(object[QLatin1String("type")], place.child(QStringLiteral("type")));
    if (byteLevel)
        throw badInput(
            QStringLiteral("%1 %2 stands after \"ByteLevel\"; only a \"ByteLevel\" at the end is supported")
                .arg(place.text(), quoted(type)));
    if (type == sequenceType && depth < deepest) {
        const JsonPlace list = place.child(QStringLiteral("pretokenizers"));
        const QJsonArray entries = requireArray(object[QLatin1String("pretokenizers")], list);
        for (qsizetype i = 0; i < entries.size(); ++i)
            appendSteps(entries[i], std::nullopt, list.item(i), byteLevel, steps, depth + 1);
        return;
    }
    if (type == byteLevelType) {
        byteLevel = true;
        steps.push_back(makeByteLevel(object, prefixSpace, place));
        return;
    }
    const auto maker = makers().find(type);
    if (maker == makers().end())
        throw badInput(QStringLiteral("%1 %2 is not supported; supported: %3")
                           .arg(place.text(), quoted(type), supportedTypes()));
    steps.push_back(maker->second(object, place));
}

} // namespace

PreTokenization
makePreTokenizer(const QJsonValue& description, std::optional<bool> prefixSpace, const QString& file)
{
    PreTokenization result;
    if (description.isNull() || description.isUndefined())
        return result;
    std::vector<Step> steps;
    appendSteps(description, prefixSpace, {file, QStringLiteral("pre_tokenizer")}, result.byteLevel, steps);
    if (steps.size() == 1)
        result.step = std::move(steps.front());
    else if (!steps.empty())
        result.step = std::make_unique<const SequencePreTokenizer>(std::move(steps));
    return result;
}

} // namespace headwaters
