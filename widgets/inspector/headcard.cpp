#include "widgets/inspector/headcard.h"

#include "widgets/common/numberformat.h"
#include "widgets/common/sharedheads.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

using Content = ValueRow::Content;
using Part = ValueRow::Part;

// A sum of float32 terms may miss a float32 sum taken in another order by this much of 1 + |value|.
constexpr double allowedResidual = 1e-4;

QString tr(const char* text)
{
    return QCoreApplication::translate("HeadCard", text);
}

// Makes the sections of one card; holds what they share.
class CardMaker {
public:
    CardMaker(
        const RunResult& run, const HeadDetail& detail, const HeadNumbers& numbers,
        const SelectionState& selection, QString pairOfTokens)
        : m_run(run),
          m_detail(detail),
          m_numbers(numbers),
          m_pairOfTokens(std::move(pairOfTokens))
    {
        if (selection.destination && *selection.destination < detail.size)
            m_destination = selection.destination;
        if (selection.source && *selection.source < detail.size)
            m_source = selection.source;
        m_hasPair = m_destination && m_source && *m_source <= *m_destination;
    }

    HeadCard::Section prompt() const
    {
        HeadCard::Section section{tr("On this prompt"), Origin::Measured, {}, {}};
        if (!m_hasPair) {
            section.note = tr("Hover or lock a pair of tokens to read its attention and score.");
            return section;
        }
        Content attention{
            {{tr("attention")}, chip(*m_destination), {QString(QChar(0x2192))}, chip(*m_source)},
            probabilityText(at(m_detail.pattern))};
        attention.tip = tr("Position %1 reads position %2").arg(*m_destination).arg(*m_source);
        section.rows << attention;
        section.rows << Content{{{tr("score before softmax")}}, logitText(at(m_detail.scores))};
        return section;
    }

    HeadCard::Section strength(std::optional<double> headEffect) const
    {
        HeadCard::Section section{tr("Strength and effect"), Origin::Derived, {}, {}};
        if (m_hasPair) {
            section.rows << Content{
                {{tr("value-weighted")}},
                numberText(m_numbers.valueWeighted.at(*m_destination, *m_source), 3),
                &Colours::text,
                {},
                tr("Attention × norm of v W_O of the source")};
            section.rows << effectRow(
                tr("effect of this pair"), m_numbers.effect.at(*m_destination, *m_source));
        }
        section.rows
            << (headEffect ? effectRow(tr("effect of the head"), *headEffect)
                           : Content{{{tr("effect of the head")}}, unknownText()});
        if (!m_numbers.entropy.empty()) {
            const double sum = std::accumulate(m_numbers.entropy.begin(), m_numbers.entropy.end(), 0.0);
            section.rows << Content{
                {{tr("entropy, mean of rows")}},
                tr("%1 bits").arg(bitsText(sum / static_cast<double>(m_numbers.entropy.size())))};
        }
        if (m_destination)
            section.rows << Content{
                {{tr("entropy of")}, chip(*m_destination)},
                tr("%1 bits").arg(bitsText(m_numbers.entropy[index(*m_destination)]))};
        section.note = tr("Effects in logits on %1; the final norm's scale is held.").arg(m_pairOfTokens);
        return section;
    }

