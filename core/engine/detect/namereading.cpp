#include "core/engine/detect/namereading.h"

#include "core/engine/detect/measures.h"
#include "core/engine/model/transformermodel.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace headwaters {

namespace {

const QString endRole = QStringLiteral("END");
constexpr int copyDepth = 5; // Wang et al. 2023

std::vector<int> ends(const TaskSet& set)
{
    std::vector<int> positions;
    for (const TaskPrompt& prompt : set.prompts)
        positions.push_back(prompt.at(endRole));
    return positions;
}

double rowAt(const EndRun& run, int layer, int head, const TaskPrompt& prompt, const QString& role)
{
    const auto found = prompt.roles.find(role);
    if (found == prompt.roles.end())
        return 0;
    const at::Tensor& rows = run.attention[static_cast<std::size_t>(layer)];
    const float* row = rows.data_ptr<float>() + head * rows.size(1);
    double sum = 0;
    for (const int position : found->second)
        sum += position < rows.size(1) ? row[position] : 0;
    return sum;
}

} // namespace

NameReading::NameReading(const Bench& bench, TaskSet right)
    : m_set(std::move(right)),
      m_nHeads(bench.nHeads())
{
    std::set<TokenId> names;
    bool isPaired = !m_set.isEmpty();
    for (const TaskPrompt& prompt : m_set.prompts) {
        for (const std::optional<TokenId>& name : {prompt.target, prompt.rival}) {
            if (name)
                names.insert(*name);
        }
        isPaired = isPaired && prompt.corrupted.size() == prompt.ids.size();
    }
    m_names.assign(names.begin(), names.end());

    EndRequest request;
    request.positions = ends(m_set);
    request.tokens = m_names;
    request.keepEntering = bench.runs(Tier::Causal);
    for (const TaskPrompt& prompt : m_set.prompts)
        request.prompts.push_back(prompt.ids);
    m_clean = endRuns(bench, request);
    if (isPaired) {
        for (std::size_t prompt = 0; prompt < prompts(); ++prompt)
            request.prompts[prompt] = m_set.prompts[prompt].corrupted;
        request.keepEntering = false;
        m_corrupted = endRuns(bench, request);
    }
    if (!bench.runs(Tier::Mechanistic))
        return;

    m_direct.emplace(bench, m_clean, m_names);
    std::vector<std::vector<int>> positions;
    for (std::size_t prompt = 0; prompt < prompts(); ++prompt) {
        positions.emplace_back();
        for (const QString& role : {QStringLiteral("IO"), QStringLiteral("S1")}) {
            if (m_set.prompts[prompt].has(role)) {
                positions.back().push_back(m_set.prompts[prompt].at(role));
                m_pairs.unit.push_back(static_cast<int>(prompt));
            }
        }
    }
    VocabularyRequest vocabulary{SourceRows::inPrompts(bench, m_set.prompts, positions), m_names};
    m_pairs.k = copyDepth;
    for (const TokenId token : vocabulary.sources.tokens)
        m_pairs.target.push_back(static_cast<int>(placeOf(token)));
    vocabulary.depth = copyDepth + 1;
    m_vocabulary = readVocabulary(bench, vocabulary);
}

bool NameReading::isReceiverFirst(std::size_t prompt) const
{
    const TaskPrompt& asked = m_set.prompts[prompt];
    return !asked.has(QStringLiteral("S1"))
        || asked.at(QStringLiteral("IO")) < asked.at(QStringLiteral("S1"));
}

double NameReading::attention(int head, std::size_t prompt, const QString& role) const
{
    return rowAt(m_clean[prompt], head / m_nHeads, head % m_nHeads, m_set.prompts[prompt], role);
}

double NameReading::corruptedAttention(int head, std::size_t prompt, const QString& role) const
{
    return rowAt(m_corrupted[prompt], head / m_nHeads, head % m_nHeads, m_set.prompts[prompt], role);
}

double
NameReading::attentionIn(HeadIndex head, const EndRun& run, std::size_t prompt, const QString& role) const
{
    return rowAt(run, head.layer, head.head, m_set.prompts[prompt], role);
}

std::size_t NameReading::placeOf(TokenId name) const
{
    return static_cast<std::size_t>(std::lower_bound(m_names.begin(), m_names.end(), name) - m_names.begin());
}

double NameReading::direct(int head, std::size_t prompt, TokenId name) const
{
    return m_direct->at(head, prompt, placeOf(name));
}

double NameReading::meanOfOthers(std::size_t prompt, const std::function<double(std::size_t)>& value) const
{
    const TaskPrompt& asked = m_set.prompts[prompt];
    double sum = 0;
    int count = 0;
    for (std::size_t place = 0; place < m_names.size(); ++place) {
        const TokenId name = m_names[place];
        if (name == asked.target || name == asked.rival
            || std::find(asked.corrupted.begin(), asked.corrupted.end(), name) != asked.corrupted.end())
            continue;
        sum += value(place);
        ++count;
    }
    return count > 0 ? sum / count : 0;
}

double NameReading::directOnOthers(int head, std::size_t prompt) const
{
    return meanOfOthers(prompt, [&](std::size_t place) { return m_direct->at(head, prompt, place); });
}

double NameReading::ahead(const EndRun& run, std::size_t prompt, TokenId name) const
{
    const float* logits = run.logits.data_ptr<float>();
    return logits[placeOf(name)] - meanOfOthers(prompt, [&](std::size_t place) { return logits[place]; });
}

double NameReading::difference(const EndRun& run, std::size_t prompt) const
{
    const float* logits = run.logits.data_ptr<float>();
    const TaskPrompt& asked = m_set.prompts[prompt];
    const double target = logits[placeOf(*asked.target)];
    if (asked.rival)
        return target - logits[placeOf(*asked.rival)];
    return target - meanOfOthers(prompt, [&](std::size_t place) { return logits[place]; });
}

TokenId NameReading::attended(int head, std::size_t prompt) const
{
    const TaskPrompt& asked = m_set.prompts[prompt];
    const bool takesTarget = !asked.rival
        || attention(head, prompt, QStringLiteral("IO")) >= attention(head, prompt, QStringLiteral("S1"));
    return takesTarget ? *asked.target : *asked.rival;
}

double NameReading::meanDifference() const
{
    double sum = 0;
    for (std::size_t prompt = 0; prompt < prompts(); ++prompt)
        sum += difference(m_clean[prompt], prompt);
    return sum / static_cast<double>(std::max<std::size_t>(prompts(), 1));
}

std::vector<HeadSample> NameReading::copying(const Bench& bench, bool suppressed) const
{
    std::vector<HeadSample> samples;
    for (const VocabularyReading& reading : m_vocabulary) {
        bench.cancel.throwIfCancelled();
        samples.push_back(relationSample(bench, reading, m_pairs, suppressed, drawsFor(bench)));
    }
    return samples;
}

} // namespace headwaters
