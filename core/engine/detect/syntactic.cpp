#include "core/engine/detect/syntactic.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/patternreading.h"
#include "core/engine/detect/stretches.h"
#include "core/heads/tasks/grammar.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

namespace headwaters {

namespace {

constexpr int fewestArcs = 100;
constexpr int farthest = 12; // words back that a fixed offset may look
constexpr double least = 0.3, leastGain = 0.1;
/// Ours: a head that looks at one kind of word from everywhere finds what belongs to it as well.
constexpr double leastParticular = 0.3;

/// An arc in words instead of tokens.
struct WordArc {
    std::size_t relation = 0;
    int later = 0; ///< word
    int earlier = 0; ///< word
    int query = 0; ///< token
    int token = 0; ///< a token of the earlier word
};

struct Sentence {
    std::vector<int> starts; ///< token where each word begins, and one behind the last
    std::vector<WordArc> arcs;
};

struct Relation {
    QString name;
    int arcs = 0;
    double base = 0; ///< share that the best fixed offset reaches
};

/// The arcs of a set, counted by relation.
class Grammar {
public:
    explicit Grammar(const TaskSet& set)
    {
        std::map<QString, std::size_t> known;
        std::vector<std::array<int, farthest + 1>> byDistance;
        for (const TaskPrompt& prompt : set.prompts) {
            Sentence sentence{prompt.roles.at(QStringLiteral("STARTS")), {}};
            sentence.starts.push_back(static_cast<int>(prompt.ids.size()));
            for (const GrammarArc& arc : arcsOf(prompt)) {
                const auto [place, isNew] = known.emplace(arc.relation, relations.size());
                if (isNew) {
                    relations.push_back({arc.relation});
                    byDistance.push_back({});
                }
                const std::size_t which = place->second;
                const int from = wordOf(sentence, arc.later), to = wordOf(sentence, arc.earlier.front());
                sentence.arcs.push_back({which, from, to, arc.later, arc.earlier.front()});
                relations[which].arcs += 1;
                if (from - to <= farthest)
                    byDistance[which][static_cast<std::size_t>(from - to)] += 1;
            }
            sentences.push_back(std::move(sentence));
        }
        for (std::size_t which = 0; which < relations.size(); ++which)
            relations[which].base =
                static_cast<double>(*std::max_element(byDistance[which].begin(), byDistance[which].end()))
                / relations[which].arcs;
    }

    static int wordOf(const Sentence& sentence, int token)
    {
        const auto next = std::upper_bound(sentence.starts.begin(), sentence.starts.end(), token);
        return static_cast<int>(next - sentence.starts.begin()) - 1;
    }

    std::vector<Sentence> sentences;
    std::vector<Relation> relations;
};

/// The earlier word that a query looks at most; what stands before the first word and its own word do not
/// count. -1 where even that has next to nothing, as in heads that rest on the first token.
int attendedWord(const Sentence& sentence, const float* row, int word)
{
    constexpr float something = 0.1F;
    int best = -1;
    float most = something;
    for (int other = 0; other < word; ++other) {
        float mass = 0;
        for (int key = sentence.starts[static_cast<std::size_t>(other)];
             key < sentence.starts[static_cast<std::size_t>(other) + 1]; ++key)
            mass += row[key];
        if (mass > most) {
            most = mass;
            best = other;
        }
    }
    return best;
}

/// What one head did, arc by arc, relation by relation.
struct Hits {
    std::vector<double> right; ///< [arc] 0 or 1
    std::vector<double> others; ///< [arc] share of the words around the later one that look there too
    std::vector<int> words; ///< [arc] the word that was looked at, or -1
};

class Reading {
public:
    Reading(const Bench& bench, const Grammar& grammar)
        : m_grammar(grammar),
          m_hits(static_cast<std::size_t>(bench.headCount()), std::vector<Hits>(grammar.relations.size())),
          m_draws(grammar.relations.size(), std::vector<std::vector<int>>(drawsNeeded(bench.headCount())))
    {
        // For every arc another earlier word stands for the right one.
        PromptRandom random(bench.seed);
        for (const Sentence& sentence : grammar.sentences) {
            for (const WordArc& arc : sentence.arcs) {
                for (std::vector<int>& draw : m_draws[arc.relation])
                    draw.push_back(otherWord(arc, random));
            }
        }
    }

    void read(std::size_t number, int head, const float* pattern, int size)
    {
        const Sentence& sentence = m_grammar.sentences[number];
        for (const WordArc& arc : sentence.arcs) {
            const int word = attendedWord(sentence, pattern + arc.query * size, arc.later);
            Hits& hits = m_hits[static_cast<std::size_t>(head)][arc.relation];
            hits.right.push_back(word == arc.earlier ? 1 : 0);
            hits.others.push_back(shareAround(sentence, pattern, size, arc));
            hits.words.push_back(word);
        }
    }

