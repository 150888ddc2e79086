#include "tests/widgets/support/samplerun.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>

namespace headwaters {

namespace {

constexpr int habits = 6;
constexpr TokenId mary = 2;
constexpr TokenId john = 4;

// Row 0 begins a text; then the words of the prompt, names, and single characters.
const std::vector<QByteArray>& vocabulary()
{
    static const std::vector<QByteArray> words = [] {
        std::vector<QByteArray> list{"<|endoftext|>", "When",  " Mary",  " and",   " John",   " went",
                                     " to",           " the",  " store", ",",      " gave",   " a",
                                     " drink",        " book", " Hugo",  " Diana", " Martha", " Laura",
                                     " Simon",        " Jack", " Alice", " Grace", " Anna",   " Peter",
                                     " Susan",        " Paul", " Tom"};
        for (char letter = ' '; letter <= '~'; ++letter) {
            if (letter != ',')
                list.emplace_back(1, letter);
        }
        list.emplace_back("\xE2", 1); // a byte that is no character by itself
        return list;
    }();
    return words;
}

class SampleTokenizer : public Tokenizer {
public:
    std::vector<TokenId> encode(QStringView text) const override
    {
        std::vector<TokenId> ids;
        QByteArray rest = text.toUtf8();
        while (!rest.isEmpty()) {
            TokenId best = size() - 1;
            qsizetype length = 0;
            for (int id = 0; id < size(); ++id) {
                const QByteArray& word = vocabulary()[static_cast<std::size_t>(id)];
                if (rest.startsWith(word) && word.size() > length) {
                    best = id;
                    length = word.size();
                }
            }
            ids.push_back(best);
            rest.remove(0, std::max<qsizetype>(length, 1));
        }
        return ids;
    }

    int size() const override { return static_cast<int>(vocabulary().size()); }

    Token token(TokenId id) const override
    {
        return {id, vocabulary().at(static_cast<std::size_t>(id)), id == 0};
    }

    std::optional<TokenId> beginOfText() const override { return 0; }

