#include "widgets/circuit/edgecard.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr std::size_t shownDirections = 5; // the rest is one line
constexpr std::size_t shownTokens = 4;
constexpr double allowedResidual = 1e-4; // of the score, float32 engines included

QString tr(const char* text)
{
    return QCoreApplication::translate("EdgeCard", text);
}

QString decimals(double value)
{
    return signedText(value, 2);
}

DirectionLine lineOf(const EdgeEvidence& evidence, const EdgeEvidence::Share& share, double largest)
{
    return {
        share.direction,
        tr("direction %1").arg(share.direction),
        decimals(share.value),
        shareText(share.value / evidence.sum),
        largest > 0 ? share.value / largest : 0,
        share.isListed};
}

std::vector<DirectionLine> directionLines(const EdgeEvidence& evidence)
{
    std::vector<DirectionLine> lines;
    if (evidence.shares.empty())
        return lines;
    double rest = 0;
    double largest = std::abs(evidence.shares.front().value);
    std::size_t others = 0;
    // Listed directions always have a line of their own.
    std::vector<EdgeEvidence::Share> shown;
    for (const EdgeEvidence::Share& share : evidence.shares) {
        if (shown.size() < shownDirections || share.isListed) {
            shown.push_back(share);
            continue;
        }
        rest += share.value;
        ++others;
    }
    largest = std::max(largest, std::abs(rest));
    for (const EdgeEvidence::Share& share : shown)
        lines.push_back(lineOf(evidence, share, largest));
    if (others > 0)
        lines.push_back(
            {-1, others == 1 ? tr("1 other") : tr("%1 others").arg(others), decimals(rest),
             shareText(rest / evidence.sum), largest > 0 ? rest / largest : 0, false});
    return lines;
}

void addEvidence(EdgeCard& card, const CircuitModel& model)
{
    const auto evidence = model.evidence();
    if (!evidence) {
        card.note =
            model.evidenceNote().isEmpty() ? tr("Its directions are on their way.") : model.evidenceNote();
        return;
    }
    card.directions = directionLines(*evidence);
    card.sum = decimals(evidence->sum);
    card.scoreNote = tr("of the score's %1 above the mean key.").arg(logitText(evidence->score));
    const double allowed = allowedResidual * (1 + std::abs(evidence->score));
    card.isWithin = std::abs(evidence->residual) <= allowed; // false for NaN
    const QString mark(QChar(card.isWithin ? 0x2713 : 0x00D7));
    card.residual = card.isWithin ? tr("Residual %1 %2").arg(numberText(evidence->residual, 6), mark)
                                  : tr("Residual %1, allowed %2 %3")
                                        .arg(numberText(evidence->residual, 6), numberText(allowed, 6), mark);
}

std::vector<ReadToken> readTokens(const std::vector<TokenReading>& readings, const TokenNames& names)
{
    std::vector<ReadToken> tokens;
    for (const TokenReading& reading : readings) {
        if (tokens.size() == shownTokens)
            break;
        tokens.push_back(
            {names ? names(reading.id) : QStringLiteral("#%1").arg(reading.id),
             numberText(reading.value, 1)});
    }
    return tokens;
}

void addTrials(EdgeCard& card, const CircuitModel& model)
{
    const EdgeTrial* removed = model.trial(EdgeOperation::Remove);
    const EdgeTrial* boosted = model.trial(EdgeOperation::Boost);
    const EdgeTrial* any = removed ? removed : boosted;
    TrialLine before{tr("as it is"), unknownText(), unknownText()};
    if (any) {
        before.difference = signedLogitText(any->result.cleanDifference);
        before.attention = probabilityText(any->result.cleanAttention);
    }
    card.trials.push_back(before);
    const auto add = [&](const EdgeTrial* trial, const QString& label, const QString& control) {
        if (!trial)
            return;
        card.trials.push_back(
            {label, signedLogitText(trial->result.changedDifference),
             probabilityText(trial->result.changedAttention), false, trial == &model.desk().trials.back()});
        if (trial->control)
            card.trials.push_back(
                {control, signedLogitText(trial->control->changedDifference),
                 probabilityText(trial->control->changedAttention), true, false});
    };
    add(removed, tr("removed"), tr("  random instead"));
    add(boosted, tr("boosted"), tr("  random instead"));
}

