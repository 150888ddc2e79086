#include "core/engine/detect/retrieval.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/needlecompetence.h"
#include "core/engine/detect/stretches.h"
#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/text/promptdraw.h"

#include <algorithm>
#include <set>

namespace headwaters {

namespace {

constexpr double least = 0.1, strong = 0.5;

/// Where heads look most at some positions of a prompt, and what the first of these says.
class GazeReader : public HookVisitor {
public:
    GazeReader(const Bench& bench, std::vector<int> positions)
        : keys(static_cast<std::size_t>(bench.headCount())),
          m_bench(bench),
          m_positions(std::move(positions))
    {
    }

    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::Pattern || point.hook == Hook::FinalNormalized;
    }
    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook == Hook::FinalNormalized) {
            end = value[m_positions.front()].clone();
            return;
        }
        const at::Tensor pattern = value.contiguous();
        const auto size = static_cast<int>(pattern.size(0));
        for (const int position : m_positions) {
            const float* row = pattern.data_ptr<float>() + position * size;
            keys[static_cast<std::size_t>(m_bench.indexOf({where.point.layer, where.head}))].push_back(
                static_cast<int>(std::max_element(row, row + position + 1) - row));
        }
    }

    std::vector<std::vector<int>> keys; ///< [head][position]
    at::Tensor end; ///< [d_model]

private:
    const Bench& m_bench;
    std::vector<int> m_positions;
};

GazeReader gazeAt(const Bench& bench, const std::vector<TokenId>& ids, const std::vector<int>& positions)
{
    GazeReader reader(bench, positions);
    withTorch([&] {
        forward(
            bench.model->config(), bench.model->weights(), {ids}, LogitRows::Last, reader, bench.cancel, {});
    });
    if (bench.ran)
        bench.ran();
    return reader;
}

/// Logits of some tokens.
std::vector<double> logitsOf(const Bench& bench, const at::Tensor& end, const std::vector<TokenId>& tokens)
{
    return withTorch([&] {
        const at::Tensor bias = bench.model->weights().unembeddingBias();
        std::vector<double> logits;
        for (const TokenId token : tokens) {
            at::Tensor logit = end.dot(bench.model->weights().unembeddingColumn(token));
            if (bias.defined())
                logit = logit + bias[token];
            softCap(logit, bench.model->config().logitSoftCap);
            logits.push_back(logit.item<double>());
        }
        return logits;
    });
}

/// One question's prompts, head by head.
class NeedleReading {
public:
    NeedleReading(const Bench& bench, const TaskSet& set)
        : first(static_cast<std::size_t>(bench.headCount())),
          all(first.size()),
          m_bench(bench),
          m_set(set)
    {
        for (const TaskPrompt& prompt : set.prompts)
            read(prompt);
        choose();
        score();
    }

    Competence task; ///< of the longest prompts that pass the gate; of the shortest where none do
    QString length; ///< of the prompts that count: `256 tokens`
    std::vector<HeadSample> first; ///< [head] hits on the first word
    std::vector<HeadSample> all; ///< [head] different words hit, of all

private:
    struct Gaze {
        const TaskPrompt* prompt;
        std::vector<std::vector<int>> keys; ///< [head][position]
        double difference; ///< target less rival
        bool isRight;
        std::vector<std::vector<int>> control = {}; ///< [head][one] without the needle; empty where not asked
    };