    std::optional<TokenId> tokenWithText(QStringView text) const override
    {
        const auto found = std::find(vocabulary().begin(), vocabulary().end(), text.toUtf8());
        if (found == vocabulary().end())
            return std::nullopt;
        return static_cast<TokenId>(found - vocabulary().begin());
    }
};

std::vector<TokenId> sampleIds(int size)
{
    const std::vector<TokenId> prompt = sampleTokenizer()->encode(samplePrompt());
    std::vector<TokenId> ids{0};
    while (static_cast<int>(ids.size()) < size)
        ids.push_back(prompt[(ids.size() - 1) % prompt.size()]);
    ids.resize(static_cast<std::size_t>(size));
    return ids;
}

// One habit per column of heads, blurred by a smooth ripple that differs from head to head.
float score(HeadIndex head, const std::vector<TokenId>& ids, int query, int key)
{
    const double ripple = 0.7 * std::cos(0.9 * key + 1.3 * head.layer + 0.37 * query * (head.head + 1));
    const bool same = ids[static_cast<std::size_t>(query)] == ids[static_cast<std::size_t>(key)];
    double habit = 0;
    switch (head.head % habits) {
    case 0:
        habit = same && key < query ? 4.0 : key == query ? 2.5 : 0;
        break;
    case 1:
        habit = key == query - 1 ? 5.0 : 0;
        break;
    case 2:
        habit = key == 0 ? 4.5 : 0;
        break;
    case 3:
        habit = key > 0 && ids[static_cast<std::size_t>(key - 1)] == ids[static_cast<std::size_t>(query)]
            ? 5.0
            : key == 0 ? 2.0
                       : 0;
        break;
    case 4:
        habit = -0.15 * (query - key);
        break;
    default:
        habit = key == 2 ? 2.2 * (head.layer + 1) * (query + 1) / 15.0 : 0;
        break;
    }
    // Only 5.5 looks straight at ·Mary.
    if (head == HeadIndex{5, 5} && key == 2 && query == static_cast<int>(ids.size()) - 1)
        return static_cast<float>(ripple + 6.85 + std::log(std::max<double>(query, 2.0) / 2));
    return static_cast<float>(ripple + habit);
}

std::vector<float> softmaxRows(const std::vector<float>& scores, int size)
{
    std::vector<float> pattern(scores.size(), 0.0F);
    for (int query = 0; query < size; ++query) {
        const auto row = static_cast<std::size_t>(query) * static_cast<std::size_t>(size);
        const auto width = static_cast<std::size_t>(query) + 1;
        const double highest = *std::max_element(
            scores.begin() + static_cast<std::ptrdiff_t>(row),
            scores.begin() + static_cast<std::ptrdiff_t>(row + width));
        double sum = 0;
        for (std::size_t key = 0; key < width; ++key)
            sum += std::exp(scores[row + key] - highest);
        for (std::size_t key = 0; key < width; ++key)
            pattern[row + key] = static_cast<float>(std::exp(scores[row + key] - highest) / sum);
    }
    return pattern;
}

Thumbnail thumbnailOf(const HeadDetail& detail)
{
    const int block = (detail.size + Thumbnail::largest - 1) / Thumbnail::largest;
    Thumbnail thumbnail;
    thumbnail.size = (detail.size + block - 1) / block;
    thumbnail.values.assign(static_cast<std::size_t>(thumbnail.size * thumbnail.size), 0);
    for (int query = 0; query < detail.size; ++query) {
        for (int key = 0; key <= query; ++key) {
            const float weight = detail.pattern[static_cast<std::size_t>(query * detail.size + key)];
            auto& pixel =
                thumbnail.values[static_cast<std::size_t>(query / block * thumbnail.size + key / block)];
            pixel = std::max(pixel, static_cast<std::uint8_t>(std::lround(255 * weight)));
        }
    }
    return thumbnail;
}

HeadSummary summaryOf(const HeadDetail& detail)
{
    HeadSummary summary{detail.head, thumbnailOf(detail), 0, 0};
    double entropy = 0;
    std::vector<double> received(static_cast<std::size_t>(detail.size), 0.0);
    for (int query = 0; query < detail.size; ++query) {
        for (int key = 0; key <= query; ++key) {
            const double weight = detail.pattern[static_cast<std::size_t>(query * detail.size + key)];
            if (weight > 0)
                entropy -= weight * std::log2(weight);
            if (query > key)
                received[static_cast<std::size_t>(key)] += weight / (detail.size - 1 - key);
        }
    }
    summary.entropy = static_cast<float>(entropy / detail.size);
    if (detail.size > 1)
        summary.receivedMass = static_cast<float>(*std::max_element(received.begin() + 1, received.end()));
    return summary;
}

// The effect of the last row: the norm's scale divides, as in TransformerLens' ln_final.hook_scale.
float effectOf(const HeadDetail& detail)
{
    const auto last = static_cast<std::size_t>(detail.size - 1);
    double sum = 0;
    for (std::size_t key = 0; key <= last; ++key)
        sum += detail.pattern[last * static_cast<std::size_t>(detail.size) + key] * detail.writes[key]
            / detail.finalScale[last];
    return static_cast<float>(sum);
}

} // namespace

ModelInfo sampleModel(const SampleShape& shape)
{
    ModelInfo model;
    model.name = QStringLiteral("demo-%1x%2").arg(shape.nLayers).arg(shape.nHeads);
    model.path = QStringLiteral("/models/") + model.name;
    model.family = QStringLiteral("gpt2");
    model.nLayers = shape.nLayers;
    model.nHeads = shape.nHeads;
    model.nKeyValueHeads = shape.nKeyValueHeads;
    model.dModel = 192;
    model.dHead = 32;
    model.dMlp = 768;
    model.nCtx = 256;
    model.dVocab = sampleTokenizer()->size();
    model.parameters = 3'043'200;
    model.dtype = QStringLiteral("float32");
    model.sha256 = QString(64, u'a');
    return model;
}

std::shared_ptr<const Tokenizer> sampleTokenizer()
{
    static const auto tokenizer = std::make_shared<SampleTokenizer>();
    return tokenizer;
}

QString samplePrompt()
{
    return QStringLiteral("When Mary and John went to the store, John gave a drink to");
}

std::shared_ptr<const HeadDetail> sampleDetail(HeadIndex head, int size, quint64 run)
{
    const std::vector<TokenId> ids = sampleIds(size);
    auto detail = std::make_shared<HeadDetail>();
    detail->run = run;
    detail->head = head;
    detail->size = size;
    detail->target = mary;
    detail->rival = john;
    const auto count = static_cast<std::size_t>(size);
    detail->scores.assign(count * count, -std::numeric_limits<float>::infinity());
    for (int query = 0; query < size; ++query) {
        for (int key = 0; key <= query; ++key)
            detail->scores[static_cast<std::size_t>(query) * count + static_cast<std::size_t>(key)] =
                score(head, ids, query, key);
    }
    detail->pattern = softmaxRows(detail->scores, size);
    for (int key = 0; key < size; ++key) {
        const TokenId id = ids[static_cast<std::size_t>(key)];
        const double name = id == mary ? 1.0 : id == john ? -0.8 : 0.05 * std::sin(1.7 * key + head.head);
        detail->valueNorm.push_back(static_cast<float>(1.5 + 0.5 * std::sin(0.8 * key + head.layer)));
        detail->writes.push_back(static_cast<float>(name * 0.7 * (head.layer + 1)));
        detail->finalScale.push_back(static_cast<float>(2.0 + 0.05 * (key % 7)));
    }
    return detail;
}

std::shared_ptr<const RunResult> sampleRun(int size, quint64 run, const SampleShape& shape)
{
    auto result = std::make_shared<RunResult>();
    result->run = run;
    result->request.text = samplePrompt();
    result->startsWithBeginOfText = true;
    for (const TokenId id : sampleIds(size))
        result->tokens.push_back(sampleTokenizer()->token(id));
    result->effects = {run, mary, john, 0, {}};
    for (int layer = 0; layer < shape.nLayers; ++layer) {
        auto layerResult = std::make_shared<LayerResult>();
        layerResult->layer = layer;
        std::vector<float> effects;
        for (int head = 0; head < shape.nHeads; ++head) {
            const auto detail = sampleDetail({layer, head}, size, run);
            layerResult->heads.push_back(summaryOf(*detail));
            effects.push_back(effectOf(*detail));
        }
        result->layers.push_back(std::move(layerResult));
        result->effects.heads.push_back(std::move(effects));
    }
    for (int id = 0; id < sampleTokenizer()->size(); ++id)
        result->lastLogits.push_back(static_cast<float>(3 * std::sin(2.1 * id) - 0.01 * id));
    result->lastLogits[mary] = 14.2F;
    result->lastLogits[john] = 9.6F;
    for (int name = 14; name <= 24; ++name)
        result->lastLogits[static_cast<std::size_t>(name)] = 11.2F - 0.55F * static_cast<float>(name - 14);
    result->effects.logitDifference = result->lastLogits[mary] - result->lastLogits[john];
    result->seconds = 0.031;
    return result;
}

void fillSample(RunModel& model, int size, const SampleShape& shape)
{
    model.setModel(sampleModel(shape), sampleTokenizer());
    model.startRun();
    model.finishRun(sampleRun(size, 1, shape));
}

} // namespace headwaters