    /// The relation in which a head gains most over the best offset, of those with arcs enough.
    [[nodiscard]] std::size_t bestRelation(std::size_t head) const
    {
        std::size_t best = m_grammar.relations.size();
        double most = -2;
        for (std::size_t which = 0; which < m_grammar.relations.size(); ++which) {
            const double gain = normalised(accuracy(head, which), which);
            if (m_grammar.relations[which].arcs >= fewestArcs && gain > most) {
                most = gain;
                best = which;
            }
        }
        return best;
    }
    [[nodiscard]] double accuracy(std::size_t head, std::size_t relation) const
    {
        double sum = 0;
        for (const double one : m_hits[head][relation].right)
            sum += one;
        return sum / std::max<double>(static_cast<double>(m_hits[head][relation].right.size()), 1);
    }
    /// How much oftener the later word looks at the earlier one than words around it do.
    [[nodiscard]] HeadSample particular(std::size_t head, std::size_t relation) const
    {
        HeadSample sample;
        const Hits& hits = m_hits[head][relation];
        for (std::size_t arc = 0; arc < hits.right.size(); ++arc)
            sample.units.push_back(hits.right[arc] - hits.others[arc]);
        return sample;
    }
    [[nodiscard]] HeadSample sample(std::size_t head, std::size_t relation) const
    {
        HeadSample sample;
        const Hits& hits = m_hits[head][relation];
        for (const double right : hits.right)
            sample.units.push_back(normalised(right, relation));
        for (const std::vector<int>& draw : m_draws[relation]) {
            double hit = 0;
            for (std::size_t number = 0; number < draw.size(); ++number)
                hit += hits.words[number] == draw[number] ? 1 : 0;
            sample.nulls.push_back(normalised(hit / static_cast<double>(draw.size()), relation));
        }
        return sample;
    }

private:
    /// Share of the words at most two away from the later word, and not tied to the earlier one themselves,
    /// that look at the earlier one most.
    static double shareAround(const Sentence& sentence, const float* pattern, int size, const WordArc& arc)
    {
        int words = 0, hits = 0;
        const int last = static_cast<int>(sentence.starts.size()) - 2;
        for (int word = std::max(arc.later - 2, arc.earlier + 1); word <= std::min(arc.later + 2, last);
             ++word) {
            const bool isTied =
                std::any_of(sentence.arcs.begin(), sentence.arcs.end(), [&](const WordArc& other) {
                    return other.later == word && other.earlier == arc.earlier;
                });
            if (isTied)
                continue;
            const int query = sentence.starts[static_cast<std::size_t>(word) + 1] - 1;
            ++words;
            hits += attendedWord(sentence, pattern + query * size, word) == arc.earlier ? 1 : 0;
        }
        return words > 0 ? static_cast<double>(hits) / words : 0;
    }
    [[nodiscard]] double normalised(double share, std::size_t relation) const
    {
        const double base = m_grammar.relations[relation].base;
        return (share - base) / std::max(1 - base, 1e-6);
    }
    /// An earlier word other than the right one, at most twice as far away.
    static int otherWord(const WordArc& arc, PromptRandom& random)
    {
        const int reach = std::min(std::max(2 * (arc.later - arc.earlier), 2), arc.later);
        if (reach < 2)
            return -1; // the right word is the only one
        int other = arc.earlier;
        while (other == arc.earlier)
            other = arc.later - 1 - static_cast<int>(random.below(static_cast<std::size_t>(reach)));
        return other;
    }

    const Grammar& m_grammar;
    std::vector<std::vector<Hits>> m_hits; // [head][relation]
    std::vector<std::vector<std::vector<int>>> m_draws; // [relation][draw][arc] a word
};

} // namespace

std::vector<TypeFinding> detectSyntactic(const Bench& bench, const TaskSet& set)
{
    if (set.isEmpty())
        return notMeasurable(bench, HeadType::Syntactic, set.key, set.reason);
    const Grammar grammar(set);
    Reading reading(bench, grammar);
    visitPatterns(bench, set, [&](std::size_t number, int head, const float* pattern, int size) {
        reading.read(number, head, pattern, size);
    });
    std::vector<HeadSample> samples, particular;
    std::vector<std::size_t> best;
    for (std::size_t head = 0; head < static_cast<std::size_t>(bench.headCount()); ++head) {
        best.push_back(reading.bestRelation(head));
        if (best.back() == grammar.relations.size())
            return notMeasurable(
                bench, HeadType::Syntactic, set.key,
                QStringLiteral("no relation comes up %1 times in the sentences").arg(fewestArcs));
        samples.push_back(reading.sample(head, best.back()));
        particular.push_back(reading.particular(head, best.back()));
    }
    FindingTable table(bench, HeadType::Syntactic, set.key);
    table.add(
        samples,
        {.measure = QStringLiteral("words that look at what they belong to, over the best fixed distance"),
         .threshold = leastGain});
    table.add(
        particular,
        {.measure = QStringLiteral("the same, over words around that do not belong there"),
         .threshold = leastParticular,
         .z = std::numeric_limits<double>::lowest(),
         .signFlip = true});
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        const Relation& relation = grammar.relations[best[head]];
        const double accuracy = reading.accuracy(head, best[head]);
        if (finding.finding != Finding::No && (accuracy < least || accuracy - relation.base < leastGain)) {
            finding.finding = Finding::No;
            finding.reason = QStringLiteral("of %1 it finds a share of %2, and a fixed distance %3")
                                 .arg(
                                     relation.name, QString::number(accuracy, 'f', 2),
                                     QString::number(relation.base, 'f', 2));
        }
        if (finding.finding != Finding::No)
            finding.tags << relation.name;
        for (std::size_t number = 0; number < set.prompts.size() && finding.example.ids.empty(); ++number) {
            for (const WordArc& arc : grammar.sentences[number].arcs) {
                const std::vector<TokenId>& ids = set.prompts[number].ids;
                if (arc.relation == best[head])
                    finding.example = {{ids.begin(), ids.end()}, arc.query, arc.token};
            }
        }
    }
    return findings;
}

} // namespace headwaters
