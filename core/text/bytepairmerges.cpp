#include "core/text/bytepairmerges.h"

#include "core/base/error.h"
#include "core/text/bytealphabet.h"
#include "core/text/pairqueue.h"
#include "core/text/utf8.h"

#include <QJsonArray>

#include <algorithm>
#include <functional>
#include <iterator>

namespace headwaters {

namespace {

constexpr int none = -1;

std::uint64_t pairKey(TokenId left, TokenId right)
{
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32)
        | static_cast<std::uint32_t>(right);
}

std::optional<MergeRule> splitRule(QStringView line, qsizetype number)
{
    const qsizetype space = line.indexOf(QLatin1Char(' '));
    if (space <= 0 || space == line.size() - 1 || line.indexOf(QLatin1Char(' '), space + 1) >= 0)
        return std::nullopt;
    return MergeRule{line.left(space).toString(), line.mid(space + 1).toString(), number};
}

Error notAMerge(const QString& line, const QString& place)
{
    return badInput(QStringLiteral("%1: %2 is not a merge; expected two tokens separated by one space")
                        .arg(place, quoted(line)));
}

Error notInVocabulary(std::string_view symbol, bool isCharacter)
{
    const auto hex = [](char32_t code, int digits) {
        return QStringLiteral("%1").arg(static_cast<uint>(code), digits, 16, QLatin1Char('0')).toUpper();
    };
    const QString what = isCharacter
        ? QStringLiteral("character U+") + hex(utf8At(symbol, 0).character, 4)
        : QStringLiteral("byte 0x") + hex(static_cast<unsigned char>(symbol.front()), 2);
    return badInput(QStringLiteral("The text holds the %1, for which the vocabulary has no token").arg(what));
}

QString decodeUtf8(const QByteArray& bytes, const QString& file)
{
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    qsizetype line = 1;
    for (std::size_t at = 0; at < view.size();) {
        const Utf8Step step = utf8At(view, at);
        if (!step.valid)
            throw badInput(QStringLiteral("%1: not valid UTF-8").arg(mergesLine(file, line)));
        line += step.character == U'\n' ? 1 : 0;
        at += step.length;
    }
    return QString::fromUtf8(bytes);
}

} // namespace

QString mergesLine(const QString& file, qsizetype number)
{
    return QStringLiteral("%1, line %2").arg(file).arg(number);
}

std::vector<MergeRule> readMergesText(const QByteArray& bytes, const QString& file)
{
    // A tokenizer without merges still has the version line; nothing at all is a download that failed.
    if (bytes.isEmpty())
        throw badInput(QStringLiteral("%1: the file is empty").arg(file));
    const QString text = decodeUtf8(bytes, file);
    std::vector<MergeRule> rules;
    qsizetype number = 1;
    for (qsizetype begin = 0; begin < text.size(); ++number) {
        const qsizetype newline = text.indexOf(QLatin1Char('\n'), begin);
        const qsizetype end = newline < 0 ? text.size() : newline;
        QStringView line = QStringView(text).mid(begin, end - begin);
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        begin = end + 1;
        if (line.startsWith(QLatin1String("#version")))
            continue;
        std::optional<MergeRule> rule = splitRule(line, number);
        if (!rule)
            throw notAMerge(line.toString(), mergesLine(file, number));
        rules.push_back(std::move(*rule));
    }
    return rules;
}

std::vector<MergeRule> readMergesJson(const QJsonValue& value, const JsonPlace& place)
{
    const QJsonArray entries = requireArray(value, place);
    std::vector<MergeRule> rules;
    rules.reserve(static_cast<std::size_t>(entries.size()));
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QJsonValue entry = entries[i];
        if (entry.isString()) {
            const QString line = entry.toString();
            std::optional<MergeRule> rule = splitRule(line, i);
            if (!rule)
                throw notAMerge(line, place.item(i).text());
            rules.push_back(std::move(*rule));
            continue;
        }
        const QJsonArray pair = entry.toArray();
        if (pair.size() != 2 || !pair[0].isString() || !pair[1].isString())
            throw badInput(QStringLiteral("%1 is %2; expected two tokens, as one text or as a list of two")
                               .arg(place.item(i).text(), describe(entry)));
        rules.push_back({pair[0].toString(), pair[1].toString(), i});
    }
    return rules;
}

