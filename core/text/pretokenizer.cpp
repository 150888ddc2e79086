#include "core/text/pretokenizer.h"

#include "core/base/error.h"
#include "core/text/characterclass.h"
#include "core/text/jsonfields.h"
#include "core/text/utf8.h"

#include <array>
#include <map>
#include <string>

namespace headwaters {

namespace {

// The scanner follows the pattern alternative by alternative. It is exact because no alternative needs to go
// back over more than one character: only `\s+(?!\S)` gives one space back, to the word that follows.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) { }

    std::size_t pieceEnd(std::size_t begin) const
    {
        if (const std::size_t end = contractionEnd(begin))
            return end;
        const std::size_t body = m_text[begin] == ' ' ? begin + 1 : begin;
        if (body < m_text.size()) {
            const CharacterClass kind = at(body).kind;
            if (kind != CharacterClass::Space)
                return runEnd(body, kind);
        }
        return spacesEnd(begin);
    }

private:
    struct Character {
        CharacterClass kind;
        std::size_t length;
    };

    Character at(std::size_t position) const
    {
        const Utf8Step step = utf8At(m_text, position);
        return {characterClass(step.character), step.length};
    }

    std::size_t contractionEnd(std::size_t begin) const
    {
        constexpr std::array<std::string_view, 7> endings{"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};
        if (m_text[begin] == '\'') {
            for (const std::string_view ending : endings) {
                if (m_text.substr(begin, ending.size()) == ending)
                    return begin + ending.size();
            }
        }
        return 0;
    }

    std::size_t runEnd(std::size_t begin, CharacterClass kind) const
    {
        std::size_t end = begin;
        while (end < m_text.size()) {
            const Character next = at(end);
            if (next.kind != kind)
                break;
            end += next.length;
        }
        return end;
    }

    std::size_t spacesEnd(std::size_t begin) const
    {
        std::size_t end = begin;
        std::size_t last = begin;
        while (end < m_text.size()) {
            const Character next = at(end);
            if (next.kind != CharacterClass::Space)
                break;
            last = end;
            end += next.length;
        }
        return end == m_text.size() || last == begin ? end : last;
    }

    std::string_view m_text;
};

using Maker = std::unique_ptr<const PreTokenizer> (*)(
    const QJsonObject& description, std::optional<bool> prefixSpace, const JsonPlace& place);

std::unique_ptr<const PreTokenizer>
makeByteLevel(const QJsonObject& description, std::optional<bool> prefixSpace, const JsonPlace& place)
{
    const auto flag = [&](const QString& name, bool otherwise) {
        return boolOr(description[name], otherwise, place.child(name));
    };
    const bool ownPrefixSpace = flag(QStringLiteral("add_prefix_space"), false);
    return std::make_unique<const ByteLevelPreTokenizer>(
        prefixSpace.value_or(ownPrefixSpace), flag(QStringLiteral("use_regex"), true));
}

// Every kind of step that can be read; a kind that is not here is refused by its name.
const std::map<QString, Maker>& makers()
{
    static const std::map<QString, Maker> table{{QStringLiteral("ByteLevel"), &makeByteLevel}};
    return table;
}

} // namespace

ByteLevelPreTokenizer::ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex)
    : m_addPrefixSpace(addPrefixSpace),
      m_useRegex(useRegex)
{
}

void ByteLevelPreTokenizer::split(std::string_view text, const Sink& sink) const
{
    std::string prefixed;
    if (m_addPrefixSpace && !text.empty() && text.front() != ' ') {
        prefixed.reserve(text.size() + 1);
        prefixed.append(1, ' ').append(text);
        text = prefixed;
    }
    if (!m_useRegex) {
        if (!text.empty())
            sink(text);
        return;
    }
    const Scanner scanner(text);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = scanner.pieceEnd(begin);
        sink(text.substr(begin, end - begin));
        begin = end;
    }
}

std::unique_ptr<const PreTokenizer>
makePreTokenizer(const QJsonValue& description, std::optional<bool> prefixSpace, const QString& file)
{
    const JsonPlace place{file, QStringLiteral("pre_tokenizer")};
    const QJsonObject object = requireObject(description, place);
    const QString type = requireString(object[QLatin1String("type")], place.child(QStringLiteral("type")));
    const auto maker = makers().find(type);
    if (maker == makers().end())
        throw badInput(QStringLiteral("%1 %2 is not supported; supported: \"ByteLevel\"")
                           .arg(place.text(), quoted(type)));
    return maker->second(object, prefixSpace, place);
}

} // namespace headwaters
