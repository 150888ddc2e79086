#include "core/engine/detect/sentimentreading.h"

#include "core/engine/detect/answerreading.h"
#include "core/engine/model/forward.h"
#include "core/engine/model/transformermodel.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <map>

namespace headwaters {

namespace {

std::vector<int> summariesOf(const TaskPrompt& prompt, int places)
{
    std::vector<int> positions;
    for (int place = 1; place <= places; ++place)
        positions.push_back(prompt.at(QStringLiteral("SUM_%1").arg(place)));
    return positions;
}

/// What a run holds where the sentiment is said and summed up.
struct PlaceRun {
    std::vector<at::Tensor> atAdjective; // [layer]: [d_model] what enters it
    std::vector<at::Tensor> entering; // [layer]: [place, d_model] the same at the summaries
    std::vector<at::Tensor> z; // [layer]: [place, head, d_head]
    std::vector<double> toSentiment; // [head, place]
};

class PlaceReader : public HookVisitor {
public:
    PlaceReader(const Bench& bench, const TaskPrompt& prompt, int places, PlaceRun& run)
        : m_bench(bench),
          m_adjective(prompt.roles.at(QStringLiteral("ADJ")).back()),
          m_words(positionsOf(prompt, {QStringLiteral("ADJ"), QStringLiteral("VRB")})),
          m_summaries(summariesOf(prompt, places)),
          m_run(run)
    {
        const auto layers = static_cast<std::size_t>(bench.nLayers());
        m_run.atAdjective.resize(layers);
        m_run.entering.resize(layers);
        m_run.z.resize(layers);
        m_run.toSentiment.resize(static_cast<std::size_t>(bench.headCount()) * m_summaries.size());
    }

    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::ResidPre || point.hook == Hook::Z || point.hook == Hook::Pattern;
    }

    void visit(const Where& where, at::Tensor value) override
    {
        const auto layer = static_cast<std::size_t>(where.point.layer);
        if (where.point.hook == Hook::ResidPre) {
            m_run.atAdjective[layer] = value.select(0, m_adjective).clone();
            m_run.entering[layer] = atSummaries(value);
        } else if (where.point.hook == Hook::Z) {
            m_run.z[layer] = atSummaries(value);
        } else {
            const int head = m_bench.indexOf({where.point.layer, where.head});
            for (std::size_t place = 0; place < m_summaries.size(); ++place) {
                const at::Tensor row = value.select(0, m_summaries[place]);
                double sum = 0;
                for (const int word : m_words)
                    sum += row.select(0, word).item<double>();
                m_run.toSentiment[static_cast<std::size_t>(head) * m_summaries.size() + place] = sum;
            }
        }
    }

private:
    at::Tensor atSummaries(const at::Tensor& value) const
    {
        std::vector<at::Tensor> rows;
        for (const int position : m_summaries)
            rows.push_back(value.select(0, position));
        return at::stack(rows); // a copy
    }