    void read(const TaskPrompt& prompt)
    {
        const GazeReader gaze = gazeAt(m_bench, prompt.ids, prompt.roles.at(QStringLiteral("ASK")));
        std::vector<TokenId> tokens{*prompt.target, *prompt.rival};
        tokens.insert(tokens.end(), prompt.others.begin(), prompt.others.end());
        const std::vector<double> logits = logitsOf(m_bench, gaze.end, tokens);
        m_gazes.push_back(
            {&prompt, gaze.keys, logits[0] - logits[1],
             std::max_element(logits.begin(), logits.end()) == logits.begin()});
    }
    /// Which prompts count: without gates all, else those of one length that are answered right.
    void choose()
    {
        TaskAnswers answers;
        for (const Gaze& gaze : m_gazes) {
            answers.correct.push_back(gaze.isRight ? 1 : 0);
            answers.differences.push_back(gaze.difference);
        }
        const NeedleLength speaking = needleLengths(m_set, answers, m_bench.seed).front();
        task = speaking.competence;
        length = speaking.variant;
        if (m_bench.gates)
            std::erase_if(m_gazes, [this](const Gaze& gaze) {
                return !gaze.isRight || gaze.prompt->variant != length;
            });
        for (std::size_t number = 0; number < m_gazes.size(); ++number) {
            // A control costs as much as the prompt, so half of the long ones go without.
            if (!m_gazes[number].prompt->corrupted.empty()
                && (number % 2 == 0 || m_gazes[number].prompt->ids.size() < 300))
                m_gazes[number].control = gazeAt(
                                              m_bench, m_gazes[number].prompt->corrupted,
                                              {m_gazes[number].prompt->at(QStringLiteral("END"))})
                                              .keys;
        }
    }
    void score()
    {
        for (const Gaze& gaze : m_gazes) {
            const std::vector<int>& needle = gaze.prompt->roles.at(QStringLiteral("NEEDLE"));
            for (std::size_t head = 0; head < first.size(); ++head) {
                const std::vector<int>& keys = gaze.keys[head];
                std::set<int> hit;
                for (std::size_t word = 0; word < keys.size(); ++word) {
                    if (keys[word] == needle[word])
                        hit.insert(needle[word]);
                }
                first[head].units.push_back(keys.front() == needle.front() ? 1 : 0);
                all[head].units.push_back(
                    static_cast<double>(hit.size()) / static_cast<double>(needle.size()));
            }
        }
        if (!m_gazes.empty())
            drawNull();
    }
    /// Means over prompts drawn with replacement. Each gives by chance a look at the first word of a sentence
    /// that has the needle's form and is about another name: the other one of the prompt, or the one that
    /// stands in the needle's place. Who looks at whatever follows a name, not at what is asked for, looks
    /// at these as often.
    void drawNull()
    {
        PromptRandom random(m_bench.seed);
        const std::size_t draws = drawsNeeded(m_bench.headCount());
        for (std::size_t draw = 0; draw < draws; ++draw) {
            std::vector<int> hits(first.size());
            for (std::size_t prompt = 0; prompt < m_gazes.size(); ++prompt) {
                const Gaze& gaze = m_gazes[random.below(m_gazes.size())];
                const bool isControl = !gaze.control.empty() && random.below(2) == 0;
                const auto& keys = isControl ? gaze.control : gaze.keys;
                const int word =
                    gaze.prompt->at(isControl ? QStringLiteral("NEEDLE") : QStringLiteral("OTHER"));
                for (std::size_t head = 0; head < first.size(); ++head)
                    hits[head] += keys[head].front() == word ? 1 : 0;
            }
            for (std::size_t head = 0; head < first.size(); ++head)
                first[head].nulls.push_back(hits[head] / static_cast<double>(m_gazes.size()));
        }
    }

    const Bench& m_bench;
    const TaskSet& m_set;
    std::vector<Gaze> m_gazes;
};

std::vector<Evidence>
shareEvidence(const Bench& bench, const std::vector<HeadSample>& samples, bool isLiteral)
{
    std::vector<Evidence> evidence = decide(
        samples,
        {.measure = isLiteral ? QStringLiteral("first words found, asked for as they stand there")
                              : QStringLiteral("first words found, asked for in other words"),
         .threshold = least,
         .required = !isLiteral},
        bench.seed, bench.cancel);
    for (Evidence& one : evidence) {
        // Three of twenty prompts happen on scrambled copies of larger models.
        if (one.finding == Finding::Yes && one.low < least / 2)
            one.finding = Finding::No;
    }
    return evidence;
}

} // namespace

RetrievalReading detectRetrieval(const Bench& bench, const TaskSet& literal, const TaskSet& paraphrase)
{
    RetrievalReading reading;
    const auto blind = [&](const QString& reason) {
        return notMeasurable(bench, HeadType::Retrieval, paraphrase.key, reason);
    };
    if (paraphrase.isEmpty() || literal.isEmpty()) {
        reading.findings = blind(paraphrase.isEmpty() ? paraphrase.reason : literal.reason);
        return reading;
    }
    const NeedleReading inOtherWords(bench, paraphrase), asItStands(bench, literal);
    reading.tasks = {asItStands.task, inOtherWords.task};
    const auto passes = [&](const Competence& task) { return !bench.gates || task.passed; };
    std::vector<Evidence> literalEvidence;
    if (passes(asItStands.task))
        literalEvidence = shareEvidence(bench, asItStands.first, true);
    if (passes(inOtherWords.task)) {
        FindingTable table(bench, HeadType::Retrieval, paraphrase.key);
        table.add(shareEvidence(bench, inOtherWords.first, false));
        table.add(
            inOtherWords.all,
            {.measure = QStringLiteral("all words found, those behind the first by induction"),
             .threshold = least,
             .required = false});
        if (!literalEvidence.empty())
            table.add(literalEvidence);
        reading.findings = table.finish();
    } else {
        reading.findings = blind(inOtherWords.task.reason);
        for (std::size_t head = 0; head < literalEvidence.size(); ++head) {
            reading.findings[head].evidence = {literalEvidence[head]};
            reading.findings[head].score = literalEvidence[head].score;
        }
    }
    const TaskPrompt& prompt = paraphrase.prompts.front();
    for (std::size_t head = 0; head < reading.findings.size(); ++head) {
        TypeFinding& finding = reading.findings[head];
        finding.example = {
            {prompt.ids.begin(), prompt.ids.begin() + prompt.at(QStringLiteral("END")) + 1},
            prompt.at(QStringLiteral("END")),
            prompt.at(QStringLiteral("NEEDLE"))};
        if (finding.finding == Finding::Yes)
            finding.tags << inOtherWords.length;
        if (finding.finding == Finding::Yes && finding.score >= strong)
            finding.tags << QStringLiteral("strong");
        if (finding.finding != Finding::Yes && !literalEvidence.empty()
            && literalEvidence[head].finding == Finding::Yes)
            finding.tags << QStringLiteral("induction-type retrieval");
    }
    return reading;
}

} // namespace headwaters
