#include "core/text/bytepairmerges.h"

#include "core/base/error.h"
#include "core/text/bytealphabet.h"
#include "core/text/utf8.h"

#include <QJsonArray>

#include <algorithm>
#include <functional>
#include <queue>

namespace headwaters {

namespace {

constexpr int none = -1;

std::uint64_t pairKey(TokenId left, TokenId right)
{
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32)
        | static_cast<std::uint32_t>(right);
}

// A symbol of the piece; merged ones stay in place with length 0, so that positions never move.
struct Symbol {
    TokenId id;
    int previous;
    int next;
    bool alive;
};

// A merge that was possible when it was queued; it is checked again when its turn comes.
struct Candidate {
    std::uint32_t rank;
    int position;
    TokenId result;
    bool operator<(const Candidate& other) const
    {
        return rank != other.rank ? rank > other.rank : position > other.position;
    }
};

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

BytePairMerges::BytePairMerges(
    const Vocabulary& vocabulary, const std::vector<MergeRule>& rules,
    const std::function<QString(qsizetype number)>& place, const BytePairSettings& settings)
    : m_settings(settings)
{
    for (std::size_t byte = 0; byte < 256; ++byte)
        m_byteTokens[byte] = vocabulary.id(byteCharacter(static_cast<unsigned char>(byte))).value_or(none);
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

const BytePairMerges::Merge* BytePairMerges::merge(TokenId left, TokenId right) const
{
    const auto found = m_merges.find(pairKey(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

std::vector<TokenId> BytePairMerges::bytesAsTokens(std::string_view piece) const
{
    std::vector<TokenId> ids;
    ids.reserve(piece.size());
    bool afterUnknown = false;
    for (const char character : piece) {
        const auto byte = static_cast<unsigned char>(character);
        const TokenId id = m_byteTokens[byte];
        if (id == none && !m_settings.unknown)
            throw badInput(
                QStringLiteral("The text holds the byte 0x%1, for which the vocabulary has no token")
                    .arg(static_cast<int>(byte), 2, 16, QLatin1Char('0')));
        if (id != none)
            ids.push_back(id);
        else if (!(afterUnknown && m_settings.fuseUnknown))
            ids.push_back(*m_settings.unknown);
        afterUnknown = id == none;
    }
    return ids;
}

// The piece is a linked list of symbols, and every possible merge waits in a heap ordered by rank, then by
// position. A merge that is carried out makes at most two new candidates; candidates whose symbols have
// changed since are recognised and dropped when they come up, which is cheaper than finding them in the heap.
void BytePairMerges::encode(std::string_view piece, std::vector<TokenId>& out) const
{
    const std::vector<TokenId> start = bytesAsTokens(piece);
    const int count = static_cast<int>(start.size());
    std::vector<Symbol> symbols;
    symbols.reserve(start.size());
    for (int i = 0; i < count; ++i)
        symbols.push_back({start[static_cast<std::size_t>(i)], i - 1, i + 1 < count ? i + 1 : none, true});
    const auto at = [&symbols](int position) -> Symbol& {
        return symbols[static_cast<std::size_t>(position)];
    };

    std::vector<Candidate> first;
    for (int i = 0; i + 1 < count; ++i) {
        if (const Merge* found = merge(at(i).id, at(i + 1).id))
            first.push_back({found->rank, i, found->result});
    }
    std::priority_queue<Candidate> queue(std::less<Candidate>(), std::move(first));
    const auto consider = [&](int position) {
        if (position == none || at(position).next == none)
            return;
        if (const Merge* found = merge(at(position).id, at(at(position).next).id))
            queue.push({found->rank, position, found->result});
    };
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol& left = at(best.position);
        if (!left.alive || left.next == none)
            continue;
        Symbol& right = at(left.next);
        const Merge* still = merge(left.id, right.id);
        if (still == nullptr || still->result != best.result)
            continue;
        left.id = best.result;
        left.next = right.next;
        right.alive = false;
        if (left.next != none)
            at(left.next).previous = best.position;
        consider(left.previous);
        consider(best.position);
    }
    for (int position = count > 0 ? 0 : none; position != none; position = at(position).next)
        out.push_back(at(position).id);
}

} // namespace headwaters
