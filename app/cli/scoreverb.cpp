#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/engine/decompose/headscores.h"
#include "core/engine/decompose/headsvd.h"
#include "core/engine/session/runner.h"
#include "core/text/tokenpositions.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

QJsonObject sideJson(const std::vector<Token>& tokens, int position)
{
    const Token& token = tokens[static_cast<std::size_t>(position)];
    return {{u"position"_s, position}, {u"id"_s, token.id}, {u"text"_s, tokenText(token.bytes)}};
}

QJsonArray jsonArray(const std::vector<double>& values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(value);
    return array;
}

QJsonObject rowJson(const ScoreRow& row, const std::vector<Token>& tokens)
{
    return {
        {u"layer"_s, row.head.layer},
        {u"head"_s, row.head.head},
        {u"dest"_s, sideJson(tokens, row.destination)},
        {u"src"_s, sideJson(tokens, row.source)},
        {u"score"_s, row.score},
        {u"cappedScore"_s, row.cappedScore},
        {u"dimensions"_s, jsonArray(row.dimensions)},
        {u"dimensionSum"_s, row.dimensionSum()},
        {u"dimensionResidual"_s, row.dimensionResidual},
        {u"directions"_s, jsonArray(row.directions)},
        {u"directionSum"_s, row.directionSum()},
        {u"directionResidual"_s, row.directionResidual},
        {u"tolerance"_s, row.tolerance},
    };
}

QString number(double value)
{
    return QString::number(value, 'f', 6);
}

QString rowText(const ScoreRow& row, const std::vector<Token>& tokens)
{
    const auto label = [&tokens](int position) {
        return u"%1 %2"_s.arg(position).arg(tokenLabel(tokens[static_cast<std::size_t>(position)]));
    };
    QString text =
        u"head %1: %2 reads %3\n\n"_s.arg(row.head.text(), label(row.destination), label(row.source));
    const std::vector<double> shares = row.cumulativeShares();
    std::vector<QStringList> rows{{QString(), u"dimension"_s, u"direction"_s, u"first k"_s}};
    for (std::size_t at = 0; at < row.dimensions.size(); ++at) {
        const QString share = shares.empty() ? u"–"_s : u"%1 %"_s.arg(shares[at + 1] * 100, 0, 'f', 1);
        rows.push_back({QString::number(at), number(row.dimensions[at]), number(row.directions[at]), share});
    }
    rows.push_back({u"sum"_s, number(row.dimensionSum()), number(row.directionSum())});
    rows.push_back({u"score"_s, number(row.score), number(row.score)});
    rows.push_back(
        {u"residual"_s, QString::number(row.dimensionResidual, 'e', 1),
         QString::number(row.directionResidual, 'e', 1)});
    if (row.cappedScore != row.score)
        rows.push_back({u"capped"_s, number(row.cappedScore), number(row.cappedScore)});
    return text + alignedTable(rows);
}

void perform(const Arguments& arguments)
{
    for (const auto option : {"layer"_L1, "head"_L1, "dest"_L1, "src"_L1})
        (void)arguments.required(option);
    const QString text = promptText(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const HeadIndex head{
        arguments.integer("layer"_L1, 0, runner.info().nLayers - 1),
        arguments.integer("head"_L1, 0, runner.info().nHeads - 1)};
    const RunRequest request = runRequest(arguments, text, *runner.tokenizer(), runner.info().dVocab);
    const std::vector<Token> tokens = runner.run(1, request, CancelToken())->tokens;
    const int destination = parsePosition(tokens, arguments.value("dest"_L1), u"--dest"_s);
    const int source = parsePosition(tokens, arguments.value("src"_L1), u"--src"_s);
    HeadSvds svds(runner.model());
    const HeadScores scores(
        runner.snapshot(), head, svds.one(head, DirectionKind::Qk, CancelToken()), CancelToken());
    const ScoreRow row = scores.row(destination, source);
    if (arguments.isSet("json"_L1))
        printJson(rowJson(row, tokens));
    else
        print(rowText(row, tokens));
    if (!row.isWithinTolerance())
        throw failure(
            u"The parts of the score miss it by %1, and %2 would be rounding."_s.arg(row.directionResidual)
                .arg(row.tolerance));
}

} // namespace

Verb scoreVerb()
{
    return {
        .name = u"score"_s,
        .summary = u"the score of a pair of tokens as a sum, twice"_s,
        .description =
            u"Runs a prompt and prints what makes a head's score before softmax for one pair of tokens: "
            "dimension by dimension of q . k, and by singular direction of the head's QK matrix. Both "
            "add up to the score; the residual is what float32 rounds."_s,
        .options = modelOptions() + promptOptions()
            + QList<QCommandLineOption>{
                {u"layer"_s, u"The layer, counted from 0."_s, u"L"_s},
                {u"head"_s, u"The head, counted from 0."_s, u"H"_s},
                {u"dest"_s,
                 u"The token that reads: its position from 0, or its exact text, a leading space included; "
                 "a repeated token is numbered: \" John (1)\"."_s,
                 u"TOKEN"_s},
                {u"src"_s, u"The token that is read, as --dest."_s, u"TOKEN"_s},
                jsonOption(u"Print one JSON document."_s)},
        .perform = perform,
    };
}

} // namespace headwaters