    HeadCard::Section mass() const
    {
        HeadCard::Section section{tr("Received and given"), Origin::Derived, {}, {}};
        std::vector<int> order;
        for (int position = 0; position < m_detail.size; ++position) {
            if (m_numbers.received[index(position)] > 0)
                order.push_back(position);
        }
        std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
            return m_numbers.received[index(a)] > m_numbers.received[index(b)];
        });
        const double largest = order.empty() ? 1.0 : m_numbers.received[index(order.front())];
        for (const int position : firstOf(order)) {
            const double received = m_numbers.received[index(position)];
            section.rows << Content{
                {chip(position), place(position)},
                numberText(received, 2),
                &Colours::text,
                ValueRow::Bar{received / largest, false},
                tr("Attention that position %1 receives, summed over all queries").arg(position)};
        }
        addRest(section, order.size());
        const int destination = m_destination.value_or(m_detail.size - 1);
        section.rows << Content{
            {{tr("given by")}, chip(destination), place(destination)},
            probabilityText(m_numbers.given[index(destination)]),
            &Colours::text,
            {},
            tr("Attention of this row that does not rest on a sink")};
        QStringList sinks;
        for (const int sink : m_numbers.sinks)
            sinks << QStringLiteral("%1 @%2").arg(label(sink)).arg(sink);
        section.note = tr("Attention summed over all tokens that read. Left out as a sink: %1.")
                           .arg(sinks.join(QStringLiteral(", ")));
        return section;
    }

    HeadCard::Section sources(std::optional<double> headEffect) const
    {
        HeadCard::Section section{tr("Effect by source token"), Origin::Derived, {}, {}};
        if (m_detail.size == 0)
            return section;
        const int last = m_detail.size - 1;
        std::vector<int> order(index(m_detail.size));
        std::iota(order.begin(), order.end(), 0);
        const auto effect = [this, last](int source) { return m_numbers.effect.at(last, source); };
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            return std::abs(effect(a)) > std::abs(effect(b));
        });
        double sum = 0;
        for (const int source : order)
            sum += static_cast<double>(effect(source));
        const double largest = std::abs(effect(order.front()));
        for (const int source : firstOf(order)) {
            Content row = effectRow({}, effect(source));
            row.label = {chip(source), place(source)};
            row.bar = ValueRow::Bar{largest > 0 ? effect(source) / largest : 0.0, true};
            section.rows << row;
        }
        addRest(section, order.size());
        section.rows << effectRow(tr("sum of all sources"), sum);
        if (headEffect)
            section.rows << residualRow(sum - *headEffect, *headEffect);
        section.note = tr("At the last position, in logits on %1.").arg(m_pairOfTokens);
        return section;
    }

private:
    static std::size_t index(int position) { return static_cast<std::size_t>(position); }

    float at(const std::vector<float>& matrix) const
    {
        return matrix[index(*m_destination) * index(m_detail.size) + index(*m_source)];
    }

    bool isBeginOfText(int position) const { return position == 0 && m_run.startsWithBeginOfText; }

    QString label(int position) const
    {
        return isBeginOfText(position) ? QStringLiteral("bos") : tokenLabel(m_run.tokens[index(position)]);
    }

    Part chip(int position) const { return {label(position), true, isBeginOfText(position)}; }
    static Part place(int position) { return {QStringLiteral("@%1").arg(position)}; }

    static std::vector<int> firstOf(const std::vector<int>& order)
    {
        const auto count = std::min(order.size(), static_cast<std::size_t>(shownRows));
        return {order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count)};
    }

    static void addRest(HeadCard::Section& section, std::size_t all)
    {
        if (all <= static_cast<std::size_t>(shownRows))
            return;
        Content rest{{{tr("and %1 more").arg(all - static_cast<std::size_t>(shownRows))}}, {}};
        rest.quiet = true;
        section.rows << rest;
    }

    static Content effectRow(const QString& label, double effect)
    {
        const QString text = signedLogitText(effect);
        const bool zero = text == signedLogitText(0);
        return {{{label}}, text, zero ? &Colours::text : effect < 0 ? &Colours::neg : &Colours::pos};
    }

    static Content residualRow(double residual, double effect)
    {
        const double allowed = allowedResidual * (1 + std::abs(effect));
        const bool within = std::abs(residual) <= allowed; // false for NaN
        const QString mark(QChar(within ? 0x2713 : 0x00D7));
        Content row{
            {{tr("residual to the head's effect")}},
            QStringLiteral("%1 %2").arg(signedText(residual, 6), mark),
            within ? &Colours::ok : &Colours::danger,
            {},
            tr("Allowed: %1").arg(numberText(allowed, 6))};
        if (!within)
            row.label = {{tr("residual, allowed %1").arg(numberText(allowed, 6))}};
        return row;
    }

    const RunResult& m_run;
    const HeadDetail& m_detail;
    const HeadNumbers& m_numbers;
    QString m_pairOfTokens; // `·Mary − ·John`
    std::optional<int> m_destination;
    std::optional<int> m_source;
    bool m_hasPair = false;
};