    const Bench& m_bench;
    int m_adjective;
    std::vector<int> m_words, m_summaries;
    PlaceRun& m_run;
};

PlaceRun placeRun(const Bench& bench, const TaskPrompt& prompt, int places)
{
    bench.model->checkPrompt(prompt.ids);
    PlaceRun run;
    PlaceReader reader(bench, prompt, places, run);
    forward(
        bench.model->config(), bench.model->weights(), {prompt.ids}, LogitRows::Last, reader, bench.cancel,
        {});
    if (bench.ran)
        bench.ran();
    return run;
}

at::Tensor meanRow(const std::vector<at::Tensor>& rows)
{
    return at::stack(rows).mean(0);
}

DirectRequest requestOf(const TaskPrompt& prompt, const SentimentSet& sentiment)
{
    DirectRequest request{prompt.ids, -1, sentiment.positive, false};
    request.tokens.insert(request.tokens.end(), sentiment.negative.begin(), sentiment.negative.end());
    return request;
}

// Positive words less negative ones, which stand behind them.
double contrast(int words, const std::function<double(int token)>& number)
{
    double sum = 0;
    for (int word = 0; word < words; ++word)
        sum += (number(word) - number(words + word)) / words;
    return sum;
}

// What heads do at the end, of the prompts that count.
void readEnds(const Bench& bench, const SentimentSet& sentiment, SentimentReading& reading)
{
    const int words = static_cast<int>(sentiment.positive.size());
    std::vector<DirectRequest> requests;
    for (const auto* prompts : {&sentiment.set.prompts, &sentiment.neutral}) {
        for (const TaskPrompt& prompt : *prompts)
            requests.push_back(requestOf(prompt, sentiment));
    }
    readAnswers(
        bench, requests, [&](std::size_t at, const DirectReading& direct, const EndAttention& attention) {
            const bool isNeutral = at >= sentiment.set.prompts.size();
            SentimentReading::Prompt one;
            one.at = isNeutral ? at - sentiment.set.prompts.size() : at;
            if (!isNeutral) {
                one.polarity = sentiment.praise[at] ? 1 : -1;
                one.fits = sentiment.fits[at];
                const double difference = one.polarity * contrast(words, [&](int token) {
                                              return direct.logits[static_cast<std::size_t>(token)];
                                          });
                reading.correct.push_back(difference > 0 ? 1 : 0);
                reading.differences.push_back(difference);
                if (difference <= 0 && bench.gates)
                    return;
            }
            const TaskPrompt& prompt = isNeutral ? sentiment.neutral[one.at] : sentiment.set.prompts[one.at];
            const std::vector<int> summaries = summariesOf(prompt, reading.places);
            for (int head = 0; head < bench.headCount(); ++head) {
                const HeadIndex index = bench.head(head);
                for (const int position : summaries)
                    one.toSummary.push_back(attention.at(head, position));
                one.toAdjective.push_back(attention.mass(head, positionsOf(prompt, {QStringLiteral("ADJ")})));
                one.raised.push_back(
                    contrast(words, [&](int token) { return direct.head(index.layer, index.head, token); }));
            }
            reading.prompts.push_back(std::move(one));
        });
}

// What heads write at the summaries, along the direction and on the whole.
void readPlaces(const Bench& bench, const SentimentSet& sentiment, SentimentReading& reading)
{
    std::vector<PlaceRun> runs;
    for (SentimentReading::Prompt& prompt : reading.prompts) {
        runs.push_back(placeRun(
            bench, prompt.polarity == 0 ? sentiment.neutral[prompt.at] : sentiment.set.prompts[prompt.at],
            reading.places));
        prompt.toSentiment = runs.back().toSentiment;
        prompt.written.resize(prompt.toSentiment.size());
    }
    reading.cosines.resize(static_cast<std::size_t>(bench.headCount() * reading.places));
    for (int layer = 0; layer < bench.nLayers(); ++layer) {
        std::map<int, std::vector<at::Tensor>> fitted; // polarity: rows
        for (std::size_t at = 0; at < runs.size(); ++at) {
            if (reading.prompts[at].fits && reading.prompts[at].polarity != 0)
                fitted[reading.prompts[at].polarity].push_back(
                    runs[at].atAdjective[static_cast<std::size_t>(layer)]);
        }
        if (fitted[1].empty() || fitted[-1].empty())
            continue;
        at::Tensor direction = meanRow(fitted[1]) - meanRow(fitted[-1]);
        direction = direction / direction.norm().clamp_min(1e-12);
        const WeightSource::Writer writer = bench.model->weights().writer(layer, bench.cancel);
        for (int head = 0; head < bench.nHeads(); ++head) {
            const at::Tensor W_O = writerOfHead(writer.W_O, head, bench.model->config().dHead);
            const int index = bench.indexOf({layer, head});
            for (int place = 0; place < reading.places; ++place) {
                std::map<int, std::vector<at::Tensor>> tested;
                for (std::size_t at = 0; at < runs.size(); ++at) {
                    const at::Tensor z =
                        runs[at].z[static_cast<std::size_t>(layer)].select(0, place).select(0, head);
                    const at::Tensor written = at::mv(W_O.t(), z);
                    SentimentReading::Prompt& prompt = reading.prompts[at];
                    prompt.written[reading.index(index, place)] = at::dot(written, direction).item<double>();
                    if (!prompt.fits && prompt.polarity != 0)
                        tested[prompt.polarity].push_back(written);
                }
                if (tested[1].empty() || tested[-1].empty())
                    continue;
                const at::Tensor change = meanRow(tested[1]) - meanRow(tested[-1]);
                reading.cosines[reading.index(index, place)] =
                    (at::dot(change, direction) / change.norm().clamp_min(1e-12)).item<double>();
            }
        }
    }
}

/// Exchanges what enters one layer at the summaries.
class SummaryExchange : public HookVisitor {
public:
    SummaryExchange(int layer, const std::vector<int>& summaries, const at::Tensor& rows)
        : m_layer(layer),
          m_summaries(summaries),
          m_rows(rows)
    {
    }
    bool wants(const HookPoint& point) const override
    {
        return point.hook == Hook::ResidPre && point.layer == m_layer;
    }
    void visit(const Where&, at::Tensor value) override
    {
        for (std::size_t place = 0; place < m_summaries.size(); ++place)
            value.select(0, m_summaries[place]).copy_(m_rows.select(0, static_cast<std::int64_t>(place)));
    }

private:
    int m_layer;
    const std::vector<int>& m_summaries;
    const at::Tensor& m_rows;
};

} // namespace