QString listed(const std::vector<int>& directions)
{
    QStringList texts;
    for (const int direction : directions)
        texts << QString::number(direction);
    if (texts.size() > 6)
        texts = texts.mid(0, 5) << QChar(0x2026);
    return directions.size() == 1 ? tr("direction %1").arg(texts.front())
                                  : tr("directions %1").arg(texts.join(QStringLiteral(", ")));
}

void append(QStringList& lines, const std::vector<ReadToken>& tokens, const QString& head)
{
    if (tokens.empty())
        return;
    lines << head;
    for (const ReadToken& token : tokens)
        lines << token.label + u'\t' + token.value;
}

void append(QStringList& lines, const QVector<ValueRow::Content>& rows)
{
    for (const ValueRow::Content& row : rows) {
        QStringList words;
        for (const ValueRow::Part& part : row.label)
            words << part.text;
        lines << words.join(u' ') + u'\t' + row.value;
    }
}

} // namespace

EdgeCard
makeEdgeCard(const CircuitModel& model, const QString& into, const QString& pair, const TokenNames& names)
{
    EdgeCard card;
    const Circuit& circuit = *model.circuit();
    const CircuitEdge& edge = *model.lockedEdge();
    const CircuitNode& from = circuit.nodes[static_cast<std::size_t>(edge.from)];
    const CircuitNode& to = circuit.nodes[static_cast<std::size_t>(edge.to)];
    card.which = edge.side;
    card.isRoot = isRootEdge(circuit, edge);
    card.title =
        QStringLiteral("%1 → %2").arg(partName(from), card.isRoot && !into.isEmpty() ? into : partName(to));
    card.place = from.destination.isEmpty() ? QString() : circuitToken(from.destination);
    card.side =
        card.place.isEmpty() ? sideText(circuit, edge) : tr("%1, written at").arg(sideText(circuit, edge));
    if (!edge.isConnector)
        card.rows << ValueRow::Content{
            {{tr("weight")}},
            weightText(circuit.request.method, edge.weight),
            &Colours::text,
            {},
            weightUnit(circuit.request.method)};
    if (circuit.graphs > 1 && !edge.prompts.empty())
        card.rows << ValueRow::Content{
            {{tr("in prompts")}}, tr("%1 of %2").arg(edge.prompts.size()).arg(circuit.graphs)};
    if (edge.count)
        card.rows << ValueRow::Content{{{tr("firings with it")}}, QString::number(*edge.count)};
    addEvidence(card, model);
    card.direction = model.direction();
    if (const auto reading = model.reading()) {
        card.query = readTokens(reading->query, names);
        card.key = readTokens(reading->key, names);
        card.written = readTokens(reading->written, names);
    }
    const std::vector<int> directions = model.changedDirections();
    card.changedCount = static_cast<int>(directions.size());
    card.changed = directions.empty() ? QString() : listed(directions);
    card.pair = pair;
    addTrials(card, model);
    return card;
}

QString EdgeCard::text() const
{
    QStringList lines{title, side + u' ' + place};
    append(lines, rows);
    if (!note.isEmpty())
        lines << note;
    if (!directions.empty()) {
        lines << QString() << tr("What it adds, by direction");
        for (const DirectionLine& line : directions)
            lines << QStringList{line.label, line.value, line.share}.join(u'\t');
        lines << tr("sum") + u'\t' + sum << scoreNote << residual;
    }
    if (direction && !query.empty()) {
        lines << QString() << tr("Direction %1").arg(*direction);
        append(lines, query, tr("reads on the query side"));
        append(lines, key, tr("reads on the key side"));
        append(lines, written, tr("writes"));
    }
    if (trials.size() > 1) {
        lines << QString() << QStringList{tr("Change this edge"), pair, tr("attention")}.join(u'\t');
        for (const TrialLine& line : trials)
            lines << QStringList{line.label.trimmed(), line.difference, line.attention}.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace headwaters