std::optional<double> effectOf(const HeadDetail& detail, const EffectSummary* effects)
{
    if (!effects || effects->run != detail.run || effects->target != detail.target
        || effects->rival != detail.rival)
        return std::nullopt;
    const auto layer = static_cast<std::size_t>(detail.head.layer);
    const auto head = static_cast<std::size_t>(detail.head.head);
    if (layer >= effects->heads.size() || head >= effects->heads[layer].size())
        return std::nullopt;
    return effects->heads[layer][head];
}

QVector<Content> groupRows(HeadIndex head, const HeadGroups& groups)
{
    if (!groups.isGrouped())
        return {};
    Content group{{{tr("key/value group")}}, tr("%1 of %2").arg(groups.of(head.head)).arg(groups.count())};
    group.tip = tr("Groups count from 0. Heads of a group have their own queries and share keys and values.");
    return {group, Content{{{tr("shared with")}}, sharingText(head, groups)}};
}

void append(QStringList& lines, const QVector<Content>& rows)
{
    for (const Content& row : rows) {
        QStringList words;
        for (const Part& part : row.label)
            words << part.text;
        lines << words.join(u' ') + (row.value.isEmpty() ? QString() : u'\t' + row.value);
    }
}

void append(QStringList& lines, const HeadCard::Section& section)
{
    lines << QString() << QStringLiteral("%1 (%2)").arg(section.title, originText(section.origin));
    append(lines, section.rows);
    if (!section.note.isEmpty())
        lines << section.note;
}

} // namespace

HeadNumbers headNumbers(const HeadDetail& detail)
{
    HeadNumbers numbers;
    numbers.valueWeighted = attentionMap(detail, Quantity::ValueWeighted);
    numbers.effect = attentionMap(detail, Quantity::Effect);
    numbers.sinks = {0};
    numbers.received = receivedMass(detail.pattern, detail.size, numbers.sinks);
    numbers.given = givenMass(detail.pattern, detail.size, numbers.sinks);
    numbers.entropy = rowEntropy(detail.pattern, detail.size);
    numbers.profile = distanceProfile(detail.pattern, detail.size);
    return numbers;
}

QString HeadCard::text() const
{
    QStringList lines{head.title(), hookName};
    append(lines, group);
    append(lines, prompt);
    append(lines, strength);
    append(lines, mass);
    lines << QString() << QStringLiteral("%1 (%2)").arg(distance.title, originText(distance.origin));
    for (std::size_t step = 0; step < profile.size(); ++step)
        lines << QStringLiteral("%1\t%2").arg(step).arg(probabilityText(profile[step]));
    append(lines, sources);
    for (const Section* section : {&getsFrom, &givesTo}) {
        if (!section->title.isEmpty())
            append(lines, *section);
    }
    return lines.join(u'\n') + u'\n';
}

HeadCard makeHeadCard(
    const RunResult& run, const HeadDetail& detail, const HeadNumbers& numbers, const EffectSummary* effects,
    const SelectionState& selection, const QString& target, const QString& rival, const HeadGroups& groups)
{
    const QString pairOfTokens = QStringLiteral("%1 %2 %3").arg(target, QChar(0x2212), rival);
    const CardMaker maker(run, detail, numbers, selection, pairOfTokens);
    const std::optional<double> headEffect = effectOf(detail, effects);
    AttentionMap pattern;
    pattern.head = detail.head;
    HeadCard card;
    card.head = detail.head;
    card.hookName = hookName(pattern);
    card.group = groupRows(detail.head, groups);
    card.prompt = maker.prompt();
    card.strength = maker.strength(headEffect);
    card.mass = maker.mass();
    card.distance = {tr("Attention by distance"), Origin::Derived, {}, {}};
    card.profile = numbers.profile;
    card.sources = maker.sources(headEffect);
    return card;
}

} // namespace headwaters
