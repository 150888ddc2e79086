#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/engine/decompose/directionreader.h"
#include "core/engine/decompose/headsvd.h"
#include "core/engine/session/runner.h"

#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostTokens = 1000;

DirectionKind chosenKind(const Arguments& arguments)
{
    const QStringList words{u"qk"_s, u"sad"_s, u"acc-dest"_s, u"acc-src"_s, u"ov"_s};
    if (!arguments.isSet("kind"_L1))
        return DirectionKind::Qk;
    return *directionKindFromKey(words[arguments.choice("kind"_L1, words)]);
}

EmbeddingKind chosenEmbedding(const Arguments& arguments)
{
    if (!arguments.isSet("embedding"_L1))
        return EmbeddingKind::Effective;
    if (!arguments.isSet("tokens"_L1))
        throw badInput(u"--embedding was given without --tokens."_s);
    return arguments.choice("embedding"_L1, {u"effective"_s, u"raw"_s}) == 0 ? EmbeddingKind::Effective
                                                                             : EmbeddingKind::Raw;
}

/// How many tokens of each direction are printed; 0: none.
int chosenTokens(const Arguments& arguments, DirectionKind kind)
{
    if (!arguments.isSet("tokens"_L1))
        return 0;
    if (kind != DirectionKind::Qk && kind != DirectionKind::Ov)
        throw badInput(u"--tokens reads directions of qk and ov; --kind %1 has none of them."_s.arg(
            directionKindKey(kind)));
    return arguments.integer("tokens"_L1, 1, mostTokens);
}

/// The heads asked for: one, those of a layer, or all.
std::vector<HeadIndex> chosenHeads(const Arguments& arguments, const ModelInfo& info)
{
    if (arguments.isSet("head"_L1) && !arguments.isSet("layer"_L1))
        throw badInput(u"--head was given without --layer."_s);
    const int layer = arguments.isSet("layer"_L1) ? arguments.integer("layer"_L1, 0, info.nLayers - 1) : -1;
    const int head = arguments.isSet("head"_L1) ? arguments.integer("head"_L1, 0, info.nHeads - 1) : -1;
    std::vector<HeadIndex> heads;
    for (int l = 0; l < info.nLayers; ++l) {
        for (int h = 0; h < info.nHeads; ++h) {
            if ((layer < 0 || l == layer) && (head < 0 || h == head))
                heads.push_back({l, h});
        }
    }
    return heads;
}

std::vector<HeadFactors>
decompositions(HeadSvds& svds, const std::vector<HeadIndex>& heads, DirectionKind kind, bool isAll)
{
    if (isAll)
        return *svds.all(kind, CancelToken());
    std::vector<HeadFactors> result;
    for (const HeadIndex head : heads)
        result.push_back(svds.one(head, kind, CancelToken()));
    return result;
}

/// One head as it is printed.
struct HeadAnswer {
    HeadIndex head;
    std::vector<double> singularValues;
    std::vector<DirectionReading> readings; ///< empty where no tokens were asked for
};

QJsonArray tokensJson(const Tokenizer& tokenizer, const std::vector<TokenReading>& readings)
{
    QJsonArray array;
    for (const TokenReading& reading : readings)
        array.append(QJsonObject{
            {u"id"_s, reading.id},
            {u"text"_s, tokenText(tokenizer.token(reading.id).bytes)},
            {u"value"_s, reading.value}});
    return array;
}

QJsonObject answerJson(const HeadAnswer& answer, const Tokenizer& tokenizer)
{
    QJsonArray values;
    for (const double value : answer.singularValues)
        values.append(value);
    QJsonObject object{
        {u"layer"_s, answer.head.layer}, {u"head"_s, answer.head.head}, {u"singularValues"_s, values}};
    if (answer.readings.empty())
        return object;
    QJsonArray directions;
    for (const DirectionReading& reading : answer.readings)
        directions.append(QJsonObject{
            {u"direction"_s, reading.direction},
            {u"singularValue"_s, reading.singularValue},
            {u"ovSingularValue"_s, reading.ovSingularValue},
            {u"query"_s, tokensJson(tokenizer, reading.query)},
            {u"key"_s, tokensJson(tokenizer, reading.key)},
            {u"written"_s, tokensJson(tokenizer, reading.written)}});
    object[u"directions"_s] = directions;
    return object;
}