std::vector<MergeRule>
readMergesList(const QStringList& lines, const std::function<QString(qsizetype index)>& place)
{
    std::vector<MergeRule> rules;
    rules.reserve(static_cast<std::size_t>(lines.size()));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        std::optional<MergeRule> rule = splitRule(lines[i], i);
        if (!rule)
            throw notAMerge(lines[i], place(i));
        rules.push_back(std::move(*rule));
    }
    return rules;
}

BytePairMerges::BytePairMerges(
    const Vocabulary& vocabulary, const std::vector<MergeRule>& rules,
    const std::function<QString(qsizetype number)>& place, const BytePairSettings& settings)
    : m_settings(settings)
{
    const bool characters = settings.symbols == BytePairSettings::Symbols::Characters;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const auto value = static_cast<unsigned char>(byte);
        const QString text = characters ? byteTokenText(value) : QString(byteCharacter(value));
        m_byteTokens[byte] = vocabulary.id(text).value_or(none);
    }
    for (TokenId id = 0; characters && id < vocabulary.size(); ++id) {
        const QString text = vocabulary.text(id);
        if (text.size() == 1 || (text.size() == 2 && text[0].isHighSurrogate()))
            m_characterTokens.emplace(text.size() == 1 ? text[0].unicode() : text.toUcs4().front(), id);
    }
    m_merges.reserve(rules.size());
    std::uint32_t rank = 0;
    for (const MergeRule& rule : rules) {
        const auto require = [&](const QString& text, const QString& what) {
            const std::optional<TokenId> id = vocabulary.id(text);
            if (!id)
                throw badInput(QStringLiteral("%1: %2 %3 is not in the vocabulary")
                                   .arg(place(rule.number), what, quoted(text)));
            return *id;
        };
        const TokenId left = require(rule.left, QStringLiteral("the first part"));
        const TokenId right = require(rule.right, QStringLiteral("the second part"));
        const TokenId result = require(rule.left + rule.right, QStringLiteral("the result"));
        m_merges[pairKey(left, right)] = {rank++, result};
    }
}

std::size_t BytePairMerges::PairHash::operator()(std::uint64_t pair) const noexcept
{
    return static_cast<std::size_t>((pair ^ (pair >> 29)) * 0x9E3779B97F4A7C15ULL >> 7);
}

bool BytePairMerges::appendBytes(std::string_view bytes, std::vector<TokenId>& out) const
{
    const auto token = [this](char byte) { return m_byteTokens[static_cast<unsigned char>(byte)]; };
    if (std::any_of(bytes.begin(), bytes.end(), [&token](char byte) { return token(byte) == none; }))
        return false;
    std::transform(bytes.begin(), bytes.end(), std::back_inserter(out), token);
    return true;
}

std::vector<TokenId> BytePairMerges::symbolsOf(std::string_view piece) const
{
    const bool characters = m_settings.symbols == BytePairSettings::Symbols::Characters;
    std::vector<TokenId> ids;
    ids.reserve(piece.size());
    bool afterUnknown = false;
    for (std::size_t at = 0; at < piece.size();) {
        const Utf8Step step = characters ? utf8At(piece, at) : Utf8Step{0, 1, true};
        const std::string_view symbol = piece.substr(at, step.length);
        at += step.length;
        const auto known = characters ? m_characterTokens.find(step.character) : m_characterTokens.end();
        if (known != m_characterTokens.end())
            ids.push_back(known->second);
        const bool found = known != m_characterTokens.end()
            || ((!characters || m_settings.byteFallback) && appendBytes(symbol, ids));
        if (!found && !m_settings.unknown)
            throw notInVocabulary(symbol, characters);
        if (!found && !(afterUnknown && m_settings.fuseUnknown))
            ids.push_back(*m_settings.unknown);
        afterUnknown = !found;
    }
    return ids;
}

void BytePairMerges::encode(std::string_view piece, std::vector<TokenId>& out) const
{
    using Queue = PairQueue<std::uint32_t>;
    Queue queue(symbolsOf(piece));
    queue.run(
        [&](int left, int right) -> Queue::Merge {
            const auto found = m_merges.find(pairKey(queue.at(left).id, queue.at(right).id));
            return found == m_merges.end() ? std::nullopt : Queue::Merge(found->second);
        },
        [](int, int) {});
    for (int position = queue.first(); position != none; position = queue.at(position).next)
        out.push_back(queue.at(position).id);
}

} // namespace headwaters