SentimentReading readSentiment(const Bench& bench, const SentimentSet& sentiment)
{
    SentimentReading reading;
    reading.places = sentiment.summaries;
    readEnds(bench, sentiment, reading);
    return reading;
}

void readSummaries(const Bench& bench, const SentimentSet& sentiment, SentimentReading& reading)
{
    withTorch([&] { readPlaces(bench, sentiment, reading); });
}

std::vector<std::vector<double>>
summaryDrops(const Bench& bench, const SentimentSet& sentiment, const SentimentReading& reading)
{
    const int words = static_cast<int>(sentiment.positive.size());
    std::vector<const SentimentReading::Prompt*> tested;
    for (const SentimentReading::Prompt& prompt : reading.prompts) {
        if (!prompt.fits && prompt.polarity != 0)
            tested.push_back(&prompt);
    }
    std::vector<std::vector<double>> drops;
    for (std::size_t at = 0; at < tested.size(); ++at) {
        const SentimentReading::Prompt& prompt = *tested[at];
        const SentimentReading::Prompt* opposite = nullptr;
        for (std::size_t step = 1; step < tested.size() && opposite == nullptr; ++step) {
            const SentimentReading::Prompt* other = tested[(at + step) % tested.size()];
            if (other->polarity == -prompt.polarity)
                opposite = other;
        }
        if (opposite == nullptr)
            continue;
        const TaskPrompt& asked = sentiment.set.prompts[prompt.at];
        const std::vector<int> summaries = summariesOf(asked, reading.places);
        const PlaceRun from =
            withTorch([&] { return placeRun(bench, sentiment.set.prompts[opposite->at], reading.places); });
        std::vector<double>& ofHeads = drops.emplace_back(static_cast<std::size_t>(bench.headCount()));
        for (int layer = 0; layer < bench.nLayers(); ++layer) {
            SummaryExchange exchange(layer, summaries, from.entering[static_cast<std::size_t>(layer)]);
            DirectReadingOptions options;
            options.cancel = bench.cancel;
            options.ran = bench.ran;
            options.change = &exchange;
            const DirectReading direct =
                directReadings(*bench.model, {requestOf(asked, sentiment)}, options).front();
            for (int head = 0; head < bench.nHeads(); ++head) {
                const auto place = static_cast<std::size_t>(bench.indexOf({layer, head}));
                const double patched =
                    contrast(words, [&](int token) { return direct.head(layer, head, token); });
                ofHeads[place] = prompt.polarity * (prompt.raised[place] - patched);
            }
        }
    }
    return drops;
}

} // namespace headwaters