QString tokensText(const Tokenizer& tokenizer, const std::vector<TokenReading>& readings)
{
    QStringList labels;
    for (const TokenReading& reading : readings)
        labels << tokenLabel(tokenizer.token(reading.id));
    return labels.join(u' ');
}

QString valuesText(const std::vector<HeadAnswer>& answers)
{
    std::vector<QStringList> rows;
    for (const HeadAnswer& answer : answers) {
        QStringList row{answer.head.text()};
        for (const double value : answer.singularValues)
            row << QString::number(value, 'g', 5);
        rows.push_back(row);
    }
    return alignedTable(rows);
}

QString readingsText(const std::vector<HeadAnswer>& answers, const Tokenizer& tokenizer)
{
    QString text;
    for (const HeadAnswer& answer : answers) {
        for (const DirectionReading& reading : answer.readings) {
            text += u"head %1, direction %2: QK %3, OV %4\n"_s.arg(answer.head.text())
                        .arg(reading.direction)
                        .arg(reading.singularValue, 0, 'g', 5)
                        .arg(reading.ovSingularValue, 0, 'g', 5);
            text += u"  query reads  %1\n"_s.arg(tokensText(tokenizer, reading.query));
            text += u"  key reads    %1\n"_s.arg(tokensText(tokenizer, reading.key));
            text += u"  OV writes    %1\n"_s.arg(tokensText(tokenizer, reading.written));
        }
    }
    return text;
}

void perform(const Arguments& arguments)
{
    const DirectionKind kind = chosenKind(arguments);
    const EmbeddingKind embedding = chosenEmbedding(arguments);
    const int tokens = chosenTokens(arguments, kind);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const std::vector<HeadIndex> heads = chosenHeads(arguments, runner.info());
    const auto svds = std::make_shared<HeadSvds>(runner.model());
    const std::vector<HeadFactors> factors = decompositions(*svds, heads, kind, !arguments.isSet("layer"_L1));
    const Tokenizer& tokenizer = *runner.tokenizer();
    DirectionReader reader(svds, tokenizer.size());
    std::vector<int> directions(static_cast<std::size_t>(runner.info().dHead));
    std::iota(directions.begin(), directions.end(), 0);

    std::vector<HeadAnswer> answers;
    for (std::size_t at = 0; at < heads.size(); ++at) {
        answers.push_back({heads[at], factors[at].singularValues, {}});
        if (tokens > 0)
            answers.back().readings = reader.read(heads[at], directions, embedding, tokens, CancelToken());
    }
    if (!arguments.isSet("json"_L1)) {
        print(tokens > 0 ? readingsText(answers, tokenizer) : valuesText(answers));
        return;
    }
    QJsonArray list;
    for (const HeadAnswer& answer : answers)
        list.append(answerJson(answer, tokenizer));
    printJson({{u"kind"_s, directionKindKey(kind)}, {u"heads"_s, list}});
}

} // namespace

Verb svdVerb()
{
    return {
        .name = u"svd"_s,
        .summary = u"singular values of the heads' matrices, and what directions read"_s,
        .description =
            u"Prints the singular values of each head's matrix in canonical weights, largest first. Where "
            "positions are rotary, the matrices of q and k stand without rotation. With --tokens it prints "
            "for each direction the tokens that it reads on the query side and on the key side, and those "
            "that the OV direction of the same number writes."_s,
        .options = modelOptions()
            + QList<QCommandLineOption>{
                {u"layer"_s, u"The layer, counted from 0 (default: all)."_s, u"L"_s},
                {u"head"_s, u"The head, counted from 0 (default: all of the layer)."_s, u"H"_s},
                {u"kind"_s,
                 u"qk (W_Q W_K^T), sad (with both biases), acc-dest (with the key's bias), acc-src (with "
                 "the query's bias) or ov (W_V W_O) (default: qk)."_s,
                 u"KIND"_s},
                {u"tokens"_s, u"Print the N strongest tokens of each direction."_s, u"N"_s},
                {u"embedding"_s,
                 u"What stands for a token: effective (what it is after the first layer, alone in a prompt) "
                 "or raw (its row of W_E) (default: effective)."_s,
                 u"KIND"_s},
                jsonOption(u"Print one JSON document."_s)},
        .perform = perform,
    };
}

} // namespace headwaters
